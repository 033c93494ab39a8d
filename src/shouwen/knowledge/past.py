"""Quality checks that were made: found by person, period and checklist, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.knowledge import queries
from shouwen.knowledge.checked import LONGEST
from shouwen.people import queries as people
from shouwen.policy.kinds.conduct import CHECKED
from shouwen.policy.rulebook import Rulebook

PREFIX = "check:"
PAGE = 50
# So many checks are written into one file; a period has to be chosen for more.
MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for; empty is any."""

    person: str = ""
    rule: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One judged line of a check."""

    checklist: str
    line: str
    passed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One check that was made."""

    number: int
    person: str
    by: str
    happened_at: datetime
    verdicts: tuple[Verdict, ...]

    @property
    def checklists(self) -> tuple[str, ...]:
        """The lists it was made by."""
        return tuple(dict.fromkeys(one.checklist for one in self.verdicts))

    @property
    def failed(self) -> int:
        """How many lines were not passed."""
        return sum(not one.passed for one in self.verdicts)


def past(search: Search, book: Rulebook, *, limit: int = PAGE) -> list[Past]:
    """List checks that fit, in a fixed number of queries."""
    firsts = journal.forms_recorded(
        PREFIX,
        about=f"member:{search.person}" if search.person else "",
        detail=("rule", search.rule) if search.rule else None,
        since=_midnight(search.since),
        until=_midnight(search.until + timedelta(days=1)) if search.until else None,
        before=search.before,
        limit=limit,
        longest=LONGEST,
    )
    if not firsts:
        return []
    lines = journal.facts_between(firsts[-1].number, firsts[0].number + LONGEST, PREFIX)
    by_stem: dict[str, list[FactRow]] = {}
    for row in lines:
        by_stem.setdefault(_stem(row), []).append(row)
    persons = {str(row.details.get("person", "")) for row in firsts}
    names = {key: one.name for key, one in people.members_by_keys(persons).items()}
    titles = _Titles.of(book)
    return [_past(first, by_stem[_stem(first)], names, titles) for first in firsts]


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _stem(row: FactRow) -> str:
    return (row.idempotency_key or "").rpartition(":")[0]


def _past(first: FactRow, rows: list[FactRow], names: Mapping[str, str], titles: _Titles) -> Past:
    key = str(first.details.get("person", ""))
    judged = (row for row in rows if row.kind == CHECKED)
    return Past(
        number=first.number,
        person=names.get(key, key),
        by=first.actor.name if first.actor else "",
        happened_at=first.happened_at,
        verdicts=tuple(titles.verdict(row) for row in judged),
    )


@dataclass(frozen=True, slots=True)
class _Titles:
    """What the checklists in force and their lines are called."""

    lists: Mapping[str, str]
    lines: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, book: Rulebook) -> _Titles:
        rules = list(queries.conduct_on(book, timezone.localdate()))  # clock: words of today
        lists = {rule.id: queries.cited(rule).title for rule in rules}
        found = ((rule.id, each) for rule in rules for each in queries.checklist(rule).lines)
        return cls(lists, {(rule, each.key): each.text for rule, each in found})

    def verdict(self, row: FactRow) -> Verdict:
        rule, item = str(row.details.get("rule", "")), str(row.details.get("item", ""))
        return Verdict(
            checklist=self.lists.get(rule, rule),
            line=self.lines.get((rule, item), item),
            passed=row.details.get("passed") is True,
            note=str(row.details.get("note") or ""),
        )


def table(found: list[Past]) -> Iterator[list[str]]:
    """Return every judged line as a row of a table, after its heading."""
    yield [_("When"), _("Who was checked"), _("Who checked"), _("Checklist"), _("Line of the list"),
           _("Verdict"), _("Note")]  # fmt: skip
    for each in found:
        when = f"{timezone.localtime(each.happened_at):%Y-%m-%d %H:%M}"
        for one in each.verdicts:
            verdict = _("passed") if one.passed else _("failed")
            yield [when, each.person, each.by, one.checklist, one.line, verdict, one.note]
