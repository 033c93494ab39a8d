"""From demand to seats, interval by interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shouwen.planning.staffing.waiting import Load, Service, service

# More seats than this for one interval are a slip of the pen, not a plan.
MOST_SEATS = 20_000


@dataclass(frozen=True, slots=True)
class Aim:
    """What is promised: ``level`` of all contacts answered ``within`` seconds; busy at most so."""

    level: float
    within: float
    busiest: float = 1.0

    def met_by(self, given: Service) -> bool:
        """Return whether a service keeps the promise."""
        return given.level >= self.level and given.busy <= self.busiest


@dataclass(frozen=True, slots=True)
class Interval:
    """What comes in one interval of so many minutes.

    ``handling`` and ``patience`` are in seconds; patience 0 means that nobody hangs up. At one seat
    ``at_once`` conversations are held at the same time (chat), and ``handling`` is what one of them
    takes when so many are held. ``floor`` is the least number of seats by rule.
    """

    contacts: float
    minutes: int
    handling: float
    patience: float = 0.0
    at_once: int = 1
    floor: int = 0

    @property
    def load(self) -> Load:
        """Return the same by the second."""
        return Load(self.contacts / (self.minutes * 60), self.handling, self.patience)


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats for one interval: to be staffed, and people to be rostered for it (with shrinkage)."""

    seats: int
    people: int
    service: Service
    by_floor: bool


def seats_for(interval: Interval, aim: Aim) -> int:
    """Return the fewest seats that keep the aim, the floor not yet regarded.

    Raises:
        ValueError: When no number of seats can: more is asked than people's patience allows.
    """
    if not interval.contacts:
        return 0
    few, many = 0, 1
    while not _kept(interval, aim, many):
        few, many = many, many * 2
        if many > MOST_SEATS:
            raise ValueError(
                f"No number of seats answers {aim.level:.0%} within {aim.within:.0f} seconds; "
                "lower the share or allow more seconds."
            )
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if _kept(interval, aim, middle) else (middle, many)
    return many


def plan(intervals: Sequence[Interval], aim: Aim, *, shrinkage: float = 0.0) -> tuple[Seats, ...]:
    """Return seats and people for each interval, never fewer than its floor.

    ``shrinkage`` is the share of paid time that is not spent at the seat (breaks, training, leave).

    Raises:
        ValueError: For a shrinkage of 1 or more, or an aim that no number of seats keeps.
    """
    if not 0 <= shrinkage < 1:
        raise ValueError("Shrinkage is a share of the paid time below 100 %.")
    return tuple(_seats(interval, aim, shrinkage) for interval in intervals)


def _seats(interval: Interval, aim: Aim, shrinkage: float) -> Seats:
    needed = seats_for(interval, aim)
    seats = max(needed, interval.floor)
    people = math.ceil(seats / (1 - shrinkage) - 1e-9)  # 8 / 0.8 is 10, not 10.000000000000002
    return Seats(seats, people, _given(interval, aim, seats), seats > needed)


def _given(interval: Interval, aim: Aim, seats: int) -> Service:
    return service(interval.load, seats=seats * interval.at_once, within=aim.within)


def _kept(interval: Interval, aim: Aim, seats: int) -> bool:
    return aim.met_by(_given(interval, aim, seats))
