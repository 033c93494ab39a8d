"""One rulebook over all facts of a period, in the order in which the house learned of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone

from shouwen.approvals import queries as requests
from shouwen.enforcement.actions import granted_to
from shouwen.enforcement.duties import about_of
from shouwen.journal import replaying as journal
from shouwen.journal.replaying import Replayed
from shouwen.obligations import named as owed
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.duty import DUTY_DONE, PERIOD_BEGAN, Duty
from shouwen.policy.kinds.rhythm import Period
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.trial.replay.books import Books
from shouwen.trial.replay.court import EXCUSED, MADE, Court
from shouwen.trial.replay.hours import Calendars
from shouwen.trial.replay.results import Side
from shouwen.trial.replay.staff import Staff

Which = Literal["now", "drafted"]
# Told how many facts were judged; whoever returns False wants no more of it.
Progress = Callable[[int], bool]
# So many more objects made than gone before Python tidies up while facts are judged.
_TIDIED_AFTER = 100_000
# How many facts are judged before it is told: each time is a write that waits for the disk.
_TOLD_AFTER = 10_000
_NUMBERED = {DUTY_DONE: "obligation", EXCUSED: "number"}


class StoppedError(Exception):
    """Somebody wanted no more of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The facts of a trial: those that happened from ``since`` to before ``until``.

    What was still running then is looked at as it stood ``until``.
    """

    since: datetime
    until: datetime


def replay(books: Books, which: Which, span: Span, progress: Progress) -> Side:
    """Judge the facts of a period by one of the rulebooks; nothing is written.

    Raises StoppedError as soon as ``progress`` returns False.
    """
    book = books.now if which == "now" else books.drafted
    first = journal.first_within(span.since, span.until) or 1
    hours = Calendars(book.zone)
    court = Court(book, books.regulation, books.streamed, first=first, staff=Staff(), hours=hours)
    opened = owed.first_opened_since(first)
    rows = _Rows(books, which, span, opened, hours)
    done = told = 0
    with tidied_seldom():
        for listed in journal.facts_within(books.streamed, span.since, span.until):
            rows.hear(court, listed)
            done += len(listed)
            if done - told >= _TOLD_AFTER:
                _tell(progress, told := done)
        _tell(progress, done)
        rows.hear_rest(court)
        return court.close(span.until)


def _tell(progress: Progress, done: int) -> None:
    if not progress(done):
        raise StoppedError


@contextmanager
def tidied_seldom() -> Iterator[None]:
    """Let Python look for circles of garbage a hundred times less often than it does by itself.

    Nearly everything that is made stays till the end; looking through it is a third of the work.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_TIDIED_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Rows:
    """Hands recorded facts, and the periods that are worked out anew, to a court in order."""

    def __init__(
        self, books: Books, which: Which, span: Span, first_opened: int | None, hours: Calendars
    ) -> None:
        book = books.now if which == "now" else books.drafted
        self._books, self._book = books, book
        self._first_opened = first_opened
        self._periods = _periods(book, books.anew, span, hours)
        self._next = next(self._periods, None)
        # What was signed under a rule that is another one now was not signed under that.
        self._changed = {(books.regulation, name) for name in books.differing}
        self._is_draft = which == "drafted"

    def hear(self, court: Court, listed: Sequence[Replayed]) -> None:
        named = owed.numbered(_numbers_in(listed))
        for row in listed:
            self._hear_periods(court, row.recorded_at)
            if not self._is_made(row):
                court.hear(row, named.get, self._granted(row))

    def hear_rest(self, court: Court) -> None:
        self._hear_periods(court, None)

    def _hear_periods(self, court: Court, before: datetime | None) -> None:
        while self._next is not None and (before is None or self._next.happened_at < before):
            fact, self._next = self._next, next(self._periods, None)
            court.wait_until(fact.happened_at)
            court.judge_period(fact)

    def _is_made(self, row: Replayed) -> bool:
        """Tell whether a recorded fact only said what the rules made of others."""
        regulation = str(row.details.get("regulation"))
        if regulation != self._books.regulation:
            return False
        if row.kind == PERIOD_BEGAN:
            return (regulation, str(row.details.get("rule"))) in self._books.anew
        number = str(row.details.get("number"))
        first = self._first_opened
        return (
            row.kind in MADE and number.isdecimal() and first is not None and int(number) >= first
        )

    def _granted(self, row: Replayed) -> Collection[Key]:
        approval = row.details.get("approval")
        if not str(approval).isdecimal():
            return ()
        granted = granted_to(requests.find(int(str(approval))))
        return granted - self._changed if self._is_draft else granted


def _numbers_in(listed: Sequence[Replayed]) -> set[int]:
    found = set()
    for row in listed:
        said = str(row.details.get(_NUMBERED.get(row.kind, ""), ""))
        if said.isdecimal():
            found.add(int(said))
    return found


def _periods(book: Rulebook, anew: frozenset[Key], span: Span, hours: Calendars) -> Iterator[Fact]:
    """Yield what began of the duties that differ, in order."""
    facts = [
        _began(rule, period)
        for key in sorted(anew)
        if isinstance(rule := book.find(*key), Duty)
        for period in _occurring(rule, span, hours)
    ]
    yield from sorted(facts, key=lambda fact: fact.happened_at)


def _occurring(rule: Duty, span: Span, hours: Calendars) -> Iterator[Period]:
    calendar = hours.of(None, span.until)(rule.calendar)
    since = timezone.localdate(span.since)
    last = timezone.localdate(span.until - timedelta(microseconds=1))
    for period in rule.occurrences(since, last, calendar):
        if span.since <= period.begins < span.until:
            yield period


def _began(rule: Duty, period: Period) -> Fact:
    return Fact(
        kind=PERIOD_BEGAN,
        about=about_of(rule, period),
        happened_at=period.begins,
        details={
            "rule": rule.id,
            "regulation": rule.clause.regulation,
            "period": period.key,
            "due": period.due.isoformat() if period.due else None,
        },
    )
