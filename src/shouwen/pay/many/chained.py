"""Facts that look at what facts of their own kind booked: pots that run dry, sums with a limit.

They are taken one after the other, but only their balances are: what a fact moves is asked of the
judge once for each class of facts and each stretch of balances in which nothing is different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.balances import Bookings, before_each
from shouwen.pay.many.classes import CLASS, Columns
from shouwen.pay.many.settled import Around, Missing, Moved, Part
from shouwen.pay.many.traced import FAR, Seen, Traced
from shouwen.policy.amounts import parts_per

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class StuckError(Exception):
    """Facts of this kind can only be judged one by one."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class AgainError(Exception):
    """A question came up that tells more facts apart: begin again with its answers."""


class Pot(NamedTuple):
    """A balance that facts of a kind look at: whose, and what was booked at once before each."""

    asked: Bookings
    before: list[int]
    holders: list[str | None] | None
    key: str


class Box(NamedTuple):
    """What facts of a class move while each balance lies between two; ``adds`` to which sums.

    An addition names the bookings that count it, the column of the holder or the holder, and parts.
    """

    number: int
    bounds: tuple[tuple[int, int, int], ...]
    adds: tuple[tuple[Bookings, str, str, int], ...]


Said = tuple[list[Moved], list[Missing]]
# Judges a row of columns: pots it looks at are traced. Raises AgainError or StuckError.
Judging = Callable[["Links", Mapping[str, Any], Mapping[Any, Traced]], Said]


@dataclass(slots=True)
class Links:
    """The facts of one kind in a chain."""

    columns: Columns
    pots: dict[Any, Pot] = field(default_factory=dict)
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    boxes: dict[int, list[Box]] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    count: int = 0

    def begin(self) -> None:
        """Sort the facts into classes, with no judgement yet."""
        self.rows = list(self.columns.sort_out().iter_rows(named=True))
        self.boxes, self.moved, self.missing, self.count = {}, [], [], 0

    def look_at(self, template: Any, asked: Bookings, around: Around) -> None:
        """Let a balance be one that changes from fact to fact."""
        frame = self.columns.frame
        holder = pl.col(template.who).cast(pl.String) if template.who else pl.lit(template.key)
        asking = frame.select("number", holder.alias("holder"))
        rows = asked.rows(around.done).drop("at")
        before = before_each(asking, ["holder"], rows, ["parts"])["parts"].to_list()
        holders = asking["holder"].to_list() if template.who else None
        self.pots[template] = Pot(asked, before, holders, template.key)


