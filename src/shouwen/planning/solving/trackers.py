"""What each rule has to remember of a person's days: small machines that walk day by day.

A person's rules together make one machine; a path through it is a row of shifts that keeps them
all. ``kind`` says what of a shift a rule can tell apart, ``step`` what a day does to what it
remembers: the new state and the price, or None where the rule forbids it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shouwen.planning.solving.problem import (
    DAY_MINUTES,
    AnyConstraint,
    NotAfter,
    Person,
    Problem,
    Rest,
    Rotation,
    Run,
    Shift,
    Total,
    Turns,
    Weekends,
)
from shouwen.planning.solving.stretches import periods

ONE = timedelta(days=1)
State = Any
Step = tuple[State, int] | None


class NotTrackedError(Exception):
    """A rule that looks further back than these machines do."""


@dataclass(frozen=True)
class Following:
    """No shift that the one of yesterday bars."""

    barred: tuple[tuple[str, frozenset[str]], ...]
    weight: int | None

    def kind(self, shift: Shift | None) -> Hashable:
        """Two shifts are alike that bar, and are barred by, the same."""
        if shift is None:
            return None
        mine = dict(self.barred)[shift.key]
        by = frozenset(key for key, then in self.barred if shift.key in then)
        return mine, by

    def start(self, before: Sequence[Shift | None]) -> State:
        """Remember what the day before bars."""
        last = before[-1] if before else None
        return dict(self.barred)[last.key] if last else frozenset()

    def step(self, state: State, _: int, kind: Any) -> Step:
        """Refuse, or price, a shift that is barred."""
        if kind is None:
            return frozenset(), 0
        mine, by = kind
        hit = any(then == state for key, then in self.barred if key in by) and bool(state)
        if hit and self.weight is None:
            return None
        return mine, (self.weight or 0) if hit else 0

    def end(self, _: State) -> int | None:
        """Nothing is open at the end."""
        return 0


@dataclass(frozen=True)
class Row:
    """Runs not too long and not too short; the state: how long, and whether its start is known."""

    off: bool
    shifts: frozenset[str]
    least: int
    most: int | None
    weight: int | None

    def kind(self, shift: Shift | None) -> Hashable:
        """Only whether the day belongs to the run matters."""
        if self.off or shift is None:
            return self.off and shift is None
        return not self.shifts or shift.key in self.shifts

    def start(self, before: Sequence[Shift | None]) -> State:
        """Count the run that reaches into the period."""
        length = 0
        for shift in reversed(before):
            if not self.kind(shift):
                return self._known(length, begun=True)
            length += 1
        return self._known(length, begun=False)

    def _known(self, length: int, *, begun: bool) -> State:
        return min(length, max(self.least, self.most or 0)), begun or length >= self.least

    def step(self, state: State, _: int, kind: Any) -> Step:
        """Lengthen the run, or end it."""
        length, begun = state
        if kind:
            return self._longer(length, begun=begun)
        price = 0
        if begun and 0 < length < self.least:
            if self.weight is None:
                return None
            price = self.weight * (self.least - length)
        return (0, True), price

    def _longer(self, length: int, *, begun: bool) -> Step:
        price = 0
        if self.most is not None and length >= self.most:
            if self.weight is None:
                return None
            price = self.weight
        return self._known(length + 1, begun=begun), price

    def end(self, _: State) -> int | None:
        """A run that goes on is never too short."""
        return 0


@dataclass(frozen=True)
class Worked:
    """Weekends with work: how many, and whether this one is among them."""

    places: tuple[int, ...]
    most: int
    weight: int | None

    def kind(self, shift: Shift | None) -> Hashable:
        """Only whether it is work matters."""
        return shift is not None

    def start(self, _: Sequence[Shift | None]) -> State:
        """Count from the first day on."""
        return 0, -1

    def step(self, state: State, day: int, kind: Any) -> Step:
        """Count a weekend at its first day of work."""
        count, current = state
        place = self.places[day]
        if place < 0:
            return (count, -1), 0
        if not kind or place == current:
            return (count, current), 0
        if count < self.most:
            return (count + 1, place), 0
        return None if self.weight is None else ((count, place), self.weight)

    def end(self, _: State) -> int | None:
        """Nothing is open at the end."""
        return 0


@dataclass(frozen=True)
class Sum:
    """A sum over stretches of days; ``ends`` says of each day whether a stretch ends on it.

    ``counts`` says on which days it grows. ``lasts`` is whether the last stretch must reach the
    least.
    """

    minutes: bool
    shifts: frozenset[str]
    counts: tuple[bool, ...]
    ends: tuple[bool, ...]
    least: int | None
    most: int | None
    weight: int | None
    lasts: bool
    back: int

    def kind(self, shift: Shift | None) -> Hashable:
        """Return what a shift adds."""
        if shift is None or (self.shifts and shift.key not in self.shifts):
            return 0
        return shift.length if self.minutes else 1

    def start(self, before: Sequence[Shift | None]) -> State:
        """Begin with what the stretch had before the period."""
        seen = before[max(len(before) - self.back, 0) :] if self.back else ()
        return sum(int(str(self.kind(shift))) for shift in seen)

    def step(self, state: State, day: int, kind: Any) -> Step:
        """Add, and settle at the end of a stretch."""
        total = state + (kind if self.counts[day] else 0)
        if self.weight is None and self.most is not None and total > self.most:
            return None
        if not self.ends[day]:
            return total, 0
        whole = self.lasts or day < len(self.ends) - 1
        price = self._settled(total, whole=whole)
        return None if price is None else (0, price)

    def _settled(self, total: int, *, whole: bool) -> int | None:
        over = max(total - self.most, 0) if self.most is not None else 0
        under = max(self.least - total, 0) if self.least is not None and whole else 0
        if self.weight is None:
            return None if over or under else 0
        return self.weight * (over + under)

    def end(self, _: State) -> int | None:
        """All was settled on the last day of a stretch."""
        return 0


Tracker = Following | Row | Worked | Sum


def trackers_of(problem: Problem, rule: AnyConstraint) -> Iterator[Tracker]:
    """Return the machines of a rule about single people; raises NotTrackedError."""
    match rule:
        case Rest():
            yield from _rest(problem, rule)
        case NotAfter():
            then = {s.key: rule.then if s.key in rule.shifts else () for s in problem.shifts}
            yield _following(then, rule.weight)
        case Rotation():
            yield _following(_back(problem, rule), rule.weight)
        case Turns():
            raise NotTrackedError
        case Run():
            yield Row(rule.off, rule.shifts, rule.least, rule.most, rule.weight)
        case Weekends():
            places = {day: n for n, days in enumerate(problem.weekends) for day in days}
            on = tuple(places.get(day, -1) for day in problem.days)
            yield Worked(on, rule.most, rule.weight)
        case Total():
            yield from _sum(problem, rule)


def _following(then: Mapping[str, Any], weight: int | None) -> Following:
    return Following(tuple((key, frozenset(others)) for key, others in then.items()), weight)


def _back(problem: Problem, rule: Rotation) -> dict[str, list[str]]:
    place = {key: at for at, key in enumerate(rule.order)}
    return {
        s.key: [k for k, at in place.items() if s.key in place and at < place[s.key]]
        for s in problem.shifts
    }


def _rest(problem: Problem, rule: Rest) -> Iterator[Tracker]:
    def near(away: int) -> dict[str, list[str]]:
        return {
            s.key: [
                t.key
                for t in problem.shifts
                if t.begins + away * DAY_MINUTES - s.ends < rule.minutes
            ]
            for s in problem.shifts
        }

    if any(near(2).values()):
        raise NotTrackedError
    yield _following(near(1), rule.weight)


def _sum(problem: Problem, rule: Total) -> Iterator[Tracker]:
    if rule.per == "window":
        raise NotTrackedError
    stretches = list(periods(problem, rule))
    last = {days[-1] for days, _ in stretches}
    counts = tuple(not rule.days or day in rule.days for day in problem.days)
    first = stretches[0][0][0]
    back = (problem.first - first).days
    if back and rule.days:
        raise NotTrackedError
    highest = sum(counts) if rule.of == "days" and rule.per == "period" else None
    if rule.least is None and highest is not None and (rule.most or 0) >= highest:
        return
    ends = tuple(day in last for day in problem.days)
    whole = stretches[-1][1]
    minutes = rule.of == "minutes"
    yield Sum(minutes, rule.shifts, counts, ends, rule.least, rule.most, rule.weight, whole, back)


def before_of(problem: Problem, person: Person) -> list[Shift | None]:
    """Return what somebody worked on the days before the period, as far back as all is known."""
    found: list[Shift | None] = []
    day: date = problem.first - ONE
    while day in person.earlier:
        found.append(problem.shift_of.get(person.earlier[day]))
        day -= ONE
    if len(found) < len(person.earlier):
        raise NotTrackedError
    return found[::-1]
