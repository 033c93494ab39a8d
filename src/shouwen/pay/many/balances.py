"""What was booked before each of many facts: a balance, or everybody's balances for a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.classes import FOLLOWING, Columns
from shouwen.pay.many.settled import Around, Moved, Part, Settled
from shouwen.policy.amounts import YUAN, parts_per
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.pay import Pay
from shouwen.policy.kinds.questions import Booked
from shouwen.policy.kinds.score import Score
from shouwen.policy.kinds.sources.rank import Everybody
from shouwen.policy.rulebook import Rulebook

_ROWS: dict[str, Any] = {
    "number": pl.Int64,
    "at": pl.Datetime("us", "UTC"),
    "holder": pl.String,
    "parts": pl.Int64,
}


class LaterError(Exception):
    """The facts asked about are not settled yet, or can only be told one by one."""


class Bookings(NamedTuple):
    """Which bookings count: of which rules, in which unit, of holders of which kind, and when.

    Without ``until`` they count up to the fact in question.
    """

    regulation: str
    rules: tuple[str, ...]
    unit: str
    kind: str
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, question: Booked, just_after: datetime) -> Bookings:
        """Return what a question counts, whoever the holder is."""
        until = None if question.until == just_after else question.until
        return cls(question.regulation, question.rules, question.unit, question.holder[0],
                   question.since, until)  # fmt: skip

    def read(self, parts: int) -> Fraction:
        """Return so many parts as a number of the unit."""
        return Fraction(parts, parts_per(self.unit))

    def refuse_unsettled(self, around: Around) -> None:
        """Raise LaterError where a rule that counts listens to what is not settled yet."""
        heard = around.waiting | _derived(around.book, around.waiting)
        for rule in around.book.rules:
            if isinstance(rule, Moves) and self._counts(rule) and set(rule.fact_kinds()) & heard:
                raise LaterError(rule.id)

    def counts(self, one: Moved) -> bool:
        """Tell whether what facts of a class move is of the regulation, unit and rules."""
        mine = (one.regulation, one.unit) == (self.regulation, self.unit)
        return mine and (not self.rules or one.rule in self.rules)

    def _counts(self, rule: Moves) -> bool:
        mine = rule.clause.regulation == self.regulation
        return mine and (not self.rules or rule.id in self.rules) and _may_move(rule, self.unit)

    def rows(self, done: Settled) -> pl.DataFrame:
        """Return what counts, line by line: number, at, holder, parts."""
        found = [rows for part in done.parts for rows in self._of_part(part)]
        if done.booked is not None:
            found.append(done.booked(self))
        whole = pl.concat(found) if found else pl.DataFrame(schema=_ROWS)
        return within(whole, self.since, self.until)

    def _of_part(self, part: Part) -> list[pl.DataFrame]:
        priced: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for one in filter(self.counts, part.moved):
            for sign, column, named in one.sides():
                kind, _, key = ("member", "", "") if column else named.partition(":")
                if kind == self.kind:
                    priced.setdefault((column, key), []).append((one.klass, sign * one.parts))
        return [_priced(part, *place, worth) for place, worth in priced.items()]


def _priced(part: Part, column: str, key: str, worth: list[tuple[int, int]]) -> pl.DataFrame:
    frame = part.columns.frame
    holder = pl.col(column).cast(pl.String) if column else pl.lit(key)
    rows = frame.select("number", "at", holder.alias("holder")).with_columns(part.worth(worth))
    return rows.filter(pl.col("parts") != 0)


def within(rows: pl.DataFrame, since: datetime | None, until: datetime | None) -> pl.DataFrame:
    """Return the rows from ``since`` to before ``until``."""
    if since is not None:
        rows = rows.filter(pl.col("at") >= since.astimezone(UTC))
    if until is not None:
        rows = rows.filter(pl.col("at") < until.astimezone(UTC))
    return rows


def _may_move(rule: Moves, unit: str) -> bool:
    if isinstance(rule, Pay):
        return unit == YUAN
    return unit != YUAN if isinstance(rule, Score) else True


def _derived(book: Rulebook, waiting: frozenset[str]) -> frozenset[str]:
    """Return what may still follow from facts that are waiting."""
    return frozenset(FOLLOWING) if any(map(book.listens_to_kind, waiting)) else frozenset()


def before_each(
    asking: pl.DataFrame, keys: Sequence[str], rows: pl.DataFrame, what: Sequence[str]
) -> pl.DataFrame:
    """Return sums of the rows before each asking number, with the same keys; nought without any.

    Both have ``number`` and the keys. Where all rows come first there is no order to look at.
    """
    first = asking["number"].min()
    if rows.is_empty() or rows["number"].max() < first:  # type: ignore[operator]
        sums = rows.group_by(keys).agg(pl.col(what).sum())
        found = asking.join(sums, on=keys, how="left", maintain_order="left")
    else:
        ordered = rows.sort("number").with_columns(pl.col(what).cum_sum().over(keys))
        # Of one fact's rows the last sum has the others in it.
        found = asking.with_row_index("@row").sort("number").join_asof(
            ordered.select("number", *keys, *what), on="number", by=list(keys),
            strategy="backward", allow_exact_matches=False, check_sortedness=False,
        ).sort("@row")  # fmt: skip
    return found.select(pl.col(what).fill_null(0))


def answer_balances(
    template: Any, asked: Bookings, who: str, key: str, columns: Columns, around: Around
) -> None:
    """Add the column with the balance of each fact's holder."""
    asked.refuse_unsettled(around)
    rows = asked.rows(around.done)
    holder = pl.col(who).cast(pl.String) if who else pl.lit(key)
    asking = columns.frame.select("number", holder.alias("holder"))
    parts = before_each(asking, ["holder"], rows.drop("at"), ["parts"])["parts"]
    columns.answer(template, parts, asked.read)


