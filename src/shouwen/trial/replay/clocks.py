"""What is owed while a period is gone through: opened, paused, met, lapsed, as the house does."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import NamedTuple

from shouwen.policy import judge
from shouwen.policy.discharges import PAUSED, RESUMED, kinds_that_move
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import DUTY_DONE, Duty
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.policy.rulings import Obligation
from shouwen.trial.replay.results import Owed, Source

Pause = tuple[datetime, datetime]


@dataclass(slots=True, eq=False)
class Running:
    """One obligation that is owed, with what is needed to work its time out again."""

    ruling: Obligation
    source: Source
    fact: Fact
    number: int
    known_at: datetime
    about: str
    owner: str | None
    once_key: str
    due_at: datetime | None
    state: str = "open"
    late: bool = False
    paused_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def key(self) -> Key:
        """The rule it is owed under."""
        return self.ruling.cites.regulation, self.ruling.rule


class Moment(NamedTuple):
    """A moment at which something happens by itself: a lapse, or that somebody hears of it."""

    at: datetime
    order: int
    owed: Running
    to: str

    @property
    def still_holds(self) -> bool:
        """Whether the obligation still stands as when the moment was noted."""
        if self.to:
            return self.owed.state in ("open", "lapsed")
        return self.owed.state == "open" and self.owed.due_at == self.at


@dataclass(slots=True)
class _Pauses:
    stopped: datetime | None = None
    ended: list[Pause] = field(default_factory=list)


DueAgain = Callable[[Running, tuple[Pause, ...]], Obligation]


class Clocks:
    """Everything owed under one rulebook while the facts of a period come by."""

    def __init__(self, book: Rulebook, due_again: DueAgain, *, escalates: bool) -> None:
        """Begin with nothing owed; ``escalates`` says whether anybody listens to escalations."""
        self.book = book
        self.kinds = kinds_that_move(book)
        self.everything: list[Running] = []
        self._due_again = due_again
        self._escalates = escalates
        self._about: dict[str, list[Running]] = defaultdict(list)
        self._of_rule: dict[Key, list[Running]] = defaultdict(list)
        self._opened_by: dict[int, list[Running]] = defaultdict(list)
        self._moments: list[Moment] = []
        self._order = count()
        self._pauses: dict[str, _Pauses] = defaultdict(_Pauses)
        self._duties = _duties_by_kind(book)

    def about(self, matter: str) -> list[Running]:
        """Return what is owed about a matter."""
        return list(self._about.get(matter, ()))

    def open(self, new: Iterable[Running], running: Iterable[Running]) -> None:
        """Open what a fact obliges to, leaving out what is owed already."""
        taken = {one.once_key for one in running if one.once_key}
        for one in new:
            if one.once_key and one.once_key in taken:
                continue
            taken.add(one.once_key)
            self._add(one)

    def _add(self, one: Running) -> None:
        self.everything.append(one)
        self._about[one.about].append(one)
        self._of_rule[one.key].append(one)
        self._opened_by[one.number].append(one)
        self._note(one)

    def _note(self, one: Running) -> None:
        if one.due_at is not None:
            heapq.heappush(self._moments, Moment(one.due_at, next(self._order), one, ""))
        if self._escalates:
            for each in one.ruling.escalations:
                moment = Moment(each.at, next(self._order), one, str(each.to))
                heapq.heappush(self._moments, moment)

    def lapse_before(self, now: datetime) -> Iterator[Moment]:
        """Yield what happens by itself before a moment, in order; a lapse has happened then."""
        while self._moments and self._moments[0].at < now:
            moment = heapq.heappop(self._moments)
            if not moment.still_holds:
                continue
            if not moment.to:
                moment.owed.state, moment.owed.late = "lapsed", True
            yield moment

    def move(
        self, fact: Fact, running: list[Running], named: Running | None, *, is_named: bool
    ) -> list[Running]:
        """Let a fact meet, stop or start what is owed; return what it met."""
        self._note_pause(fact)
        if fact.kind not in self.kinds:
            return []
        touched = [named] if named else []
        if not is_named:
            touched = [*running, *self._duties_met_by(fact, running)]
        listed = [_as_open(place, one) for place, one in enumerate(touched)]
        met = []
        for effect in judge.discharges(self.book, fact, listed):
            one = touched[effect.number]
            self._apply(effect.action, one, fact)
            if effect.action == "met":
                met.append(one)
        return met

    def _duties_met_by(self, fact: Fact, running: list[Running]) -> list[Running]:
        found = []
        for key in self._duties.get(fact.kind, ()):
            owed = [one for one in self._of_rule.get(key, ()) if one not in running]
            found += sorted(owed, key=lambda one: one.ruling.opened_at)
        return found

    def _note_pause(self, fact: Fact) -> None:
        if fact.kind not in (PAUSED, RESUMED):
            return
        pauses = self._pauses[fact.about]
        if fact.kind == PAUSED and pauses.stopped is None:
            pauses.stopped = fact.happened_at
        elif fact.kind == RESUMED and pauses.stopped is not None:
            pauses.ended.append((pauses.stopped, fact.happened_at))
            pauses.stopped = None

    def _apply(self, action: str, one: Running, fact: Fact) -> None:
        at = fact.happened_at
        if action == "met":
            stopped = one.paused_at if one.state == "paused" else None
            one.late = one.due_at is not None and (stopped or at) > one.due_at
            self.end(one, "met", at)
        elif action == "paused" and one.state == "open" and one.ruling.pausable:
            if one.due_at is None or one.due_at >= at:
                one.state, one.paused_at = "paused", at
        elif action == "resumed" and one.paused_at is not None:
            self._resume(one)

    def _resume(self, one: Running) -> None:
        since = one.ruling.opened_at
        ended = (p for p in self._pauses[one.about].ended if p[1] > since)
        again = self._due_again(one, tuple((max(a, since), b) for a, b in ended))
        one.state, one.paused_at, one.due_at = "open", None, again.due_at
        self._note(one)

    def end(self, one: Running, state: str, at: datetime) -> None:
        """End an obligation."""
        one.state, one.ended_at, one.paused_at = state, at, None
        for listed in (self._about[one.about], self._of_rule[one.key]):
            if one in listed:
                listed.remove(one)

    def take_back(self, number: int, at: datetime) -> None:
        """Withdraw what a fact opened that is still owed."""
        for one in self._opened_by.get(number, ()):
            if one.ended_at is None:
                self.end(one, "withdrawn", at)

    def opened(self, number: int, rule_id: str, owed_by: str, about: str) -> Running | None:
        """Return what a fact opened under a rule, as long as it is owed."""
        found = [o for o in self._about.get(about, ()) if o.ruling.rule == rule_id]
        exact = [o for o in found if o.number == number and str(o.ruling.owed_by) == owed_by]
        return next(iter(exact or found), None)

    def result(self) -> Iterator[Owed]:
        """Yield everything that was opened, with what has become of it."""
        for one in self.everything:
            ruling = one.ruling
            yield Owed(one.source, ruling.cites.regulation, ruling.rule, ruling.cites.number,
                       str(ruling.owed_by), one.about, ruling.opened_at, one.due_at,
                       one.ended_at, _outcome(one))  # fmt: skip


def _outcome(one: Running) -> str:
    if one.state == "met":
        return "late" if one.late else "in_time"
    return "running" if one.state in ("open", "paused") else one.state


def _as_open(place: int, one: Running) -> judge.OpenObligation:
    party = one.ruling.owed_by
    return judge.OpenObligation(
        rule=one.ruling.rule,
        regulation=one.ruling.cites.regulation,
        about=one.about,
        number=place,
        opened_at=one.ruling.opened_at,
        owner=party.key if party.kind == "member" else "",
    )


def _duties_by_kind(book: Rulebook) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = defaultdict(list)
    for rule in book.rules:
        if not isinstance(rule, Duty) or rule.every is None:
            continue
        for kind in dict.fromkeys(each.fact for each in rule.met_conditions()):
            if kind != DUTY_DONE:
                found[kind].append(rule.key)
    return found


def once_key(ruling: Obligation, rule: object, about: str) -> str:
    """Return under which key a rule keeps at most one open about a matter; empty for any number."""
    if not isinstance(rule, Clocked) or not rule.once:
        return ""
    key = f"{ruling.cites.regulation}:{ruling.rule}:{about}"
    return f"{key}:{ruling.owed_by.key}" if rule.owed_by.every_holder else key
