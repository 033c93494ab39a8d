"""Who holds which post, asked once for each person and each time in which nothing changed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Any, NamedTuple

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
        self._known: dict[tuple[Asked, object, object], object] = {}

    def answer(self, template: Any, asked: Asked, who: str, columns: Columns) -> None:
        """Add the column with the answer for the person in ``who`` of each fact."""
        asking = pl.DataFrame({_ERA: self._era(columns.frame[DAY])})
        if who:
            asking = asking.with_columns(columns.frame[who].cast(pl.String).alias(_WHO))
        told = self._told(asked, asking)
        if asked.sort is SuperiorOf:
            columns.answer_with_people(template, told, NOBODY)
        else:
            columns.answer(template, told, _READ[asked.sort])

    def _era(self, days: pl.Series) -> pl.Series:
        """Return the first day of the time in which nothing changed, around each day."""
        if self._people.changes is None:
            return days
        changes = sorted(self._people.changes)
        distinct = days.unique().to_list()
        begun = [day if (n := bisect_right(changes, day)) == 0 else changes[n - 1]
                 for day in distinct]  # fmt: skip
        if not changes:
            begun = [min(distinct)] * len(distinct)
        return days.replace_strict(distinct, begun, return_dtype=pl.Date)

    def _told(self, asked: Asked, asking: pl.DataFrame) -> pl.Series:
        """Ask once for each person and time, and give every fact its answer."""
        distinct = asking.unique()
        dtype = pl.Int64 if asked.sort is HoldersOf else pl.String
        told = [self._of(asked, row[1] if len(row) > 1 else "", row[0]) for row in distinct.rows()]
        answers = distinct.with_columns(pl.Series(_TOLD, told, dtype=dtype))
        if len(answers) == 1:
            return answers[_TOLD].new_from_index(0, len(asking))
        joined = asking.join(
            answers, on=asking.columns, how="left", nulls_equal=True, maintain_order="left"
        )
        return joined[_TOLD]

    def _of(self, asked: Asked, person: str | None, day: date) -> object:
        key = asked, person, day
        if key not in self._known:
            found = None if person is None else self._people.answer(asked.about(person), day)
            self._known[key] = _text(found)
        return self._known[key]


def _text(answer: object) -> object:
    if isinstance(answer, frozenset):
        return _SEPARATOR.join(sorted(answer))
    return _SEPARATOR.join(answer) if isinstance(answer, tuple) else answer


_READ = {
    PostsOf: lambda text: frozenset(text.split(_SEPARATOR)) if text else frozenset(),
    MembersOf: lambda text: tuple(text.split(_SEPARATOR)) if text else (),
    HoldersOf: lambda number: number,
}
