"""A stock that several forms add to and take from, with the levels it may not leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import Bound, Threshold, number_text
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import Stocked
from shouwen.policy.kinds.reckoning import number_in, without_number
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.words import Both, Words, both
from shouwen.policy.steps import Step, Value

Steps = tuple[Step, ...]
_NONE_LEFT = Bound(Fraction(), "0")


class Checked(NamedTuple):
    """What was found: lines, the code of what is wrong, and what would have to be known."""

    steps: Steps = ()
    wrong: str = ""
    missing: str = ""


class Stock(BaseModel):
    """What an entry adds to a stock (``in``) and takes from it (``out``), item by item.

    Forms of one regulation that name the same ``stock`` share it. ``in`` and ``out`` name details
    with numbers, or are whole numbers. ``opening`` is a detail that must repeat what there was;
    the first entry of an item sets it. Below ``at_least`` or above ``at_most`` nothing is entered.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )

    stock: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]
    label: str = ""
    label_en: str = ""
    item: Names = ()
    in_: Names = Field(default=(), alias="in")
    out: Names = ()
    opening: str = ""
    at_least: Threshold = _NONE_LEFT
    at_most: Threshold = None

    @property
    def names(self) -> Both:
        """What the stock is called, in both languages."""
        return self.label or self.stock, self.label_en or self.label or self.stock

    @property
    def of(self) -> Names:
        """The details with numbers it follows from."""
        opening = (self.opening,) if self.opening else ()
        return tuple(n for n in (*opening, *self.in_, *self.out) if not n.isdecimal())

    def unfilled(self, fact: Fact) -> Names:
        """Return the details that are missing to know what moves."""
        items = (name for name in self.item if fact.detail(name) is None)
        return (*items, *without_number(fact, self.of))

    def key(self, fact: Fact) -> tuple[tuple[str, str], ...]:
        """Return the details that tell the item, as text."""
        return tuple((name, str(fact.detail(name))) for name in self.item)

    def change(self, fact: Fact) -> Fraction:
        """Return by how much an entry changes the stock; it must be filled in."""
        return _sum(fact, self.in_) - _sum(fact, self.out)

    def begins(self, fact: Fact, before: Fraction | None) -> Fraction:
        """Return what there was before the entry; ``before`` is None for an item's first entry."""
        if before is not None:
            return before
        return (number_in(fact, self.opening) if self.opening else None) or Fraction()

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details it reads."""
        yield from (Reference((*loc, "item"), "detail", name, kinds) for name in self.item)
        for key, names in (("in", self.in_), ("out", self.out), ("opening", (self.opening,))):
            for name in names:
                if name and not name.isdecimal():
                    yield Reference((*loc, key), "detail", name, kinds, NUMERIC)

    def check(self, regulation: str, matter: Matter, fact: Fact, words: Words) -> Checked:
        """Tell whether an entry leaves the stock within its bounds; ``fact`` has every figure."""
        blank = self._blank()
        if blank:
            return Checked((Step("needs_figure", {"figure": blank}),), missing=f"figure:{blank}")
        change = self.change(fact)
        if not (change < 0 or self.opening or (change and self.at_most)):
            return Checked()
        question = Stocked(regulation, self.stock, self.key(fact))
        before = matter.ask(question)
        if before is UNANSWERED:
            step = Step("stock_unknown", self._named(fact, words))
            return Checked((step,), missing=str(question))
        return self._compared(fact, before if isinstance(before, Fraction) else None, words)

    def _blank(self) -> str:
        """Return the figure that the regulation leaves blank, if one is."""
        blank = [n for n in ("at_least", "at_most") if getattr(self, n) is None]
        given = (name for name in blank if name in self.model_fields_set)
        return next((f"stocks.{self.stock}.{name}" for name in given), "")

    def _compared(self, fact: Fact, before: Fraction | None, words: Words) -> Checked:
        begins = self.begins(fact, before)
        after = begins + self.change(fact)
        values = {
            **self._named(fact, words),
            "before": _written(begins),
            "change": signed_text(self.change(fact)),
            "after": _written(after),
        }
        opening = number_in(fact, self.opening) if self.opening else None
        if opening is not None and opening != begins:
            named = both("detail", words.facts.detail_labels(fact.kind, self.opening))
            said = {**values, **named, "opening": number_text(opening)}
            return Checked((Step("stock_opening_differs", said),), "stock_opening_differs")
        if self.at_least and after < self.at_least.value:
            said = {**values, "least": self.at_least.written}
            return Checked((Step("stock_short", said),), "stock_short")
        if self.at_most and after > self.at_most.value:
            said = {**values, "most": self.at_most.written}
            return Checked((Step("stock_over", said),), "stock_over")
        return Checked((Step("stock_level", values),))

    def _named(self, fact: Fact, words: Words) -> dict[str, Value]:
        values = [words.value_of(fact.kind, name, fact.detail(name)) for name in self.item]
        zh, en = self.names
        if not values:
            return both("stock", (zh, en))
        chinese = "、".join(value[0] for value in values)
        english = ", ".join(value[1] for value in values)
        return both("stock", (f"{zh}（{chinese}）", f"{en} ({english})"))


def signed_text(value: Fraction) -> str:
    """Write a number with its sign."""
    return ("\N{MINUS SIGN}" if value < 0 else "+") + number_text(abs(value))


def _written(value: Fraction) -> str:
    return signed_text(value) if value < 0 else number_text(value)


def _sum(fact: Fact, names: Iterable[str]) -> Fraction:
    return sum((_worth(fact, name) for name in names), Fraction())


def _worth(fact: Fact, name: str) -> Fraction:
    return Fraction(int(name)) if name.isdecimal() else number_in(fact, name) or Fraction()
