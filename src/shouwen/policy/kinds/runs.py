"""A run of printed numbers: which of them were found, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.vocabulary import DetailType

# A book of slips has a hundred; nobody counts a million by hand.
_LONGEST = 100_000
_NUMBER = re.compile(r"(\D*)(\d+)", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:-|\N{EN DASH}|\N{EM DASH}|~|～|至|到)\s*")
_SEPARATED = re.compile(r"[\s,，、;；]+")
_TEXT = (DetailType.TEXT,)


class Found(NamedTuple):
    """What became of a run: numbers that are missing, and what does not belong to it.

    ``unreadable`` is the detail that is not written as numbers of the run.
    """

    missing: tuple[str, ...] = ()
    unreadable: str = ""


class Run(BaseModel):
    """The details with the first and the last number, and those that were found.

    What was found is a list: ``000101-000116, 000118``; others are not of the run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: str
    last: str
    found: str

    @property
    def details(self) -> tuple[str, ...]:
        """The details that are read."""
        return self.first, self.last, self.found

    def unfilled(self, fact: Fact) -> tuple[str, ...]:
        """Return the details that nobody recorded yet."""
        return tuple(name for name in self.details if fact.detail(name) is None)

    def check(self, fact: Fact) -> Found:
        """Return which numbers are missing; every detail has to be recorded."""
        first, last, found = (str(fact.detail(name)) for name in self.details)
        begins = _NUMBER.fullmatch(first)
        if begins is None:
            return Found(unreadable=self.first)
        prefix, digits = begins[1], len(begins[2])
        low, high = int(begins[2]), _read(last, prefix, digits)
        if high is None or not low <= high < low + _LONGEST:
            return Found(unreadable=self.last)
        there: set[int] = set()
        for part in _parts(found, prefix, digits):
            if part is None or not low <= part[0] <= part[1] <= high:
                return Found(unreadable=self.found)
            there.update(range(part[0], part[1] + 1))
        absent = (n for n in range(low, high + 1) if n not in there)
        return Found(tuple(f"{prefix}{n:0{digits}d}" for n in absent))

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details; each holds a text."""
        for key, name in zip(("first", "last", "found"), self.details, strict=True):
            yield Reference((*loc, key), "detail", name, kinds, _TEXT)


def _read(text: str, prefix: str, digits: int) -> int | None:
    """Read a number of the run; None where it is written otherwise."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found[1] != prefix or len(found[2]) != digits:
        return None
    return int(found[2])


def _parts(text: str, prefix: str, digits: int) -> Iterator[tuple[int, int] | None]:
    """Yield the stretches of a list of numbers; None for what is no number of the run."""
    # A stretch may be written with blanks around its dash.
    joined = _BETWEEN.sub("-", text.strip())
    for part in filter(None, _SEPARATED.split(joined)):
        whole = _read(part, prefix, digits)
        if whole is not None:
            yield whole, whole
            continue
        left, _, right = part.rpartition("-")
        low, high = _read(left, prefix, digits), _read(right, prefix, digits)
        yield None if low is None or high is None else (low, high)


def in_short(numbers: tuple[str, ...]) -> str:
    """Write numbers briefly: those that follow each other as a stretch."""
    stretches: list[tuple[str, str]] = []
    for number in numbers:
        if stretches and _follows(stretches[-1][1], number):
            stretches[-1] = stretches[-1][0], number
        else:
            stretches.append((number, number))
    return ", ".join(a if a == b else f"{a}\N{EN DASH}{b}" for a, b in stretches)


def _follows(one: str, other: str) -> bool:
    left, right = _NUMBER.fullmatch(one), _NUMBER.fullmatch(other)
    return bool(left and right) and int(left[2]) + 1 == int(right[2])  # type: ignore[index]
