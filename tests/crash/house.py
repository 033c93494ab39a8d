"""A whole installation for one test: its own database, and processes that can be killed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0  # seconds for anything at all, on a machine that does much else
LOOK_EVERY = 0.05  # seconds


def wait_for(what: str, condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Return once the condition holds; fail saying what never came."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, f"{what}: not within {patience:.0f} s"
        time.sleep(LOOK_EVERY)


@dataclass(slots=True)
class House:
    """Commands and processes that share one environment; everything they say is kept."""

    env: Mapping[str, str]
    folder: Path
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def say(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the house to its end."""
        return self._run("-m", "shouwen.site.cli", *arguments)

    def ask(self, script: str, *arguments: str) -> str:
        """Run a script beside this file, or at a path, and return what it printed."""
        done = self._run(str(Path(__file__).parent / script), *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def start(self, name: str, *arguments: str) -> None:
        """Start a process under a name, in a group of its own."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Kill a process and its children without a warning."""
        _kill_group(self.running.pop(name))

    def kill_child(self, name: str, chance: random.Random) -> None:
        """Kill one of a process's children without a warning; its parent makes another."""
        found = children_of(self.running[name].pid)
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)

    def code_of(self, name: str) -> int | None:
        """Return a process's exit code, None while it runs."""
        return self.running[name].poll()

    def kill_everything(self) -> None:
        """Leave nobody behind."""
        for process in self.running.values():
            _kill_group(process)
        self.running.clear()

    def log(self, name: str) -> Path:
        """Where everything a process said is kept."""
        return self.folder / f"{name}.log"

    def said(self, name: str) -> str:
        """Return what the processes of this name have said so far."""
        return self.log(name).read_text(errors="replace") if self.log(name).exists() else ""


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started, as the system knows them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
