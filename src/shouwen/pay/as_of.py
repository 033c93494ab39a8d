"""A member's month as it would read from another moment or by other rules, beside today's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwen.enforcement import words
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.ledger import standing
from shouwen.ledger.actions import Transfer
from shouwen.pay.anew import lines
from shouwen.pay.anew.facts import TooManyError
from shouwen.pay.anew.settling import Days, View
from shouwen.pay.months import Month
from shouwen.pay.queries import unit_name
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy import rulings, sentences
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.clauses import Clause
from shouwen.regulations import queries as regulations
from shouwen.regulations.models import Version
from shouwen.regulations.queries import InForce
from shouwen.ui import words as ui

# How many facts are worked out while somebody waits for a page.
MOST_FACTS = 50_000


class Key(NamedTuple):
    """Which line: the fact, the rule and between whom, in which unit."""

    number: int
    regulation: str
    rule: str
    payer: str
    payee: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfLine:
    """One line in both views: what it comes to today and what it came to then.

    Amounts are signed from the member's side; ``why_then`` explains the one of then step by step,
    ``reasons`` say where a difference comes from. ``entry`` is today's, if there is one.
    """

    fact_number: int
    happened_at: datetime
    label: str
    book: str
    clause_number: str
    regulation: str
    today: Quantity
    then: Quantity
    unit: str | None
    entry: int | None
    reasons: tuple[str, ...]
    why_then: tuple[sentences.Line, ...]

    @property
    def differs(self) -> bool:
        """Whether the two views do not agree."""
        return self.today != self.then


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What one unit comes to in both views."""

    unit: str | None
    today: Quantity
    then: Quantity

    @property
    def figures(self) -> tuple[str, str]:
        """Both sums with their signs."""
        return ui.figure(self.then, signed=True), ui.figure(self.today, signed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What the facts of a month come to for a member, then and today."""

    sums: tuple[Sum, ...]
    lines: tuple[AsOfLine, ...]

    @property
    def differing(self) -> int:
        """How many lines the two views do not agree about."""
        return sum(line.differs for line in self.lines)


def view_of(known: str, rules: str) -> View:
    """Read the two days a form or program names; an empty one does not count.

    What was known on a day is what was recorded until it was over. Raises RefusedError.
    """
    known_on, rules_on = _day(known, "known"), _day(rules, "rules")
    if known_on is None:
        return View(rules_on=rules_on)
    end = datetime.combine(known_on + timedelta(days=1), time(), timezone.get_default_timezone())
    return View(known_at=end - timedelta(microseconds=1), rules_on=rules_on)


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not date(1990, 1, 1) <= found <= date(2200, 1, 1):
        raise RefusedError(_("Write the day as year, month and day: 2026-10-31."), name)
    return found


def as_of(member: Member, month: Month, view: View, now: datetime) -> AsOf:
    """Work the month out anew in a view and put every line beside today's.

    The facts of the month's days count, whichever month they are paid in. Raises RefusedError
    where they are too many to wait for.
    """
    days = Days(month.first, month.moved(1).first, view, most=MOST_FACTS)
    try:
        then = _of_member(days.settle(), member)
    except TooManyError:
        raise RefusedError(
            _("The month holds too many facts for a page; check it on the command line instead.")
        ) from None
    entries = _entries(member, days)
    rows = _facts({key.number for key in {*then, *entries}})
    known = regulations.words_on(min(timezone.localdate(now), month.moved(1).first))
    comparing = _Comparing(member, view, days, known, rows, now)
    found = [comparing.line(key, entries.get(key), then.get(key, 0)) for key in {*then, *entries}]
    found.sort(key=lambda line: (line.happened_at, line.fact_number, line.clause_number))
    return AsOf(sums=tuple(_sums(found)), lines=tuple(found))


def _of_member(moved: pl.DataFrame, member: Member) -> dict[Key, int]:
    name = f"member:{member.username}"
    mine = moved.filter((pl.col("payer") == name) | (pl.col("payee") == name))
    return {Key(*key): parts for *key, parts in mine.select(*lines.LINES).iter_rows()}


def _entries(member: Member, days: Days) -> dict[Key, Transfer]:
    rows = standing.entries_of_member(member.username, days.since, days.until)
    return {_key_of(row): row for row in rows}


def _key_of(row: Transfer) -> Key:
    payer, payee = (f"{side.kind}:{side.key}" for side in (row.payer, row.payee))
    return Key(row.fact_id, row.regulation, row.rule_id, payer, payee, row.unit)


def _facts(numbers: Iterable[int]) -> dict[int, JournalRow]:
    return {row.number: row for row in journal.rows_numbered(sorted(numbers))}


def _sums(found: Iterable[AsOfLine]) -> Iterator[Sum]:
    by_unit: dict[str, list[AsOfLine]] = {}
    for line in found:
        by_unit.setdefault(line.today.unit, []).append(line)
    for unit in sorted(by_unit, key=lambda unit: (unit == YUAN, unit)):
        today = sum(line.today.parts for line in by_unit[unit])
        then = sum(line.then.parts for line in by_unit[unit])
        name = by_unit[unit][0].unit
        yield Sum(unit=name, today=Quantity(unit, today), then=Quantity(unit, then))


@dataclass(frozen=True, slots=True)
class _Comparing:
    """Puts lines of two views side by side, and says where they part."""

    member: Member
    view: View
    days: Days
    known: InForce
    rows: Mapping[int, JournalRow]
    now: datetime

    def line(self, key: Key, entry: Transfer | None, parts: int) -> AsOfLine:
        row = self.rows[key.number]
        sign = 1 if key.payee == f"member:{self.member.username}" else -1
        today = Quantity(key.unit, sign * (entry.parts if entry else 0))
        then = Quantity(key.unit, sign * parts)
        said = self.days.explained(key.number, key.rule) if parts else None
        cites = said.cites if said else None
        return AsOfLine(
            fact_number=key.number,
            happened_at=row.happened_at,
            label=words.kind_label(self.known.vocabulary, row.kind),
            book=cites.title if cites else entry.title if entry else "",
            clause_number=cites.number if cites else entry.clause_number if entry else "",
            regulation=key.regulation,
            today=today,
            then=then,
            unit=unit_name(key.unit, self.known),
            entry=entry.pk if entry else None,
            reasons=tuple(self._reasons(key, row, entry, cites)) if today != then else (),
            why_then=self._steps(said) if said else (),
        )

    def _steps(self, said: rulings.Ruling) -> tuple[sentences.Line, ...]:
        year = timezone.localtime(self.now).year
        steps = words.with_names(said.steps)
        return tuple(sentences.lines(steps, words.page_language(), year=year))

    def _reasons(
        self, key: Key, row: JournalRow, entry: Transfer | None, cites: Clause | None
    ) -> Iterator[str]:
        """Say what came later and which rule reads differently."""
        known_at = self.view.known_at
        if known_at is not None and row.recorded_at > known_at:
            yield _("Recorded only on %(day)s.") % {"day": ui.day(row.recorded_at, self.now)}
            return
        if row.corrected_by is not None:
            yield self._taken_back(row.corrected_by)
            return
        version = self._version_then(key.regulation, row)
        if entry is not None and version != entry.version_id:
            yield self._other_version(entry, version)
        elif entry is None and cites is not None:
            yield _("%(book)s %(clause)s said so then.") % {
                "book": cites.title, "clause": cites.number,
            }  # fmt: skip
        else:
            yield self._later()

    def _taken_back(self, by: int) -> str:
        (row,) = journal.rows_numbered([by])
        # Why is left to the page of the fact: not everybody who reads this may know.
        return _("Taken back on %(day)s.") % {"day": ui.day(row.recorded_at, self.now)}

    def _version_then(self, regulation: str, row: JournalRow) -> int | None:
        day = self.view.rules_on or timezone.localdate(row.happened_at)
        return regulations.shelf().on(day, self.view.known_at).versions.get(regulation)

    def _other_version(self, entry: Transfer, version: int | None) -> str:
        if version is None:
            return _("%(book)s was not in force then.") % {"book": entry.title}
        other = Version.objects.values_list("number", flat=True).get(pk=version)
        return _("Version %(then)s of %(book)s counts instead of version %(today)s.") % {
            "then": other, "today": entry.version.number, "book": entry.title,
        }  # fmt: skip

    def _later(self) -> str:
        """Say how many facts that it may count were recorded or taken back later."""
        known_at = self.view.known_at
        if known_at is None:
            return _("What it counts was taken back or added since.")
        later = journal.number_known_at(self.now) - journal.number_known_at(known_at)
        return ngettext(
            "What it counts was different then: %(count)s fact was recorded later.",
            "What it counts was different then: %(count)s facts were recorded later.",
            later,
        ) % {"count": later}
