"""The connection to an Asterisk: it hears, acts, pauses seats, and counts the calls going on.

What breaks is connected again; after that the exchange's own count ends what was missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Protocol

import structlog
from panoramisk import Manager

from shouwen.calls.asterisk import (
    Action,
    Ear,
    ImpossibleError,
    Plan,
    Wanted,
    action_of,
    last_of,
    pause_of,
)
from shouwen.calls.words import CallEvent, Told

LOG = structlog.get_logger("shouwen.calls.asterisk")
TICK, LOOK_AT_SEATS, COUNT = 0.2, 1.0, 30.0
ANSWERS_WITHIN = 8.0
READY = "ready"
# Whoever is on a call or writes it up keeps a place in the queue, which counts that itself.
AT_WORK = {READY, "on_call"}


class House(Protocol):
    """What an exchange's adapter asks of the house; each call is done before the next begins."""

    def tell(self, events: Sequence[CallEvent]) -> None:
        """Keep what was told."""

    def count(self, refs: Collection[str]) -> None:
        """End the calls that the exchange does not count among those going on."""

    def take(self) -> Sequence[tuple[object, Wanted]]:
        """Take the commands that wait."""

    def carried_out(self, order: object, why: str) -> None:
        """Write down what came of a command."""

    def last_agent(self, ref: str) -> str:
        """Return who spoke to the caller of a call last and is ready now; else nothing."""

    def seats(self) -> Mapping[str, str]:
        """Return what every seat does that ever took a call here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where the manager interface is, and who we are to it."""

    host: str
    port: int
    user: str
    secret: str


class NotLetInError(Exception):
    """The exchange does not know us by this name and secret."""


class _Manager(Manager):  # type: ignore[misc] # the library says no types
    """The library's connection, which keeps to itself that it was not let in."""

    refused = False

    def login(self, future: asyncio.Future[Any]) -> bool:
        """Keep whether the exchange knows us."""
        let_in = bool(super().login(future))
        self.refused = not let_in
        return let_in


@dataclass
class Link:
    """One exchange, connected; ``record`` gets every message as a line of JSON."""

    access: Access
    house: House
    ear: Ear
    plan: Plan
    clock: Callable[[], datetime]
    record: IO[str] | None = None
    _heard: asyncio.Queue[list[CallEvent]] = field(default_factory=asyncio.Queue)
    _paused: dict[str, bool] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve the exchange until told to stop; raises NotLetInError."""
        self._hands = ThreadPoolExecutor(max_workers=1)
        self._manager = self._connected()
        self._manager.connect()
        await self._let_in(stop)
        works = [
            asyncio.create_task(each)
            for each in (
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
        self._manager.close()
        self._hands.shutdown()
        for each in done - {waits}:
            each.result()

    def _connected(self) -> _Manager:
        manager = _Manager(
            loop=asyncio.get_running_loop(), host=self.access.host, port=self.access.port,
            username=self.access.user, secret=self.access.secret,
            on_login=lambda _manager: self._forget_pauses(),
        )  # fmt: skip
        manager.register_event("*", self._hear)
        return manager

    async def _let_in(self, stop: asyncio.Event) -> None:
        while not stop.is_set() and not self._manager.authenticated:
            if self._manager.refused:
                self._manager.close()
                raise NotLetInError
            await asyncio.sleep(TICK)

    def _forget_pauses(self) -> None:
        self._paused.clear()

    def _hear(self, _manager: Manager, message: Any) -> None:
        if self.record is not None:
            self.record.write(json.dumps(dict(message.items()), ensure_ascii=False) + "\n")
            self.record.flush()
        if events := self.ear.hear(message, self.clock()):
            self._heard.put_nowait(events)

    async def _keep(self) -> None:
        while True:
            events = await self._heard.get()
            await self._by_hand(self.house.tell, events)
            for event in events:
                if event.kind is Told.ARRIVED:
                    await self._say_last(event.call)

    async def _say_last(self, ref: str) -> None:
        seat, line = await self._by_hand(self.house.last_agent, ref), self.ear.lines.get(ref)
        if seat and line is not None and line.calling:
            await self._act(last_of(line.channel, seat))

    async def _every(self, seconds: float, do: Callable[[], Any]) -> None:
        while True:
            if self._manager.authenticated:
                await do()
            await asyncio.sleep(seconds)

    async def _obey(self) -> None:
        for order, wanted in await self._by_hand(self.house.take):
            await self._by_hand(self.house.carried_out, order, await self._carry_out(wanted))

    async def _carry_out(self, wanted: Wanted) -> str:
        try:
            return await self._act(action_of(wanted, self.ear.lines, self.plan))
        except ImpossibleError:
            return "Asterisk: no such channel"

    async def _act(self, action: Action) -> str:
        """Send an action; return what the exchange says against it."""
        try:
            answer = await asyncio.wait_for(
                self._manager.send_action(action), timeout=ANSWERS_WITHIN
            )
        except TimeoutError:
            return "Asterisk: no answer"
        first = answer[0] if isinstance(answer, list) else answer
        return "" if first.success else f"Asterisk: {first.message or first.response}"

    async def _pause(self) -> None:
        for seat, state in (await self._by_hand(self.house.seats)).items():
            paused = state not in AT_WORK
            if self._paused.get(seat) != paused:
                why = await self._act(pause_of(seat, paused=paused, reason=state, plan=self.plan))
                if why:
                    LOG.warning("seat not paused", seat=seat, why=why)
                self._paused[seat] = paused

    async def _count(self) -> None:
        before = set(self.ear.lines)
        asked = self._manager.send_action({"Action": "CoreShowChannels"})
        try:
            answer = await asyncio.wait_for(asked, timeout=ANSWERS_WITHIN)
        except TimeoutError:
            return  # the connection broke; the next count tells
        listed = answer if isinstance(answer, list) else [answer]
        refs = {str(row.linkedid) for row in listed if row.event == "CoreShowChannel"}
        for ref in before - refs:
            self.ear.lines.pop(ref, None)
        # Whoever called while it was counted is there, too.
        await self._by_hand(self.house.count, refs | set(self.ear.lines))

    async def _by_hand(self, do: Callable[..., Any], *said: Any) -> Any:
        # One thread for the house: what was told first is kept first.
        return await asyncio.get_running_loop().run_in_executor(self._hands, do, *said)
