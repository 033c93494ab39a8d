"""A stretch of a text read anew: what it states by itself, and where it may be cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.proposing import of_sentence
from shouwen.policy.reading.source import Span
from shouwen.studio.kept import tree_of
from shouwen.studio.models import FoundText

_EDGES = " \t\u3000\n，,、：:。；;"
_AFTER = re.compile(r"[，,；;、。：:]")
_BEFORE = re.compile(r"并且?|同时|以及|或者?|且")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two words of a quote, and what stands on either side of it."""

    place: int
    first: str
    second: str


def cuts_of(quote: str) -> list[Cut]:
    """Return the places at which a quote may well be cut: at its stops and before its "and"s."""
    found = {match.end() for match in _AFTER.finditer(quote)}
    found |= {match.start() for match in _BEFORE.finditer(quote)}
    cuts = (cut_at(quote, place) for place in sorted(found))
    return list({(cut.first, cut.second): cut for cut in cuts if cut}.values())


def cut_at(quote: str, place: int) -> Cut | None:
    """Return a quote cut at a place, None where one side would be empty."""
    first, second = quote[:place].strip(_EDGES), quote[place:].strip(_EDGES)
    return Cut(place, first, second) if first and second else None


def halves(text: str, span: Span, place: int) -> tuple[Span, Span]:
    """Return the two stretches of a source that a cut leaves, their edges stripped of stops."""
    middle = span.start + place
    return _stripped(text, span.start, middle), _stripped(text, middle, span.end)


def _stripped(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return Span(start + len(said) - len(said.lstrip(_EDGES)), start + len(said.rstrip(_EDGES)))


def read_anew(text: FoundText, clause: str, span: Span) -> tuple[Proposal, ...]:
    """Return what a stretch of a clause states, read by itself below its clause's headings."""
    tree = tree_of(text)
    nodes = {node.id: node for node in tree.nodes}
    node = nodes.get(clause)
    if node is None:
        return ()
    heading = " ".join(_headings(clause, {each.id: each.heading for each in tree.nodes}))
    said = tree.source.cut(span)
    return of_sentence(Sentence(node, said, span.start, heading), set())


def _headings(clause: str, headings: dict[str, str]) -> Iterator[str]:
    parts = clause.split("/")
    for length in range(1, len(parts) + 1):
        yield headings.get("/".join(parts[:length]), "")
