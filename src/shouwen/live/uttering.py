"""What pages say in streams: taken while others are being written, written many at once.

A form costs a request, a session and a transaction of its own. Thousands of windows that write at
once share one transaction instead; each is answered when it stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.db import DatabaseError, close_old_connections, connection

from shouwen.live.streams import Uttered, take_together

MOST_AT_ONCE = 100
LOG = structlog.get_logger("shouwen.live")
Answer = dict[str, Any]
One = tuple[str, Uttered]


class Desk:
    """Where all pages of one process hand in what they say."""

    def __init__(self, written: Callable[[], None]) -> None:
        """Begin with nothing handed in; ``written`` is called whenever something was written."""
        self._thread = ThreadPoolExecutor(1, "uttering")
        self._written = written
        self._waiting: list[tuple[One, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def take(self, kind: str, uttered: Uttered) -> Answer:
        """Hand in what a page says in a stream of this kind; return the answer to it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(((kind, uttered), answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
        return await answer

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            asked = [one for one, _ in batch]
            told = await asyncio.get_running_loop().run_in_executor(self._thread, _written, asked)
            for (_, answer), said in zip(batch, told, strict=True):
                if not answer.done():  # whoever asked may be gone
                    answer.set_result(said)
            self._written()


def _written(asked: list[One]) -> list[Answer]:
    close_old_connections()
    try:
        return take_together(asked)
    except DatabaseError as fault:
        # Each page sends its own by the form, under the same key; whatever stood already stands.
        LOG.warning("not written together", fault=type(fault).__name__)
        connection.close()
        return [{} for _ in asked]
