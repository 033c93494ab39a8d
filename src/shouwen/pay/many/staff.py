"""Who holds which post, asked once for each person and each time in which nothing changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, cast

import polars as pl

from shouwen.pay.many.classes import DAY, Columns
from shouwen.pay.many.settled import People
from shouwen.policy.kinds.questions import (
    HoldersOf,
    MembersOf,
    OfPeople,
    PostsOf,
    SuperiorOf,
)

NOBODY = object()
_SEPARATOR = "\x1f"
_ERA, _WHO, _TOLD = "@era", "@who", "@told"


class Asked(NamedTuple):
    """A question about people in general terms: of which sort, of which post."""

    sort: type[OfPeople]
    post: str

    def about(self, person: object) -> OfPeople:
        """Return the question about a person, or about the post."""
        if self.sort is PostsOf or self.sort is SuperiorOf:
            return self.sort(str(person))
        return self.sort(self.post)


class Staff:
    """Remembers every answer, so that the facts of further kinds need not ask again."""

    def __init__(self, people: People) -> None:
        """Ask nothing yet."""
        self._people = people
        self._known: dict[Asked, pl.DataFrame] = {}

    def answer(self, template: Any, asked: Asked, who: str, columns: Columns) -> None:
        """Add the column with the answer for the person in ``who`` of each fact."""
        asking = pl.DataFrame({_ERA: self._era(columns.frame[DAY])})
        if who:
            asking = asking.with_columns(columns.frame[who].cast(pl.String).alias(_WHO))
        told = self._told(asked, asking, columns.frame[DAY])
        if asked.sort is SuperiorOf:
            columns.answer_with_people(template, told, NOBODY)
        else:
            columns.answer(template, told, _READ[asked.sort])

    def _era(self, days: pl.Series) -> pl.Series:
        """Return the first day of the time around each day in which nothing changed."""
        if self._people.changes is None:
            return days
        changes = sorted(self._people.changes)
        distinct = days.unique().to_list()
        begun = [([date.min, *changes])[bisect_right(changes, day)] for day in distinct]
        return days.replace_strict(distinct, begun, return_dtype=pl.Date)

    def _told(self, asked: Asked, asking: pl.DataFrame, days: pl.Series) -> pl.Series:
        """Ask once for each person and time, and give every fact its answer."""
        keys, distinct = asking.columns, asking.unique()
        known = self._known.get(asked, _nothing(asked, distinct))
        new = distinct.join(known, on=keys, how="anti", nulls_equal=True)
        first = cast("date", days.min())
        # A time that began before these facts did goes on at the first of them.
        told = [self._of(asked, *row[1:], day=max(row[0], first)) for row in new.iter_rows()]
        answers = new.with_columns(pl.Series(_TOLD, told, dtype=known.schema[_TOLD]))
        self._known[asked] = known = pl.concat([known, answers])
        if asking[_ERA].n_unique() == 1 and len(keys) > 1:
            known, keys = known.filter(pl.col(_ERA) == asking[_ERA][0]), [_WHO]
        joined = asking.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined[_TOLD]

    def _of(self, asked: Asked, person: str | None = "", *, day: date) -> object:
        return None if person is None else _text(self._people.answer(asked.about(person), day))


def _nothing(asked: Asked, asking: pl.DataFrame) -> pl.DataFrame:
    """Return the table of no answers."""
    told = pl.Int64 if asked.sort is HoldersOf else pl.String
    return asking.clear().with_columns(pl.Series(_TOLD, [], dtype=told))


def _text(answer: object) -> object:
    if isinstance(answer, frozenset):
        return _SEPARATOR.join(sorted(answer))
    return _SEPARATOR.join(answer) if isinstance(answer, tuple) else answer


@lru_cache(maxsize=64)
def _members(text: str) -> tuple[str, ...]:
    return tuple(text.split(_SEPARATOR)) if text else ()


_READ: dict[type[OfPeople], Callable[[Any], object]] = {
    PostsOf: lambda text: frozenset(text.split(_SEPARATOR)) if text else frozenset(),
    MembersOf: _members,
    HoldersOf: lambda number: number,
}
