"""Programs write through the API while everything is killed; what was acknowledged is there once.

``KILLS`` says how often; before a release that is 200.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from shouwen.site import running
from tests.crash.house import House, wait_for
from tests.crash.test_killed import SEED, environment, house

__all__ = ["environment", "house"]

KILLS = int(os.environ.get("KILLS", "12"))
PROGRAMS = 3
# Every so many kills the whole web server dies, and not only who answers.
WHOLE_EVERY = 10
MORE_AFTER = 3  # writes of each program after the last kill


@dataclass(slots=True)
class Program:
    """Opens cases one after the other, each with a key, and asks again until it is told."""

    name: str
    port: int
    token: str
    stop: Event
    told: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    retries: int = 0

    def write_until_told_to_stop(self) -> None:
        count = 0
        while not self.stop.is_set():
            count += 1
            self._write(f"{self.name}-{count}")

    def _write(self, title: str) -> None:
        # What was begun is asked for until it is answered, whatever was told meanwhile.
        while True:
            try:
                status, said = self._send(title)
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                self.retries += 1
                time.sleep(0.05)
                continue
            if status in (200, 201):
                self.told[title] = said["number"]
                return
            self.refused.append(f"{title}: {status} {said}")
            if len(self.refused) > 20:
                return

    def _send(self, title: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = {"case_type": "complaint", "channel": "web", "title": title}
        head = {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
            "Idempotency-Key": title,
        }  # fmt: skip
        try:
            connection.request("POST", "/api/v1/cases", json.dumps(body), head)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def server(house: House) -> list[str]:
    """Return the web server that `shouwen run` starts; it makes new workers out of itself."""
    web = running.children("127.0.0.1", house.port)[0]
    return [*web.command[2:], "--preload"]


def kill_again_and_again(house: House, programs: list[Program]) -> None:
    """Kill who answers at seeded moments, and now and then the whole server."""
    chance = random.Random(SEED)
    for number in range(1, KILLS + 1):
        written = _written(programs)
        wait_for("a write between two kills", partial(_wrote_more_than, written, programs))
        time.sleep(chance.uniform(0.0, 0.08))
        if number % WHOLE_EVERY == 0:
            house.kill("web")
            house.start("web", *server(house))
        else:
            house.kill_child("web", chance)


def _written(programs: list[Program]) -> int:
    return sum(len(each.told) for each in programs)


def _wrote_more_than(number: int, programs: list[Program]) -> bool:
    return _written(programs) > number


@pytest.fixture
def programs(house: House) -> Iterator[list[Program]]:
    """Bring the department in, and return programs that have not begun."""
    # Whoever is killed takes its share of the minute's requests along.
    house.env = {**house.env, "SHOUWEN_API_PER_MINUTE": "1000000"}
    token, stop = house.ask("caller.py").split()[-1], Event()
    found = [
        Program(name=f"program{n}", port=house.port, token=token, stop=stop)
        for n in range(PROGRAMS)
    ]
    yield found
    stop.set()


def test_every_acknowledged_write_is_there_once(
    house: House, programs: list[Program], tmp_path: Path
) -> None:
    house.start("web", *server(house))
    threads = [Thread(target=each.write_until_told_to_stop, daemon=True) for each in programs]
    for thread in threads:
        thread.start()

    kill_again_and_again(house, programs)
    reached = {each.name: len(each.told) + MORE_AFTER for each in programs}
    wait_for("writes after the last kill",
             lambda: all(len(each.told) >= reached[each.name] for each in programs))  # fmt: skip
    programs[0].stop.set()
    for thread in threads:
        thread.join()
    house.kill_everything()

    told = {title: number for each in programs for title, number in each.told.items()}
    found = json.loads(house.ask("findings.py"))
    assert [each.refused for each in programs] == [[]] * PROGRAMS
    assert dict(found["cases"]) == told
    assert len(found["cases"]) == len(told)
    assert found["facts"]["case_opened"] == sorted(f"case:{number}" for number in told.values())
    assert sum(each.retries for each in programs) > 0
    assert found["faults"] == []
