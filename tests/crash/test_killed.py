"""Everything is killed at random points of its work; nothing acknowledged is lost or doubled."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings

from shouwen.site import running
from tests import prepared
from tests.crash.customer import Sender
from tests.crash.house import ROOT, House, wait_for
from tools.with_postgres import free_port

SEED = 20261121
BY_COMMAND, BY_WORKER, BY_WEB = 100, 40, 10
BATCH = "5"
QUIET_FOR = 2.0  # seconds in which a process without a voice is at work
FINE = 50  # yuan for each lapse, clause 1.3 of the desk's regulation
# Who is killed how often. A task that took three workers with it is given up, and everybody is
# killed once more at the end; so the worker has one turn.
KILLS = {"import": 3, "web": 2, "worker": 1, "watcher-1": 1, "watcher-2": 1}
OPENED = re.compile(r"(\d+) opened, (\d+) already there")
HEADER = ("序号", "主题", "登记")
MAPPING = """
source: {source}
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {{fixed: complaint}}
  severity: {{fixed: major}}
  channel: {{fixed: phone}}
  title: 主题
  handler: {{fixed: wang}}
  opened_at: 登记
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A case book on disk with its mapping; every complaint in it is long overdue."""

    file: Path
    mapping: Path
    titles: tuple[str, ...]


def a_book(folder: Path, source: str, rows: int) -> Book:
    titles = tuple(f"{source} 第 {number} 件" for number in range(1, rows + 1))
    book, mapping = folder / f"{source}.csv", folder / f"{source}.yaml"
    mapping.write_text(MAPPING.format(source=source))
    with book.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, title in enumerate(titles, 1):
            writer.writerow((number, title, f"2024/03/{4 + number % 5:02} 10:00"))
    return Book(file=book, mapping=mapping, titles=titles)


# ── the house ────────────────────────────────────────────────────────────────────────────────


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SHOUWEN_")}
    ours = {"MODE": "development", "DATA_DIR": str(folder / "data"), "WATCH_SECONDS": "1"}
    ours |= {"LOG_LEVEL": "warning", "WEB_WORKERS": "1"}
    chosen = {f"SHOUWEN_{key}": value for key, value in ours.items()}
    return {
        **kept, **chosen, "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "shouwen.site.settings",
    }  # fmt: skip


@pytest.fixture
def environment(tmp_path: Path, django_db_setup: None) -> Iterator[dict[str, str]]:
    """Return the environment of a house with an empty database of the kind under test."""
    found = _environment(tmp_path)
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        prepared.furnish(Path(found["SHOUWEN_DATA_DIR"]))
        yield found
        return
    name = f"crash_{os.getpid()}"
    kept = {key: value for key, value in os.environ.items() if key.startswith("SHOUWEN_DB")}
    with prepared.database_in_the_server(name):
        yield {**found, **kept, "SHOUWEN_DB_NAME": name}


@pytest.fixture
def house(environment: dict[str, str], tmp_path: Path) -> Iterator[House]:
    """Return a house whose processes are gone after the test."""
    found = House(env=environment, folder=tmp_path, port=free_port())
    yield found
    found.kill_everything()
    for log in sorted(tmp_path.glob("*.log")):
        # Shown by pytest only where the test failed.
        sys.stdout.write(f"── {log.name}\n{log.read_text(errors='replace')[-3000:]}\n")


# ── killing ──────────────────────────────────────────────────────────────────────────────────


def commands(house: House, book: Book) -> dict[str, list[str]]:
    """Return what is started under each name: what `shouwen run` starts, and an import."""
    web = list(running.children("127.0.0.1", house.port)[0].command[2:])
    # One by one, so that each can be killed by itself.
    worker, watcher = (["shouwen.site.cli", role] for role in ("worker", "watch"))
    importing = ["shouwen.site.cli", "cases", "import", str(book.file), "--resume"]
    importing += ["--mapping", str(book.mapping), "--batch", BATCH]
    return {
        "web": web, "worker": worker, "watcher-1": watcher, "watcher-2": watcher,
        "import": importing,
    }  # fmt: skip


def kill_at_random(house: House, started: dict[str, list[str]], sender: Sender) -> None:
    """Kill each several times, some moments after it went to work, while the others work on."""

    def turn(name: str) -> None:
        chance = random.Random(f"{SEED} {name}")
        for _ in range(KILLS[name]):
            _wait_until_at_work(house, sender, name)
            time.sleep(chance.uniform(0.0, 0.4))
            house.kill(name)
            house.start(name, *started[name])

    with ThreadPoolExecutor(len(KILLS)) as pool:
        list(pool.map(turn, KILLS))


def _wait_until_at_work(house: House, sender: Sender, name: str) -> None:
    began, heard = time.monotonic(), _signs(house, sender, name)
    wait_for(f"{name} at work", lambda: _at_work(house, sender, name, heard, began))


def _signs(house: House, sender: Sender, name: str) -> int:
    return len(house.said("import")) if name == "import" else len(sender.noted)


def _at_work(house: House, sender: Sender, name: str, heard: int, began: float) -> bool:
    """Tell whether a process has done something since; the quiet ones are given a while."""
    if name not in ("import", "web"):
        return time.monotonic() - began > QUIET_FOR
    done = sender.finished if name == "web" else house.code_of("import") is not None
    return done or _signs(house, sender, name) > heard


def finish(house: House, book: Book, sender: Sender) -> None:
    """Let everything come to its end, and kill what would go on for ever."""
    wait_for("the import", lambda: house.code_of("import") is not None)
    wait_for("the sender", lambda: sender.finished)
    house.kill_everything()
    for command in (("worker", "--until-idle"), ("watch", "--once")):
        done = house.say(*command)
        assert done.returncode == 0, done.stderr


# ── the test ─────────────────────────────────────────────────────────────────────────────────


def test_what_was_acknowledged_is_there_once_with_everything_that_follows(
    house: House, tmp_path: Path
) -> None:
    by_command = a_book(tmp_path, "command", BY_COMMAND)
    by_worker = a_book(tmp_path, "worker", BY_WORKER)
    assert house.say("migrate").returncode == 0
    session = house.ask("department.py", str(by_worker.file), str(by_worker.mapping))
    sender = Sender(port=house.port, session=session, count=BY_WEB)
    started = commands(house, by_command)
    for name, command in started.items():
        house.start(name, *command)
    Thread(target=sender.send_all, daemon=True).start()

    try:
        kill_at_random(house, started, sender)
        finish(house, by_command, sender)
    finally:
        sender.stop.set()

    found = json.loads(house.ask("findings.py"))
    _assert_cases(found, [*by_command.titles, *by_worker.titles], sender)
    _assert_consequences(found)
    _assert_progress(found, house.said("import"))
    assert found["faults"] == []


def _assert_cases(found: dict[str, Any], titles: list[str], sender: Sender) -> None:
    """Every row and every form is one case with one opening fact, and numbers have no gaps."""
    told = dict(found["cases"])
    assert sender.refused == []
    assert len(sender.acknowledged) == BY_WEB
    assert sorted(title for title, _ in found["cases"]) == sorted([*titles, *sender.acknowledged])
    assert {title: told[title] for title in sender.acknowledged} == sender.acknowledged
    assert found["facts"]["case_opened"] == sorted(f"case:{number}" for number in told.values())
    assert found["notes"] == sorted(sender.noted)
    assert sorted(told.values()) == _without_gaps(told.values())


def _without_gaps(numbers: Any) -> list[str]:
    days: dict[str, int] = {}
    for number in numbers:
        day = number.partition("-")[0]
        days[day] = days.get(day, 0) + 1
    return sorted(f"{day}-{count:04}" for day, most in days.items() for count in range(1, most + 1))


def _assert_consequences(found: dict[str, Any]) -> None:
    """Every complaint lapsed once, was escalated once, and was fined once."""
    opened = found["facts"]["case_opened"]
    assert found["due"] == 0
    for kind in ("obligation_lapsed", "obligation_escalated"):
        # The department's monthly report may be overdue too, as the day may be.
        assert [about for about in found["facts"][kind] if about.startswith("case:")] == opened
    assert found["fines"] == f"-{(BY_COMMAND + BY_WORKER) * FINE:.2f} yuan"


def _assert_progress(found: dict[str, Any], said: str) -> None:
    """What the import told never went back, and the last it told is what is there."""
    told = [int(opened) for opened, _there in OPENED.findall(said.replace(",", ""))]
    assert told == sorted(told)
    assert found["imports"] == {"command": BY_COMMAND, "worker": BY_WORKER}
