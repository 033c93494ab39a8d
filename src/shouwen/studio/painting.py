"""A clause's text with what covers it: stretches in order, none lost, none twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shouwen.policy.reading.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What lies over a stretch: a proposed rule or an uncovered sentence, and its look."""

    span: Span
    look: str
    target: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of the source with the look and target of what covers them, both may be empty."""

    text: str
    look: str = ""
    target: str = ""


def painted(text: str, own: Sequence[Span], covers: Iterable[Cover]) -> list[list[Stretch]]:
    """Return a clause's paragraphs in stretches; where covers overlap, the one named first wins."""
    known = list(covers)
    return [list(_stretches(text, span, known)) for span in own]


def _stretches(text: str, span: Span, covers: Sequence[Cover]) -> Iterator[Stretch]:
    at = span.start
    for cover in _apart(span, covers):
        if at < cover.span.start:
            yield Stretch(text[at : cover.span.start])
        yield Stretch(text[cover.span.start : cover.span.end], cover.look, cover.target)
        at = cover.span.end
    if at < span.end:
        yield Stretch(text[at : span.end])


def _apart(span: Span, covers: Sequence[Cover]) -> list[Cover]:
    """Return what lies in a stretch, in order, each cut back to what none before it took."""
    taken: list[Cover] = []
    for cover in covers:
        free = [Span(max(cover.span.start, span.start), min(cover.span.end, span.end))]
        for other in taken:
            free = [rest for one in free for rest in _without(one, other.span)]
        rests = (rest for rest in free if rest.start < rest.end)
        taken += [Cover(span=rest, look=cover.look, target=cover.target) for rest in rests]
    return sorted(taken, key=lambda cover: cover.span.start)


def _without(one: Span, other: Span) -> list[Span]:
    if other.end <= one.start or one.end <= other.start:
        return [one]
    return [Span(one.start, other.start), Span(other.end, one.end)]
