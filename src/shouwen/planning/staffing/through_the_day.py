"""The service through a day whose demand and seats change while people still wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import solve_banded

from shouwen.planning.forecasting.demand import Numbers
from shouwen.planning.staffing.seats import Interval
from shouwen.planning.staffing.waiting import Load, Service, most, seen

# Patience of people who never hang up: longer than any day.
FOR_EVER = 10 * 24 * 3600.0
MINUTE = 60
# Seconds of one step; calls last minutes, so that far less than one ends in it at each seat.
STEP = 5

_Rates = tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class _Stretch:
    load: Load
    seats: int
    minutes: int


def service_through(
    intervals: Sequence[Interval], seats: Sequence[int], *, within: float
) -> tuple[Service, ...]:
    """Return the service of each interval, what the one before left waiting included.

    The day begins empty. Each interval's formula by itself forgets the queue that a busy interval
    hands on; here the number of people in the system is followed minute by minute, as the exact
    (Markov) description of the queue says. A seat that closes leaves at once, which is slightly
    worse than what happens where people finish their call first.
    """
    stretches = [_stretch(*each) for each in zip(intervals, seats, strict=True)]
    shares = np.zeros(1 + max((_size(each) for each in stretches), default=0))
    shares[0] = 1.0
    found = []
    for stretch in stretches:
        shares, service = _followed(shares, stretch, within)
        found.append(service)
    return tuple(found)


def _stretch(interval: Interval, seats: int) -> _Stretch:
    load = replace(interval.load, patience=interval.patience or FOR_EVER)
    return _Stretch(load, seats * interval.at_once, interval.minutes)


def _size(stretch: _Stretch) -> int:
    load = stretch.load
    if load.patience < FOR_EVER:
        return most(load, stretch.seats)
    # Nobody leaves: the queue can hold at most what comes while the interval lasts.
    came = load.rate * stretch.minutes * MINUTE
    return stretch.seats + int(came + 12 * came**0.5 + 12)


def _followed(shares: Numbers, stretch: _Stretch, within: float) -> tuple[Numbers, Service]:
    rates = _rates(stretch, len(shares))
    waiting = np.arange(float(len(shares))) - stretch.seats
    services = []
    for _ in range(stretch.minutes):
        after = _a_minute_later(shares, rates)
        services.append(_seen((shares + after) / 2, stretch, within, waiting))
        shares = after
    return shares, _mean(services)


def _a_minute_later(shares: Numbers, rates: _Rates) -> Numbers:
    """Follow the states by Crank and Nicolson's scheme: half a step forward, half a step back."""
    back = _backward(*rates)
    for _ in range(MINUTE // STEP):
        shares = solve_banded((1, 1), back, shares + STEP / 2 * _flow(shares, *rates))
    return shares


def _rates(stretch: _Stretch, size: int) -> _Rates:
    """Return how often the system goes from each state one up and one down, a second."""
    load, count = stretch.load, np.arange(float(size))
    ends = np.minimum(count, stretch.seats) / load.handling
    leaves = np.maximum(count - stretch.seats, 0) / load.patience
    comes = np.full(size, load.rate)
    comes[-1] = 0.0
    return comes, ends + leaves


def _flow(shares: Numbers, up: Numbers, down: Numbers) -> Numbers:
    """Return the change of each state's share a second."""
    found: Numbers = -(up + down) * shares
    found[1:] += (up * shares)[:-1]
    found[:-1] += (down * shares)[1:]
    return found


def _backward(up: Numbers, down: Numbers) -> Numbers:
    """Return the three bands of what `_flow` does, taken half a step back."""
    bands = np.zeros((3, len(up)))
    bands[0, 1:] = -STEP / 2 * down[1:]
    bands[1] = 1 + STEP / 2 * (up + down)
    bands[2, :-1] = -STEP / 2 * up[:-1]
    return bands


def _seen(shares: Numbers, stretch: _Stretch, within: float, waiting: Numbers) -> Service:
    load, seats = stretch.load, stretch.seats
    if not load.rate:
        return Service(1.0, 0.0, 0.0, 0.0)
    if not seats:
        return Service(0.0, 1.0, load.patience, 1.0)
    return seen(shares, load, seats=seats, within=within, waiting=waiting)


def _mean(services: Sequence[Service]) -> Service:
    def mean(name: str) -> float:
        return sum(float(getattr(each, name)) for each in services) / len(services)

    return Service(mean("level"), mean("abandoned"), mean("wait"), mean("busy"))
