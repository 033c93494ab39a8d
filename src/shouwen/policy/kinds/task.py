"""What a rule's shapes and sources are given, and how they say that something is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shouwen.policy.amounts import AmountError, Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.words import Words, both, number_texts, quantity_texts
from shouwen.policy.steps import Step, Value


@dataclass(frozen=True, slots=True)
class Needs:
    """The amount cannot be worked out until ``missing`` is recorded."""

    missing: tuple[str, ...]
    steps: tuple[Step, ...]


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

    def just_after(self) -> datetime:
        """Return the moment just after the fact: what happened with it still counts."""
        # Two facts of the same minute are told apart by the order in which they were recorded.
        return self.fact.happened_at + timedelta(microseconds=1)

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


def all_needed(numbers: Iterable[object]) -> Needs | None:
    """Put together what several numbers need, or return None when nothing is needed."""
    needed = [one for one in numbers if isinstance(one, Needs)]
    if not needed:
        return None
    return Needs(
        tuple(dict.fromkeys(name for one in needed for name in one.missing)),
        tuple(step for one in needed for step in one.steps),
    )


class Inner(BaseModel):
    """What stands inside a shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
