"""Sixty days in the life of the demonstration department, recorded through the one door.

The same days come out every time: chance is seeded, and time is counted back from the moment of
loading. Events are played in the order they happen; before each the watcher does what was due.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from shouwen.cases.models import Case, Category
from shouwen.customers.models import Customer
from shouwen.enforcement.watch import watch_once
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError

DAYS = 60
SEED = 20_260_401
Deed = Callable[[datetime], None]


@dataclass(slots=True)
class Stage:
    """Everything the story's acts need: people, places, chance, and what is still to happen."""

    now: datetime
    members: dict[str, Member]
    departments: dict[str, Department]
    categories: dict[tuple[str, str], Category]
    customers: list[Customer]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    _queue: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def plan(self, at: datetime, deed: Deed) -> None:
        """Let something happen at a moment, unless that is still to come."""
        if at < self.now:
            heapq.heappush(self._queue, (at, next(self._order), deed))

    def play(self) -> int:
        """Let everything happen in order; return how many things that were."""
        played, watched = 0, None
        while self._queue:
            at, _order, deed = heapq.heappop(self._queue)
            if watched is None or at - watched >= timedelta(minutes=30):
                watch_once(now=at)
                watched = at
            deed(at)
            played += 1
        watch_once(now=self.now, limit=1_000)
        return played

    def then(self, at: datetime, step: Callable[..., object], **words: object) -> None:
        """Plan a step with a case for a moment."""
        self.plan(at, lambda when: self.take(step, at=when, **words))

    @staticmethod
    def take(step: Callable[..., object], **words: object) -> None:
        """Take a step with a case if the case still allows it: the story does not look ahead."""
        case = words["case"]
        if isinstance(case, Case):
            case.refresh_from_db()
        with suppress(RefusedError):
            step(**words)

    def begin(self) -> datetime:
        """Return the first midnight of the story."""
        return midnight(self.now) - timedelta(days=DAYS)

    def days(self) -> list[datetime]:
        """Return the midnights of the story, today's included."""
        return [self.begin() + timedelta(days=n) for n in range(DAYS + 1)]

    def at(self, day: datetime, first: float = 8.5, last: float = 19.5) -> datetime:
        """Return a moment of a day between two hours, by chance."""
        minutes = self.chance.randrange(int(first * 60), int(last * 60))
        seconds = self.chance.randrange(60)
        return day + timedelta(minutes=minutes, seconds=seconds)


def midnight(moment: datetime) -> datetime:
    """Return the midnight before a moment, on the house's clock."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
