"""Keeping a few processes alive together: start, restart with back-off, stop all at once."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

LIVES_WELL_AFTER = 30.0  # seconds; a child that lived so long starts with a clean sheet
LONGEST_WAIT = 30.0  # seconds between two starts
GIVE_UP_AFTER = 6  # starts in a row that did not live well
PATIENCE = 20.0  # seconds between asking a child to stop and stopping it
TICK = 0.2  # seconds between two looks
PR_SET_PDEATHSIG = 1  # from linux/prctl.h


class Process(Protocol):
    """What a running process is asked."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """How it ended, or None."""

    def terminate(self) -> None:
        """Ask it to stop."""

    def wait(self, timeout: float | None = None) -> int:
        """How it ended; raises TimeoutExpired after so many seconds."""


@dataclass(slots=True)
class Child:
    """One process to keep alive; ``command`` starts it, or ``starter`` where one is given."""

    name: str
    command: Sequence[str]
    starter: Callable[[], Process] | None = None
    process: Process | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = field(default=0)

    def start(self, now: float) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = self.starter() if self.starter else self._popen()
        self.started_at = now

    def _popen(self) -> Process:
        return subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - one C call, no threads yet
        )

    def look(self, now: float) -> int | None:
        """Start it when its time has come; return the exit code if it has just died."""
        if self.process is None:
            if now >= self.start_at:
                self.start(now)
            return None
        code = self.process.poll()
        if code is None:
            return None
        self._note_death(now)
        return code

    def _note_death(self, now: float) -> None:
        lived_well = now - self.started_at >= LIVES_WELL_AFTER
        self.failures = 1 if lived_well else self.failures + 1
        self.start_at = now + min(2.0 ** (self.failures - 1), LONGEST_WAIT)
        self.process = None

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process, if it runs; it looks after its own children."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_sure_it_stopped(self, deadline: float) -> None:
        """Wait until ``deadline`` (monotonic seconds), then kill its whole group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def end_with_parent() -> None:
    """Ask the system to end this process with its parent: a killed one must leave nobody behind."""
    # Only Linux can be asked this.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Keep the children alive until SIGTERM or Ctrl-C (0), or until one cannot live (1)."""
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: stop.append(received))
    try:
        lost = _keep_alive(children, stop, say)
    finally:
        _stop_all(children)
    if lost is not None:
        say(f"{lost.name} does not stay alive; its lines above say why. Everything was stopped.")
    return 0 if lost is None else 1


def _keep_alive(
    children: Sequence[Child], stop: Sequence[int], say: Callable[[str], None]
) -> Child | None:
    while not stop:
        for child in children:
            code = child.look(time.monotonic())
            if code is None:
                continue
            if child.failures >= GIVE_UP_AFTER:
                return child
            wait = child.start_at - time.monotonic()
            say(f"{child.name} ended with code {code}; starting it again in {wait:.0f} s.")
        time.sleep(TICK)
    say("Stopping.")
    return None


def _stop_all(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.make_sure_it_stopped(deadline)
