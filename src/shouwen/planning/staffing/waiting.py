"""Waiting in a queue: with callers who stay for ever (Erlang C) or lose patience (Erlang A).

Erlang A is the queue M/M/n+M of C. Palm (1957); its use for call centres is in O. Garnett,
A. Mandelbaum and M. Reiman, “Designing a call center with impatient customers”, Manufacturing &
Service Operations Management 4 (2002). The waits are worked out exactly: with k people waiting
ahead, the wait is the (k+1)-th smallest of so many exponential times, whose distribution is an
incomplete beta function.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from shouwen.planning.forecasting.demand import Numbers

# Longer queues than this many standard deviations beyond the load are left out of the sums.
_TAIL = 12
# The logarithm of one in a million millions.
_RARE = 28


@dataclass(frozen=True, slots=True)
class Load:
    """What comes: contacts a second, seconds to handle one, seconds of patience (0: no end)."""

    rate: float
    handling: float
    patience: float = 0.0

    @property
    def erlangs(self) -> float:
        """Return the seats that would be busy if nobody ever waited or left."""
        return self.rate * self.handling


@dataclass(frozen=True, slots=True)
class Service:
    """What callers meet.

    ``level`` is the share of all who call that is answered within the time asked for,
    ``abandoned`` the share that hangs up, ``wait`` the mean seconds in the queue, ``busy`` the
    share of the seats' time that is spent on contacts.
    """

    level: float
    abandoned: float
    wait: float
    busy: float


def service(load: Load, *, seats: int, within: float) -> Service:
    """Return the service that so many seats give; ``within`` in seconds.

    Without patience and with too few seats the queue grows for ever: the level is 0 and the wait
    infinite, which is no fault but the answer.
    """
    if not load.rate:
        return Service(1.0, 0.0, 0.0, 0.0)
    if seats <= 0:
        return Service(0.0, 1.0 if load.patience else 0.0, load.patience or math.inf, 1.0)
    return _patient(load, seats, within) if not load.patience else _impatient(load, seats, within)


def _patient(load: Load, seats: int, within: float) -> Service:
    spare = seats - load.erlangs
    if spare <= 0:
        return Service(0.0, 0.0, math.inf, 1.0)
    waits = _waits(load.erlangs, seats)
    level = 1 - waits * math.exp(-spare * within / load.handling)
    return Service(level, 0.0, waits * load.handling / spare, load.erlangs / seats)


def _waits(erlangs: float, seats: int) -> float:
    """Return Erlang's C: how likely a caller has to wait; by the stable recursion through B."""
    blocked = 1.0
    for seat in range(1, seats + 1):
        blocked = erlangs * blocked / (seat + erlangs * blocked)
    return blocked / (1 - (erlangs / seats) * (1 - blocked))


def _impatient(load: Load, seats: int, within: float) -> Service:
    shares = states(load, seats)
    return seen(
        shares, load, seats=seats, within=within, waiting=np.arange(float(len(shares))) - seats
    )


def states(load: Load, seats: int) -> Numbers:
    """Return how likely it is that so many people are in the system: none, one, two and so on."""
    count = np.arange(1.0, most(load, seats) + 1.0)
    leaving = np.minimum(count, seats) / load.handling + _leaving(load, count, seats)
    weights = np.concatenate(([0.0], np.cumsum(np.log(load.rate) - np.log(leaving))))
    shares = np.exp(weights - weights.max())
    found: Numbers = shares / shares.sum()
    return found


def most(load: Load, seats: int) -> int:
    """Return a number of people in the system that is as good as never passed."""
    crowd = max(load.rate - seats / load.handling, 0.0) * load.patience
    spread = _TAIL * (math.sqrt(load.rate * load.patience + load.erlangs) + 1)
    if 0 < load.erlangs < seats:  # the queue is shorter still than that of people who stay for ever
        spread = min(spread, _RARE / math.log(seats / load.erlangs))
    return math.ceil(seats + crowd + spread + _TAIL)


def _leaving(load: Load, count: Numbers, seats: int) -> Numbers:
    found: Numbers = np.maximum(count - seats, 0) / load.patience
    return found


def seen(
    shares: Numbers, load: Load, *, seats: int, within: float, waiting: Numbers
) -> Service:  # fmt: skip
    """Return what a caller meets who finds the system in these states.

    ``waiting`` is the number of people waiting in each state, negative where seats are free.
    """
    queued = waiting >= 0
    ahead = waiting[queued]
    served = seats * load.patience / load.handling
    gone = -math.expm1(-within / load.patience)
    answered = served / (served + ahead + 1) * betainc(ahead + 1, served + 1, gone)
    level = shares[~queued].sum() + (shares[queued] * answered).sum()
    length = (shares[queued] * ahead).sum()
    leaving = length / load.patience / load.rate
    busy = (shares * np.minimum(waiting + seats, seats)).sum() / seats
    return Service(float(level), float(leaving), float(length / load.rate), float(busy))
