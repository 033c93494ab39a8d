"""What stands around a quote: after what it follows, for what it is, and which post it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.proposals import Proposal

_ENDS = "。；;！!\n"
_EDGES = " \t\u3000，,、：:。；;"
_TAIL = re.compile(r"(?:的|者|应|应当|将|则|，|,|、)+$")


def in_context(proposal: Proposal, tree: Tree, posts: Iterable[str]) -> Proposal:
    """Return a proposal that knows what its sentence says besides its quote.

    What the proposal says itself stays. `posts` are the names of posts that the house knows; the
    longest of them that the sentence names is whom it concerns.
    """
    number = next((node.number for node in tree.nodes if node.id == proposal.clause), None) or ""
    before, sentence = _around(tree.source.text, proposal, number)
    params = dict(proposal.params)
    if proposal.kind in {"deadline", "duty"}:
        params.setdefault("from", sentence)
    if proposal.kind in {"score", "pay"} and len(before) > 1:
        params.setdefault("of", before)
    named = (post for post in sorted(posts, key=len, reverse=True) if post and post in sentence)
    return replace(proposal, params=params, actor=proposal.actor or next(named, ""))


def _around(text: str, proposal: Proposal, number: str) -> tuple[str, str]:
    """Return what stands before the quote in its sentence, its number aside, and the sentence."""
    start = max((text.rfind(mark, 0, proposal.span.start) for mark in _ENDS), default=-1) + 1
    found = (text.find(mark, proposal.span.end) for mark in _ENDS)
    end = min((place for place in found if place >= 0), default=len(text))
    before = text[start : proposal.span.start].strip(_EDGES).removeprefix(number).strip(_EDGES)
    return _TAIL.sub("", before).strip(_EDGES), text[start:end].strip()
