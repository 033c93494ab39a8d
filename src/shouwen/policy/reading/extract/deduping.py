"""One rule for each distinct set of figures of a clause."""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.policy.reading.proposals import Proposal

_FIGURED = {"score", "pay", "deadline", "duty", "target", "roster"}
_TOLD = {"per", "of", "from", "consequence", "what", "who", "metric"}


def once_each(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return proposals without those that say the same of the same place, in order of the text."""
    found: dict[object, Proposal] = {}
    for each in sorted(proposals, key=lambda one: (one.span.start, one.span.end)):
        figures = tuple((name, str(v)) for name, v in each.params.items() if name not in _TOLD)
        place = len(found) if each.kind in _FIGURED else each.why
        found.setdefault((each.kind, figures, each.span, place), each)
    return tuple(found.values())
