"""Calls of a bank's centre and of a simulated year, measured by us and by a plain computation.

Run ``python benchmarks/calls.py`` from the checkout. The data are third parties'
(``../shared/data/calls_bank_il_1999``, thanks to the SEELab of the Technion, and
``calls_simulated_queue``; or below ``SHOUWEN_DATA``). Every row is told to us as an exchange would,
imported into a database of the run's own and measured by the product's queries; beside it stands
a computation from the columns of the file that shares no line with the product. Every figure must
be equal to the last call, and ``meets_standard`` on every row of the simulated year. The program
ends with 1 where one is not.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "src")]

from casebooks.data import NoDataError, data_folder  # noqa: E402

BANK = "calls_bank_il_1999/calls_1999-02-01_14.tsv.gz"
YEAR = "calls_simulated_queue/calls.csv.gz"
NEVER = "0:00:00"
DAY = 24 * 3600


def main() -> int:
    """Print each figure of both books beside the plain computation; return how it went."""
    try:
        folder = data_folder()
    except NoDataError as missing:
        sys.exit(str(missing))
    with tempfile.TemporaryDirectory() as place:
        _start(place)
        bank = _bank(list(_rows(folder / BANK, "\t")))
        year = _year(list(_rows(folder / YEAR, ",")))
    return 0 if bank and year else 1


def _start(place: str) -> None:
    """Start the house on an empty SQLite file of this run's own."""
    os.environ.update(
        SHOUWEN_DATA_DIR=place, SHOUWEN_MODE="development", SHOUWEN_DB="sqlite",
        DJANGO_SETTINGS_MODULE="shouwen.site.settings",
    )  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _rows(path: Path, comma: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as text:
        yield from csv.DictReader(text, delimiter=comma)


# ── the bank ─────────────────────────────────────────────────────────────────────────────────


def _bank(rows: list[dict[str, str]]) -> bool:
    people_calls = [row for row in rows if row["outcome"] != "PHANTOM"]
    print(f"bank, 1 to 14 February 1999: {len(rows)} rows, phantom calls left out")
    plain = _plain_bank(people_calls)
    ours, seconds = _imported("bank", (_bank_events(row) for row in people_calls))
    print(f"  imported and measured in {seconds:.1f} s")
    return _beside(ours, plain)


def _clock(text: str) -> int:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _after(earlier: int, text: str) -> int:
    """Return a clock time as seconds, on the next day where it is before the one given."""
    found = _clock(text)
    return found + DAY if found < earlier - DAY // 2 else found


def _plain_bank(rows: list[dict[str, str]]) -> dict[str, Any]:
    """Compute the figures from the columns, with nothing of ours."""
    waits, in_time, talks, gone, menu = [], 0, [], 0, 0
    seats: dict[str, tuple[int, int]] = {}
    for row in rows:
        queued = row["q_start"] != NEVER
        if row["outcome"] == "HANG":
            if not queued:
                menu += 1
                continue
            gone += 1
            waits.append((_clock(row["q_exit"]) - _clock(row["q_start"])) % DAY)
            continue
        begun, over = (_clock(text) for text in _service(row))
        wait = (begun - _clock(row["q_start"])) % DAY if queued else 0
        talk = (over - begun) % DAY
        waits.append(wait if wait < DAY // 2 else 0)
        talks.append(talk if talk < DAY // 2 else 0)
        in_time += waits[-1] <= 20
        if row["server"] != "NO_SERVER":
            count, total = seats.get(row["server"], (0, 0))
            seats[row["server"]] = (count + 1, total + talks[-1])
    return {
        "offered": len(talks) + gone, "answered": len(talks), "abandoned": gone,
        "ended in the menu": menu, "answered within 20 s": in_time, "seconds waited": sum(waits),
        "longest wait": max(waits), "seconds handled": sum(talks), "by seat": seats,
    }  # fmt: skip


def _service(row: dict[str, str]) -> tuple[str, str]:
    """Return when service began and ended; 25 rows leave it open and were over at once."""
    if row["ser_start"] != NEVER:
        return row["ser_start"], row["ser_exit"]
    left = row["q_exit"] if row["q_start"] != NEVER else row["vru_exit"]
    return left, left


def _bank_events(row: dict[str, str]) -> list[Any]:
    from shouwen.calls.words import Told

    day = datetime.strptime("19" + row["date"], "%Y%m%d").replace(tzinfo=UTC)
    entry = _clock(row["vru_entry"])
    seat = "" if row["server"] == "NO_SERVER" else row["server"].lower()
    told: list[tuple[Told, int, dict[str, Any]]] = [(Told.ARRIVED, entry, {})]
    queued = row["q_start"] != NEVER
    if queued:
        told.append((Told.QUEUED, _after(entry, row["q_start"]), {}))
    if row["outcome"] == "AGENT":
        start, over = _service(row)
        begun = _after(entry, start)
        if not queued:
            told.append((Told.QUEUED, begun, {}))
        told.append((Told.ANSWERED, begun, {"seat": seat}))
        told.append((Told.ENDED, _after(begun, over), {"seat": seat}))
    elif queued:
        told.append((Told.ENDED, _after(entry, row["q_exit"]), {}))
    else:
        told.append((Told.ENDED, _after(entry, row["vru_exit"]), {"menu": True}))
    name = f"{row['vru+line']}-{row['date']}-{row['call_id']}-{row['vru_entry']}"
    return _events(name, day, told)


def _events(name: str, day: datetime, told: list[Any]) -> list[Any]:
    from shouwen.calls.words import CallEvent

    return [
        CallEvent(
            call=name, key=str(number), kind=kind, at=day + timedelta(seconds=at),
            received_at=day + timedelta(days=3), seat=more.get("seat", ""), more=more,
        )
        for number, (kind, at, more) in enumerate(told)
    ]  # fmt: skip


# ── the simulated year ───────────────────────────────────────────────────────────────────────


def _year(rows: list[dict[str, str]]) -> bool:
    print(f"simulated year: {len(rows)} calls")
    waits = [int(row["wait_length"]) for row in rows]
    talks = [int(row["service_length"]) for row in rows]
    plain = {
        "offered": len(rows), "answered": len(rows), "abandoned": 0, "ended in the menu": 0,
        "answered within 20 s": sum(wait <= 20 for wait in waits), "seconds waited": sum(waits),
        "longest wait": max(waits), "seconds handled": sum(talks), "by seat": {},
    }  # fmt: skip
    ours, seconds = _imported("year", (_year_events(row) for row in rows))
    print(f"  imported and measured in {seconds:.1f} s")
    equal = _beside(ours, plain)
    return _meets_standard(rows) and equal


def _year_events(row: dict[str, str]) -> list[Any]:
    from shouwen.calls.words import Told

    day = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    told = [
        (Told.QUEUED, _twelve_hours(row["call_started"]), {}),
        (Told.ANSWERED, _twelve_hours(row["call_answered"]), {"waited": int(row["wait_length"])}),
        (Told.ENDED, _twelve_hours(row["call_ended"]), {"talked": int(row["service_length"])}),
    ]
    return _events(row["call_id"], day, told)


def _twelve_hours(text: str) -> int:
    clock, half = text.split(" ")
    hours, rest = divmod(_clock(clock), 3600)
    return (hours % 12 + (12 if half == "PM" else 0)) * 3600 + rest


def _meets_standard(rows: list[dict[str, str]]) -> bool:
    """Hold ``meets_standard``, answered within 60 seconds, against ours on every row."""
    from shouwen.calls.models import Call

    ours = dict(Call.objects.filter(exchange__key="year").values_list("ref", "wait_seconds"))
    met = {ref for ref, seconds in ours.items() if seconds is not None and seconds <= 60}
    equal = sum((row["call_id"] in met) == (row["meets_standard"] == "TRUE") for row in rows)
    print(f"  {'meets_standard':22} {equal} of {len(rows)} rows equal")
    return equal == len(rows)


# ── beside each other ────────────────────────────────────────────────────────────────────────


def _imported(name: str, calls: Iterator[list[Any]]) -> tuple[dict[str, Any], float]:
    from shouwen.calls import actions, measures
    from shouwen.calls.importing import import_calls
    from shouwen.calls.models import Exchange
    from shouwen.people import actions as people
    from shouwen.people.models import Member

    told = list(calls)
    for seat in sorted({event.seat for events in told for event in events if event.seat}):
        people.add_member(key=seat, name=seat.upper(), email=f"{seat}@example.com")
    actions.add_exchange(key=name)
    begun = time.perf_counter()
    import_calls(exchange=Exchange.objects.get(key=name), calls=told)
    first, until = (datetime(year, 1, 1, tzinfo=UTC) for year in (1990, 2030))
    found = measures.measured(first=first, until=until, within=20, exchange=name)
    seats = measures.by_seat(first=first, until=until, exchange=name)
    seconds = time.perf_counter() - begun
    names = dict(Member.objects.values_list("pk", "name"))
    return {
        "offered": found.offered, "answered": found.answered, "abandoned": found.abandoned,
        "ended in the menu": found.in_menu, "answered within 20 s": found.in_time,
        "seconds waited": found.waited, "longest wait": found.longest_wait,
        "seconds handled": found.talked,
        "by seat": {names[pk]: figures for pk, figures in seats.items()},
    }, seconds  # fmt: skip


def _beside(ours: dict[str, Any], plain: dict[str, Any]) -> bool:
    for name, figure in plain.items():
        equal = ours[name] == figure
        if isinstance(figure, dict):
            same = sum(ours[name].get(seat) == both for seat, both in figure.items())
            print(f"  {name:22} {same} of {len(figure)} equal in calls and seconds")
        else:
            print(f"  {name:22} {ours[name]:>10} {figure:>10} {'equal' if equal else 'DIFFERS'}")
    share = ours["abandoned"] / ours["offered"], ours["answered within 20 s"] / ours["offered"]
    print(f"  abandonment {share[0]:.2%}, service level within 20 s {share[1]:.2%}")
    return ours == plain


if __name__ == "__main__":
    sys.exit(main())
