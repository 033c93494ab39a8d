"""Trends of checks by week or month: of the whole score, or of one line of a card.

The database counts; what comes here is a row for each week or month, and for each line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import (
    Avg,
    Case,
    Count,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from shouwen.enforcement.words import of_language
from shouwen.people.refusals import RefusedError
from shouwen.quality import cards
from shouwen.quality.contacts import midnight
from shouwen.quality.models import Card, CardVersion, Item, LineMark
from shouwen.quality.queries import PAGE, Row, older, row_of

By = Literal["week", "month"]
# Where nobody says from when: so many weeks or months; a longer time is cut to the most.
USUAL, MOST = 12, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a trend is asked about; ``people`` are whose checks count, None is everybody's.

    ``since`` and ``until`` are days, both included. ``line`` is the key of a line of ``card``.
    """

    by: By
    since: date
    until: date
    card: Card | None = None
    line: str = ""
    people: Collection[int] | None = None

    def within(self, begin: date) -> Asked | None:
        """Return the same of the one week or month that begins on a day; None for no such day."""
        found = [one for one in spans(self) if one[0] == begin]
        return replace(self, since=found[0][0], until=found[0][1]) if found else None

    def checks(self) -> QuerySet[Item]:
        """Return the sent checks that count."""
        found = Item.objects.filter(self._days(), checked_at__isnull=False, points__isnull=False)
        return found.filter(sample__version__card=self.card) if self.card else found

    def marks(self) -> QuerySet[LineMark]:
        """Return the marks of lines that count."""
        found = LineMark.objects.filter(self._days())
        found = found.filter(card=self.card) if self.card else found
        return found.filter(key=self.line) if self.line else found

    def _days(self) -> Q:
        days = Q(
            happened_at__gte=midnight(self.since),
            happened_at__lt=midnight(self.until + timedelta(days=1)),
        )
        return days if self.people is None else days & Q(person__in=list(self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A week or month: the mean in percent, and how many checks fell short.

    Of the whole score the mean is of the full score, and those fell short that were zeroed; of a
    line it is what was earned of it, and those fell short that did not earn all.
    """

    since: date
    until: date
    checks: int
    mean: float | None
    short: int


def asked(
    *, by: By, since: date | None, until: date | None, card: Card | None, line: str,
    people: Collection[int] | None, today: date,
) -> Asked:  # fmt: skip
    """Return what is asked about; without days it is the usual time that ends today.

    A longer time than can be drawn is cut. Raises RefusedError for one that ends before it begins.
    """
    until = until or today
    begins = since or _first(by, until, USUAL)
    if begins > until:
        raise RefusedError(_("The last day lies before the first; choose a later one."), "until")
    return Asked(
        by=by, since=max(begins, _first(by, until, MOST)), until=until, card=card,
        line=line if card else "", people=people,
    )  # fmt: skip


def _first(by: By, until: date, many: int) -> date:
    last = _begin(by, until)
    return last - timedelta(weeks=many - 1) if by == "week" else _months_back(last, many - 1)


def points(asked: Asked) -> list[Point]:
    """Return every week or month of the time asked about, in one query; empty ones have no mean."""
    found = {row["place"]: row for row in (_of_line(asked) if asked.line else _of_score(asked))}
    return [
        _point(since, until, found.get(place))
        for place, (since, until) in enumerate(spans(asked))
    ]  # fmt: skip


def spans(asked: Asked) -> list[tuple[date, date]]:
    """Return the first and the last day of every week or month of the time asked about."""
    begins = list(_begins(asked.by, asked.since, asked.until))
    ends = [*(day - timedelta(days=1) for day in begins[1:]), asked.until]
    return [(max(begin, asked.since), end) for begin, end in zip(begins, ends, strict=True)]


def _of_score(asked: Asked) -> Iterable[dict[str, Any]]:
    share = Cast(F("points"), FloatField()) * 100 / Cast(F("sample__version__full"), FloatField())
    return _grouped(asked, asked.checks(), share, Q(zeroed=True))


def _of_line(asked: Asked) -> Iterable[dict[str, Any]]:
    return _grouped(asked, asked.marks(), Cast(F("earned"), FloatField()) * 100, Q(earned__lt=1))


def _grouped(asked: Asked, found: QuerySet[Any], share: Any, short: Q) -> Iterable[dict[str, Any]]:
    rows = found.order_by().values(place=_place(asked)).annotate(
        checks=Count("pk"), mean=Avg(share), short=Count("pk", filter=short)
    )  # fmt: skip
    return list(rows)


def _place(asked: Asked) -> Case:
    """Return in which of the weeks or months a row is.

    Moments are compared, since a database that cuts them itself does so row by row in Python.
    """
    whens = [
        When(happened_at__lt=midnight(until + timedelta(days=1)), then=Value(place))
        for place, (_since, until) in enumerate(spans(asked))
    ]
    return Case(*whens, output_field=IntegerField())


def _point(since: date, until: date, row: dict[str, Any] | None) -> Point:
    if row is None:
        return Point(since=since, until=until, checks=0, mean=None, short=0)
    return Point(
        since=since, until=until, checks=row["checks"], mean=row["mean"], short=row["short"]
    )


def _begin(by: By, day: date) -> date:
    return day - timedelta(days=day.weekday()) if by == "week" else day.replace(day=1)


def _begins(by: By, since: date, until: date) -> Iterator[date]:
    begin = _begin(by, since)
    while begin <= until:
        yield begin
        begin = begin + timedelta(weeks=1) if by == "week" else _months_back(begin, -1)


def _months_back(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a card over the time asked about; ``mean`` is in percent of what it weighs."""

    card: str
    card_title: str
    key: str
    name: str
    checks: int
    mean: float
    short: int

    @property
    def percent(self) -> int:
        """How many in a hundred did not earn all of it."""
        return round(100 * self.short / self.checks)


def lines(asked: Asked) -> list[LineRow]:
    """Return the lines that were marked, those that fell short most often first, in two queries."""
    rows = asked.marks().order_by().values("card", "key").annotate(
        checks=Count("pk"), mean=Avg(Cast(F("earned"), FloatField()) * 100),
        short=Count("pk", filter=Q(earned__lt=1)),
    )  # fmt: skip
    counted = list(rows)
    names = names_of({row["card"] for row in counted})
    found = [
        LineRow(
            card=names[row["card"], row["key"]][0], card_title=names[row["card"], row["key"]][1],
            key=row["key"], name=names[row["card"], row["key"]][2], checks=row["checks"],
            mean=row["mean"], short=row["short"],
        )
        for row in counted
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.short / one.checks, one.name, one.key))


def names_of(cards_: Collection[int]) -> dict[tuple[int, str], tuple[str, str, str]]:
    """Return card key, card title and words of each line that any version of these cards had."""
    found: dict[tuple[int, str], tuple[str, str, str]] = {}
    versions = CardVersion.objects.filter(card__in=list(cards_)).select_related("card")
    for version in versions.order_by("number"):
        title = of_language((version.title, version.title_en or version.title))
        for line in cards.lines_of(version):
            words = of_language((line.name, line.name_en or line.name))
            found[version.card_id, line.key] = (version.card.key, title, words)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One check behind a point; ``note`` is what the checker wrote on the line asked about."""

    row: Row
    earned: str
    note: str


def behind(asked: Asked, *, after: int | None = None, limit: int = PAGE) -> list[Behind]:
    """List the checks of the time asked about, the latest first; of a line those that fell short.

    The note is the checker's on that line.
    """
    found = asked.checks()
    if asked.line:
        found = found.filter(lines__key=asked.line, lines__earned__lt=1)
    rows = older(found.select_related("case", "person", "checker"), "happened_at", after)[:limit]
    return [_behind(one, one.marks.get(asked.line, {})) for one in rows]


def _behind(one: Item, mark: dict[str, Any]) -> Behind:
    return Behind(
        row=row_of(one), earned=str(mark.get("earned", "")), note=str(mark.get("note", ""))
    )
