"""Somebody at the desk who sends every form until it is answered, whatever dies meanwhile."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from threading import Event
from typing import Final
from urllib.parse import urlencode

CSRF: Final = "a" * 32
ANSWERED: Final = (302, 303)
MATTER: Final = re.compile(r"/cases/(T\d{8}-\d{4})/$")


@dataclass(slots=True)
class Sender:
    """Records matters and a note on each; ``acknowledged`` are the numbers it was told."""

    port: int
    session: str
    count: int
    stop: Event = field(default_factory=Event)
    acknowledged: dict[str, str] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    retries: int = 0
    finished: bool = False

    def send_all(self) -> None:
        """Send everything, one after the other."""
        for number in range(1, self.count + 1):
            self._record(f"网上来的第 {number} 件")
        self.finished = True

    def _record(self, title: str) -> None:
        form = {
            "token": title, "case_type": "complaint", "severity": "major", "channel": "web",
            "title": title, "opened_at": "2024-03-06T10:00", "first_owner": "",
        }  # fmt: skip
        place = self._until_answered("/cases/new/", form)
        found = MATTER.search(place)
        if found is None:
            return
        self.acknowledged[title] = found.group(1)
        note = f"关于{title}"
        self._until_answered(
            f"/cases/{found.group(1)}/write/", {"mode": "note", "text": note, "token": title}
        )
        self.noted.append(note)

    def _until_answered(self, address: str, form: dict[str, str]) -> str:
        """Send the form until it is answered; return where the answer leads."""
        while not self.stop.is_set():
            try:
                status, place = self._send(address, form)
            except (OSError, http.client.HTTPException):
                self.retries += 1
                self.stop.wait(0.1)
                continue
            if status in ANSWERED:
                return place
            self.refused.append(f"{address}: {status}")
            self.stop.wait(0.1)
        return ""

    def _send(self, address: str, form: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                "POST",
                address,
                urlencode(form),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
                    "X-CSRFToken": CSRF,
                },
            )
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()
