"""The process that reads one document: bytes on standard input, lines of JSON on standard output.

It bounds its own memory and time before it looks at the first byte, so that whatever a file does
to a reader happens here and ends here.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from typing import Any

from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import MEGABYTE, Limits

_STEPS = 50  # how often at most progress is told


def main() -> None:
    """Read what the first argument asks for."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    _bound(limits)
    try:
        _read(asked, limits)
    except CannotReadError as refusal:
        _tell({"fault": refusal.code, "details": refusal.details})
    except MemoryError:
        _tell({"fault": "too_heavy", "details": {}})
    except RecursionError:
        _tell({"fault": "damaged", "details": {}})


def _bound(limits: Limits) -> None:
    memory = limits.memory * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever asked has gone: so do we


def _read(asked: dict[str, Any], limits: Limits) -> None:
    # Imported under the bounds: the libraries are part of what reading costs.
    from shouwen.documents.cleaning import cleaned  # noqa: PLC0415
    from shouwen.documents.reading.any_format import read_any  # noqa: PLC0415
    from shouwen.documents.wire import lines_of  # noqa: PLC0415

    source = read_any(sys.stdin.buffer.read(), asked["name"], limits, _progress)
    if asked["clean"]:
        source = cleaned(source)
    for line in lines_of(source):
        sys.stdout.write(line)
    _tell({"done": True})


def _progress(done: int, whole: int) -> None:
    if done == whole or done % max(whole // _STEPS, 1) == 0:
        _tell({"progress": [done, whole]})


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
