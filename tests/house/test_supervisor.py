"""The supervisor starts, restarts and stops, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwen.site import running, supervisor
from shouwen.site.supervisor import Child

pytestmark = pytest.mark.once

PATIENCE = 20.0
# A family whose first child lives, and whose second writes its number and does as it is told.
FAMILY = """
import sys
from shouwen.site.supervisor import Child, supervise
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
other = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
children = [Child("sleeper", sleeper), Child("other", other)]
sys.exit(supervise(children, lambda line: print(line, flush=True)))
"""
NOTES_AND_SLEEPS = """
import os, sys, time
with open(sys.argv[1], "a") as notes:
    notes.write(f"{os.getpid()}\\n")
time.sleep(600)
"""
DIES = "import sys; sys.exit(3)"
WILL_NOT_STOP = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + NOTES_AND_SLEEPS


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "numbers"


@pytest.fixture
def family() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for each in started:
        each.kill()
        each.wait()


def start(family: list[subprocess.Popen[str]], code: str, notes: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY, code, str(notes)], stdout=subprocess.PIPE, text=True
    )
    family.append(process)
    return process


def numbers(notes: Path, count: int) -> list[int]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = notes.read_text().split() if notes.exists() else []
        if len(found) >= count:
            return [int(each) for each in found]
        time.sleep(0.05)
    raise AssertionError(f"fewer than {count} processes were started")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int) -> None:
    until = time.monotonic() + PATIENCE
    while is_alive(pid):
        assert time.monotonic() < until, f"process {pid} was left behind"
        time.sleep(0.05)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_clean_and_leaves_nobody(family, notes, asked):
    parent = start(family, NOTES_AND_SLEEPS, notes)
    [child] = numbers(notes, 1)

    parent.send_signal(asked)

    assert parent.wait(PATIENCE) == 0
    assert not is_alive(child)


def test_a_child_that_dies_is_started_again(family, notes):
    parent = start(family, NOTES_AND_SLEEPS, notes)
    [first] = numbers(notes, 1)

    os.kill(first, signal.SIGKILL)

    assert numbers(notes, 2)[0] == first
    assert parent.stdout is not None
    assert "other ended with code -9; starting it again in 1 s." in parent.stdout.readline()


def test_a_killed_supervisor_leaves_nobody_behind(family, notes):
    parent = start(family, NOTES_AND_SLEEPS, notes)
    [child] = numbers(notes, 1)

    parent.kill()
    parent.wait()

    wait_until_gone(child)


def test_a_child_that_will_not_stop_is_stopped(monkeypatch, notes):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    child = Child("stubborn", [sys.executable, "-c", WILL_NOT_STOP, str(notes)])
    child.start(time.monotonic())
    [pid] = numbers(notes, 1)

    supervisor._stop_all([child])

    assert not is_alive(pid)


def test_a_child_that_cannot_live_ends_the_whole_with_an_error(monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(supervisor, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(supervisor, "TICK", 0.01)
    child = Child("web", [sys.executable, "-c", DIES])

    lost = supervisor._keep_alive([child], [], said.append)

    assert lost is child
    assert len(said) == supervisor.GIVE_UP_AFTER - 1


def test_each_start_waits_longer_until_one_lives_well():
    child = Child("web", [])
    waits = []
    for _ in range(7):
        child._note_death(now=0.0)
        waits.append(child.start_at)
    child._note_death(now=supervisor.LIVES_WELL_AFTER + 1)

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert child.failures == 1


def test_a_busy_port_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(running.CannotRunError, match=f"Port {port} is in use; .*SHOUWEN_PORT"):
            running.refuse_busy_port("127.0.0.1", port)


def test_one_machine_runs_the_pages_and_what_is_behind_them():
    web, behind = running.children("127.0.0.1", 8000)

    assert "gthread" in web.command
    assert behind.command[-1] == "behind"


COPIES = """
import os, sys, time
from shouwen.site import copies

def live(name):
    def act():
        with open(sys.argv[1], "a") as notes:
            notes.write(f"{name} {os.getpid()}\\n")
        time.sleep(60)
    return act

copies.look_after({"one": live("one"), "other": live("other")}, lambda line: None)
"""


def test_a_copy_that_dies_is_copied_again_and_none_is_left_behind(tmp_path: Path):
    notes = tmp_path / "notes"
    keeper = subprocess.Popen([sys.executable, "-c", COPIES, str(notes)])
    first = _noted(notes, 2)
    os.kill(int(first["one"]), signal.SIGKILL)
    again = _noted(notes, 3)

    assert again["one"] != first["one"]
    assert again["other"] == first["other"]
    keeper.terminate()
    assert keeper.wait(20) == 0
    for pid in again.values():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def _noted(notes: Path, lines: int) -> dict[str, str]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = notes.read_text().splitlines() if notes.exists() else []
        if len(found) >= lines:
            return dict(line.split() for line in found)
        time.sleep(0.05)
    raise AssertionError("nothing was noted")
