"""What the tests of the floors put on the table: a version, facts, rulings, and racing workers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from shouwen.journal import actions as journal
from shouwen.people.models import Member
from shouwen.policy.amounts import Quantity
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.rulings import Obligation, Party, Permission, Tier, Transfer
from shouwen.policy.steps import Step
from shouwen.regulations.models import Regulation, Version

MONDAY = datetime(2024, 5, 6, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)
CLAUSE = Clause(regulation="visits", title="客户回访制度", address="三/1", number="三·1")
COMPANY = Party("fund", "company")
STEP = Step("example", {"amount": "100.00"})


def member(who: Member) -> Party:
    return Party("member", who.username)


def a_version(adopter: Member) -> Version:
    regulation = Regulation.objects.create(slug="visits", title="客户回访制度")
    return Version.objects.create(
        regulation=regulation,
        number=1,
        title=regulation.title,
        in_force=date(2024, 1, 1),
        adopted_at=MONDAY,
        adopted_by=adopter,
        file_name="visits.md",
        source="#",
        sha256="0" * 64,
    )


def a_fact(
    kind: str = "case_opened", about: str = "case:T-1", at: datetime = MONDAY, **details: Detail
) -> Fact:
    return Fact(kind=kind, about=about, happened_at=at, details=details)


def recorded(
    kind: str = "case_opened", about: str = "case:T-1", at: datetime = MONDAY, **details: Detail
) -> journal.FactRow:
    return journal.append(fact=a_fact(kind, about, at, **details), actor=None, recorded_at=at)


def owing(party: Party, **changes: Any) -> Obligation:
    given: dict[str, Any] = {
        "rule": "answer",
        "cites": CLAUSE,
        "steps": (STEP,),
        "duty": "答复客户",
        "owed_by": party,
        "opened_at": MONDAY,
        "due_at": MONDAY + 10 * HOUR,
    }
    return Obligation(**{**given, **changes})


def held(*tiers: Sequence[Party], **changes: Any) -> Permission:
    given: dict[str, Any] = {
        "rule": "sign",
        "cites": CLAUSE,
        "steps": (STEP,),
        "state": "held",
        "tiers": tuple(Tier(any_of=tuple(tier)) for tier in tiers),
    }
    return Permission(**{**given, **changes})


def moving(payer: Party, payee: Party, parts: int = 10_000, **changes: Any) -> Transfer:
    given: dict[str, Any] = {
        "rule": "fine",
        "cites": CLAUSE,
        "steps": (STEP,),
        "payer": payer,
        "payee": payee,
        "quantity": Quantity("yuan", parts),
    }
    return Transfer(**{**given, **changes})


Race = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def race(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Race:
    """Return a function that runs callables at once, each on a connection of its own.

    A refusal is returned in the place of the result. SQLite's test database lives in memory,
    where writers cannot wait for each other, so the race is run on a copy of it in a file.
    """

    def run(callables: Sequence[Callable[[], Any]]) -> list[Any]:
        if connection.vendor != "sqlite":
            return _at_once(callables)
        connection.ensure_connection()
        file = tmp_path / "race.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        with monkeypatch.context() as patch:
            patch.setitem(connections.settings["default"], "NAME", str(file))
            results = _at_once(callables)
        with closing(sqlite3.connect(file)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.backup(connection.connection)
        return results

    return run


def _at_once(callables: Sequence[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(callables))

    def one(call: Callable[[], Any]) -> Any:
        start.wait(30)
        try:
            return call()
        except Exception as refusal:  # noqa: BLE001 - the test looks at what lost the race
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(callables)) as pool:
        return list(pool.map(one, callables))


def scans(*tables: str, call: Callable[[], Any]) -> list[str]:
    """Return the steps of the database's plans for ``call`` that read a whole table."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        call()
    steps = [step for sql, params in asked for step in _plan(sql, params)]
    whole = ("SCAN", "Seq Scan on")
    return [s for s in steps if any(w in s for w in whole) and any(t in s for t in tables)]


def _plan(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [row[3] for row in cursor.fetchall()]
        # The tables of a test are small; what matters is that there is another way.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return [row[0] for row in cursor.fetchall()]
