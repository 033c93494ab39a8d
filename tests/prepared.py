"""An empty SQLite database as the migrations make it, kept from one run of the tests to the next.

It is made anew as soon as a migration or a locked library is another one; a fresh clone has none.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

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


@cache
def _place() -> Path:
    made_by = [*sorted((ROOT / "src").glob("shouwen/*/migrations/*.py")),
               *sorted((ROOT / "requirements").glob("*.lock"))]  # fmt: skip
    seal = sha256()
    for path in made_by:
        seal.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return FOLDER / f"{seal.hexdigest()[:16]}.sqlite3"
