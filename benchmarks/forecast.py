"""How well calls per half hour are forecast, beside repeating last week.

Run ``python benchmarks/forecast.py`` from the checkout. The calls of a bank's centre in 1999 lie
outside the product (``../shared/data/calls_bank_il_1999``, or below ``SHOUWEN_DATA``; thanks to the
SEELab of the Technion). It learns from January to June and forecasts July and August: once in one
go, and once week by week, the way a month is planned in practice, each week from all that came
before it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from casebooks.data import NoDataError, read_rows  # noqa: E402

from shouwen.planning.forecasting import METHODS, Demand, trials  # noqa: E402

FIRST, TOLD_FROM = date(1999, 1, 1), date(1999, 7, 1)
# Public holidays and their eves of that country and year; nothing else is told to the methods.
HOLIDAYS = {
    "holiday": ("04-01", "04-07", "04-21", "05-21"),
    "eve": ("03-31", "04-06", "04-20", "05-20"),
    "feast": ("03-02", "07-22"),
}
KINDS = {date.fromisoformat(f"1999-{day}"): kind for kind, days in HOLIDAYS.items() for day in days}


def main() -> None:
    """Print the weighted error of each method and its share of the naive one's."""
    try:
        demand = bank()
    except NoDataError as missing:
        sys.exit(str(missing))
    start = (TOLD_FROM - FIRST).days
    came = demand.counts[start:]
    chosen = trials(demand.until(start))[0].method
    print(f"best by back-test on May and June: {chosen}\n")
    print(
        "| method | in one go | under naive | week by week | under naive |\n|---|---|---|---|---|"
    )
    naive: list[float] = []
    for name in METHODS:
        errors = [
            _error(told, came)
            for told in (_at_once(demand, name, start), _weekly(demand, name, start))
        ]
        naive = naive or errors
        cells = [
            f"{error:.1%} | {1 - error / first:.1%}"
            for error, first in zip(errors, naive, strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def bank() -> Demand:
    """Return the calls per half hour of every day, January to August."""
    sums: dict[tuple[date, int], float] = defaultdict(float)
    for row in read_rows("calls_bank_il_1999", "counts_6min_jan_aug.csv.gz"):
        hour, minute = map(int, row["interval_start"].split(":"))
        sums[date.fromisoformat(row["date"]), hour * 2 + minute // 30] += float(row["calls"])
    last = max(day for day, _ in sums)
    days = [FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)]
    rows = [[sums[day, slot] for slot in range(48)] for day in days]
    return Demand.of(rows, first=FIRST, kinds=[KINDS.get(day, "") for day in days])


def _at_once(demand: Demand, name: str, start: int) -> np.ndarray:
    return METHODS[name](demand.until(start), demand.kinds[start:])


def _weekly(demand: Demand, name: str, start: int) -> np.ndarray:
    begins = range(start, len(demand), 7)
    return np.vstack(
        [METHODS[name](demand.until(row), demand.kinds[row : row + 7]) for row in begins]
    )


def _error(told: np.ndarray, came: np.ndarray) -> float:
    return float(abs(told - came).sum() / came.sum())


if __name__ == "__main__":
    main()
