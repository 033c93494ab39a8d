"""Customers write while whoever answers is killed: nothing is lost, doubled or out of order.

``KILLS`` says how often; before a release that is 200.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.crash.house import House, wait_for
from tests.crash.test_killed import SEED, environment, house
from tests.crash.test_killed_over_the_api import server

__all__ = ["environment", "house"]

KILLS = int(os.environ.get("KILLS", "8"))
WINDOWS = 3
WHOLE_EVERY = 4
MORE_AFTER = 3  # messages of each window after the last kill
AT_ONCE = 0.2  # seconds between two messages of one window: a person's pace, within the house's
_NUMBER = re.compile(r'data-number="(\d+)"')


@dataclass(slots=True)
class Window:
    """A customer's window as the script works it: a key for each message, sent until it is told."""

    name: str
    port: int
    stop: Event
    token: str = ""
    said: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    retries: int = 0

    def writeuntil_told_to_stop(self) -> None:
        began = self.until_told(
            "begin", name=self.name, agreed="on", text="0", key=uuid.uuid4().hex
        )
        self.token = began["token"]
        self._take(began, "0")
        while not self.stop.is_set() and not self.refused:
            text = str(len(self.said))
            last = self.read[-1] if self.read else 0
            self._take(self.until_told("say", key=f"k{text}", text=text, seen=last), text)
            time.sleep(AT_ONCE)

    def _take(self, told: Any, text: str) -> None:
        self.said.append(text)
        self.read += map(int, _NUMBER.findall(told.get("html", "")))

    def until_told(self, where: str, **data: object) -> Any:
        """Send until it is answered; return the answer."""
        while True:
            try:
                status, told = self._send(where, data)
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                self.retries += 1
                time.sleep(0.05)
                continue
            if status == 429:  # too fast for a person
                time.sleep(1)
                continue
            if status != 200:
                self.refused.append(f"{where} {data}: {status} {told}")
            return told

    def _send(self, where: str, data: dict[str, object]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        head = {"Content-Type": "application/x-www-form-urlencoded", "Shouwen-Chat": self.token}
        try:
            connection.request("POST", f"/chat/{where}/", urlencode(data), head)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def kill_again_and_again(house: House, windows: list[Window]) -> None:
    """Kill who answers at seeded moments, and now and then the whole server."""
    chance = random.Random(SEED)
    for number in range(1, KILLS + 1):
        written = sum(len(each.said) for each in windows)
        wait_for("a message between two kills", partial(_said_more_than, written, windows))
        time.sleep(chance.uniform(0.0, 0.25))
        if number % WHOLE_EVERY == 0:
            house.kill("web")
            house.start("web", *server(house))
        else:
            house.kill_child("web", chance)


def _said_more_than(count: int, windows: list[Window]) -> bool:
    return sum(len(each.said) for each in windows) > count


def _all_reached(windows: list[Window], reached: list[int]) -> bool:
    return all(len(each.said) >= count for each, count in zip(windows, reached, strict=True))


@pytest.fixture
def windows(house: House) -> list[Window]:
    """Open the chat, and return windows that have not begun."""
    house.ask("open_chat.py")
    stop = Event()
    return [Window(name=f"客户{n}", port=house.port, stop=stop) for n in range(WINDOWS)]


def test_every_message_is_there_once_and_in_order(house: House, windows: list[Window]) -> None:
    house.start("web", *server(house))
    threads = [Thread(target=each.writeuntil_told_to_stop, daemon=True) for each in windows]
    for thread in threads:
        thread.start()

    kill_again_and_again(house, windows)
    reached = [len(each.said) + MORE_AFTER for each in windows]
    wait_for("messages after the last kill", lambda: _all_reached(windows, reached))
    windows[0].stop.set()
    for thread in threads:
        thread.join()
    house.kill_everything()

    found = json.loads(house.ask("said_in_chats.py"))
    assert [each.refused for each in windows] == [[]] * WINDOWS
    for each in windows:
        rows = found["said"][each.name]
        assert [text for _number, side, text in rows if side == "customer"] == each.said
        assert [number for number, _side, _text in rows] == [
            *range(1, found["last"][each.name] + 1)
        ]
        # What the window was told of is each message once, in its order.
        assert each.read == [*range(1, len(each.read) + 1)]
    assert len(found["opened"]) == WINDOWS
    assert found["faults"] == []
    assert sum(each.retries for each in windows) > 0
