"""Reading a document in a process of its own, which can be killed and may only take so much."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import IO, Any

from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import LIMITS, MEGABYTE, Limits
from shouwen.documents.reading.old_word import as_docx, is_old_word
from shouwen.documents.wire import source_of_lines
from shouwen.policy.reading.source import Source

Progress = Callable[[int, int], None]
# -P: what lies in the folder somebody stands in is none of our code.
_COMMAND = (sys.executable, "-P", "-m", "shouwen.documents.child")
# What the process needs to run at all; passwords and keys of the house stay here.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
_OUT_OF_MEMORY = -signal.SIGKILL
_OUT_OF_TIME = -signal.SIGXCPU


def read_document(
    data: bytes,
    name: str = "",
    *,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
    clean: bool = True,
) -> Source:
    """Return what a document says, cleaned; raise CannotReadError where it cannot be read.

    `name` is the file's, of which only the ending counts. `progress` is told pages or blocks read
    and how many there are. Nothing the file does can take longer or more memory than the limits.
    """
    if len(data) > limits.megabytes * MEGABYTE:
        raise CannotReadError("too_large", megabytes=limits.megabytes)
    if is_old_word(data):
        data, name = as_docx(data, limits.seconds), f"{name}.docx"
    asked = json.dumps({"name": name, "limits": asdict(limits), "clean": clean})
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return _read(asked, file, limits, progress)


def _read(asked: str, file: IO[bytes], limits: Limits, progress: Progress | None) -> Source:
    with subprocess.Popen(  # noqa: S603 - our own module, without a shell
        [*_COMMAND, asked],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        start_new_session=True,  # so that whatever it started can be ended with it
    ) as child:
        ended = threading.Event()
        timer = threading.Timer(limits.seconds, _end, (child, ended))
        timer.start()
        try:
            kept = list(_lines(child, progress))
            child.wait()
        finally:
            timer.cancel()
            _kill(child)
        if kept and "done" in kept[-1]:
            return source_of_lines(kept)
        raise _why(kept, child.returncode, limits, out_of_time=ended.is_set())


def _end(child: subprocess.Popen[str], ended: threading.Event) -> None:
    ended.set()
    _kill(child)


def _kill(child: subprocess.Popen[str]) -> None:
    """End the process and what it started; it may have ended by itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _lines(child: subprocess.Popen[str], progress: Progress | None) -> Iterator[dict[str, Any]]:
    for written in child.stdout or ():
        try:
            line: dict[str, Any] = json.loads(written)
        except ValueError:
            return  # killed in the middle of a line
        if "progress" not in line:
            yield line
        elif progress:
            progress(*line["progress"])


def _why(
    kept: list[dict[str, Any]], code: int, limits: Limits, *, out_of_time: bool
) -> CannotReadError:
    """Return why nothing came back."""
    if kept and "fault" in kept[-1]:
        return CannotReadError(kept[-1]["fault"], **kept[-1]["details"])
    if out_of_time or code == _OUT_OF_TIME:
        return CannotReadError("too_long", seconds=limits.seconds)
    return CannotReadError("too_heavy" if code == _OUT_OF_MEMORY else "damaged")
