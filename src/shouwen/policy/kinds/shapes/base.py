"""What the shapes of an amount have in common: what they are given, and how they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from shouwen.policy.amounts import YUAN, AmountError, Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.parties import Somebody
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.words import Words, both, number_texts, quantity_texts
from shouwen.policy.steps import Step, Value

Sign = Literal[1, -1]


class Worked(NamedTuple):
    """The amount was worked out; positive means that the person gains."""

    quantity: Quantity
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """The amount cannot be worked out until ``missing`` is recorded."""

    missing: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """The shape gives no amount for this fact; the steps tell why."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The fact names an amount that the regulation does not allow; ``reason`` is a step's code."""

    reason: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Instead:
    """Something else follows in place of an amount, such as a dismissal to be carried out."""

    duty: str
    duty_en: str
    owed_by: Somebody
    steps: tuple[Step, ...]


Result = Worked | Needs | Silent | Refused | Instead


class Task(NamedTuple):
    """What a shape is given: the matter, whom it is about, and how the rule is cited."""

    matter: Matter
    person: str
    person_detail: str
    words: Words
    rule: tuple[str, str]
    fact_kinds: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """The fact that is being judged."""
        return self.matter.fact

    def labels(self, detail: str, name: str = "detail") -> dict[str, Value]:
        """Return a detail's names as two step values."""
        return both(name, self.words.facts.detail_labels(self.fact.kind, detail))

    def number(self, detail: str) -> Fraction | Needs:
        """Return a detail as an exact number, or say that it is needed."""
        known = self.matter.numbers.get(detail)
        if known is not None:
            return known
        value = self.fact.detail(detail)
        if value is None:
            return Needs((detail,), (Step("detail_missing", self.labels(detail)),))
        try:
            return self.matter.numbers.setdefault(detail, read_number(value))
        except AmountError:
            values = {**self.labels(detail), **both("value", (str(value), str(value)))}
            return Needs((detail,), (Step("not_a_number", values),))

    def counted(self, detail: str, number: Fraction, *, name: str) -> dict[str, Value]:
        """Return a detail's number with its unit as two step values."""
        unit = self.words.counted_as(self.fact.kind, detail)
        return both(name, number_texts(number, unit))

    def amount(self, quantity: Quantity, name: str = "amount") -> dict[str, Value]:
        """Return a quantity as two step values."""
        return both(name, quantity_texts(quantity, self.words))


def figure(path: str) -> Needs:
    """Say that a figure of the rule was left blank."""
    return Needs((f"figure:{path}",), (Step("needs_figure", {"figure": path}),))


class Shape(BaseModel):
    """One way to work out an amount."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def work_out(self, task: Task) -> Result:
        """Work the amount out, with the steps that explain it."""
        raise NotImplementedError

    def units(self) -> Iterator[tuple[Loc, str]]:
        """List the units of the amounts, with the place of each."""
        return iter(())

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details the shape reads; ``loc`` is the place of ``amount:``."""
        for inner, name in self.details():
            yield Reference((*loc, *inner), "detail", name, kinds, NUMERIC)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """List the number details the shape reads, with the place of each."""
        return iter(())

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """List what somebody should look at: place, what, how to mend."""
        return iter(())


class Inner(BaseModel):
    """What stands inside a shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def unit_of(quantity: Quantity | None) -> str:
    """Return a quantity's unit; a blank figure has none."""
    return quantity.unit if quantity else ""


def rounded(exact: Fraction, unit: str) -> Quantity:
    """Turn an exact product into an amount: the one place where a rounding happens."""
    return Quantity.of(exact, unit or YUAN)
