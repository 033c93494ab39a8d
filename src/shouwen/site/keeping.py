"""What stays of `shouwen run`: three processes kept alive, announced once the first page answers.

It stands in a process of its own that loads neither Django nor a room, and so takes little memory.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
from threading import Thread
from typing import TypedDict

from shouwen.site.supervisor import Child, supervise

FIRST_ANSWER_WITHIN = 60.0  # seconds


class Plan(TypedDict):
    """What to start, where it answers, and whom to tell how to sign in."""

    commands: dict[str, list[str]]
    address: str
    sign_ins: list[str]


def main() -> int:
    """Keep alive what the argument, a plan as JSON, names; return the exit code."""
    plan: Plan = json.loads(sys.argv[1])
    children = [Child(name, command) for name, command in plan["commands"].items()]
    Thread(target=_announce, args=(plan["address"], plan["sign_ins"]), daemon=True).start()
    return supervise(children, _say)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _announce(address: str, sign_ins: list[str]) -> None:
    if not _answers(f"{address}healthz"):
        return
    _say(f"\n首问已启动 · Shouwen is running: {address}")
    for line in sign_ins:
        _say(line)
    _say("按 Ctrl-C 停止 · Ctrl-C stops it.")


def _answers(url: str) -> bool:
    until = time.monotonic() + FIRST_ANSWER_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own http address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.3)
    return False


if __name__ == "__main__":
    sys.exit(main())
