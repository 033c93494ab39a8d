"""A simulated exchange that goes on as time passes and does what it is told.

Seats at which somebody is signed in ring and wait for a hand; the others are played. It knows
neither the database nor the clock: the moment and who is signed in are handed in. Times are those
of :mod:`shouwen.calls.simulated`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from shouwen.calls.choices import SUPERVISION, Command
from shouwen.calls.simulated import AWAY, LETS_RING, Centre, Way
from shouwen.calls.words import CallEvent, Told

READY = "ready"


@dataclass(slots=True, kw_only=True)
class _Caller:
    """Somebody who calls; ``leaves`` is when they hang up, in the queue or when all is said."""

    ref: str
    number: str
    came: datetime
    queued: datetime
    leaves: datetime
    stage: str = "menu"
    seat: str = ""
    since: datetime | None = None
    picks_up: datetime | None = None
    told: int = 0
    way: Way = field(default_factory=lambda: Way(keyed=()))
    goes_on: datetime | None = None


@dataclass(slots=True)
class Hall:
    """One centre, acted out from ``begun``; nobody calls any more after ``until``."""

    centre: Centre
    chance: Random
    begun: datetime
    until: datetime
    name: str
    count: int = 0
    next_call: datetime = field(init=False)
    callers: list[_Caller] = field(default_factory=list)
    free_at: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the first caller come as soon as chance has it."""
        self.next_call = self.begun + self._between()

    @property
    def over(self) -> bool:
        """Whether nobody calls any more and everybody has hung up."""
        return self.next_call >= self.until and not self.callers

    def go_on(self, now: datetime, people: Mapping[str, str]) -> list[CallEvent]:
        """Return what happened until ``now``; ``people`` says what each signed-in seat does."""
        told = list(self._arrivals(now))
        # Sorting keeps the order of those who came: the first of a priority goes first.
        for caller in sorted(self.callers, key=lambda one: -one.way.priority):
            told += self._step(caller, now, people)
        self.callers = [caller for caller in self.callers if caller.stage != "over"]
        return told

    def do(
        self, command: str, ref: str, seat: str, now: datetime, to: str = ""
    ) -> tuple[list[CallEvent], str]:
        """Carry a command out; return what happened, and in one sentence why nothing did."""
        if command == Command.ORIGINATE:
            return [], ""
        caller = next((one for one in self.callers if one.ref == ref), None)
        if caller is None or caller.stage == "menu":
            return [], _("This call is over.")
        if command in SUPERVISION:
            return [], "" if caller.since and caller.stage != "rings" else _("Nobody speaks.")
        if caller.seat != seat:
            return [], _("The call is at another seat.")
        return self._done(command, caller, now, to)

    # ── what callers do ──────────────────────────────────────────────────────────────────────

    def _between(self) -> timedelta:
        return timedelta(seconds=self.chance.expovariate(self.centre.per_hour / 3600))

    def _arrivals(self, now: datetime) -> Iterator[CallEvent]:
        while self.next_call <= min(now, self.until):
            self.count += 1
            came = self.next_call
            queued = came + timedelta(seconds=self.chance.uniform(4, 14))
            patience = timedelta(seconds=3 + self.chance.expovariate(1 / self.centre.patience))
            caller = _Caller(
                ref=f"{self.name}-{self.count:05d}", came=came, queued=queued,
                number=f"1390000{self.chance.randrange(10_000):04d}", leaves=queued + patience,
            )  # fmt: skip
            self.callers.append(caller)
            self.next_call = came + self._between()
            yield self._tell(caller, Told.ARRIVED, came, number=caller.number)

    def _tell(
        self, caller: _Caller, kind: Told, at: datetime, seat: str = "", **more: Any
    ) -> CallEvent:
        caller.told += 1
        return CallEvent(
            call=caller.ref, key=str(caller.told), kind=kind, at=at, received_at=at, seat=seat,
            more=more,
        )  # fmt: skip

    def _step(
        self, caller: _Caller, now: datetime, people: Mapping[str, str]
    ) -> Iterator[CallEvent]:
        if caller.stage == "menu" and caller.queued <= now:
            yield from self._leave_menu(caller)
        if caller.stage == "waits" and caller.goes_on is not None and caller.goes_on <= now:
            yield self._overflow(caller, caller.goes_on)
        if caller.stage in {"waits", "rings", "talks"} and caller.leaves <= now:
            yield self._end(caller, caller.leaves, "caller")
        if caller.stage == "waits" and (seat := self._free_seat(now, people)):
            yield self._ring(caller, seat, now, played=seat not in people)
        if caller.stage == "rings":
            yield from self._ringing(caller, now)

    def _leave_menu(self, caller: _Caller) -> Iterator[CallEvent]:
        at = caller.queued
        if self.chance.random() < self.centre.menu:
            caller.stage = "over"
            yield self._tell(caller, Told.ENDED, at, by="caller", menu=True)
            return
        ways = self.centre.ways
        caller.way = self.chance.choice(ways) if ways else Way(keyed=(), queue=self.centre.queue)
        for said in caller.way.keyed:
            yield self._tell(caller, Told.KEYED, at, **said)
        if caller.way.call_back:
            yield self._end(caller, at, "caller")
            return
        if caller.way.overflow and caller.way.longest is not None:
            caller.goes_on = at + timedelta(seconds=caller.way.longest)
        caller.stage = "waits"
        yield self._tell(caller, Told.QUEUED, at, queue=caller.way.queue)

    def _overflow(self, caller: _Caller, at: datetime) -> CallEvent:
        caller.goes_on = None
        return self._tell(caller, Told.QUEUED, at, queue=caller.way.overflow)

    def _end(self, caller: _Caller, at: datetime, by: str) -> CallEvent:
        seat = caller.seat if caller.stage in {"talks", "held"} else ""
        caller.stage = "over"
        if seat:
            after = self.chance.expovariate(1 / self.centre.after_call)
            self.free_at[seat] = at + timedelta(seconds=after)
        return self._tell(caller, Told.ENDED, at, seat, by=by)

    # ── what seats do ────────────────────────────────────────────────────────────────────────

    def _free_seat(self, now: datetime, people: Mapping[str, str]) -> str:
        """Return who has waited longest for a call; somebody at a seat goes before a played one."""
        taken = {caller.seat for caller in self.callers if caller.stage != "over"}
        free = [
            seat
            for seat in self.centre.seats
            if seat not in taken
            and people.get(seat, READY) == READY
            and self.free_at.get(seat, self.begun) <= now
        ]
        waited = {seat: self.free_at.get(seat, self.begun) for seat in free}
        return min(free, key=lambda seat: (seat not in people, waited[seat], seat), default="")

    def _ring(self, caller: _Caller, seat: str, now: datetime, *, played: bool) -> CallEvent:
        caller.stage, caller.seat, caller.since, caller.picks_up = "rings", seat, now, None
        if played and self.chance.random() >= self.centre.unheard:
            caller.picks_up = now + timedelta(seconds=self.chance.uniform(2, 9))
        return self._tell(caller, Told.RANG, now, seat)

    def _ringing(self, caller: _Caller, now: datetime) -> Iterator[CallEvent]:
        since = caller.since or now
        if caller.picks_up is not None and caller.picks_up <= now:
            yield self._answer(caller, caller.picks_up)
        elif now - since >= timedelta(seconds=LETS_RING):
            seat, at = caller.seat, since + timedelta(seconds=LETS_RING)
            self.free_at[seat] = at + timedelta(seconds=AWAY)
            caller.stage, caller.seat = "waits", ""
            yield self._tell(caller, Told.NO_ANSWER, at, seat, rings=_rings(since, at))

    def _answer(self, caller: _Caller, at: datetime) -> CallEvent:
        lasts = self.chance.lognormvariate(math.log(self.centre.service), self.centre.spread)
        rung = caller.since or at
        caller.stage, caller.since = "talks", at
        caller.leaves = at + timedelta(seconds=max(5.0, lasts))
        return self._tell(caller, Told.ANSWERED, at, caller.seat, rings=_rings(rung, at))

    def _done(
        self, command: str, caller: _Caller, now: datetime, to: str
    ) -> tuple[list[CallEvent], str]:
        stage, seat = caller.stage, caller.seat
        if command == Command.ANSWER and stage == "rings":
            return [self._answer(caller, now)], ""
        if command == Command.HANG_UP and stage in {"talks", "held"}:
            return [self._end(caller, now, "seat")], ""
        if command == Command.HOLD and stage == "talks":
            caller.stage = "held"
            return [self._tell(caller, Told.HELD, now, seat)], ""
        if command == Command.RESUME and stage == "held":
            caller.stage = "talks"
            caller.leaves = max(caller.leaves, now + timedelta(seconds=5))
            return [self._tell(caller, Told.RESUMED, now, seat)], ""
        if command == Command.TRANSFER and stage in {"talks", "held"}:
            return self._transferred(caller, now, to)
        return [], _("The call does something else by now.")

    def _transferred(self, caller: _Caller, now: datetime, to: str) -> tuple[list[CallEvent], str]:
        if to not in self.centre.seats:
            return [], _("Nobody of this name is in the team that is called.")
        if any(one.seat == to for one in self.callers if one.stage != "over"):
            return [], _("The colleague is on a call.")
        seat, caller.seat, caller.stage = caller.seat, to, "talks"
        self.free_at[seat] = now
        return [self._tell(caller, Told.TRANSFERRED, now, seat, to=to)], ""


def _rings(since: datetime, at: datetime) -> int:
    # One second of tone and four of silence.
    return int((at - since).total_seconds() // 5) + 1
