"""Counting the facts of a period as a target reads them, fed one by one in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import Conditions, check_any
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.kinds.metrics import UNITS, MeanOf, ShareOf, clock_time
from shouwen.policy.kinds.words import Words

Moments = dict[str, list[datetime]]


@dataclass(slots=True)
class ShareTally:
    """The matters of a share; ``since`` to ``until`` is the period, ``until`` as far as it got."""

    share: ShareOf
    words: Words
    since: datetime
    until: datetime
    places: dict[str, int] = field(default_factory=dict)
    _of: Moments = field(default_factory=dict)
    _having: Moments = field(default_factory=dict)
    _without: Moments = field(default_factory=dict)
    _ended: Moments = field(default_factory=dict)

    def add(self, fact: Fact, place: int) -> None:
        """Take one fact in; ``place`` is its number, by which rows are ordered."""
        happened, about = fact.happened_at, fact.about
        if happened < self.until and (self.share.until or happened >= self.since):
            if self._holds(self.share.of, fact):
                self._of.setdefault(about, []).append(happened)
                self.places[about] = min(place, self.places.get(about, place))
            if self._holds(self.share.until, fact):
                self._ended.setdefault(about, []).append(happened)
        if happened >= self.since and (self.share.within or happened < self.until):
            if self._holds(self.share.having, fact):
                self._having.setdefault(about, []).append(happened)
            if self._holds(self.share.without, fact):
                self._without.setdefault(about, []).append(happened)

    def _holds(self, conditions: Conditions, fact: Fact) -> bool:
        return bool(conditions) and check_any(conditions, fact, self.words).holds is True

    def population(self) -> dict[str, int]:
        """Return the matters that are counted, with the place of the first fact of each."""
        return {about: self.places[about] for about in self._of if self._stands(about)}

    def _stands(self, about: str) -> bool:
        return about not in self._ended or max(self._of[about]) > max(self._ended[about])

    def complying(self) -> set[str]:
        """Return those of the population that comply."""
        return {about for about in self.population() if self._complies(about)}

    def add_complying(self, about: str) -> None:
        """Take in that something of a matter was met, which is no fact of its own."""
        self._having.setdefault(about, []).append(self.since)

    def _complies(self, about: str) -> bool:
        first = min(self._of[about])
        oldest = clock_time(self.share.no_older_than)
        if oldest is not None and self.until - first > oldest:
            return False
        if self.share.having and not self._near(self._having, about, first):
            return False
        return not self._near(self._without, about, first)

    def _near(self, found: Moments, about: str, first: datetime) -> bool:
        within = clock_time(self.share.within)
        moments = found.get(about, ())
        if within is None:
            return bool(moments)
        return any(first <= moment <= first + within for moment in moments)


@dataclass(frozen=True, slots=True)
class Counted:
    """One number a mean is taken of; None where it was not recorded, or what ends it is not yet."""

    about: str
    place: int
    number: Fraction | None


@dataclass(slots=True)
class MeanTally:
    """The numbers or times of a mean."""

    mean: MeanOf
    words: Words
    since: datetime
    until: datetime
    _numbers: list[Counted] = field(default_factory=list)
    _began: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _ended: Moments = field(default_factory=dict)

    def add(self, fact: Fact, place: int) -> None:
        """Take one fact in; ``place`` is its number, by which rows are ordered."""
        is_in_time = self.since <= fact.happened_at < self.until
        if is_in_time and check_any(self.mean.of, fact, self.words).holds:
            self._begin(fact, place)
        if self.mean.to and check_any(self.mean.to, fact, self.words).holds:
            self._ended.setdefault(fact.about, []).append(fact.happened_at)

    def _begin(self, fact: Fact, place: int) -> None:
        if self.mean.number:
            self._numbers.append(Counted(fact.about, place, self._number(fact)))
            return
        here = (fact.happened_at, place)
        self._began[fact.about] = min(here, self._began.get(fact.about, here))

    def _number(self, fact: Fact) -> Fraction | None:
        try:
            return read_number(fact.detail(self.mean.number))
        except AmountError:
            return None

    def rows(self) -> list[Counted]:
        """Return what is counted, by place."""
        found = self._numbers if self.mean.number else list(self._times())
        return sorted(found, key=lambda row: row.place)

    def _times(self) -> Iterator[Counted]:
        unit = UNITS[self.mean.counted_in or "hours"]
        for about, (began, place) in self._began.items():
            ends = [moment for moment in self._ended.get(about, ()) if moment >= began]
            number = _exact(min(ends) - began) / _exact(unit) if ends else None
            yield Counted(about, place, number)


def _exact(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1))


def average_of(numbers: list[Fraction]) -> Fraction:
    """Return the average of numbers, exactly."""
    return sum(numbers, Fraction(0)) / len(numbers)


def median_of(numbers: list[Fraction]) -> Fraction:
    """Return the middle number, or the average of the two in the middle."""
    return median(numbers)
