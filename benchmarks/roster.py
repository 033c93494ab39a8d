"""Rosters: published instances against published results, and a centre of 300 seats.

The instances of Curtois and Qu are read where they lie outside the product
(``../shared/data/roster_nrp24``, or below ``SHOUWEN_DATA``); what comes back is checked by
``rosters/instance.py``, which is written from the published description and knows neither our
solver nor our judge. Beside our cost stand the best known and what other methods reached in ten
minutes. The centre is made from a seed.

``python benchmarks/roster.py [--data FOLDER] [--seconds N] [--instances 1,2,12,centre]
[--workers N] [--results FILE]``: what ``--results`` already holds for the same seconds is not
solved again, so that a long table can be stopped and gone on with. The whole table:
``--seconds 60`` (a quarter of an hour), then ``--seconds 600`` (two hours).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import time
from pathlib import Path
from typing import Any

from rosters.instance import check, read
from rosters.problems import centre, plan_of, problem_of

from shouwen.planning.solving import Problem, Progress, Result, faults, solve

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SHOUWEN_DATA", HERE.parents[1] / "shared" / "data")) / "roster_nrp24"
ALL = [*map(str, range(1, 8)), *map(str, range(9, 13)), "centre"]
WIDTHS = (9, 6, 7, 8, 4, 8, 8, 7, 8, 9, 8)
FIGURES = ("s", "first s", "cpu s", "load", "cost", "bound", "known", "gap %")
HEADS = ("instance", *FIGURES, "other", "status")


def main() -> None:
    """Solve what is asked for and print the table."""
    given = _given()
    kept = _kept(given.results)
    _line(HEADS)
    for name in given.instances.split(","):
        row = kept.get((name, given.seconds, given.workers))
        if row is None:
            row = _solved(name, given)
        if row is not None:
            _line(_cells(row, given))
            _keep(given.results, row)
    if not given.data.is_dir():
        print(f"There are no instances in {given.data}; the centre alone was solved.")


def _given() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    reader.add_argument("--data", type=Path, default=DATA, help="folder of the instances")
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--instances", default=",".join(ALL), help="numbers, or `centre`")
    reader.add_argument("--results", type=Path, help="JSON lines, read and added to")
    return reader.parse_args()


def _solved(name: str, given: argparse.Namespace) -> dict[str, Any] | None:
    path = given.data / f"Instance{name}.txt"
    if name != "centre" and not path.is_file():
        return None
    problem = centre() if name == "centre" else problem_of(read(path))
    before = time.process_time()
    result, first = _run(problem, given)
    row = {
        "instance": name,
        "seconds": given.seconds,
        "workers": given.workers,
        "first": first,
        "processor": round(time.process_time() - before),
        "load": round(os.getloadavg()[0]),
        "cost": result.cost,
        "bound": result.bound,
        "status": result.status,
    }
    if result.roster is not None and name != "centre":
        broken, cost = check(read(path), plan_of(result.roster))
        assert not broken, broken
        assert cost == result.cost, (cost, result.cost)
    elif result.roster is not None:
        assert not any(one.is_hard for one in faults(problem, result.roster))
    return row


def _run(problem: Problem, given: argparse.Namespace) -> tuple[Result, float | None]:
    firsts: list[float] = []

    def seen(progress: Progress) -> None:
        if progress.cost is not None and not firsts:
            firsts.append(round(progress.seconds, 1))

    result = solve(
        problem, seconds=given.seconds, workers=given.workers, seed=given.seed, progress=seen
    )
    return result, next(iter(firsts), None)


def _cells(row: dict[str, Any], given: argparse.Namespace) -> tuple[Any, ...]:
    known = _best_known(given.data).get(row["instance"])
    against = row["bound"] if known is None else known
    cost = row["cost"]
    gap = "-" if cost is None or not against else f"{100 * (cost - against) / against:.2f}"
    others = _published(given.data).get(row["instance"])
    return (
        *(row[name] for name in ("instance", "seconds", "first")),
        *(row.get(name) for name in ("processor", "load")),
        *(row[name] for name in ("cost", "bound")),
        known,
        gap,
        others,
        row["status"],
    )


def _best_known(folder: Path) -> dict[str, int]:
    rows = _table(folder / "best_known.csv")
    return {row["instance"].removeprefix("Instance"): int(row["best_known"]) for row in rows}


def _published(folder: Path) -> dict[str, str]:
    """Return the best and the worst cost that published methods reached in ten minutes."""
    found: dict[str, list[int]] = {}
    for row in _table(folder / "published_time_limited_results.csv"):
        if row["minutes"] == "10":
            found.setdefault(row["instance"].removeprefix("Instance"), []).append(int(row["cost"]))
    return {name: f"{min(costs)}–{max(costs)}" for name, costs in found.items()}


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _line(cells: tuple[Any, ...]) -> None:
    shown = ("-" if cell is None else str(cell) for cell in cells)
    print(
        "  ".join(cell.rjust(width) for cell, width in zip(shown, WIDTHS, strict=True)), flush=True
    )


def _kept(path: Path | None) -> dict[tuple[str, float, int], dict[str, Any]]:
    if path is None or not path.is_file():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(row["instance"], row["seconds"], row["workers"]): row for row in rows}


def _keep(path: Path | None, row: dict[str, Any]) -> None:
    if path is None or (row["instance"], row["seconds"], row["workers"]) in _kept(path):
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
