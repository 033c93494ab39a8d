"""The whole installation, started as an operator starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared

pytestmark = pytest.mark.once  # its house stands on SQLite, whatever is under test

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def shouwen(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shouwen.site.cli", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation of its own, with an empty database."""
    chosen = {
        "PATH": "/usr/bin:/bin",
        "SHOUWEN_DATA_DIR": str(tmp_path_factory.mktemp("house")),
        "SHOUWEN_PORT": str(free_port()),
        "SHOUWEN_WEB_WORKERS": "1",
    }
    prepared.furnish(Path(chosen["SHOUWEN_DATA_DIR"]))
    assert shouwen("migrate", env=chosen).returncode == 0
    return chosen


@pytest.fixture
def running(env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "shouwen.site.cli", "run"],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for_line(process: subprocess.Popen[str], part: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if part in line:
            return line
    raise AssertionError(f"it ended without saying “{part}”")


def test_it_says_where_it_is_feels_well_and_stops_cleanly(running, env):
    address = f"http://127.0.0.1:{env['SHOUWEN_PORT']}/"

    assert address in wait_for_line(running, "Shouwen is running")
    with urllib.request.urlopen(f"{address}healthz") as answer:
        assert answer.status == 200
    until = time.monotonic() + PATIENCE
    while (doctor := shouwen("doctor", env=env)).returncode and time.monotonic() < until:
        time.sleep(0.5)
    assert doctor.returncode == 0, doctor.stdout

    running.send_signal(signal.SIGTERM)

    assert running.wait(PATIENCE) == 0


def test_a_second_one_is_refused_while_the_port_is_taken(env):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(env["SHOUWEN_PORT"])))
        taken.listen()

        done = shouwen("run", env=env)

    assert done.returncode == 1
    assert f"Port {env['SHOUWEN_PORT']} is in use" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_old_database_is_refused_with_the_command_that_mends_it(tmp_path):
    env = {"PATH": os.environ["PATH"], "SHOUWEN_DATA_DIR": str(Path(tmp_path) / "empty")}
    env["SHOUWEN_PORT"] = str(free_port())

    done = shouwen("run", env=env)

    assert done.returncode == 1
    assert "run `shouwen migrate`" in done.stderr
