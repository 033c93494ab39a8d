"""Windows of customers: each hears its conversation on a socket, and writes over it.

Everything runs in one event loop, with HTTP written by hand so that the driver costs little. As the
real window does, a message keeps its key, goes over the socket first, by the form where that does
not take it, and is sent until it is answered.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

FORM = "application/x-www-form-urlencoded"
PATIENCE = 8.0  # seconds the window waits for an answer on the socket


@dataclass(slots=True)
class Window:
    """One customer: ``heard`` are the numbers its socket told, in the order they came."""

    pk: int
    token: str
    sent: list[str] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    begun: bool = False
    page: ClientConnection | None = None
    unanswered: dict[str, asyncio.Future[bool]] = field(default_factory=dict)


@dataclass(slots=True)
class Watch:
    """What was measured: seconds from sending to the answer, and to the news on the socket."""

    answers: list[float] = field(default_factory=list)
    news: list[float] = field(default_factory=list)
    retries: int = 0
    forms: int = 0
    refused: list[str] = field(default_factory=list)
    waiting: dict[int, list[float]] = field(default_factory=dict)


class Pool:
    """Connections that stay open; one request at a time on each."""

    def __init__(self, port: int, size: int) -> None:
        self._port = port
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None]
        self._free = asyncio.Queue()
        for _ in range(size):
            self._free.put_nowait(None)

    async def post(self, path: str, body: bytes, token: str) -> int:
        """Send a form and return the status; raise OSError where nobody answered whole."""
        held = await self._free.get()
        try:
            held = held or await asyncio.open_connection("127.0.0.1", self._port)
            status = await _post(*held, path, body, token, self._port)
        except (OSError, asyncio.IncompleteReadError, ValueError) as fault:
            if held:
                held[1].close()
            self._free.put_nowait(None)
            raise OSError(str(fault)) from None
        self._free.put_nowait(held)
        return status


async def _post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: bytes,
    token: str, port: int,
) -> int:  # fmt: skip
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {FORM}\r\n"
        f"Content-Length: {len(body)}\r\nShouwen-Chat: {token}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    told = await reader.readuntil(b"\r\n\r\n")
    lines = told.decode("latin-1").split("\r\n")
    heads = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines[1:]}
    await reader.readexactly(int(heads["content-length"]))
    if heads.get("connection", "").lower() == "close":
        raise OSError("closed after an answer")
    return int(lines[0].split()[1])


# ── the sockets ──────────────────────────────────────────────────────────────────────────────


async def listen(window: Window, port: int, watch: Watch) -> None:
    """Hear a conversation for ever, reconnecting where the last number was."""
    while True:
        try:
            async with connect(f"ws://127.0.0.1:{port}/live/", compression=None) as page:
                after = window.heard[-1] if window.heard else 0
                await page.send(json.dumps(
                    {"hear": f"chat:{window.pk}", "after": after, "token": window.token}
                ))  # fmt: skip
                async for text in page:
                    _take(window, json.loads(text), watch)
                    window.page = page
        except (OSError, WebSocketException, TimeoutError):
            pass
        window.begun, window.page = False, None
        for answer in window.unanswered.values():
            if not answer.done():
                answer.set_result(False)
        await asyncio.sleep(1)


def _take(window: Window, frame: dict[str, object], watch: Watch) -> None:
    window.begun = True
    answer = window.unanswered.get(str(frame.get("said")))
    if answer is not None and not answer.done():
        answer.set_result("number" in frame["answer"])  # type: ignore[operator]
    number = frame.get("number")
    if isinstance(number, int):
        window.heard.append(number)
        if sent := watch.waiting.get(window.pk):
            watch.news.append(time.monotonic() - sent.pop(0))


# ── the messages ─────────────────────────────────────────────────────────────────────────────


async def say(window: Window, pool: Pool, watch: Watch) -> None:
    """Send one message until it is answered."""
    key = f"k{len(window.sent)}"
    window.sent.append(key)
    text = f"第{len(window.sent)}句话"
    began = time.monotonic()
    watch.waiting.setdefault(window.pk, []).append(began)
    if not await _over_the_socket(window, key, text):
        await _by_form(window, pool, watch, {"key": key, "text": text, "seen": 0})
    watch.answers.append(time.monotonic() - began)


async def _over_the_socket(window: Window, key: str, text: str) -> bool:
    page = window.page
    if page is None:
        return False
    answer = window.unanswered[key] = asyncio.get_running_loop().create_future()
    frame = {"say": f"chat:{window.pk}", "key": key, "body": {"key": key, "text": text}}
    try:
        await page.send(json.dumps(frame, ensure_ascii=False))
        return await asyncio.wait_for(answer, PATIENCE)
    except (OSError, WebSocketException, TimeoutError):
        return False
    finally:
        del window.unanswered[key]


async def _by_form(window: Window, pool: Pool, watch: Watch, form: dict[str, object]) -> None:
    body = urlencode(form).encode()
    watch.forms += 1
    while True:
        try:
            status = await pool.post("/chat/say/", body, window.token)
        except OSError:
            watch.retries += 1
            await asyncio.sleep(0.2)
            continue
        if status != 200:
            watch.refused.append(f"{status}")
        return


async def at_pace(
    windows: list[Window], pool: Pool, watch: Watch, *, rate: float, seconds: float
) -> None:
    """Send so many messages a second, whether the ones before are answered or not."""
    began, count, tasks = time.monotonic(), round(rate * seconds), set()
    for n in range(count):
        await asyncio.sleep(max(0.0, began + n / rate - time.monotonic()))
        tasks.add(asyncio.create_task(say(windows[n % len(windows)], pool, watch)))
    await asyncio.gather(*tasks)


async def flat_out(act: Callable[[int], object], hands: int, seconds: float) -> float:
    """Let so many hands act one after the other; return how many acts a second were made."""
    until, done = time.monotonic() + seconds, 0

    async def hand(place: int) -> None:
        nonlocal done
        turn = place
        while time.monotonic() < until:
            await act(turn)  # type: ignore[misc]
            turn += hands
            done += 1

    began = time.monotonic()
    await asyncio.gather(*(hand(place) for place in range(hands)))
    return done / (time.monotonic() - began)


async def until(what: Callable[[], bool], patience: float) -> None:
    """Wait for something; fail after the patience in seconds."""
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.1)
