"""A queue acted out caller by caller (discrete-event simulation), to hold the formulas against."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import simpy

from shouwen.planning.staffing import Interval

Acts = Generator[Any, Any, None]


@dataclass
class Counted:
    """What happened to those who called within one interval."""

    came: int = 0
    in_time: int = 0
    gave_up: int = 0


@dataclass
class Centre:
    """Seats that open and close by the interval; a seat that closes finishes its call first."""

    env: simpy.Environment
    intervals: Sequence[Interval]
    seats: Sequence[int]
    within: float
    chance: random.Random
    lasts: Callable[[random.Random, float], float]
    busy: int = 0
    waiting: deque[Any] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.counted = [Counted() for _ in self.intervals]
        self.ends = [0.0]
        for interval in self.intervals:
            self.ends.append(self.ends[-1] + interval.minutes * 60)

    def now(self) -> int:
        """Return which interval it is; what comes after the last belongs to the last."""
        found = next((n for n, end in enumerate(self.ends[1:]) if self.env.now < end), None)
        return len(self.intervals) - 1 if found is None else found

    def arrivals(self, number: int) -> Acts:
        """Let callers come through one interval."""
        rate = self.intervals[number].load.rate
        if not rate:
            return
        yield self.env.timeout(self.ends[number])
        while True:
            yield self.env.timeout(self.chance.expovariate(rate))
            if self.env.now >= self.ends[number + 1]:
                return
            self.env.process(self.caller(number))

    def caller(self, number: int) -> Acts:
        """Act out one caller: wait, be answered or give up, talk."""
        counted, interval, came = self.counted[number], self.intervals[number], self.env.now
        counted.came += 1
        turn = self.env.event()
        self.waiting.append(turn)
        self.fill()
        if not (yield from self.waits(turn, interval.patience)):
            counted.gave_up += 1
            return
        counted.in_time += self.env.now - came <= self.within
        yield self.env.timeout(self.lasts(self.chance, interval.handling))
        self.busy -= 1
        self.fill()

    def waits(self, turn: Any, patience: float) -> Generator[Any, Any, bool]:
        """Wait for the turn; return whether it came before patience ended."""
        if not patience or turn.triggered:
            yield turn
            return True
        yield turn | self.env.timeout(self.chance.expovariate(1 / patience))
        if turn.triggered:
            return True
        self.waiting.remove(turn)
        return False

    def fill(self) -> None:
        """Give free seats to those who wait, first come first served."""
        while self.waiting and self.busy < self.seats[self.now()]:
            self.busy += 1
            self.waiting.popleft().succeed()

    def opens(self) -> Acts:
        """Look for people waiting whenever seats open."""
        for end in self.ends[1:-1]:
            yield self.env.timeout(end - self.env.now)
            self.fill()


def exponential(chance: random.Random, mean: float) -> float:
    """Draw how long a call lasts."""
    return chance.expovariate(1 / mean)


def acted_out(
    intervals: Sequence[Interval], seats: Sequence[int], *, within: float, days: int, seed: int,
    lasts: Callable[[random.Random, float], float] = exponential,
) -> list[Counted]:  # fmt: skip
    """Act out so many days; return the sums of each interval over all days."""
    sums = [Counted() for _ in intervals]
    chance = random.Random(seed)
    for _ in range(days):
        for total, part in zip(sums, _a_day(intervals, seats, within, chance, lasts), strict=True):
            total.came += part.came
            total.in_time += part.in_time
            total.gave_up += part.gave_up
    return sums


def _a_day(
    intervals: Sequence[Interval], seats: Sequence[int], within: float, chance: random.Random,
    lasts: Callable[[random.Random, float], float],
) -> list[Counted]:  # fmt: skip
    env = simpy.Environment()
    centre = Centre(env, intervals, seats, within, chance, lasts)
    for number in range(len(intervals)):
        env.process(centre.arrivals(number))
    env.process(centre.opens())
    env.run()
    return centre.counted