class Chain:
    """Settles facts of some kinds in the order of recording."""

    def __init__(self, links: Sequence[Links], judging: Judging) -> None:
        """Begin with nothing booked."""
        self._links, self._judging = links, judging
        self._sums: dict[Bookings, dict[str, int]] = {}
        self._windows: dict[Bookings, tuple[int, int]] = {}

    def settle(self) -> list[Part]:
        """Return what is settled, kind by kind; raise StuckError for a kind that cannot be."""
        while True:
            for one in self._links:
                one.begin()
            try:
                return self._passed()
            except AgainError:
                continue

    def _passed(self) -> list[Part]:
        for one in self._links:  # what every class asks, before the long way is begun
            for klass in range(len(one.rows)):
                self._judged(one, klass, [0] * len(one.pots))
            one.boxes, one.moved, one.missing, one.count = {}, [], [], 0
        asked = {pot.asked for one in self._links for pot in one.pots.values()}
        self._sums = {bookings: defaultdict(int) for bookings in asked}
        self._windows = {bookings: _window(bookings) for bookings in asked}
        walks = [_Walk.of(one) for one in self._links]
        for place, row in _in_order(self._links):
            self._walk(walks[place], row)
        return [walk.part() for walk in walks]

    def _walk(self, walk: _Walk, row: int) -> None:
        one, klass = walk.links, walk.classes[row]
        balances = []
        for pot in walk.pots:
            holder = pot.holders[row] if pot.holders else pot.key
            balances.append(pot.before[row] + self._sums[pot.asked].get(holder or "", 0))
        box = _fitting(one.boxes.get(klass, ()), balances) or self._judged(one, klass, balances)
        walk.told[row] = box.number
        for kept, much in zip(walk.balances, balances, strict=True):
            kept[row] = much
        for asked, column, key, parts in box.adds:
            first, last = self._windows[asked]
            if first <= walk.moments[row] < last:
                holder = walk.people[column][row] if column else key
                self._sums[asked][holder or ""] += parts

    def _judged(self, one: Links, klass: int, balances: list[int]) -> Box:
        traced = {
            template: Traced.of(much, parts_per(pot.asked.unit))
            for (template, pot), much in zip(one.pots.items(), balances, strict=True)
        }
        numbers = {template: number for template, (number, _) in traced.items()}
        moved, missing = self._judging(one, one.rows[klass], numbers)
        box = Box(one.count, _bounds([seen for _, seen in traced.values()]), self._adds(moved))
        one.moved += [each._replace(klass=one.count) for each in moved]
        one.missing += [each._replace(klass=one.count) for each in missing]
        one.boxes.setdefault(klass, []).append(box)
        one.count += 1
        return box

    def _adds(self, moved: list[Moved]) -> tuple[tuple[Bookings, str, str, int], ...]:
        return tuple(
            (asked, column, named.partition(":")[2], sign * one.parts)
            for asked in self._sums
            for one in moved
            if asked.counts(one)
            for sign, column, named in one.sides()
            if (asked.kind == "member" if column else named.partition(":")[0] == asked.kind)
        )


@dataclass(slots=True)
class _Walk:
    """The columns of one kind as lists, and what is told of each row."""

    links: Links
    pots: list[Pot]
    classes: list[int]
    moments: list[int]
    people: dict[str, list[str | None]]
    told: list[int]
    balances: list[list[int]]

    @classmethod
    def of(cls, links: Links) -> _Walk:
        frame, size = links.columns.frame, len(links.columns.frame)
        people = {name: frame[name].cast(pl.String).to_list() for name in links.columns.members}
        return cls(
            links, list(links.pots.values()), frame[CLASS].to_list(),
            frame["at"].dt.epoch("us").to_list(), people, [0] * size,
            [[0] * size for _ in links.pots],
        )  # fmt: skip

    def part(self) -> Part:
        """Return the facts with their final classes, and the balances each of them found."""
        one, columns = self.links, self.links.columns
        for template, parts in zip(one.pots, self.balances, strict=True):
            asked = one.pots[template].asked
            columns.answer(template, pl.Series(parts, dtype=pl.Int64), asked.read)
        told = pl.Series(CLASS, self.told, dtype=pl.UInt32)
        columns.frame = columns.frame.with_columns(told)
        return Part(columns, one.moved, one.missing, one.count)


def _in_order(links: Sequence[Links]) -> Iterator[tuple[int, int]]:
    """Yield which kind and which of its rows comes next."""
    found = pl.concat(
        one.columns.frame.select("number", place=pl.lit(place, pl.Int64)).with_row_index("row")
        for place, one in enumerate(links)
    )
    ordered = found.sort("number")
    yield from zip(ordered["place"].to_list(), ordered["row"].to_list(), strict=True)


def _fitting(boxes: Sequence[Box], balances: Sequence[int]) -> Box | None:
    for box in boxes:
        for place, low, high in box.bounds:
            if not low <= balances[place] <= high:
                break
        else:
            return box
    return None


def _bounds(seen: Sequence[Seen]) -> tuple[tuple[int, int, int], ...]:
    found = ((place, one.low, one.high) for place, one in enumerate(seen))
    return tuple(one for one in found if one[1:] != (-FAR, FAR))


def _window(asked: Bookings) -> tuple[int, int]:
    """Return from when to before when bookings count, in microseconds."""
    first = _microseconds(asked.since) if asked.since else -FAR
    return first, _microseconds(asked.until) if asked.until else FAR


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
