"""Leaks: found, reported and what the regulations in force make of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from shouwen.access.models import Tie
from shouwen.access.records import LEAK
from shouwen.enforcement.words import kind_label
from shouwen.journal import lists
from shouwen.journal.queries import JournalRow
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.people.models import Member
from shouwen.policy.kinds.common import Rule
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations.queries import InForce

FOUND = "leak_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakRow:
    """One leak in the list."""

    about: str
    kind: str
    number: int
    happened_at: datetime
    by: str

    @property
    def href(self) -> str:
        """Where it is read; one recorded on the general page is read as the fact it is."""
        prefix, _colon, key = self.about.partition(":")
        if prefix == LEAK:
            return reverse("access:leak", args=[key])
        return reverse("enforcement:fact", args=[self.number])


def kinds_of_leaks(in_force: InForce) -> list[FactKind]:
    """List the facts by which a leak is reported: our own, and those tied to leaks."""
    words = Tie.objects.filter(record=LEAK).values_list("word", flat=True)
    names = dict.fromkeys([FOUND, *words])
    return [in_force.vocabulary.kinds[name] for name in names if name in in_force.vocabulary]


def next_kinds(in_force: InForce, row: JournalRow) -> list[FactKind]:
    """List the facts that rules about this leak wait for, such as that it was reported."""
    heard = [rule for rule in in_force.rulebook.rules if row.kind in rule.fact_kinds()]
    names = dict.fromkeys(each for rule in heard for each in _met_by(rule))
    known = in_force.vocabulary.kinds
    return [known[name] for name in names if name in known and known[name].by_hand]


def _met_by(rule: Rule) -> Iterable[str]:
    return [each.fact for each in getattr(rule, "met_by", ())]


def leaks(in_force: InForce, *, reader: Member, sees_all: bool, limit: int = 50) -> list[LeakRow]:
    """List leaks, the latest first; whoever does not see all reads only their own reports."""
    kinds = [kind.kind for kind in kinds_of_leaks(in_force)]
    rows = lists.newest_of_kinds(kinds, of=None if sees_all else reader, limit=limit)
    return [
        LeakRow(
            about=row.about, kind=kind_label(in_force.vocabulary, row.kind), number=row.number,
            happened_at=row.happened_at, by=row.actor_name,
        )
        for row in rows
    ]  # fmt: skip


def obligations_of(rows: Iterable[JournalRow]) -> list[OwedRow]:
    """List what has to be done about a leak, by the facts recorded about it."""
    abouts = dict.fromkeys(row.about for row in rows)
    return [one for about in abouts for one in owed.history(about)]
