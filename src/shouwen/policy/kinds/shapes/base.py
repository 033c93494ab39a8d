"""What the shapes of an amount have in common: what they are given, and how they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.parties import Somebody
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.steps import Step

Sign = Literal[1, -1]


class Worked(NamedTuple):
    """The amount was worked out; positive means that the person gains."""

    quantity: Quantity
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


def unit_of(quantity: Quantity | None) -> str:
    """Return a quantity's unit; a blank figure has none."""
    return quantity.unit if quantity else ""


def rounded(exact: Fraction, unit: str) -> Quantity:
    """Turn an exact product into an amount: the one place where a rounding happens."""
    return Quantity.of(exact, unit or YUAN)


def product(one: Fraction, other: Fraction, unit: str) -> Quantity:
    """Turn two exact numbers into the amount they make, rounded once."""
    return Quantity.product(one, other, unit or YUAN)
