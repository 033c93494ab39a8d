"""One rulebook before the facts of a period, one by one; what it says is kept, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime

from shouwen.journal.replaying import Replayed
from shouwen.obligations.named import Opened
from shouwen.policy import calendar, judge
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.following import POINTS_MOVED
from shouwen.policy.judge import Answers, ClausesDisagreeError
from shouwen.policy.kinds.duty import DUTY_DONE, OBLIGATION_MET
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import (
    Nothing,
    Obligation,
    Permission,
    Ruling,
    Tier,
    Transfer,
    Unknown,
)
from shouwen.trial.replay.answers import Ledger, Witness
from shouwen.trial.replay.clocks import Clocks, Moment, Pause, Running, once_key
from shouwen.trial.replay.hours import Calendars
from shouwen.trial.replay.recollection import Recollection
from shouwen.trial.replay.results import Moved, Permitted, Side, Source
from shouwen.trial.replay.staff import Staff

LAPSED, ESCALATED, EXCUSED = "obligation_lapsed", "obligation_escalated", "obligation_excused"
# What the house records because of what is owed; it is worked out anew.
MADE = (LAPSED, ESCALATED, OBLIGATION_MET)
RAISED = (judge.FINE_IMPOSED, judge.ATTENDANCE_CLASSED, POINTS_MOVED)
RuleKey = tuple[str, str]
NamedOf = Callable[[int], Opened | None]
Calendar = Callable[[str], calendar.Calendar]
_LAST = 2**62


class Court:
    """Judges the facts of a period by one rulebook, for one regulation."""

    def __init__(
        self, book: Rulebook, regulation: str, streamed: Collection[str], *, first: int,
        staff: Staff, hours: Calendars,
    ) -> None:  # fmt: skip
        """Open the court; ``first`` is the number of the period's first fact."""
        self.book, self.regulation = book, regulation
        self.said = Side()
        self._staff, self._hours = staff, hours
        self._memory = Recollection(streamed, (*MADE, *RAISED), first)
        self._ledger = Ledger(regulation, first)
        self._witness = Witness(book, staff, self._memory, self._ledger, first)
        self._clocks = Clocks(book, self._due_again, escalates=book.listens_to_kind(ESCALATED))
        self._raises = any(book.listens_to_kind(kind) for kind in RAISED)
        # The number of the fact that comes next: what is worked out meanwhile comes before it.
        self._next = first
        self._gone: set[int] = set()

    # ── facts ────────────────────────────────────────────────────────────────────────────────

    def hear(self, row: Replayed, named: NamedOf, granted: Collection[RuleKey]) -> None:
        """Judge a recorded fact, after everything that had happened by itself before it."""
        self._next = row.number
        self.wait_until(row.recorded_at)
        if row.corrects is not None:
            self._take_back(row.corrects, row.happened_at)
        owed = self._named(row, named)
        if row.kind == EXCUSED and owed is not None:
            self._clocks.end(owed, "excused", row.happened_at)
        self.judge(row.fact(), Source(row.number), row.number, row.recorded_at,
                   before=row.number, granted=granted, named=owed)  # fmt: skip

    def wait_until(self, now: datetime) -> None:
        """Let everything happen that happens by itself before a moment."""
        for moment in self._clocks.lapse_before(now):
            self._follow(moment)

    def judge(
        self, fact: Fact, source: Source, number: int, known_at: datetime, *, before: int,
        granted: Collection[RuleKey] = (), named: Running | None = None,
    ) -> None:  # fmt: skip
        """Judge a fact by what came before the fact ``before``, and keep what follows."""
        self.said.judged += 1
        answers = self._witness.answers(fact.happened_at, before)
        calendars = self._hours.of(fact.detail("team"), known_at)
        try:
            rulings = judge.judge(self.book, fact, answers, calendars, granted=granted, brief=True)
        except ClausesDisagreeError:
            self.said.disagreed += 1
            return
        if self._is_refused(rulings, fact, source):
            return
        raised = self._raised(rulings, fact, answers, calendars)
        running = self._clocks.about(fact.about)
        self._apply(rulings, fact, source, number, known_at)
        for each in (fact, *raised):
            self._memory.note(number, each)
        is_named = fact.kind == DUTY_DONE and fact.detail("obligation") is not None
        for one in self._clocks.move(fact, running, named, is_named=is_named):
            self._tell_met(one, fact, number, known_at)

    def _raised(
        self, rulings: tuple[Ruling, ...], fact: Fact, answers: Answers,
        calendars: Calendar,
    ) -> tuple[Fact, ...]:  # fmt: skip
        """Return what followed from the fact, where rules may ask about it later."""
        if not self._raises or all(isinstance(one, Nothing | Obligation) for one in rulings):
            return ()
        return judge.raised(self.book, fact, answers, calendars)

    def judge_period(self, fact: Fact) -> None:
        """Judge that a period of a duty began, which no recorded fact says."""
        source = Source(0, fact.about)
        self.judge(fact, source, self._next - 1, fact.happened_at, before=self._next)

    def _named(self, row: Replayed, named: NamedOf) -> Running | None:
        """Find the obligation a fact names by its number in the house."""
        detail = {DUTY_DONE: "obligation", EXCUSED: "number"}.get(row.kind)
        said = row.details.get(detail) if detail else None
        if not str(said).isdecimal():
            return None
        found = named(int(str(said)))
        if found is None:
            return None
        return self._clocks.opened(found.fact, found.rule_id, found.owed_by, found.about)

    def _take_back(self, number: int, at: datetime) -> None:
        self._clocks.take_back(number, at)
        self._ledger.forget(number)
        self._memory.forget(number)
        self._gone.add(number)

    # ── rulings ──────────────────────────────────────────────────────────────────────────────

    def _is_refused(self, rulings: tuple[Ruling, ...], fact: Fact, source: Source) -> bool:
        """Keep what was permitted; a refused fact would not have been recorded."""
        refused = False
        for one in rulings:
            if isinstance(one, Permission):
                refused |= one.state == "refused"
                self.said.permitted.append(_permitted(one, fact, source))
        return refused

    def _apply(
        self, rulings: tuple[Ruling, ...], fact: Fact, source: Source, number: int,
        known_at: datetime,
    ) -> None:  # fmt: skip
        new = []
        for one in rulings:
            if isinstance(one, Obligation) and one.cites.regulation == self.regulation:
                new.append(self._running(one, fact, source, number, known_at))
            elif isinstance(one, Transfer):
                self._move(one, fact, source)
            elif isinstance(one, Unknown) and one.cites.regulation == self.regulation:
                self.said.asked[one.rule] += 1
        if new:
            self._clocks.open(new, self._clocks.about(fact.about))

    def _running(
        self, ruling: Obligation, fact: Fact, source: Source, number: int, known_at: datetime
    ) -> Running:
        rule = self.book.find(ruling.cites.regulation, ruling.rule)
        owner = self._staff.owner(ruling.owed_by, self._day(fact))
        return Running(
            ruling=ruling, source=source, fact=fact, number=number, known_at=known_at,
            about=fact.about, owner=owner, once_key=once_key(ruling, rule, fact.about),
            due_at=ruling.due_at,
        )  # fmt: skip

    def _move(self, ruling: Transfer, fact: Fact, source: Source) -> None:
        day = self._day(fact)
        moved = Moved(
            source, ruling.cites.regulation, ruling.rule, ruling.cites.number,
            self._staff.account(ruling.payer, day), self._staff.account(ruling.payee, day),
            ruling.quantity.unit, ruling.quantity.parts, fact.about, fact.kind, fact.happened_at,
        )  # fmt: skip
        self.said.moved.append(moved)
        self._ledger.note(moved)

    def _day(self, fact: Fact) -> date:
        # Django's own way asks for the zone of the request each time, a tenth of all the work.
        return fact.happened_at.astimezone(self.book.zone).date()

    def _due_again(self, one: Running, pauses: tuple[Pause, ...]) -> Obligation:
        fact = one.fact
        return judge.due_again(
            self.book.rule(*one.key), fact, pauses,
            self._hours.of(fact.detail("team"), one.known_at),
            known=self._witness.answers(fact.happened_at, one.number), zone=self.book.zone,
        )  # fmt: skip

    # ── what follows ─────────────────────────────────────────────────────────────────────────

    def _follow(self, moment: Moment) -> None:
        kind = ESCALATED if moment.to else LAPSED
        if not self.book.listens_to_kind(kind):
            return
        more = {"to": moment.to} if moment.to else {}
        fact = _told(kind, moment.owed, moment.at, more)
        self._judge_made(fact, moment.owed, self._next - 1, moment.at, before=self._next)

    def _tell_met(self, one: Running, by: Fact, number: int, known_at: datetime) -> None:
        if not self.book.listens_to_kind(OBLIGATION_MET):
            return
        more = {"done_by": by.actor or None, "late": one.late}
        fact = _told(OBLIGATION_MET, one, by.happened_at, more)
        self._judge_made(fact, one, number, known_at, before=number + 1)

    def _judge_made(
        self, fact: Fact, one: Running, number: int, known_at: datetime, *, before: int
    ) -> None:
        source = Source(one.source.number, f"{fact.kind}:{one.ruling.rule}:{one.ruling.owed_by}")
        self.judge(fact, source, number, known_at, before=before)

    def close(self, until: datetime) -> Side:
        """End the period and return everything that was said and still stands."""
        self._next = _LAST
        self.wait_until(until)
        said, gone = self.said, self._gone
        said.owed = [one for one in self._clocks.result() if one.outcome != "withdrawn"]
        said.moved = [m for m in said.moved if m.source.via or m.source.number not in gone]
        said.permitted = [p for p in said.permitted if p.source.number not in gone]
        return said


def _told(kind: str, one: Running, at: datetime, more: Mapping[str, Detail]) -> Fact:
    details = {
        "number": f"{one.source.number}:{one.ruling.rule}",
        "rule": one.ruling.rule,
        "regulation": one.ruling.cites.regulation,
        "owner": one.owner,
        "duty": one.ruling.duty,
        **more,
    }
    return Fact(kind=kind, about=one.about, happened_at=at, details=details)


def _permitted(one: Permission, fact: Fact, source: Source) -> Permitted:
    return Permitted(
        source, one.cites.regulation, one.rule, one.cites.number, one.state,
        " → ".join(_tiers(one.tiers)), fact.about, fact.kind, fact.happened_at,
    )  # fmt: skip


def _tiers(tiers: tuple[Tier, ...]) -> Iterator[str]:
    for tier in tiers:
        yield (" + " if tier.joint else " / ").join(str(party) for party in tier.any_of)
