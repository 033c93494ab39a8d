"""Running clocks: one that never stops and one that runs only while the house is open.

Both answer the same two questions, how long did you run between two instants and when will you
have run so long, so pauses are written once for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from shouwen.policy.calendar.days import ENDLESS, Day, DayBook

Pause = tuple[int, int | None]


class Part(NamedTuple):
    """How much of one day's opening time was used, and until when."""

    day: Day
    used: int
    until: int


class Clock(Protocol):
    """A clock that runs some of the time; ``parts`` is what it counted, for the explanation."""

    parts: list[Part]

    def ran(self, start: int, end: int) -> int:
        """Return how long the clock ran from ``start`` to a later ``end``."""

    def when(self, start: int, length: int) -> int:
        """Return the first instant at which it has run for ``length`` since ``start``."""


@dataclass(slots=True)
class Steady:
    """The clock that never stops."""

    parts: list[Part] = field(default_factory=list)

    def ran(self, start: int, end: int) -> int:
        """Return the time from ``start`` to ``end``."""
        return end - start

    def when(self, start: int, length: int) -> int:
        """Return ``length`` after ``start``."""
        return start + length


@dataclass(slots=True)
class Opening:
    """The clock that runs in opening time; it keeps the parts it counted for the explanation."""

    book: DayBook
    parts: list[Part] = field(default_factory=list)

    def ran(self, start: int, end: int) -> int:
        """Return the opening time from ``start`` to ``end``, negative if ``end`` is earlier."""
        if end < start:
            return -self.ran(end, start)
        total = 0
        for ordinal in range(self.book.local(start) - 1, self.book.local(end) + 1):
            total += self._ran_on(self.book.on(ordinal), start, end)
        return total

    def _ran_on(self, day: Day, start: int, end: int) -> int:
        if not day.spans or day.closes <= start or day.spans[0][0] >= end:
            return 0
        used = day.length
        if day.spans[0][0] < start or day.closes > end:
            used = sum(max(0, min(c, end) - max(o, start)) for o, c in day.spans)
        self.parts.append(Part(day, used, min(day.closes, end)))
        return used

    def when(self, start: int, length: int) -> int:
        """Return the first instant with ``length`` of opening time since ``start``.

        With nothing to count it is ``start`` if the house is open then (the closing instant
        included), else the next opening.
        """
        left = length
        for day in self.book.forward(self.book.local(start) - 1):
            if day.closes < start or (left and day.closes == start):
                continue
            reached, used = _spend(day, start, left)
            if reached is not None:
                self.parts.append(Part(day, left, reached))
                return reached
            if used:
                self.parts.append(Part(day, used, day.closes))
            left -= used
        raise AssertionError(ENDLESS)

    def back(self, end: int, length: int) -> int:
        """Return the last instant with ``length`` of opening time until ``end``."""
        left = length
        for day in self.book.backward(self.book.local(end)):
            if day.spans[0][0] > end or (left and day.spans[0][0] == end):
                continue
            reached, used = _regain(day, end, left)
            self.parts.append(
                Part(day, left if reached is not None else used, min(day.closes, end))
            )
            if reached is not None:
                return reached
            left -= used
        raise AssertionError(ENDLESS)


@dataclass(slots=True)
class WorkingDays(Opening):
    """Opening time that, used up exactly at closing, ends at the next opening.

    So whole working days lead from a place in one day to the same place in another: from opening
    to opening, and never from opening to the closing time of the day before.
    """

    def when(self, start: int, length: int) -> int:
        """Return the last instant with ``length`` of opening time since ``start``."""
        reached = Opening.when(self, start, length)
        return self.book.next_open(reached)


def _spend(day: Day, start: int, left: int) -> tuple[int | None, int]:
    """Spend up to ``left`` of a day from ``start`` on: the instant reached, or what was used."""
    used = 0
    for opens, closes in day.spans:
        if closes < start or (closes == start and left):
            continue
        begin = max(start, opens)
        if left - used <= closes - begin:
            return begin + left - used, left
        used += closes - begin
    return None, used


def _regain(day: Day, end: int, left: int) -> tuple[int | None, int]:
    """Spend up to ``left`` of a day back from ``end``: the instant reached, or what was used."""
    used = 0
    for opens, closes in reversed(day.spans):
        if opens > end or (opens == end and left):
            continue
        finish = min(end, closes)
        if left - used <= finish - opens:
            return finish - left + used, left
        used += finish - opens
    return None, used


def running(clock: Clock, start: int, length: int, pauses: Sequence[Pause]) -> int | None:
    """Return when ``clock`` has run for ``length``, standing still in pauses.

    ``pauses`` are sorted and disjoint. None while a pause without end stands in the way.
    """
    left = length
    for begins, ends in pauses:
        if ends is not None and ends <= start:
            continue
        counted = len(clock.parts)
        ran = clock.ran(start, begins) if begins > start else 0
        if left <= ran:
            # The last stretch is counted once, by when() below.
            del clock.parts[counted:]
            break
        if ends is None:
            return None
        left, start = left - ran, ends
    return clock.when(start, left)
