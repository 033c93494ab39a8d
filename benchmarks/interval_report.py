"""Service level by interval over many synthetic calls: the product's report beside bare DuckDB.

Run ``python benchmarks/interval_report.py --calls 100000000 --place FOLDER`` from the checkout; a
hundred million take some 25 GB below FOLDER. The calls are synthetic, made inside the databases
from the same arithmetic: arrivals over three years, a fifth of them not answered, and waits of up
to five minutes. The product measures them from its own table in SQLite with its own query
(``calls.intervals``), by the half hour: all at once, month by month as its page asks for them, and
one month. DuckDB reads the same columns from a table of its own with one plain SQL query. Every
figure of every interval must be equal; the program ends with 1 where one is not.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

FIRST = 1_672_531_200  # 1 January 2023, world time
DAYS = 1095
WITHIN = 20
SECONDS = DAYS * 86_400
# Calls are kept about in the order in which they come, as an exchange tells of them; multipliers
# are prime to the lengths they are taken modulo, so that the numbers are spread evenly.
JITTER = 600
ARRIVED = f"({FIRST} + n * {SECONDS - JITTER} {{whole}} {{count}} + n * 7919 % {JITTER})"
WAITED = "(n * 7907 % 301 * (n * 31 % 7) / 6)"
ANSWERED = "(n * 17 % 5 > 0)"
TALKED = "(30 + n * 271 % 571)"
Row = tuple[int, int, int, int]


def main() -> int:
    """Print how long each way takes; return whether all figures are equal."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--calls", type=int, default=1_000_000)
    asked.add_argument("--place", type=Path, required=True)
    asked.add_argument("--threads", type=int, default=2)
    given = asked.parse_args()
    given.place.mkdir(parents=True, exist_ok=True)
    _start(given.place)
    print(f"{given.calls:,} calls over {DAYS} days, half hours, within {WITHIN} s")
    _timed("made in SQLite", lambda: _fill(given.calls))
    bare = _duck(given.calls, given.threads)
    plain = _timed("DuckDB, one query", bare)
    _timed("DuckDB again", bare)
    ours = _timed("ours, all at once", lambda: _ours(FIRST, FIRST + SECONDS))
    monthly = _timed("ours, month by month", _monthly)
    _timed("ours, the last 31 days", lambda: _ours(FIRST + SECONDS - 31 * 86_400, FIRST + SECONDS))
    same = ours == plain and monthly == plain
    print(f"{len(plain)} intervals: {'every figure equal' if same else 'DIFFERENT'}")
    return 0 if same else 1


def _timed(name: str, do: Callable[[], Any]) -> Any:
    begun, worked = time.perf_counter(), time.process_time()
    found = do()
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    print(f"  {name:26} {seconds:9.2f} s, {processor:9.2f} s of processor", flush=True)
    return found


def _start(place: Path) -> None:
    os.environ.update(
        SHOUWEN_DATA_DIR=str(place), SHOUWEN_MODE="development", SHOUWEN_DB="sqlite",
        SHOUWEN_TIME_ZONE="UTC", DJANGO_SETTINGS_MODULE="shouwen.site.settings",
    )  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(count: int) -> int:
    """Put the calls into the product's table, its indexes made anew as a backup's would be."""
    from django.db import connection

    from shouwen.calls.actions import add_exchange
    from shouwen.calls.models import Call, Exchange

    if Call.objects.exists():
        return count
    add_exchange(key="synthetic")
    pk = Exchange.objects.get().pk
    arrived = ARRIVED.format(whole="/", count=count)
    moment = f"strftime('%Y-%m-%d %H:%M:%S', {arrived}, 'unixepoch')"
    with connection.cursor() as at:
        at.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                   "AND tbl_name = 'calls_call'")  # fmt: skip
        indexes = at.fetchall()
        for name, _sql in indexes:
            at.execute(f'DROP INDEX "{name}"')
        at.execute("PRAGMA synchronous = OFF")
        at.execute(f"""
            WITH RECURSIVE numbers(n) AS (
                SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count})
            INSERT INTO calls_call (exchange_id, ref, queue, number, state, ending, arrived, ended,
                wait_seconds, talk_seconds, hold_seconds, recording, heard_at)
            SELECT {pk}, n, '', '', 'ended', CASE WHEN {ANSWERED} THEN 'answered' ELSE 'abandoned'
                END, {moment}, {moment}, {WAITED}, CASE WHEN {ANSWERED} THEN {TALKED} END, 0, '',
                {moment} FROM numbers""")
        for _name, sql in indexes:
            at.execute(sql)
        at.execute("ANALYZE calls_call")
    return count


def _ours(first: int, until: int) -> list[Row]:
    from shouwen.calls.intervals import by_interval

    found = by_interval(
        first=datetime.fromtimestamp(first, UTC), until=datetime.fromtimestamp(until, UTC),
        step="30", within=WITHIN,
    )  # fmt: skip
    return [
        (int(row.begins.timestamp()), row.calls.offered, row.calls.in_time, row.calls.waited)
        for row in found
    ]


def _monthly() -> list[Row]:
    """Ask for as much at a time as the page allows: 31 days of half hours."""
    step, end = int(timedelta(days=31).total_seconds()), FIRST + SECONDS
    return [row for at in range(FIRST, end, step) for row in _ours(at, min(at + step, end))]


def _duck(count: int, threads: int) -> Callable[[], list[Row]]:
    """Make the same calls in memory in DuckDB, times as plain seconds; return the query."""
    import duckdb

    house = duckdb.connect(config={"threads": threads})
    whole = WAITED.replace(" / ", " // ")
    arrived = ARRIVED.format(whole="//", count=count)
    house.execute(f"""
        CREATE TABLE calls AS SELECT {arrived} AS arrived, {ANSWERED} AS answered,
        ({whole})::INTEGER AS waited FROM range({count}) numbers(n)""")
    return lambda: house.execute(f"""
        SELECT arrived // 1800 * 1800 AS begins, count(*), count(*) FILTER (
        answered AND waited <= {WITHIN}), sum(waited)::BIGINT FROM calls GROUP BY begins
        ORDER BY begins""").fetchall()


if __name__ == "__main__":
    sys.exit(main())
