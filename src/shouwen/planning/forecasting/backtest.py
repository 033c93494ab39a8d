"""How well each method would have forecast the weeks that have passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shouwen.planning.forecasting.demand import WEEK, Demand, Numbers
from shouwen.planning.forecasting.methods import METHODS

# Weeks that are forecast again, one at a time, each from what came before it; and the least to
# learn from: two whole seasons, without which smoothing has no season to find.
WEEKS_BACK = 8
LEAST_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One method on past weeks.

    ``error`` is the sum of absolute errors over the sum of what came (weighted absolute error);
    ``bias`` the sum of errors over the same, positive where too much was forecast.
    """

    method: str
    error: float
    bias: float


def trials(
    past: Demand, *, weeks: int = WEEKS_BACK, methods: Iterable[str] = METHODS
) -> tuple[Trial, ...]:
    """Try the methods week by week over the last weeks; the smallest error comes first.

    Each week is forecast from the days before it alone. Nothing can be tried, and the answer is
    empty, with less than three weeks or where nothing came.
    """
    begins = [len(past) - WEEK * back for back in range(weeks, 0, -1)]
    begins = [row for row in begins if row >= WEEK * LEAST_WEEKS]
    came = past.counts[begins[0] :] if begins else past.counts[:0]
    if not came.sum():
        return ()
    found = [_trial(name, _again(past, begins, name), came) for name in methods]
    return tuple(sorted(found, key=lambda trial: trial.error))


def _again(past: Demand, begins: list[int], name: str) -> Numbers:
    return np.vstack(
        [METHODS[name](past.until(row), past.kinds[row : row + WEEK]) for row in begins]
    )


def _trial(name: str, told: Numbers, came: Numbers) -> Trial:
    whole = float(came.sum())
    return Trial(name, float(abs(told - came).sum()) / whole, float((told - came).sum()) / whole)
