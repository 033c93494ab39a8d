"""What the sources of a figure have in common: what they are given, and how they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.steps import Step, Value

UnitOf = Callable[[str], str]


class Known(NamedTuple):
    """The figure was worked out, exactly; the steps show every number in it.

    ``beside`` are further numbers for shapes that ask for them.
    """

    number: Fraction
    steps: tuple[Step, ...]
    beside: Mapping[str, Fraction] = MappingProxyType({})


Figure = Known | Needs


class Source(BaseModel):
    """One way to come to a figure. ``unit`` is what it is counted in: yuan or a kind of points."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    label: str = Field(min_length=1)
    label_en: str = Field(min_length=1)
    unit: str = ""

    def reckon(self, task: Task, name: str) -> Figure:
        """Work the figure out; ``name`` is its key in the rule."""
        raise NotImplementedError

    def terms(self) -> Iterator[tuple[Loc, str]]:
        """List the number details and the figures above that it reads, with the place of each."""
        return iter(())

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List every name the source uses; ``loc`` is the place of the figure."""
        for inner, name in self.terms():
            yield Reference((*loc, *inner), "detail", name, kinds, NUMERIC)
        if self.unit:
            yield Reference((*loc, "unit"), "unit", self.unit)

    def counted_in(self, unit_of: UnitOf) -> str:
        """Return what the figure is counted in, given what its terms are counted in."""
        return self.unit or self.inferred(unit_of)

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - arithmetic asks for its terms
        """Return what the figure is counted in where the rule does not say."""
        return ""

    def asks_for_the_person(self) -> bool:
        """Tell whether the figure is about the person the rule is about."""
        return False

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List what is wrong beyond shape and names: place, what, how to mend."""
        return iter(())


def shown(task: Task, name: str, number: Fraction) -> dict[str, Value]:
    """Return a figure's labels and its number as step values."""
    return {**task.labels(name, "figure"), **task.counted(name, number, name="number")}


def unanswered(task: Task, name: str, question: object) -> Needs:
    """Say that what a figure is made of is not known yet."""
    return Needs((str(question),), (Step("figure_unknown", task.labels(name, "figure")),))
