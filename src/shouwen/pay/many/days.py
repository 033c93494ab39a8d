"""Local months and days of many moments at once."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

import polars as pl

from shouwen.policy.kinds.periods import first_day, midnight, next_first_day


def numbered(at: pl.Series, per: str, zone: tzinfo) -> tuple[pl.Series, list[date]]:
    """Return for each moment (UTC) the number of its month or day, and their first days.

    Moments are only compared with the midnights between: reading a date off each is ten times the
    work.
    """
    first, last = at.min(), at.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return pl.Series([], dtype=pl.UInt32), []
    begins = first_day(first.astimezone(zone).date(), per)
    days: list[date] = []
    while midnight(begins, zone) <= last:
        days.append(begins)
        begins = next_first_day(begins, per)
    if len(days) == 1:
        return pl.zeros(len(at), dtype=pl.UInt32, eager=True), days
    starts = pl.Series([midnight(day, zone) for day in days[1:]], dtype=at.dtype)
    return starts.to_physical().search_sorted(at.to_physical(), side="right"), days
