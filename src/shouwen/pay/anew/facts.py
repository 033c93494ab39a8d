"""Facts of the journal in columns, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
from django.utils import timezone

from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.pay.many.past import RESERVED

Frames = dict[str, pl.DataFrame]
_MOMENT = pl.Datetime("us", "UTC")


class TooManyError(Exception):
    """There are more facts than were asked for."""


def of_days(
    kinds: Collection[str],
    first: date,
    end: date,
    *,
    before_number: int | None = None,
    most: int | None = None,
    progress: Callable[[date], None] | None = None,
) -> Frames:
    """Read the standing facts of some kinds from the first day to before the end, day by day.

    With ``before_number`` they are those that stood before that fact was recorded. Raises
    TooManyError for more than ``most``.
    """
    found: dict[str, list[pl.DataFrame]] = defaultdict(list)
    count = 0
    for day in _days(first, end):
        rows = _rows(kinds, _midnight(day), _midnight(day + timedelta(days=1)), before_number)
        count += len(rows)
        if most is not None and count > most:
            raise TooManyError(count)
        for kind, frame in _frames(rows).items():
            found[kind].append(frame)
        if progress is not None:
            progress(day)
    return _together(found)


def before(
    kinds: Collection[str], since: datetime | None, first: date, before_number: int | None = None
) -> Frames:
    """Read the standing facts of some kinds that happened before the first day."""
    return _frames(_rows(kinds, since, _midnight(first), before_number))


def _rows(
    kinds: Collection[str], since: datetime | None, until: datetime, before_number: int | None
) -> list[JournalRow]:
    if not kinds:
        return []
    return journal.facts_with(
        sorted(kinds), {}, since=since, until=until, before_number=before_number
    )


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _frames(rows: Iterable[JournalRow]) -> Frames:
    by_kind: dict[str, list[JournalRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    return {kind: _frame(listed) for kind, listed in by_kind.items()}


def _frame(rows: list[JournalRow]) -> pl.DataFrame:
    """Return facts of a kind; a detail called as the journal calls its own is left out.

    No bundled rule of pay or points reads a detail so called, as a test holds.
    """
    moments = [row.happened_at.astimezone(UTC) for row in rows]
    names = sorted({name for row in rows for name in row.details} - RESERVED)
    return pl.DataFrame(
        {
            "number": pl.Series([row.number for row in rows], dtype=pl.Int64),
            "at": pl.Series(moments, dtype=_MOMENT),
            "about": [row.about for row in rows],
            **{name: _column([row.details.get(name) for row in rows]) for name in names},
        }
    )


def _column(values: list[Any]) -> pl.Series:
    """Return details as a column: yes and no as such, everything else as it is written."""
    if all(value is None or isinstance(value, bool) for value in values):
        return pl.Series(values, dtype=pl.Boolean)
    return pl.Series([None if value is None else _written(value) for value in values])


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _together(found: dict[str, list[pl.DataFrame]]) -> Frames:
    return {kind: joined(*frames) for kind, frames in found.items()}


def joined(*frames: pl.DataFrame) -> pl.DataFrame:
    """Put facts of a kind below each other; a detail that is once yes and once a word is a word."""
    types: dict[str, set[Any]] = defaultdict(set)
    for frame in frames:
        for name, sort in frame.schema.items():
            types[name].add(sort)
    mixed = [name for name, sorts in types.items() if len(sorts) > 1]
    alike = (
        frame.with_columns(pl.col(name).cast(pl.String) for name in mixed if name in frame.columns)
        for frame in frames
    )
    return pl.concat(alike, how="diagonal").sort("number")
