"""What many facts move: by class, line by line, and added up by person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.classes import CLASS, Columns
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.questions import OfPeople
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Transfer, Unknown

_NETS: dict[str, Any] = {
    "holder": pl.String,
    "unit": pl.String,
    "period": pl.String,
    "parts": pl.Int64,
}
_SAID: dict[str, Any] = {
    CLASS: pl.UInt64,
    "named": pl.String,
    **{n: t for n, t in _NETS.items() if n != "holder"},
}


class Moved(NamedTuple):
    """What every fact of a class moves: a party is a column of its facts, or named outright."""

    klass: int
    regulation: str
    rule: str
    clause: str
    unit: str
    parts: int
    period: str
    settled: str
    payer_in: str
    payer: str
    payee_in: str
    payee: str


class Missing(NamedTuple):
    """What a rule has to know of every fact of a class before it can decide."""

    klass: int
    regulation: str
    rule: str
    missing: str


@dataclass(slots=True)
class Part:
    """The settled facts of one kind: each with its class, and what the classes move and lack."""

    columns: Columns
    moved: list[Moved]
    missing: list[Missing]


@dataclass(slots=True)
class Settled:
    """Everything that many facts move; ``alone`` holds what was judged one by one."""

    zone: tzinfo
    parts: list[Part] = field(default_factory=list)
    alone: list[tuple[int, Fact, Transfer]] = field(default_factory=list)
    alone_missing: list[tuple[int, Unknown]] = field(default_factory=list)
    judged: int = 0


AnswerOfPeople = Callable[[OfPeople, date], object]


class Around(NamedTuple):
    """What is known beside the facts of a kind; ``waiting`` are the kinds not settled yet."""

    book: Rulebook
    people: AnswerOfPeople
    done: Settled
    waiting: frozenset[str]


def lines(settled: Settled) -> Iterator[tuple[int, datetime, Moved, str, str]]:
    """Yield every line with its fact's number, its moment, and who pays and receives."""
    for part in settled.parts:
        by_class: dict[int, list[Moved]] = {}
        for one in part.moved:
            by_class.setdefault(one.klass, []).append(one)
        for row in part.columns.frame.iter_rows(named=True):
            for one in by_class.get(row[CLASS], ()):
                payer = f"member:{row[one.payer_in]}" if one.payer_in else one.payer
                payee = f"member:{row[one.payee_in]}" if one.payee_in else one.payee
                yield row["number"], row["at"], one, payer, payee


def nets(settled: Settled) -> pl.DataFrame:
    """Return what is left of each unit to each holder in each month: holder, unit, period, parts.

    Facts of one class are counted before anything is multiplied.
    """
    found = [_side(part, sign) for part in settled.parts for sign in (1, -1) if part.moved]
    found.append(_alone(settled))
    whole = pl.concat(found)
    return whole.group_by("holder", "unit", "period").agg(pl.col("parts").sum())


def _side(part: Part, sign: int) -> pl.DataFrame:
    """Return what the receivers (1) or payers (-1) of a kind's facts have of it."""
    by_column: dict[str, list[Moved]] = {}
    for one in part.moved:
        by_column.setdefault(one.payee_in if sign > 0 else one.payer_in, []).append(one)
    return pl.concat([_of_column(part, *pair, sign) for pair in by_column.items()])


def _of_column(part: Part, column: str, moved: list[Moved], sign: int) -> pl.DataFrame:
    rows = [
        (one.klass, one.payee if sign > 0 else one.payer, one.unit, one.period, sign * one.parts)
        for one in moved
    ]
    said = pl.DataFrame(rows, schema=_SAID, orient="row")
    keys = [CLASS, column] if column else [CLASS]
    counted = part.columns.frame.group_by(keys).len("times")
    named = pl.concat_str(pl.lit("member:"), pl.col(column)) if column else pl.col("named")
    joined = counted.join(said, on=CLASS)
    return joined.select(
        named.alias("holder"), "unit", "period", pl.col("parts") * pl.col("times").cast(pl.Int64)
    )


def _alone(settled: Settled) -> pl.DataFrame:
    rows = [
        (str(party), one.quantity.unit, one.period or _month(fact, settled.zone),
         sign * one.quantity.parts)
        for _number, fact, one in settled.alone
        for party, sign in ((one.payee, 1), (one.payer, -1))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_NETS, orient="row")


def _month(fact: Fact, zone: tzinfo) -> str:
    return f"{fact.happened_at.astimezone(zone):%Y-%m}"
