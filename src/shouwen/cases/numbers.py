"""Case numbers: one letter for the type, the day, and a count without gaps.

The letters are the trade's own, the first sounds of the Chinese words: T 投诉 complaint, W 维修
repair, Z 咨询 consultation, J 建议 suggestion, B 表扬 praise, F 服务 service. ``T20261121-0003`` is
the third complaint of 21 November 2026. A number is taken in the transaction that opens the case:
if that is rolled back, the number is free again, so the series of a day has no gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Case, F, PositiveIntegerField, Value, When

from shouwen.cases.choices import CaseType
from shouwen.cases.models import NumberSeries

PREFIXES: Final = {
    CaseType.COMPLAINT: "T",
    CaseType.REPAIR: "W",
    CaseType.CONSULTATION: "Z",
    CaseType.SUGGESTION: "J",
    CaseType.PRAISE: "B",
    CaseType.SERVICE: "F",
}


Series = tuple[str, date]
_TAKE = (
    f"UPDATE {NumberSeries._meta.db_table} SET last = last + %s"  # noqa: S608, SLF001 own words only
    " WHERE prefix = %s AND day = %s RETURNING last"
)


def take_numbers(case_type: str, day: date, count: int = 1) -> Iterator[str]:
    """Take the next ``count`` numbers of a type and day; call it inside a transaction."""
    prefix = PREFIXES[CaseType(case_type)]
    # The update holds the row until the transaction ends. It finds none on the first of a day.
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (count, prefix, connection.ops.adapt_datefield_value(day)))
        row = cursor.fetchone()
    if row is None:
        return take_all({(case_type, day): count})[case_type, day]
    return _written(prefix, day, row[0], count)


def take_all(wanted: Mapping[Series, int]) -> dict[Series, Iterator[str]]:
    """Take so many numbers of each type and day, in four queries however many series there are."""
    counts = {(PREFIXES[CaseType(kind)], day): n for (kind, day), n in wanted.items()}
    rows = _rows(counts)
    steps = (When(pk=row.pk, then=F("last") + Value(counts[row.prefix, row.day])) for row in rows)
    # The update holds the rows until the transaction ends; nobody else counts meanwhile.
    mine = NumberSeries.objects.filter(pk__in=[row.pk for row in rows])
    mine.update(last=Case(*steps, default=F("last"), output_field=PositiveIntegerField()))
    last = {(row.prefix, row.day): row.last for row in mine}
    return {
        (kind, day): _written(prefix, day, last[prefix, day], n)
        for (kind, day), n in wanted.items()
        for prefix in (PREFIXES[CaseType(kind)],)
    }


def _rows(counts: Mapping[Series, int]) -> list[NumberSeries]:
    found = _found(counts)
    missing = counts.keys() - {(row.prefix, row.day) for row in found}
    if not missing:
        return found
    new = [NumberSeries(prefix=prefix, day=day) for prefix, day in sorted(missing)]
    # A conflict can only mean that somebody else has just begun the same series, which is as well.
    NumberSeries.objects.bulk_create(new, ignore_conflicts=True)
    return _found(counts)


def _found(counts: Mapping[Series, int]) -> list[NumberSeries]:
    days, prefixes = {day for _, day in counts}, {prefix for prefix, _ in counts}
    rows = NumberSeries.objects.filter(day__in=days, prefix__in=prefixes).order_by("pk")
    return [row for row in rows if (row.prefix, row.day) in counts]


def _written(prefix: str, day: date, last: int, count: int) -> Iterator[str]:
    numbers = range(last - count + 1, last + 1)
    return (f"{prefix}{day:%Y%m%d}-{number:04d}" for number in numbers)
