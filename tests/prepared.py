"""An empty database as the migrations make it, for whoever wants one of their own.

One of SQLite is kept from one run of the tests to the next; it is made anew as soon as a migration
or a locked library is another one, and a fresh clone has none. One of PostgreSQL is kept beside the
tests' own for as long as their server runs.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "test-databases"


def exists() -> bool:
    """Return whether a run before this one left it."""
    return _place().exists()


def lay_out(database: Path) -> None:
    """Copy it to where a test run wants its own, where there is one."""
    if exists():
        shutil.copyfile(_place(), database)


def furnish(data: Path) -> None:
    """Lay it out in the folder of a house of its own, whose `migrate` then finds nothing to do."""
    data.mkdir(parents=True, exist_ok=True)
    lay_out(data / "shouwen.sqlite3")


def keep(database: Path) -> None:
    """Keep a copy of a database that was just made, in one step for whoever runs beside us."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"unfinished-{os.getpid()}"
    with closing(sqlite3.connect(database)) as made, closing(sqlite3.connect(unfinished)) as copy:
        made.backup(copy)
    unfinished.rename(_place())
    for earlier in set(FOLDER.glob("*.sqlite3")) - {_place()}:
        earlier.unlink(missing_ok=True)


def keep_in_the_server() -> None:
    """Keep a copy of the tests' own database, to which nobody may be connected."""
    chosen = settings.DATABASES["default"]
    in_the_server(f"DROP DATABASE IF EXISTS {chosen['NAME']}_empty")
    in_the_server(f"CREATE DATABASE {chosen['NAME']}_empty TEMPLATE {chosen['NAME']}")


@contextmanager
def database_in_the_server(name: str) -> Iterator[None]:
    """Give a house of its own a database with all tables, which is gone afterwards."""
    in_the_server(f"CREATE DATABASE {name} TEMPLATE {settings.DATABASES['default']['NAME']}_empty")
    yield
    in_the_server(f"DROP DATABASE {name} WITH (FORCE)")


def in_the_server(command: str) -> None:
    """Say something to the tests' server that belongs to no database of it."""
    chosen = settings.DATABASES["default"]
    where = {"host": chosen["HOST"], "port": chosen["PORT"], "user": chosen["USER"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
        connection.execute(command)


@cache
def _place() -> Path:
    made_by = [*sorted((ROOT / "src").glob("shouwen/*/migrations/*.py")),
               *sorted((ROOT / "requirements").glob("*.lock"))]  # fmt: skip
    seal = sha256()
    for path in made_by:
        seal.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return FOLDER / f"{seal.hexdigest()[:16]}.sqlite3"
