"""What the pages about regulations list: the shelf, a version's text, the versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q

from shouwen.policy.regulation_file import Reading, read_regulation
from shouwen.regulations.cards import (
    ClauseRow,
    KindCount,
    by_clause,
    kind_counts,
    paragraphs,
    printed_number,
    rule_card,
)
from shouwen.regulations.models import PROPOSED, CalendarVersion, Regulation, RuleRow, Version
from shouwen.regulations.models import ClauseRow as StoredClause
from shouwen.regulations.queries import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRow:
    """One regulation on the list, by the version that counts on the day.

    ``state`` is in_force, future or ended. ``next_from`` is the day another version takes over.
    """

    slug: str
    title: str
    state: str
    number: int
    in_force: date
    ended: date | None
    next_from: date | None
    clauses: int
    rules: int
    kinds: tuple[KindCount, ...]
    notes: int
    blanks: int


def shelf(on: date, language: str | None) -> list[ShelfRow]:
    """List every regulation: in force first, then future, then ended; one query."""
    versions: dict[str, list[Version]] = {}
    rows = Version.objects.select_related("regulation").defer("source", "front")
    adopted = rows.filter(number__gt=PROPOSED)
    for version in adopted.order_by("regulation__pk", "number"):
        versions.setdefault(version.regulation.slug, []).append(version)
    found = [_shelf_row(slug, every, on, language) for slug, every in versions.items()]
    order = {"in_force": 0, "future": 1, "ended": 2}
    return sorted(found, key=lambda row: order[row.state])


def _shelf_row(slug: str, every: list[Version], on: date, language: str | None) -> ShelfRow:
    shown = current_of(every, on)
    later = [v.in_force for v in every if v.in_force > on and v != shown and v.ended != v.in_force]
    kinds = shown.counts.get("kinds", {})
    return ShelfRow(
        slug=slug,
        title=shown.title,
        state=state_of(shown, on),
        number=shown.number,
        in_force=shown.in_force,
        ended=shown.ended,
        next_from=min(later, default=None),
        clauses=shown.counts.get("clauses", 0),
        rules=sum(kinds.values()) - kinds.get("note", 0),
        kinds=tuple(c for c in kind_counts(kinds, language) if c.kind != "note"),
        notes=kinds.get("note", 0),
        blanks=shown.counts.get("blanks", 0),
    )


def state_of(version: Version, on: date) -> str:
    """Return whether a version is in force on a day, comes later, or has ended."""
    if version.ended is not None and version.ended <= on:
        return "ended"
    return "future" if version.in_force > on else "in_force"


def in_force_on(day: date) -> list[Version]:
    """Return the version of every regulation that counts on a day, by its name, in one query."""
    found = Version.objects.filter(Q(ended__isnull=True) | Q(ended__gt=day), in_force__lte=day)
    rows = found.select_related("regulation", "adopted_by").defer("source")
    return list(rows.order_by("regulation__slug"))


def current_of(versions: list[Version], on: date) -> Version:
    """Return the version in force on a day, else the next to come, else the last there was."""
    by_state = {state_of(version, on): version for version in reversed(versions)}
    return by_state.get("in_force") or by_state.get("future") or versions[-1]


def versions_of(regulation: Regulation) -> list[Version]:
    """Return every version of a regulation with who adopted it, the first one first.

    Texts that wait to be the first version are listed as long as none was adopted.
    """
    rows = regulation.versions.select_related("adopted_by", "ended_by")
    every = list(rows.defer("source").order_by("number", "pk"))
    return [version for version in every if version.number > PROPOSED] or every


def document(version: Version, language: str | None) -> list[ClauseRow]:
    """Return a version's clauses in order, each with its rules beside it, in two queries."""
    words = words_of(version)
    rules = RuleRow.objects.filter(version=version).select_related("clause").order_by("order")
    cards = by_clause(
        (row.clause.address, rule_card(row.definition, words, row.clause.number, language))
        for row in rules
    )
    clauses = StoredClause.objects.filter(version=version).order_by("order")
    return [
        ClauseRow(
            address=clause.address,
            number=clause.number,
            printed=printed_number(clause.number, clause.address),
            heading=clause.heading,
            paragraphs=paragraphs(clause.text),
            depth=clause.depth,
            line=clause.line,
            rules=tuple(cards.get(clause.address, ())),
        )
        for clause in clauses
    ]


def reading_of(version: Version) -> Reading:
    """Return a version's text as read again; kept in this process, for the text never changes."""
    return _reading(version.sha256, version.source, version.file_name)


@lru_cache(maxsize=8)
def _reading(_sha256: str, source: str, file_name: str) -> Reading:
    return read_regulation(source, file_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """One line of a calendar's history."""

    in_force: date
    created_at: datetime
    by: str
    reason: str


def calendar_history(team_pk: int | None, limit: int = 20) -> list[CalendarChange]:
    """List who changed a calendar and when, the latest first."""
    rows = CalendarVersion.objects.filter(team=team_pk).order_by("-pk")[:limit]
    return [
        CalendarChange(in_force=day, created_at=at, by=by or "", reason=reason)
        for day, at, by, reason in rows.values_list(
            "in_force", "created_at", "created_by__name", "reason"
        )
    ]