class Places:
    """Everybody's balances before each fact, as one number: which state, and whose place."""

    def __init__(self, asked: Bookings, members: tuple[str, ...], rows: pl.DataFrame) -> None:
        """Keep what was booked for the members."""
        self._asked, self._members = asked, members
        self._rows = rows.filter(pl.col("holder").is_in(list(members)))
        self._states = self._rows["number"].unique().sort()
        self._kept: dict[int, Everybody] = {}

    def numbers(self, asking: pl.Series, people: pl.Series) -> pl.Series:
        """Return for each fact the state of the balances, and which of the members it concerns."""
        state = self._states.search_sorted(asking, side="left").cast(pl.Int64)
        places = range(1, len(self._members) + 1)
        own = people.cast(pl.String).replace_strict(
            list(self._members), list(places), default=0, return_dtype=pl.Int64
        )
        return state * (len(self._members) + 1) + own.fill_null(0)

    def read(self, number: int) -> Everybody:
        """Return the balances as they stood."""
        state = number // (len(self._members) + 1)
        if state not in self._kept:
            self._kept[state] = self._at(state)
        return self._kept[state]

    def _at(self, state: int) -> Everybody:
        rows = self._rows.clear()
        if state:
            rows = self._rows.filter(pl.col("number") <= self._states[state - 1])
        sums = dict(rows.group_by("holder").agg(pl.col("parts").sum()).iter_rows())
        read = {member: self._asked.read(sums.get(member, 0)) for member in self._members}
        return Everybody(read)


def answer_places(
    template: Any, asked: Bookings, members: tuple[str, ...], who: str, columns: Columns,
    around: Around,
) -> None:  # fmt: skip
    """Add the column with everybody's balances as each fact finds them."""
    asked.refuse_unsettled(around)
    places = Places(asked, members, asked.rows(around.done))
    frame = columns.frame
    columns.answer(template, places.numbers(frame["number"], frame[who]), places.read)
