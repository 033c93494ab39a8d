"""Sends requests: repeats what may be repeated, walks through pages, raises problems."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

AGAIN = frozenset({429, 502, 503, 504})
TRIES = 4
LONGEST_WAIT = 60.0


def place(*parts: object) -> str:
    """Return an address of the API; whatever stands in it stays one part."""
    return "/api/v1/" + "/".join(quote(str(each), safe="") for each in parts)


class Problem(Exception):  # noqa: N818 RFC 9457 calls it a problem
    """What the house refused, as RFC 9457 tells it.

    ``type`` is the last part of the problem's type, such as ``ruled-out``; ``fields`` holds
    sentences by the name of what was sent; ``clause`` and ``steps`` come where a rule refuses.
    """

    def __init__(self, body: Mapping[str, Any], status: int) -> None:
        """Keep what was told."""
        self.body = dict(body)
        self.status = status
        self.type = str(body.get("type", "")).rpartition("#")[2]
        self.title = str(body.get("title", ""))
        self.detail = str(body.get("detail", ""))
        self.fields: dict[str, list[str]] = dict(body.get("fields") or {})
        self.clause: dict[str, str] | None = body.get("clause")
        self.steps: list[str] = list(body.get("steps") or ())
        super().__init__(f"{status} {self.title}: {self.detail}")


class Transport:
    """One connection to a house with one token; ``etag`` is the mark of the last answer."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        language: str = "zh-hans",
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Name the house's address (without ``/api/v1``) and the token.

        ``timeout`` is in seconds; ``sleep`` waits between tries.
        """
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        self.etag = ""
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=address.rstrip("/"), headers=headers, timeout=timeout, transport=transport
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Any:
        """Send one request and return its JSON; raise Problem.

        A POST carries an idempotency key, so that a repeat after a lost answer happens once.
        """
        headers = {"If-Match": if_match} if if_match else {}
        if method == "POST":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        given = {name: value for name, value in (query or {}).items() if value is not None}
        answer = self._until_answered(
            lambda: self._http.request(
                method, path, params=given, headers=headers, files=files,
                json=None if files or method == "GET" else dict(body or {}),
            ),
            may_repeat=method in ("GET", "POST"),
        )  # fmt: skip
        if answer.is_error:
            raise _problem_of(answer)
        self.etag = answer.headers.get("ETag", "")
        return answer.json()

    def _until_answered(
        self, send: Callable[[], httpx.Response], *, may_repeat: bool
    ) -> httpx.Response:
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES or not may_repeat
            try:
                answer = send()
            except httpx.TransportError:
                if last:
                    raise
                self._sleep(_wait(attempt))
                continue
            if last or answer.status_code not in AGAIN:
                return answer
            self._sleep(_asked_to_wait(answer) or _wait(attempt))
        raise AssertionError("The last try returns or raises.")

    def pages(self, path: str, query: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """Go through every row of a list, page by page."""
        asked = dict(query or {})
        while True:
            page = self.call("GET", path, query=asked)
            yield from page["items"]
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]


def _wait(attempt: int) -> float:
    return float(2 ** (attempt - 1)) / 2


def _asked_to_wait(answer: httpx.Response) -> float | None:
    given = answer.headers.get("Retry-After", "")
    return min(float(given), LONGEST_WAIT) if given.isdecimal() else None


def _problem_of(answer: httpx.Response) -> Problem:
    try:
        body = answer.json()
    except ValueError:
        body = {"title": answer.reason_phrase, "detail": answer.text[:200]}
    return Problem(body if isinstance(body, dict) else {}, answer.status_code)
