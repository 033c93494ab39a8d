"""The processes behind the pages, as copies of one that loaded the house.

What they share is there once in memory; each by itself would take sixty megabytes more.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from subprocess import TimeoutExpired
from typing import NoReturn

from shouwen.site.supervisor import TICK, Child, end_with_parent, supervise

ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Copy:
    """A copy of this process, looked after as if it were a program that was started."""

    def __init__(self, pid: int) -> None:
        """Take the copy's number; None in ``returncode`` means that it lives."""
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, or None."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def terminate(self) -> None:
        """Ask it to stop."""
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended; raise TimeoutExpired after so many seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() >= until:
                raise TimeoutExpired("copy", timeout or 0.0)
            time.sleep(TICK / 4)
        return code


def look_after(roles: Mapping[str, Callable[[], None]], say: Callable[[str], None]) -> int:
    """Keep a copy alive in each role until told to stop; return the exit code.

    No connection to the database and no thread may be open: a copy would share them.
    """
    gc.collect()
    gc.freeze()
    children = [Child(name, (), starter=_copier(act)) for name, act in roles.items()]
    return supervise(children, say)


def _copier(act: Callable[[], None]) -> Callable[[], Copy]:
    def start() -> Copy:
        pid = os.fork()
        if pid == 0:
            _be_a_copy(act)
        return Copy(pid)

    return start


def _be_a_copy(act: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        # A group of its own, so that Ctrl-C reaches only who looks after it.
        os.setsid()
        for number in ASKED:
            signal.signal(number, signal.SIG_DFL)
        end_with_parent()
        act()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - whoever looks after it starts it again
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
