"""What many facts move: by class, line by line, and added up by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    def sides(self) -> tuple[tuple[int, str, str], ...]:
        """Return who receives (1) and who pays (-1): the column, or the party's name."""
        return (1, self.payee_in, self.payee), (-1, self.payer_in, self.payer)


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
    classes: int = 0

    def worth(self, by_class: Iterable[tuple[int, int]]) -> pl.Series:
        """Return what each fact comes to when its class comes to so many parts."""
        parts = [0] * self.classes
        for klass, much in by_class:
            parts[klass] += much
        return pl.Series("parts", parts, dtype=pl.Int64).gather(self.columns.frame[CLASS])


@dataclass(slots=True)
class Settled:
    """Everything that many facts move; ``alone`` holds what was judged one by one."""

    zone: tzinfo
    parts: list[Part] = field(default_factory=list)
    alone: list[tuple[int, Fact, Transfer]] = field(default_factory=list)
    alone_missing: list[tuple[int, Unknown]] = field(default_factory=list)
    judged: int = 0
    # What was booked before all of this: asked of whoever keeps it, as number, at, holder, parts.
    booked: Callable[[Any], pl.DataFrame] | None = None


AnswerOfPeople = Callable[[OfPeople, date], object]


class People(NamedTuple):
    """Who holds which post: whom to ask, and the days from which on anything may be different.

    Without ``changes`` it may be different each day.
    """

    answer: AnswerOfPeople
    changes: Sequence[date] | None = None


class Around(NamedTuple):
    """What is known beside the facts of a kind; ``waiting`` are the kinds not settled yet."""

    book: Rulebook
    facts: Mapping[str, pl.DataFrame]
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
    """Return what each month leaves each holder of each unit: holder, unit, period, parts."""
    found = [one for part in settled.parts for one in _of_part(part)]
    whole = pl.concat([*found, _alone(settled)])
    sums = whole.group_by("holder", "unit", "period").agg(pl.col("parts").sum())
    return sums.filter(pl.col("parts") != 0)


class _Heap(NamedTuple):
    """What comes together in a sum: the column it stands in, or the holder; unit and month."""

    column: str
    holder: str
    unit: str
    period: str


def _of_part(part: Part) -> Iterator[pl.DataFrame]:
    heaps: dict[_Heap, list[tuple[int, int]]] = defaultdict(list)
    for one in part.moved:
        for sign, column, holder in one.sides():
            heap = _Heap(column, holder, one.unit, one.period)
            heaps[heap].append((one.klass, sign * one.parts))
    named = {heap: priced for heap, priced in heaps.items() if not heap.column}
    if named:
        yield _of_named(part, named)
    for column in sorted({heap.column for heap in heaps} - {""}):
        mine = {heap: priced for heap, priced in heaps.items() if heap.column == column}
        yield from _of_column(part, column, mine)


def _of_named(part: Part, heaps: Mapping[_Heap, list[tuple[int, int]]]) -> pl.DataFrame:
    """Count the facts of each class before anything is multiplied."""
    counted = part.columns.frame[CLASS].value_counts(name="times")
    times = dict(counted.iter_rows())
    rows = [
        (heap.holder, heap.unit, heap.period, sum(much * times[klass] for klass, much in priced))
        for heap, priced in heaps.items()
    ]
    return pl.DataFrame(rows, schema=_NETS, orient="row")


def _of_column(
    part: Part, column: str, heaps: Mapping[_Heap, list[tuple[int, int]]]
) -> Iterator[pl.DataFrame]:
    """Add up by the members of a column, all heaps in one go."""
    names = {heap: f"heap{place}" for place, heap in enumerate(heaps)}
    worths = [part.worth(priced).alias(names[heap]) for heap, priced in heaps.items()]
    whole = pl.DataFrame([part.columns.frame[column], *worths])
    sums = whole.group_by(column).agg(pl.col(*names.values()).sum())
    holder = pl.concat_str(pl.lit("member:"), pl.col(column).cast(pl.String)).alias("holder")
    for heap, name in names.items():
        yield sums.filter(pl.col(name) != 0).select(
            holder, unit=pl.lit(heap.unit), period=pl.lit(heap.period), parts=pl.col(name)
        )


def _alone(settled: Settled) -> pl.DataFrame:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for _number, fact, one in settled.alone:
        month = one.period or f"{fact.happened_at.astimezone(settled.zone):%Y-%m}"
        for party, sign in ((one.payee, 1), (one.payer, -1)):
            sums[str(party), one.quantity.unit, month] += sign * one.quantity.parts
    rows = [(*place, parts) for place, parts in sums.items()]
    return pl.DataFrame(rows, schema=_NETS, orient="row")
