"""Reckoning on a form: computed fields and balances, from the details of one fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import prod
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import number_text, read_number, wrong
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.words import Both, Words

_SHAPES = ("sum", "difference", "product")
_SIGNS = {"sum": "+", "difference": "\N{MINUS SIGN}", "product": "×"}


def number_in(fact: Fact, name: str) -> Fraction | None:
    """Return a detail as an exact number, or None while no number is recorded."""
    try:
        return read_number(fact.detail(name))
    except AmountError:
        return None


def without_number(fact: Fact, names: Iterable[str]) -> tuple[str, ...]:
    """Return the details among ``names`` that hold no number yet."""
    return tuple(dict.fromkeys(name for name in names if number_in(fact, name) is None))


def _term(fact: Fact, name: str, words: Words) -> Both:
    zh, en = words.facts.detail_labels(fact.kind, name)
    number = number_text(number_in(fact, name) or Fraction())
    return f"{zh} {number}", f"{en} {number}"


def _joined(fact: Fact, names: Names, sign: str, words: Words) -> Both:
    terms = [_term(fact, name, words) for name in names]
    return f" {sign} ".join(zh for zh, _ in terms), f" {sign} ".join(en for _, en in terms)


class Computed(BaseModel):
    """A field that follows from others: their sum, the first less the rest, or their product."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sum: Names = ()
    difference: Names = ()
    product: Names = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [shape for shape in _SHAPES if getattr(self, shape)]
        if len(given) != 1 or len(self.of) < 2:  # noqa: PLR2004 - one alone is not reckoned with
            raise wrong(
                "It is not said how the field is computed.",
                "Write one of {sum: [a, b]}, {difference: [a, b]}, {product: [a, b]}.",
            )
        return self

    @property
    def shape(self) -> str:
        """Which of the shapes it is."""
        return next(shape for shape in _SHAPES if getattr(self, shape))

    @property
    def of(self) -> Names:
        """The details it is computed from."""
        found: Names = getattr(self, self.shape) if self._any() else ()
        return found

    def _any(self) -> bool:
        return any(getattr(self, shape) for shape in _SHAPES)

    def value(self, fact: Fact) -> Fraction:
        """Return the exact result; each detail must hold a number."""
        numbers = [number_in(fact, name) or Fraction() for name in self.of]
        if self.shape == "product":
            return prod(numbers, start=Fraction(1))
        rest = sum(numbers[1:], Fraction())
        return numbers[0] + rest if self.shape == "sum" else numbers[0] - rest

    def formula(self, fact: Fact, words: Words) -> Both:
        """Write the computation with its figures, in both languages."""
        return _joined(fact, self.of, _SIGNS[self.shape], words)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details it is computed from."""
        for name in self.of:
            yield Reference((*loc, self.shape), "detail", name, kinds, NUMERIC)


class Balance(BaseModel):
    """What is on the left must equal what is on the right: drawn = used + returned."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    left: Names = Field(min_length=1)
    right: Names = Field(min_length=1)

    def difference(self, fact: Fact) -> Fraction:
        """Return by how much the left exceeds the right; each detail must hold a number."""
        left = sum((number_in(fact, name) or Fraction() for name in self.left), Fraction())
        return left - sum((number_in(fact, name) or Fraction() for name in self.right), Fraction())

    def sides(self, fact: Fact, words: Words) -> tuple[Both, Both]:
        """Write both sides with their figures, in both languages."""
        return _joined(fact, self.left, "+", words), _joined(fact, self.right, "+", words)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details of both sides."""
        for side, names in (("left", self.left), ("right", self.right)):
            yield from (Reference((*loc, side), "detail", n, kinds, NUMERIC) for n in names)
