"""Rows of quality's lists and pages, each in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from shouwen.cases.choices import Channel
from shouwen.enforcement.words import of_language
from shouwen.people.models import Member
from shouwen.policy.quality.scorecards import scored_anew
from shouwen.quality import cards
from shouwen.quality.models import (
    Card,
    CardVersion,
    Finding,
    Item,
    Marking,
    Plan,
    Sample,
)

PAGE = 40
# So many of the latest checks are scored anew side by side.
ANEW = 50
COUNTED = ("drawn", "checked", "left")


# ── cards and plans ──────────────────────────────────────────────────────────────────────────


def latest_cards() -> list[CardVersion]:
    """List the latest version of each card in use, by title."""
    versions = CardVersion.objects.filter(card__ended_at=None).select_related("card")
    last: dict[int, CardVersion] = {}
    for version in versions.order_by("number"):
        last[version.card_id] = version
    return sorted(last.values(), key=lambda one: (one.title, one.pk))


def versions_of(card: Card) -> list[CardVersion]:
    """List the versions of a card, the newest first."""
    return list(card.versions.select_related("written_by").order_by("-number"))


def plans_in_use() -> list[Plan]:
    """List the plans that have not ended, by title."""
    found = Plan.objects.filter(ended_at=None).select_related("card", "checkers")
    return list(found.order_by("title", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """One check by two versions of its card; empty where a version's items were not all marked."""

    pk: int
    person: str
    case: str
    happened_at: datetime
    before: str
    after: str
    differs: bool


def differing(rows: Sequence[Anew]) -> int:
    """Return how many of the checks come to something else by the newer version."""
    return sum(row.differs for row in rows)


def scored_by(older: CardVersion, newer: CardVersion) -> list[Anew]:
    """Return the latest checks by the older version with what the newer would make of them."""
    found = Item.objects.filter(sample__version=older, checked_at__isnull=False)
    old, new = cards.scorecard(older), cards.scorecard(newer)
    rows = []
    for item in found.select_related("person", "case").order_by("-checked_at", "-pk")[:ANEW]:
        change = scored_anew(old, new, cards.marked(item.marks))
        before, after = (cards.points_text(s.points) for s in (change.before, change.after))
        rows.append(
            Anew(
                pk=item.pk, person=item.person.name, case=item.number,
                happened_at=item.happened_at, before=before, after=after, differs=before != after,
            )
        )  # fmt: skip
    return rows


# ── samples ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """One sample with how much of it is checked."""

    sample: Sample
    drawn: int
    checked: int
    left: int


def samples(*, after: int | None = None, limit: int = PAGE) -> list[SampleRow]:
    """List samples, the newest first, in two queries."""
    found = Sample.objects.select_related("plan", "version", "drawn_by")
    if after is not None:
        found = found.filter(pk__lt=after)
    page = list(found.order_by("-pk")[:limit])
    counts = _counts(page)
    return [SampleRow(sample=one, **counts[one.pk]) for one in page]


def sample_row(sample: Sample) -> SampleRow:
    """Return one sample with how much of it is checked."""
    return SampleRow(sample=sample, **_counts([sample])[sample.pk])


def _counts(page: Sequence[Sample]) -> Mapping[int, dict[str, int]]:
    rows = Item.objects.filter(sample__in=page).values("sample").order_by("sample")
    rows = rows.annotate(
        drawn=Count("pk"), checked=Count("checked_at"),
        left=Count("pk", filter=Q(checker__isnull=True)),
    )  # fmt: skip
    counted: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for row in rows.values_list("sample", *COUNTED):
        counted[row[0]] = dict(zip(COUNTED, row[1:], strict=True))
    return counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conversation of a sample for a list."""

    pk: int
    case: str
    person: str
    person_key: str
    checker: str
    channel: str
    happened_at: datetime
    checked_at: datetime | None
    parts: tuple[str, ...]
    points: str
    zeroed: bool
    begun: bool

    @property
    def channel_label(self) -> str:
        """The channel in the reader's language."""
        return str(Channel(self.channel).label) if self.channel else ""


def older(found: QuerySet[Any], field: str, after: int | None) -> QuerySet[Any]:
    """Return the rows by a moment, the newest first, of those that follow the row ``after``."""
    if after:
        at = found.model.objects.filter(pk=after).values(field)[:1]
        found = found.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at, "pk__lt": after}))
    return found.order_by(f"-{field}", "-pk")


def _rows(found: QuerySet[Item]) -> list[Row]:
    return [row_of(one) for one in found.select_related("case", "person", "checker")]


def row_of(one: Item) -> Row:
    """Return one conversation for a list."""
    return Row(
        pk=one.pk, case=one.number, person=one.person.name,
        person_key=one.person.username, checker=one.checker.name if one.checker else "",
        channel=one.channel, happened_at=one.happened_at, checked_at=one.checked_at,
        parts=tuple(one.parts), points=cards.points_text(one.points), zeroed=one.zeroed,
        begun=bool(one.draft),
    )  # fmt: skip


def items_of(sample: Sample, *, after: int = 0, limit: int = PAGE) -> list[Row]:
    """List the conversations of a sample in the order they were drawn."""
    return _rows(Item.objects.filter(sample=sample, pk__gt=after).order_by("pk")[:limit])


def to_check(member: Member, *, after: int = 0, limit: int = PAGE) -> list[Row]:
    """List what a member has been given to check and has not sent."""
    waiting = Item.objects.filter(checker=member, checked_at=None, pk__gt=after)
    return _rows(waiting.order_by("pk")[:limit])


def next_to_check(member: Member) -> int | None:
    """Return the first conversation that waits for a checker, or None."""
    waiting = Item.objects.filter(checker=member, checked_at=None).order_by("pk")
    return waiting.values_list("pk", flat=True).first()


def to_mark(member: Member) -> list[Marking]:
    """List what waits for a member's marks in calibrations."""
    found = Marking.objects.filter(checker=member, marked_at=None)
    return list(found.select_related("calibration", "case").order_by("pk")[:PAGE])


def checks_of(person: Member, *, after: int | None = None, limit: int = PAGE) -> list[Row]:
    """List the checks of a person's conversations, the latest first."""
    found = Item.objects.filter(person=person, checked_at__isnull=False)
    if after is not None:
        found = found.filter(pk__lt=after)
    return _rows(found.order_by("-pk")[:limit])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a card with its mark; ``key`` names the line, ``field`` its controls."""

    key: str
    field: str
    name: str
    section: str
    weight: Decimal
    sort: str
    rule: str
    earned: str
    note: str
    at: str


def lines_of(version: CardVersion, marks: Mapping[str, Any]) -> list[Line]:
    """Return a card's lines with what was marked on them."""
    return [
        Line(
            key=line.key, field=f"i{place}",
            name=of_language((line.name, line.name_en or line.name)), section=line.section,
            weight=line.weight, sort=line.sort, rule=line.rule.rpartition("/")[0],
            **{name: str(marks.get(line.key, {}).get(name, "")) for name in FIELDS},
        )
        for place, line in enumerate(cards.lines_of(version))
    ]  # fmt: skip


FIELDS = ("earned", "note", "at")


# ── automatic findings ───────────────────────────────────────────────────────────────────────


def findings(
    of: Q, *, state: str, code: str = "", after: int | None = None, limit: int = PAGE
) -> list[Finding]:
    """List what automatic checks found, the newest first."""
    found = Finding.objects.filter(of, state=state).select_related(
        "case__customer", "case__contact", "person", "decided_by"
    )
    if code:
        found = found.filter(code=code)
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[:limit])
