"""Ways to forecast: each takes what came and the kinds of the days to come, and gives a table.

The day's total and its course over the hours are forecast apart (but for the first two methods):
totals move with season and holidays, the course hardly moves at all.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from statsmodels.regression.linear_model import WLS
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from shouwen.planning.forecasting.days import like_weekday
from shouwen.planning.forecasting.demand import WEEK, Demand, Numbers

Method = Callable[[Demand, Sequence[str]], "Numbers"]

# Weeks that the course of a day is averaged over, and after which a week counts half.
WEEKS = 12
HALF_LIFE = 28
# A day whose total is so far from its weekday's median says nothing about ordinary days.
LEAST, MOST = 0.6, 1 / 0.6
# Added to a total before its logarithm is taken, so that a day without contacts has one.
ONE = 1.0


def same_as_last_week(past: Demand, kinds: Sequence[str]) -> Numbers:
    """Repeat the last week (the seasonal naive forecast, which every other has to beat)."""
    last = past.counts[-WEEK:]
    return np.array([last[row % len(last)] for row in range(len(kinds))])


def mean_of_weeks(past: Demand, kinds: Sequence[str]) -> Numbers:
    """Average the last twelve ordinary days of the same weekday, interval by interval."""
    means = {day: past.counts[rows].mean(axis=0) for day, rows in _alike(past)}
    overall = past.counts.mean(axis=0)
    return np.array([means.get(day, overall) for day in _weekdays(past, kinds)])


def smoothing(past: Demand, kinds: Sequence[str]) -> Numbers:
    """Smooth the totals exponentially with a weekly season (Holt and Winters, on logarithms)."""
    with warnings.catch_warnings():  # about how well it converged: the back-test tells
        warnings.simplefilter("ignore")
        model = ExponentialSmoothing(
            np.log(_ordinary_totals(past) + ONE), seasonal="add", seasonal_periods=WEEK
        )
        totals = np.exp(np.asarray(model.fit().forecast(len(kinds)))) - ONE
    return _spread(past, kinds, totals)


def regression(past: Demand, kinds: Sequence[str]) -> Numbers:
    """Regress the totals' logarithms on weekday and kind of day; recent weeks count for more."""
    known = sorted({kind for kind in past.kinds if kind})
    rows = [*past.kinds, *kinds]
    features = np.array([_features(past, row, kind, known) for row, kind in enumerate(rows)])
    ages = np.arange(len(past) - 1, -1, -1)
    fitted = WLS(
        np.log(past.totals() + ONE), features[: len(past)], weights=0.5 ** (ages / HALF_LIFE)
    ).fit()
    return _spread(past, kinds, np.exp(features[len(past) :] @ fitted.params) - ONE)


def blend(past: Demand, kinds: Sequence[str]) -> Numbers:
    """Average the mean of weeks, smoothing and regression: their errors partly cancel."""
    tables = [method(past, kinds) for method in (mean_of_weeks, smoothing, regression)]
    found: Numbers = np.mean(tables, axis=0)
    return found


METHODS: Mapping[str, Method] = {
    "same_as_last_week": same_as_last_week,
    "mean_of_weeks": mean_of_weeks,
    "smoothing": smoothing,
    "regression": regression,
    "blend": blend,
}


def _weekdays(past: Demand, kinds: Sequence[str]) -> list[int]:
    ahead = enumerate(kinds, start=len(past))
    return [like_weekday(past.day(row), kind) for row, kind in ahead]


def _features(past: Demand, row: int, kind: str, known: Sequence[str]) -> list[float]:
    weekday = past.day(row).weekday()
    return [*(float(weekday == day) for day in range(WEEK)), *(float(kind == one) for one in known)]


def _alike(past: Demand) -> Iterator[tuple[int, list[int]]]:
    """Give the latest ordinary days of each weekday, by row."""
    totals = past.totals()
    for weekday in range(WEEK):
        rows = _rows(past, weekday)
        rows = [row for row in rows if not past.kinds[row]] or rows
        middle = _middle(totals, rows)
        usual = [row for row in rows if _is_usual(totals[row], middle)]
        if usual:
            yield weekday, usual[-WEEKS:]


def _ordinary_totals(past: Demand) -> Numbers:
    """Return the totals with every unusual day replaced by its weekday's middle."""
    totals = past.totals().copy()
    for weekday in range(WEEK):
        rows = _rows(past, weekday)
        middle = _middle(totals, rows)
        for row in rows:
            if past.kinds[row] or not _is_usual(totals[row], middle):
                totals[row] = middle
    return totals


def _rows(past: Demand, weekday: int) -> list[int]:
    return [row for row in range(len(past)) if past.day(row).weekday() == weekday]


def _middle(totals: Numbers, rows: list[int]) -> float:
    return float(np.median(totals[rows])) if rows else 0.0


def _is_usual(total: float, middle: float) -> bool:
    return LEAST * middle <= total <= MOST * middle


def _spread(past: Demand, kinds: Sequence[str], totals: Numbers) -> Numbers:
    """Spread the totals over the hours as the days of the same weekday went."""
    courses = {day: _course(past.counts[rows]) for day, rows in _alike(past)}
    overall = _course(past.counts)
    shares = [courses.get(day, overall) for day in _weekdays(past, kinds)]
    return np.array(shares) * np.maximum(totals, 0.0)[:, None]


def _course(counts: Numbers) -> Numbers:
    sums: Numbers = counts.sum(axis=0)
    whole = float(sums.sum())
    return sums / whole if whole else np.full(sums.shape, 1 / len(sums))
