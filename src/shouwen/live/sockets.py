"""One open page: what it hears, in order, and what it passes on to others who listen.

Frames are JSON. A page sends ``{"hear": stream, "after": number, "token": text}``,
``{"leave": stream}``, ``{"pass": stream, "body": …}`` and ``{"say": stream, "key": text,
"body": …}``. It gets ``{"stream", "role", "last"}`` once it hears, ``{"stream", "refused": true}``
where it may not (any more), ``{"stream", "number", "at", "body"}`` for each piece of news,
``{"stream", "passing", "by"}`` for what others pass on, ``{"stream", "said": key, "answer"}`` for
what it said itself, and ``{"stream", "lost": number}`` where news are missing that are kept no
longer.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from shouwen.live import queries
from shouwen.live.queries import PAGE, Said
from shouwen.live.standing import listener_of
from shouwen.live.streams import Uttered, rechecked_together, role_in, still_in
from shouwen.live.tail import Tail
from shouwen.live.uttering import Desk

MOST_STREAMS = 50
MOST_WAITING = 500  # what a slow page has not taken by then it reads from the database
LONGEST_PASSING = 300
PASSES_PER_MINUTE = 120
CHECK_SECONDS = 60
GATHER_SECONDS = 2.0
ODD = 4400
TAIL = Tail()
DESK = Desk(lambda: TAIL.look())  # noqa: PLW0108 whichever tail there is by then


@dataclass(slots=True, eq=False)
class Hearing:
    """One stream as one page hears it: ``sent`` is the number up to which it has everything."""

    stream: str
    token: str
    role: str
    sent: int
    owner: Socket
    behind: bool = True
    rows: deque[Said] = field(default_factory=deque)

    def offer(self, said: Said) -> None:
        """Take one piece of news for the page; whoever is too slow reads it again later."""
        if len(self.rows) >= MOST_WAITING:
            self.rows.clear()
            self.behind = True
        else:
            self.rows.append(said)
        self.owner.something.set()

    def next(self) -> Said | None:
        """Return what comes next, or None; out of order the database is asked."""
        while self.rows and not self.behind:
            said = self.rows.popleft()
            if said.number == self.sent + 1:
                return said
            self.behind = said.number > self.sent
        return None


class Socket(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A page that listens."""

    async def connect(self) -> None:
        """Begin with no stream; what it may hear is asked for each."""
        self.hearings: dict[str, Hearing] = {}
        self.something = asyncio.Event()
        self.passed = 0
        await self.accept()
        self.tasks = [asyncio.create_task(each) for each in (self._send_on(), self._check_on())]

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 the library hands it in
        """Hear nothing any more."""
        for stream in [*getattr(self, "hearings", {})]:
            self._leave(stream)
        for task in getattr(self, "tasks", ()):
            task.cancel()

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,  # noqa: ARG002 the library hands it in
    ) -> None:
        """Do what the page asks; whoever sends what no page of ours sends is cut off."""
        asked = _read(text_data)
        if "hear" in asked:
            await self._hear(asked)
        elif "leave" in asked:
            self._leave(str(asked["leave"]))
        elif "pass" in asked:
            await self._pass(asked)
        elif "say" in asked:
            await self._take(asked)
        else:
            await self.close(ODD)

    async def _hear(self, asked: dict[str, Any]) -> None:
        stream, token, after = str(asked["hear"])[:120], str(asked.get("token") or ""), 0
        after = asked["after"] if isinstance(asked.get("after"), int) else 0
        if len(self.hearings) >= MOST_STREAMS:
            await self.close(ODD)
            return
        role = await self._role(stream, token)
        self._leave(stream)
        if role is None:
            await self._say({"stream": stream, "refused": True})
            return
        heard = Hearing(stream, token, role, max(0, after), self)
        TAIL.add(stream, heard)
        self.hearings[stream] = heard
        await TAIL.begin()
        await self._say_where(heard)
        self.something.set()

    async def _say_where(self, heard: Hearing) -> None:
        last = await database_sync_to_async(queries.number_of)(heard.stream)
        # A page from before the tables were restored knows more than there is.
        heard.sent = min(heard.sent, last)
        await self._say({"stream": heard.stream, "role": heard.role, "last": last})

    def _leave(self, stream: str) -> None:
        heard = self.hearings.pop(stream, None)
        if heard is not None:
            TAIL.remove(stream, heard)

    async def _pass(self, asked: dict[str, Any]) -> None:
        heard = self.hearings.get(str(asked["pass"]))
        text = json.dumps(asked.get("body"), ensure_ascii=False)
        self.passed += 1
        if heard is None or len(text) > LONGEST_PASSING or self.passed > PASSES_PER_MINUTE:
            return
        shown = {"stream": heard.stream, "passing": asked.get("body"), "by": heard.role}
        for other in [*TAIL.hearers.get(heard.stream, ())]:
            if isinstance(other, Hearing) and other.owner is not self:
                await other.owner.pass_on(shown)

    async def _take(self, asked: dict[str, Any]) -> None:
        """Hand in what the page says, and answer once it stands; the page waits for that."""
        heard, body = self.hearings.get(str(asked["say"])), asked.get("body")
        answer: dict[str, Any] = {}
        if heard is not None and isinstance(body, dict):
            kind, _colon, key = heard.stream.partition(":")
            said = Uttered(key=key, role=heard.role, token=heard.token, body=body)
            answer = await DESK.take(kind, said)
        told = str(asked.get("key"))[:120]
        await self._say({"stream": str(asked["say"])[:120], "said": told, "answer": answer})

    async def pass_on(self, shown: dict[str, Any]) -> None:
        """Hand on what another listener says in passing."""
        await self._say(shown)

    # ── sending ──────────────────────────────────────────────────────────────────────────────

    async def _send_on(self) -> None:
        while True:
            await self.something.wait()
            self.something.clear()
            for heard in [*self.hearings.values()]:
                await self._bring_up(heard)

    async def _bring_up(self, heard: Hearing) -> None:
        while heard.stream in self.hearings:
            if heard.behind:
                await self._read_on(heard)
            said = heard.next()
            if said is not None:
                await self._send_one(heard, said)
            elif not heard.behind:
                return

    async def _read_on(self, heard: Hearing) -> None:
        heard.behind = False
        heard.rows.clear()
        found = await database_sync_to_async(queries.said_after)(heard.stream, heard.sent)
        if found and found[0].number > heard.sent + 1:
            await self._say({"stream": heard.stream, "lost": found[0].number - 1})
        for said in found:
            await self._send_one(heard, said)
        heard.behind = heard.behind or len(found) == PAGE

    async def _send_one(self, heard: Hearing, said: Said) -> None:
        await self.send(said.text)
        heard.sent = said.number

    async def _say(self, shown: dict[str, Any]) -> None:
        await self.send(json.dumps(shown, ensure_ascii=False, separators=(",", ":")))

    # ── who may hear ─────────────────────────────────────────────────────────────────────────

    async def _role(self, stream: str, token: str) -> str | None:
        role: str | None = await database_sync_to_async(_ask)(self.scope, stream, token)
        return role

    async def _check_on(self) -> None:
        """Ask again every minute: sessions end, posts and matters change hands."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            self.passed = 0
            for stream, heard in [*self.hearings.items()]:
                if rechecked_together(stream, heard.token):
                    TOGETHER.ask(heard)
                elif await self._role(stream, heard.token) is None:
                    await self.refuse(heard)

    async def refuse(self, heard: Hearing) -> None:
        """Tell a page that it may not hear a stream any more, unless it has left it already."""
        if self.hearings.get(heard.stream) is heard:
            self._leave(heard.stream)
            await self._say({"stream": heard.stream, "refused": True})


class Together:
    """Customers' windows are many and prove themselves alike: they are asked for a page at once."""

    def __init__(self) -> None:
        """Begin with nobody to ask for."""
        self._waiting: list[Hearing] = []
        self._task: asyncio.Task[None] | None = None

    def ask(self, heard: Hearing) -> None:
        """Ask for a hearing with the others that come due about now."""
        self._waiting.append(heard)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._ask_all())

    async def _ask_all(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        while self._waiting:
            asked, self._waiting = self._waiting[:PAGE], self._waiting[PAGE:]
            told = {(each.token, each.stream) for each in asked}
            still = await database_sync_to_async(still_in)(told)
            for each in asked:
                if (each.token, each.stream) not in still:
                    await each.owner.refuse(each)


TOGETHER = Together()


def _read(text: str | None) -> dict[str, Any]:
    try:
        asked = json.loads(text or "")
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}


def _ask(scope: dict[str, Any], stream: str, token: str) -> str | None:
    return role_in(stream, listener_of(scope, token))
