"""`shouwen doctor`: look at the installation and say how to mend what is off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.journal import queries as journal
from shouwen.site import heartbeats

SILENT_AFTER = timedelta(minutes=2)
LEAST_FREE = 500_000_000  # bytes; below it a backup may no longer fit
CLOCKS_AGREE = timedelta(seconds=5)
OLDEST_POSTGRES = 150_000  # as the server reports itself: 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, whether it is well, what was seen, and how to mend it."""

    name: str
    ok: bool
    seen: str
    mend: str = ""

    def __str__(self) -> str:
        """Write the finding on one line."""
        mark = "ok  " if self.ok else "FAIL"
        return f"{mark} {self.name}: {self.seen}" + ("" if self.ok else f" {self.mend}")

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain data."""
        return asdict(self)


def examine(*, now: datetime) -> list[Finding]:
    """Look at everything; what needs the database is left out when it does not answer."""
    findings = [_settings(), _disk()]
    reachable = _database()
    findings.append(reachable)
    if reachable.ok:
        findings += [_look(check, now) for check in (_migrated, _durable)]
    if all(each.ok for each in findings if each.name in ("database", "migrations")):
        findings += [_look(check, now) for check in (_clock, _worker, _watcher, _outbox)]
    return findings


def _look(check: Callable[[datetime], Finding], now: datetime) -> Finding:
    try:
        return check(now)
    except DatabaseError as fault:
        name = check.__name__.strip("_")
        return Finding(
            name=name, ok=False, seen=f"could not look ({fault}).", mend="See the database's log."
        )


def _settings() -> Finding:
    faults = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    serious = [
        each for each in faults if each.is_serious(checks.WARNING) and not each.is_silenced()
    ]
    if serious:
        first = serious[0]
        return Finding(
            name="settings", ok=False, seen=str(first.msg), mend=first.hint or f"See {first.id}."
        )
    mode = f"mode {settings.SHOUWEN_MODE}, debug {settings.DEBUG}."
    return Finding(name="settings", ok=True, seen=mode)


def _disk() -> Finding:
    place = settings.SHOUWEN_DATA_DIR
    free = shutil.disk_usage(place).free
    return Finding(
        name="disk",
        ok=free >= LEAST_FREE,
        seen=f"{free // 1_000_000:,} MB free for {place}.",
        mend="Free some space or move SHOUWEN_DATA_DIR to a larger disk.",
    )


def _database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        return Finding(
            name="database",
            ok=False,
            seen=f"{connection.vendor} does not answer ({str(fault).strip()}).",
            mend="Start it, or correct SHOUWEN_DB and SHOUWEN_DB_*.",
        )
    return Finding(name="database", ok=True, seen=f"{connection.vendor} answers.")


def _migrated(_now: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            name="migrations",
            ok=False,
            seen=f"{len(waiting)} not applied.",
            mend="Run `shouwen migrate`.",
        )
    return Finding(name="migrations", ok=True, seen="all applied.")


def _durable(_now: datetime) -> Finding:
    if connection.vendor == "sqlite":
        return _sqlite_keeps_its_word()
    version = _value("SHOW server_version_num")
    return Finding(
        name="durability",
        ok=int(version) >= OLDEST_POSTGRES and _value("SHOW synchronous_commit") != "off",
        seen=f"PostgreSQL {version}, synchronous_commit {_value('SHOW synchronous_commit')}.",
        mend="Use PostgreSQL 15 or newer with synchronous_commit on.",
    )


def _sqlite_keeps_its_word() -> Finding:
    journal_mode, synchronous = _value("PRAGMA journal_mode"), _value("PRAGMA synchronous")
    return Finding(
        name="durability",
        ok=journal_mode == "wal" and synchronous == "2",
        seen=f"journal_mode {journal_mode}, synchronous {synchronous}.",
        mend="Keep the data folder on a local disk; SQLite's WAL does not work on network drives.",
    )


def _value(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _clock(now: datetime) -> Finding:
    latest = journal.last_recorded_at()
    ahead = latest - now if latest else timedelta()
    return Finding(
        name="clock",
        ok=ahead <= CLOCKS_AGREE,
        seen=f"{now:%Y-%m-%d %H:%M:%S %Z}, latest fact {latest or 'none yet'}.",
        mend="Facts lie in the future: set the clock right (timedatectl) and restart.",
    )


def _worker(now: datetime) -> Finding:
    return _sign_of_life("worker", now)


def _watcher(now: datetime) -> Finding:
    return _sign_of_life("watcher", now)


def _sign_of_life(role: str, now: datetime) -> Finding:
    seen = heartbeats.last_seen(role)
    if seen is None:
        return Finding(
            name=role, ok=False, seen="never seen.", mend="Start it: `shouwen run` does."
        )
    # A sign that comes in while the doctor looks is later than ``now``: that is nought seconds ago.
    silent = max(now - seen, timedelta())
    return Finding(
        name=role,
        ok=silent <= SILENT_AFTER,
        seen=f"last seen {silent.total_seconds():.0f} s ago.",
        mend="Start it again: `shouwen run` starts everything; its log says why it ended.",
    )


def _outbox(now: datetime) -> Finding:
    parked, late = len(journal.parked_messages()), journal.outbox_backlog(now - SILENT_AFTER)
    return Finding(
        name="outbox",
        ok=parked == 0 and late == 0,
        seen=f"{late} messages late, {parked} given up.",
        mend="Correct SHOUWEN_EMAIL_*; what was given up says why in its fault.",
    )
