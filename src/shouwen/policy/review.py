"""Review of regulations: what contradicts, what is missing, what no machine runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.reviewing import missing
from shouwen.policy.reviewing.conflicts import conflicts
from shouwen.policy.reviewing.copies import repeated
from shouwen.policy.reviewing.findings import SORTS, Finding, Sort
from shouwen.policy.reviewing.gaps import gaps

__all__ = ["SORTS", "Finding", "Sort", "review"]


def review(
    regulations: Sequence[Regulation],
    *,
    holders: Mapping[str, int] | None = None,
    known_titles: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Return what somebody should look at, each regulation by itself and all of them together.

    ``holders`` says how many hold each post today; without it nobody asks who holds what.
    ``known_titles`` are documents that are at hand although they are not reviewed. Findings come
    by regulation in the order given, conflicts first.
    """
    titles = {*known_titles, *(read.title for read in regulations)}
    found = [*conflicts(regulations), *repeated(regulations)]
    for read in regulations:
        found += _of_one(read, holders, titles)
    place = {read.slug: position for position, read in enumerate(regulations)}
    return tuple(sorted(found, key=lambda f: (place[f.regulation], SORTS.index(f.sort), f.line)))


def _of_one(
    read: Regulation, holders: Mapping[str, int] | None, titles: set[str]
) -> Iterator[Finding]:
    yield from gaps(read)
    yield from missing.figures(read)
    yield from missing.documents(read, titles)
    yield from missing.posts(read, holders)
    yield from missing.clauses(read)
