"""The forecast itself: the best method on past weeks, then what somebody knows better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shouwen.planning.forecasting.backtest import Trial, trials
from shouwen.planning.forecasting.demand import Demand
from shouwen.planning.forecasting.methods import METHODS

# What is used while there are too few weeks to try anything.
FIRST_WEEKS = "mean_of_weeks"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected, by which method, and how every method did on past weeks."""

    demand: Demand
    method: str
    trials: tuple[Trial, ...]


def forecast(
    past: Demand, kinds: Sequence[str], *, method: str = "", volume: float = 1.0,
    special: Mapping[date, float] | None = None, tried: Sequence[Trial] | None = None,
) -> Forecast:  # fmt: skip
    """Forecast the days after the last one known, a day for each of ``kinds``.

    Without ``method`` the one with the smallest error on past weeks is taken. ``volume`` multiplies
    everything (what if a third more came?), ``special`` single days. ``tried`` are the trials where
    they were made before.

    Raises:
        ValueError: When nothing is known, or for a method that does not exist.
    """
    if not len(past):
        raise ValueError("Nothing is known of the past: import calls, or type in what you expect.")
    if method and method not in METHODS:
        raise ValueError(f"There is no method “{method}”; choose one of {', '.join(METHODS)}.")
    found = trials(past) if tried is None else tuple(sorted(tried, key=lambda each: each.error))
    chosen = method or (found[0].method if found else FIRST_WEEKS)
    counts = METHODS[chosen](past, kinds) * volume
    for row in range(len(counts)):
        counts[row] *= (special or {}).get(past.day(len(past) + row), 1.0)
    first = past.day(len(past))
    return Forecast(Demand(first, past.minutes, counts, tuple(kinds)), chosen, found)
