"""A fresh house for one case book: database, member, calendar, regulations; then the import.

Import this module only after ``django.setup()``.
"""

from __future__ import annotations

import csv
import gzip
import io
import time
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from casebooks.sources import Source
from shouwen.cases.importing import import_cases, read_mapping
from shouwen.cases.models import ImportRun
from shouwen.enforcement.watch import watch_once
from shouwen.people.actions import ensure_system_member
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version

BATCH = 500
_LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What an import brought and how long it took, beside the bare inserts of the same rows."""

    run: ImportRun
    seconds: float
    bare_seconds: float

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.run.committed_row

    @property
    def ratio(self) -> float:
        """How many times longer the import took than the bare inserts."""
        return self.seconds / self.bare_seconds


def open_house(source: Source) -> Member:
    """Make the database and adopt what the case book was kept under; return who did it."""
    call_command("migrate", verbosity=0)
    house = ensure_system_member()
    if source.hours is not None:
        hours, at = source.hours(), source.clock
        regulations.set_calendar(
            team=None, in_force=_LONG_AGO, hours=hours.week, by=house, at=at,
            time_zone=hours.zone, holidays=None,
        )  # fmt: skip
        for day, name in sorted(hours.closed.items()):
            regulations.set_exceptional_day(
                team=None, day=date.fromisoformat(day), open_at=[], name=name, by=house, at=at
            )
    for number, text in enumerate(source.regulations()):
        adopted = regulations.adopt(
            text=text, file_name=f"{source.name}-{number}.md", by=house, at=source.clock
        )
        assert isinstance(adopted, Version), f"{source.name} was not adopted: {adopted[0]}"
    return house


def timed_import(source: Source, folder: Path, house: Member) -> Timed:
    """Import the file through the real importer, then insert its rows barely, and time both."""
    path, mapping = source.file(folder), source.mapping_file().read_text(encoding="utf-8")
    read = read_mapping(mapping, source.mapping)
    before = _bare(path)
    begun = time.perf_counter()
    run = import_cases(
        path=path,
        mapping=read,
        mapping_text=mapping,
        actor=house,
        clock=lambda: source.clock,
        batch=BATCH,
    )
    seconds = time.perf_counter() - begun
    # Before and after: a busy machine is not equally busy all the time.
    return Timed(run=run, seconds=seconds, bare_seconds=(before + _bare(path)) / 2)


def _bare(path: Path) -> float:
    """Read the file and insert each row with one statement, a commit for each batch."""
    connection.ensure_connection()
    begun = time.perf_counter()
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    width = len(next(rows))
    columns = ", ".join(f"c{number} text" for number in range(width))
    mark = "?" if connection.vendor == "sqlite" else "%s"
    insert = f"INSERT INTO bare VALUES ({', '.join([mark] * width)})"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(f"CREATE TABLE bare ({columns})")
        # The driver's own cursor: nothing of Django lies between.
        plain = connection.connection.cursor()
        while batch := list(islice(rows, BATCH)):
            with transaction.atomic():
                for row in batch:
                    plain.execute(insert, row)
    return time.perf_counter() - begun


def watch(source: Source) -> int:
    """Let the watcher do what was due by the day of the file; return how much that was."""
    done = 0
    while found := watch_once(now=source.clock, limit=500):
        done += found
    return done
