"""Amounts looked up in a table of bands: rank 1 to 3 earns this, rank 4 to 8 earns that."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from shouwen.policy.amounts import YUAN
from shouwen.policy.kinds.figures import (
    Amount,
    Count,
    Rate,
    number_text,
    percent_text,
    wrong,
)
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.shapes.base import Result, Shape, Silent, Worked, unit_of
from shouwen.policy.kinds.shapes.products import Values, share_of
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Late, Step


class Band(Inner):
    """One line of the table: ``from`` counts, ``to`` counts, ``below`` does not.

    It gives either a fixed ``amount`` or a ``rate`` of the detail ``on``. Without ``from`` it is
    open downwards, without ``to`` and ``below`` upwards.
    """

    from_: Count = Field(default=None, alias="from")
    to: Count = None
    below: Count = None
    amount: Amount = None
    rate: Rate = None
    on: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if {"to", "below"} <= self.model_fields_set:
            raise wrong("The band has both `to` and `below`.", "Keep `to` if the limit counts.")
        if len({"amount", "rate"} & self.model_fields_set) != 1:
            raise wrong("The band needs either `amount` or `rate`.", "Write exactly one of them.")
        top = self.top
        if self.from_ is not None and top is not None and self.from_ > top:
            raise wrong("The band ends before it begins.", "Swap its two limits.")
        return self

    @property
    def top(self) -> Fraction | None:
        """The upper limit, whether it counts or not."""
        return self.to if self.to is not None else self.below

    def blank(self) -> str:
        """Return the key of a figure left blank, or an empty string."""
        keys = {"from_": "from", "to": "to", "below": "below", "amount": "amount", "rate": "rate"}
        given = (name for name in keys if name in self.model_fields_set)
        return next((keys[name] for name in given if getattr(self, name) is None), "")

    def holds(self, number: Fraction) -> bool:
        """Tell whether a number lies in the band."""
        if self.from_ is not None and number < self.from_:
            return False
        if self.to is not None:
            return number <= self.to
        return self.below is None or number < self.below

    def limits(self, *, share: bool) -> str:
        """Write the limits briefly: ``[4, 8]``, ``[35 %, 50 %)``."""
        write = percent_text if share else number_text
        low = "(-∞" if self.from_ is None else f"[{write(self.from_)}"
        if self.top is None:
            return f"{low}, +∞)"
        return f"{low}, {write(self.top)}{']' if self.to is not None else ')'}"


class BandsOf(Inner):
    """The detail that is looked up, and the table."""

    of: str
    table: tuple[Band, ...] = Field(min_length=1)
    on: str = ""

    @model_validator(mode="after")
    def _no_overlap(self) -> Self:
        for lower, upper in _neighbours(self.table):
            if lower.top is None or upper.from_ is None or _meet(lower, upper) < 0:
                raise wrong(
                    f"Two bands overlap: {lower.limits(share=False)} and "
                    f"{upper.limits(share=False)}.",
                    "Let each begin where the one before has ended: use `below` for an open limit.",
                )
        for band in self.table:
            if "rate" in band.model_fields_set and not (band.on or self.on):
                raise wrong("The rate does not say of what.", "Add `on:` with a detail.")
        return self

    @cached_property
    def blank(self) -> str:
        """The path of the first figure left blank, or an empty string."""
        for position, band in enumerate(self.table):
            if band.blank():
                return f"amount.bands.table.{position}.{band.blank()}"
        return ""


def _neighbours(table: tuple[Band, ...]) -> Iterator[tuple[Band, Band]]:
    if any(band.blank() for band in table):
        return
    lowest = min((b.from_ for b in table if b.from_ is not None), default=Fraction(0)) - 1
    ordered = sorted(table, key=lambda band: lowest if band.from_ is None else band.from_)
    yield from pairwise(ordered)


def _meet(lower: Band, upper: Band) -> int:
    """Return -1 when the bands overlap, 0 when they touch, 1 when there is a gap."""
    top, begins = lower.top, upper.from_
    if top is None or begins is None or begins < top:
        return -1
    if begins == top:
        return -1 if lower.to is not None else 0
    # Whole numbers such as ranks have no gap between 3 and 4.
    whole = top.denominator == begins.denominator == 1 and lower.to is not None
    return 0 if whole and begins - top == 1 else 1


class Bands(Shape):
    """A table of bands: ``{bands: {of: rank, table: [{from: 1, to: 3, amount: 1500 yuan}]}}``."""

    bands: BandsOf

    def work_out(self, task: Task) -> Result:
        """Return what the band gives in which the number lies."""
        if self.bands.blank:
            return figure(self.bands.blank)
        number = task.number(self.bands.of)
        if isinstance(number, Needs):
            return number
        found = next((band for band in self.bands.table if band.holds(number)), None)
        if found is None:
            return Silent((Step("in_no_band", Late(lambda: self._looked_up(task, number))),))
        return self._given(task, found, number)

    def _looked_up(self, task: Task, number: Fraction, band: Band | None = None) -> Values:
        of = self.bands.of
        values = {**task.labels(of), **task.counted(of, number, name="number")}
        if band is not None:
            share = any(0 < abs(n) < 1 for b in self.bands.table for n in (b.from_, b.top) if n)
            values["limits"] = band.limits(share=share)
        return values

    def _given(self, task: Task, band: Band, looked_up: Fraction) -> Result:
        if band.amount is not None:
            amount = band.amount
            write = Late(lambda: self._looked_up(task, looked_up, band) | task.amount(amount))
            return Worked(amount, (Step("band_amount", write),))
        on = band.on or self.bands.on
        number = task.number(on)
        if isinstance(number, Needs):
            return number
        rate = band.rate or Fraction(0)
        worked = share_of(task, on, number, rate, YUAN)

        def values() -> Values:
            text = percent_text(rate)
            return self._looked_up(task, looked_up, band) | both("rate", (text, text))

        return Worked(worked.quantity, (Step("band_rate", Late(values)), *worked.steps))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of each band's amount."""
        for position, band in enumerate(self.bands.table):
            place: Loc = ("bands", "table", position)
            if "amount" in band.model_fields_set:
                yield (*place, "amount"), unit_of(band.amount)
            else:
                yield (*place, "rate"), YUAN

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail that is looked up and those that rates are taken of."""
        yield ("bands", "of"), self.bands.of
        if self.bands.on:
            yield ("bands", "on"), self.bands.on
        for position, band in enumerate(self.bands.table):
            if band.on:
                yield ("bands", "table", position, "on"), band.on

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """Point at gaps between bands."""
        for lower, upper in _neighbours(self.bands.table):
            if _meet(lower, upper) > 0:
                around = f"{lower.limits(share=False)} and {upper.limits(share=False)}"
                mend = "Leave it if the regulation says so; otherwise close the gap."
                yield ("bands", "table"), f"Between {around} nothing is given.", mend
