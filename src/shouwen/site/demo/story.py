"""Sixty days in the life of a demonstration department, recorded through the one door.

The same days come out every time: chance is seeded, and time is counted back from the moment of
loading. Events are played in the order they happen; before each the watcher does what was due.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from shouwen.cases.models import Case, Category
from shouwen.customers.models import Customer
from shouwen.enforcement.actions import Outcome
from shouwen.enforcement.watch import watch_once
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.rulings import Unknown
from shouwen.site.demo.house import House

DAYS = 60
SEED = 20_260_401
BETWEEN_WATCHES = timedelta(hours=1)
Deed = Callable[[datetime], None]


@dataclass(slots=True)
class Told:
    """What came of the story's own facts: how many, what was refused, what nobody could decide.

    ``refused`` counts kinds of facts that were not meant to be; ``undecided`` counts
    ``regulation:rule`` with the kind and what is missing.
    """

    events: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    meant: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Stage:
    """Everything the story's acts need: people, places, chance, and what is still to happen."""

    house: House
    now: datetime
    members: dict[str, Member]
    departments: dict[str, Department]
    categories: dict[tuple[str, str], Category]
    customers: list[Customer]
    length: int = DAYS
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    told: Told = field(default_factory=Told)
    planned: set[int] = field(default_factory=set)
    kept: dict[str, Detail] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))
    _queue: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def plan(self, at: datetime, deed: Deed) -> None:
        """Let something happen at a moment, unless that is still to come."""
        if at < self.now:
            heapq.heappush(self._queue, (at, next(self._order), deed))

    def play(self) -> Told:
        """Let everything happen in order; return what came of it."""
        watched = None
        while self._queue:
            at, _order, deed = heapq.heappop(self._queue)
            if watched is None or at - watched >= BETWEEN_WATCHES:
                watch_once(now=at)
                watched = at
            deed(at)
            self.told.events += 1
        watch_once(now=self.now, limit=1_000)
        return self.told

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

    def heed(self, kind: str, outcome: Outcome, *, meant: bool = False) -> None:
        """Remember what the regulations said of a fact; ``meant`` if a refusal is wanted."""
        if outcome.refused is not None:
            rule = f"{outcome.refused.cites.regulation}:{outcome.refused.rule}"
            meant = meant or rule in self.house.refused
            counted = self.told.meant if meant else self.told.refused
            counted[f"{kind} {rule} {outcome.refused.reason}"] += 1
        for ruling in outcome.rulings:
            if isinstance(ruling, Unknown):
                missing = ",".join(ruling.missing)
                self.told.undecided[
                    f"{ruling.cites.regulation}:{ruling.rule} {kind} {missing}"
                ] += 1

    def holders(self, posts: str) -> list[Member]:
        """Return who holds one of some posts (``a|b``); everybody for an empty text."""
        wanted = set(posts.split("|")) - {""}
        return [
            self.members[person.key]
            for person in self.house.people
            if not wanted or wanted & set(person.posts)
        ]

    def begin(self) -> datetime:
        """Return the first midnight of the story."""
        return midnight(self.now) - timedelta(days=self.length)

    def days(self) -> list[datetime]:
        """Return the midnights of the story, today's included."""
        return [self.begin() + timedelta(days=n) for n in range(self.length + 1)]

    def at(self, day: datetime, first: float = 8.5, last: float = 19.5) -> datetime:
        """Return a moment of a day between two hours, by chance."""
        minutes = self.chance.randrange(int(first * 60), max(int(last * 60), int(first * 60) + 1))
        seconds = self.chance.randrange(60)
        return day + timedelta(minutes=minutes, seconds=seconds)


def midnight(moment: datetime) -> datetime:
    """Return the midnight before a moment, on the house's clock."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
