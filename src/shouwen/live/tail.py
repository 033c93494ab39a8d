"""Following the table of news and handing each piece to whoever hears its stream.

Numbers of rows are given before commits, so a row may appear after one with a higher number: such
gaps are looked at again until nobody can fill them any more. A listener to whom something is
missing all the same reads it by the stream's own numbers, which have no gaps.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

import redis
import redis.asyncio
import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from shouwen.live import queries
from shouwen.live.queries import PAGE, Said
from shouwen.live.waking import CHANNEL

LOOK_SECONDS = 0.15
LOOK_SECONDS_WOKEN = 1.0  # with Redis, only for wakes that were lost
GAP_SECONDS = 60.0
MOST_GAPS = 200
_Answer = TypeVar("_Answer")
LOG = structlog.get_logger("shouwen.live")


class Hearer(Protocol):
    """Whoever takes news of a stream; never waits."""

    def offer(self, said: Said) -> None:
        """Take one piece of news."""


@dataclass(slots=True)
class Gaps:
    """Places that were skipped, and until when somebody may still fill them."""

    until: dict[int, float] = field(default_factory=dict)

    def note(self, last: int, found: Iterable[int], now: float) -> int:
        """Note what was skipped after ``last`` and what was filled; return the new last place."""
        for place in found:
            self.until.pop(place, None)
            if place > last:
                skipped = range(max(last + 1, place - MOST_GAPS), place)
                self.until |= dict.fromkeys(skipped, now + GAP_SECONDS)
                last = place
        kept = [(place, until) for place, until in self.until.items() if until > now]
        self.until = dict(kept[-MOST_GAPS:])
        return last


class Tail:
    """One process's look at the table; it rests while nobody listens."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self.hearers: dict[str, set[Hearer]] = {}
        self._thread = ThreadPoolExecutor(1, "tail")
        self._woken = asyncio.Event()
        self._heard = asyncio.Event()
        self._begun = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Return once everything said from now on will be handed out; add a hearer first."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._follow())]
            if settings.SHOUWEN_REDIS_URL:
                self._tasks.append(asyncio.create_task(self._be_woken()))
        await self._begun.wait()

    def add(self, stream: str, hearer: Hearer) -> None:
        """Hand a stream's news to a hearer from now on."""
        self.hearers.setdefault(stream, set()).add(hearer)
        self._heard.set()

    def remove(self, stream: str, hearer: Hearer) -> None:
        """Hand a stream's news to this hearer no more."""
        left = self.hearers.get(stream, set())
        left.discard(hearer)
        if not left:
            self.hearers.pop(stream, None)

    def look(self) -> None:
        """Look at the table now: something was said."""
        self._woken.set()

    async def _follow(self) -> None:
        last, gaps = 0, Gaps()
        while True:
            if not self.hearers or not self._begun.is_set():
                last, gaps = await self._begin_at(), Gaps()
            found = await self._ask(partial(queries.said_since, last, [*gaps.until])) or []
            last = gaps.note(last, (said.pk for said in found), time.monotonic())
            for said in found:
                for hearer in [*self.hearers.get(said.stream, ())]:
                    hearer.offer(said)
            if len(found) < PAGE:
                await self._rest()

    async def _begin_at(self) -> int:
        """Rest until somebody listens; return the place after which news are handed out."""
        self._begun.clear()
        if not self.hearers:
            self._heard.clear()
            await self._heard.wait()
        while (place := await self._ask(queries.newest)) is None:
            pass
        self._begun.set()
        return int(place)

    async def _ask(self, question: Callable[[], _Answer]) -> _Answer | None:
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, question)
        except DatabaseError as fault:
            LOG.warning("news not read", fault=type(fault).__name__)
            await asyncio.get_running_loop().run_in_executor(self._thread, _close)
            await asyncio.sleep(1)
            return None

    async def _rest(self) -> None:
        seconds = LOOK_SECONDS_WOKEN if settings.SHOUWEN_REDIS_URL else LOOK_SECONDS
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return
        self._woken.clear()

    async def _be_woken(self) -> None:
        while True:
            try:
                async with redis.asyncio.Redis.from_url(settings.SHOUWEN_REDIS_URL) as client:
                    told = client.pubsub(ignore_subscribe_messages=True)
                    await told.subscribe(CHANNEL)
                    async for _message in told.listen():
                        self._woken.set()
            except (redis.RedisError, OSError) as fault:
                LOG.warning("redis does not wake", fault=type(fault).__name__)
            await asyncio.sleep(1)


def _close() -> None:
    # Asked for in the thread that runs it: each thread has a connection of its own.
    connection.close()
