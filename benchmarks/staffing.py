"""Whether seats worked out from demand give the service foretold, acted out caller by caller.

Run ``python benchmarks/staffing.py`` from the checkout. Demand, handling times and patience are
those of a bank's centre, 1 to 14 February 1999 (``../shared/data/calls_bank_il_1999``, or below
``SHOUWEN_DATA``; thanks to the SEELab of the Technion). Seats per half hour are planned for 80 %
within 20 seconds; then each day is acted out many times (simpy) and what the callers met is held
against what the formulas told: with exponential handling times, as the formulas assume, and with
the handling times that were really measured. Aim: within one percentage point.
"""

from __future__ import annotations

import csv
import gzip
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from casebooks.data import NoDataError, data_folder  # noqa: E402

from shouwen.planning.staffing import Aim, Interval, Seats, plan, service_through  # noqa: E402
from tests.planning.simulated_queue import acted_out, exponential  # noqa: E402

AIM = Aim(level=0.8, within=20)
DAYS, SEED, HALF_HOUR = 100, 1999, 30


class Calls(NamedTuple):
    """What a centre's book tells: calls per half hour of each day, handling times, patience."""

    counts: dict[str, list[int]]
    handling: list[float]
    patience: float


def main() -> None:
    """Print for each day what was foretold, and what was met when it was acted out."""
    try:
        calls = bank()
    except NoDataError as missing:
        sys.exit(str(missing))
    mean = statistics.fmean(calls.handling)
    print(
        f"{len(calls.handling):,} calls; {mean:.0f} s to handle, {calls.patience:.0f} s patience\n"
    )
    print(
        "| day | calls | seat hours | by the interval | through the day | acted out | real times |"
    )
    print("|---|---|---|---|---|---|---|")
    began = time.perf_counter()
    rows = [_day(day, counts, calls, mean) for day, counts in sorted(calls.counts.items())]
    print(f"| all | {sum(row[0] for row in rows):,} | | {' | '.join(_weighted(rows))} |")
    gap = max(abs(row[2] - row[3]) for row in rows)
    print(f"\nlargest gap of a day, through the day to acted out: {gap:.2%}")
    print(f"{time.perf_counter() - began:.0f} s, {DAYS} days acted out for each row and column")


def bank() -> Calls:
    """Read the calls of two weeks; machine-only and broken rows are left out."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 48)
    handling, waited, gone = [], 0.0, 0
    for row in _rows():
        entered = row["q_start"] if row["q_start"] != "0:00:00" else row["vru_exit"]
        hour, minute = map(int, entered.split(":")[:2])
        counts[row["date"]][hour % 24 * 2 + minute // HALF_HOUR] += 1
        waited += float(row["q_time"])
        gone += row["outcome"] == "HANG"
        if row["outcome"] == "AGENT" and float(row["ser_time"]) > 0:
            handling.append(float(row["ser_time"]))
    # Patience is seen of those who hang up only: all waiting over all who did (exponential).
    return Calls(dict(counts), handling, waited / gone)


def _rows() -> Iterator[dict[str, str]]:
    packed = data_folder() / "calls_bank_il_1999" / "calls_1999-02-01_14.tsv.gz"
    with gzip.open(packed, "rt", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["outcome"] in {"AGENT", "HANG"}:
                yield row


def _day(
    day: str, counts: list[int], calls: Calls, mean: float
) -> tuple[int, float, float, float, float]:
    intervals = [Interval(count, HALF_HOUR, mean, calls.patience, floor=1) for count in counts]
    planned = plan(intervals, AIM)
    seats = [each.seats for each in planned]
    told = service_through(intervals, seats, within=AIM.within)
    drawn = random.Random(SEED).choices(calls.handling, k=10_000)
    levels = (
        _level(counts, [each.service.level for each in planned]),
        _level(counts, [each.level for each in told]),
        _met(intervals, planned, exponential),
        _met(intervals, planned, lambda chance, _: chance.choice(drawn)),
    )
    cells = " | ".join(f"{level:.1%}" for level in levels)
    print(f"| {day} | {sum(counts):,} | {sum(seats) / 2:.0f} | {cells} |", flush=True)
    return sum(counts), *levels


def _level(counts: list[int], levels: list[float]) -> float:
    return sum(count * level for count, level in zip(counts, levels, strict=True)) / sum(counts)


def _met(
    intervals: list[Interval],
    planned: tuple[Seats, ...],
    lasts: Callable[[random.Random, float], float],
) -> float:
    seats = [each.seats for each in planned]
    met = acted_out(intervals, seats, within=AIM.within, days=DAYS, seed=SEED, lasts=lasts)
    return sum(each.in_time for each in met) / sum(each.came for each in met)


def _weighted(rows: list[tuple[int, float, float, float, float]]) -> list[str]:
    whole = sum(row[0] for row in rows)
    return [f"{sum(row[0] * row[column] for row in rows) / whole:.1%}" for column in range(1, 5)]


if __name__ == "__main__":
    main()
