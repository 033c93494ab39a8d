"""The connection to a FreeSWITCH's event socket: it hears, acts, pauses seats, and counts calls.

The framing is the documented one: header lines, a blank line, and a body of ``Content-Length``.
What breaks is connected again; after that the exchange's own count ends what was missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any
from urllib.parse import unquote

import structlog

from shouwen.calls.asterisk import ImpossibleError
from shouwen.calls.asterisk_link import (
    ANSWERS_WITHIN,
    AT_WORK,
    COUNT,
    LOOK_AT_SEATS,
    TICK,
    House,
    NotLetInError,
)
from shouwen.calls.freeswitch import EVENTS, Ear, command_of, last_of, pause_of
from shouwen.calls.words import CallEvent, Told

LOG = structlog.get_logger("shouwen.calls.freeswitch")
AGAIN = 3.0
LONGEST = 4_000_000
Frame = tuple[dict[str, str], bytes]


async def frame(reader: asyncio.StreamReader) -> Frame:
    """Read one message: its headers and its body; raises ConnectionError at the end."""
    headers: dict[str, str] = {}
    while line := (await reader.readline()):
        text = line.decode(errors="replace").rstrip("\r\n")
        if not text and headers:
            size = headers.get("Content-Length", "0")
            if not size.isdecimal() or int(size) > LONGEST:
                raise ConnectionError("a message of no length")
            return headers, await reader.readexactly(int(size))
        name, _colon, value = text.partition(":")
        if name:
            headers[name.strip()] = unquote(value.strip())
    raise ConnectionError("closed")


@dataclass
class FreeswitchLink:
    """One exchange, connected; ``record`` gets every event as a line of JSON."""

    host: str
    port: int
    secret: str
    house: House
    ear: Ear
    clock: Callable[[], datetime]
    record: IO[str] | None = None
    _answers: asyncio.Queue[Frame] = field(default_factory=asyncio.Queue)
    _heard: asyncio.Queue[list[CallEvent]] = field(default_factory=asyncio.Queue)
    _paused: dict[str, bool] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _writer: asyncio.StreamWriter | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Serve the exchange until told to stop; raises NotLetInError."""
        with ThreadPoolExecutor(max_workers=1) as self._hands:
            works = [
                asyncio.create_task(each)
                for each in (
                    self._stay_connected(),
                    self._keep(),
                    self._every(TICK, self._obey),
                    self._every(LOOK_AT_SEATS, self._pause),
                    self._every(COUNT, self._count),
                )
            ]
            waits = asyncio.create_task(stop.wait())
            done, _ = await asyncio.wait([waits, *works], return_when=asyncio.FIRST_COMPLETED)
            for each in (waits, *works):
                each.cancel()
            await asyncio.gather(waits, *works, return_exceptions=True)
        for each in done - {waits}:
            each.result()

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._connected()
            except (OSError, ValueError, asyncio.IncompleteReadError) as fault:
                LOG.warning("connection lost", why=str(fault))
            await asyncio.sleep(AGAIN)

    async def _connected(self) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=LONGEST)
        try:
            await self._let_in(reader, writer)
            self._paused.clear()
            self._writer = writer
            while True:
                self._take(*await frame(reader))
        finally:
            self._writer = None
            # Whoever waits for an answer gets none.
            self._answers.put_nowait(({}, b"-ERR connection lost"))
            writer.close()

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await frame(reader)  # it asks who we are
        writer.write(f"auth {self.secret}\n\n".encode())
        headers, _body = await frame(reader)
        if not headers.get("Reply-Text", "").startswith("+OK"):
            raise NotLetInError
        writer.write(f"event json {EVENTS}\n\n".encode())
        await frame(reader)

    def _take(self, headers: dict[str, str], body: bytes) -> None:
        if headers.get("Content-Type") != "text/event-json":
            if headers.get("Content-Type") in {"api/response", "command/reply"}:
                self._answers.put_nowait((headers, body))
            return
        try:
            message: Mapping[str, Any] = json.loads(body)
        except ValueError:
            LOG.warning("an event that is no JSON")
            return
        if self.record is not None:
            self.record.write(json.dumps(message, ensure_ascii=False) + "\n")
            self.record.flush()
        if events := self.ear.hear(message, self.clock()):
            self._heard.put_nowait(events)

    async def _keep(self) -> None:
        while True:
            events = await self._heard.get()
            await self._by_hand(self.house.tell, events)
            for event in events:
                if event.kind is Told.ARRIVED:
                    seat = await self._by_hand(self.house.last_agent, event.call)
                    if seat and event.call in self.ear.lines:
                        await self._ask(last_of(event.call, seat))

    async def _every(self, seconds: float, do: Callable[[], Any]) -> None:
        while True:
            if self._writer is not None:
                await do()
            await asyncio.sleep(seconds)

    async def _obey(self) -> None:
        for order, wanted in await self._by_hand(self.house.take):
            try:
                why = await self._done(command_of(wanted, self.ear.lines))
            except ImpossibleError:
                why = "FreeSWITCH: no such channel"
            await self._by_hand(self.house.carried_out, order, why)

    async def _done(self, line: str) -> str:
        """Have something done; return what the exchange says against it."""
        said = await self._ask(line)
        if said is None:
            return "FreeSWITCH: no answer"
        return "" if said.startswith("+OK") else f"FreeSWITCH: {said.strip()[:200]}"

    async def _ask(self, line: str) -> str | None:
        # Answers come in the order of the questions, so one waits for the other.
        async with self._turn:
            writer = self._writer
            if writer is None:
                return None
            while not self._answers.empty():
                self._answers.get_nowait()
            # What rings a telephone is not waited for: it would hold up everything else.
            way = "bgapi" if line.startswith("originate ") else "api"
            writer.write(f"{way} {line}\n\n".encode())
            try:
                async with asyncio.timeout(ANSWERS_WITHIN):
                    headers, body = await self._answers.get()
            except TimeoutError:
                # Its answer may still come, and would be taken for the next one's.
                writer.close()
                return None
            return headers.get("Reply-Text") or body.decode(errors="replace")

    async def _pause(self) -> None:
        for seat, state in (await self._by_hand(self.house.seats)).items():
            paused = state not in AT_WORK
            if self._paused.get(seat) != paused:
                try:
                    why = await self._done(pause_of(seat, paused=paused))
                except ImpossibleError:
                    why = "FreeSWITCH: no such agent"
                if why:
                    LOG.warning("seat not paused", seat=seat, why=why)
                self._paused[seat] = paused

    async def _count(self) -> None:
        before = set(self.ear.lines)
        said = await self._ask("show channels as json")
        try:
            rows = json.loads(said or "").get("rows", [])
        except ValueError:
            return  # the connection broke; the next count tells
        refs = {str(row.get("uuid")) for row in rows}
        for ref in before - refs:
            self.ear.lines.pop(ref, None)
        # Whoever called while it was counted is there, too.
        await self._by_hand(self.house.count, refs | set(self.ear.lines))

    async def _by_hand(self, do: Callable[..., Any], *said: Any) -> Any:
        # One thread for the house: what was told first is kept first.
        return await asyncio.get_running_loop().run_in_executor(self._hands, do, *said)
