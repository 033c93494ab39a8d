"""Case numbers: one letter for the type, the day, and a count without gaps.

The letters are the trade's own, the first sounds of the Chinese words: T 投诉 complaint, W 维修
repair, Z 咨询 consultation, J 建议 suggestion, B 表扬 praise, F 服务 service. ``T20261121-0003`` is
the third complaint of 21 November 2026. A number is taken in the transaction that opens the case:
if that is rolled back, the number is free again, so the series of a day has no gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import F

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


def take_numbers(case_type: str, day: date, count: int = 1) -> Iterator[str]:
    """Take the next ``count`` numbers of a type and day; call it inside a transaction."""
    prefix = PREFIXES[CaseType(case_type)]
    series, _ = NumberSeries.objects.get_or_create(prefix=prefix, day=day)
    # The update holds the row until the transaction ends; nobody else reads the count meanwhile.
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + count)
    series.refresh_from_db(fields=["last"])
    first = series.last - count + 1
    return (f"{prefix}{day:%Y%m%d}-{number:04d}" for number in range(first, series.last + 1))
