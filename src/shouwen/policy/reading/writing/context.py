"""What stands around a quote: after what it follows, for what it is, and which post it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.proposals import Proposal

_END = re.compile("[。；;！!]")
_EDGES = " \t\u3000，,、：:。；;"
_TAIL = re.compile(r"(?:的|者|应|应当|将|则|，|,|、)+$")


class Surroundings:
    """A tree's sentences, and the posts they may name."""

    def __init__(self, tree: Tree, posts: Iterable[str]) -> None:
        """`posts` are the names of posts that the house knows."""
        self._text = tree.source.text
        self._numbers = {node.id: node.number or "" for node in tree.nodes}
        self._posts = sorted(filter(None, posts), key=len, reverse=True)

    def of(self, proposal: Proposal) -> Proposal:
        """Return a proposal that knows what its sentence says besides its quote.

        What the proposal says itself stays. The longest post that the sentence names is whom it
        concerns.
        """
        before, sentence = self._around(proposal)
        params = dict(proposal.params)
        if proposal.kind in {"deadline", "duty"}:
            params.setdefault("from", sentence)
        if proposal.kind in {"score", "pay"} and len(before) > 1:
            params.setdefault("of", before)
        named = (post for post in self._posts if post in sentence)
        return replace(proposal, params=params, actor=proposal.actor or next(named, ""))

    def begun(self, proposal: Proposal) -> str:
        """Return what a proposal's sentence says up to the end of its quote."""
        start = self.starts(proposal)[-1]
        return self._text[start : proposal.span.end].lstrip(_EDGES)

    def starts(self, proposal: Proposal) -> list[int]:
        """Return where the sentences of its line begin, up to the one that holds its quote."""
        text, span = self._text, proposal.span
        line = text.rfind("\n", 0, span.start) + 1
        return [line, *(line + found.end() for found in _END.finditer(text[line : span.start]))]

    def _around(self, proposal: Proposal) -> tuple[str, str]:
        """Return what stands before the quote in its sentence, and the sentence.

        The clause's number is no part of what stands before.
        """
        text, span = self._text, proposal.span
        ends = self.starts(proposal)
        begun = text[ends[-1] : span.start]
        stop = text.find("\n", span.end)
        rest = text[span.end : stop if stop >= 0 else len(text)]
        sentence = text[ends[-1] : span.end] + _END.split(rest, maxsplit=1)[0]
        number = self._numbers.get(proposal.clause, "")
        before = begun.strip(_EDGES).removeprefix(number).strip(_EDGES)
        return _TAIL.sub("", before).strip(_EDGES), sentence.strip()
