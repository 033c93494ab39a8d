"""Roster (排班): whether a shift may be worked or swapped, and what attendance counts as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import model_validator

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import check_any
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts, weighed
from shouwen.policy.kinds.questions import Question
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters import (
    ROSTER_SHAPES,
    Attendance,
    Leave,
    Overtime,
    Publishing,
    RosterShape,
    Rotation,
    Seats,
    Shifts,
    Swap,
)
from shouwen.policy.kinds.rosters.base import Quota
from shouwen.policy.kinds.rosters.swap import AGREED
from shouwen.policy.kinds.sources.recorded import RecordsOf
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step

_DEMANDS = ("only_if", "posts", "signed_by")


class Roster(Permitting):
    """One shape, or only what every permission may demand: ``only_if``, ``posts``, ``signed_by``.

    Leaving the post, a handover and a stand-in need no shape of their own.
    """

    kind: Literal["roster"]
    swap: Swap | None = None
    leave: Leave | None = None
    overtime: Overtime | None = None
    attendance: Attendance | None = None
    shifts: Shifts | None = None
    rotation: Rotation | None = None
    seats: Seats | None = None
    publishing: Publishing | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        given = [name for name in ROSTER_SHAPES if name in self.model_fields_set]
        if len(given) > 1 or not (given or self.model_fields_set & set(_DEMANDS)):
            raise wrong(
                f"A roster rule has one shape; given: {' and '.join(given) or 'none'}.",
                f"Write one of: {', '.join((*ROSTER_SHAPES, *_DEMANDS))}.",
            )
        return self

    def shape(self) -> tuple[str, RosterShape] | None:
        """Return the shape with its name, if the rule has one."""
        found = ((name, getattr(self, name)) for name in ROSTER_SHAPES)
        return next(((name, shape) for name, shape in found if shape is not None), None)

    def is_about_a_person(self) -> bool:
        """Tell whether the rule has to know the person concerned."""
        counted = self.leave is not None and (self.leave.quota or self.leave.allowance)
        return bool(self.attendance or counted) or super().is_about_a_person()

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        found = self.shape()
        if found:
            yield from found[1].names((found[0],), self.fact_kinds())

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List what is wrong beyond shape and names."""
        yield from super().faults()
        if self.attendance and self.model_fields_set & set(_DEMANDS):
            yield ("attendance",), "Attendance grants nothing.", "Write conditions under `when`."
        found = self.shape()
        if found:
            yield from found[1].wrongs((found[0],))

    def listed(self) -> Mapping[str, Any]:
        """Return the shifts there are, each with its hours."""
        if self.shifts is None:
            return {}
        hours = self.shifts.hours.items()
        return {"hours": {name: [span or "____" for span in spans] for name, spans in hours}}

    def quota(self) -> Quota | None:
        """Return how many there may be, if the shape says so."""
        shape = self.swap or self.leave
        return shape.quota if shape else None

    def recorder(self, figure: str) -> RecordsOf:
        """Return which facts a figure counts, the allowance's as well."""
        if self.leave and self.leave.allowance and figure.startswith("allowance."):
            return self.leave.allowance.records(self, figure)
        return super().recorder(figure)

    def applies(self, fact: Fact, known: Mapping[Question, object] | None = None) -> bool | None:
        """Tell whether a recorded fact took effect, or took one back, so that a quota counts it.

        What needs a signature is recorded once it has it; a swap also has to be agreed by both.
        """
        quota = self.quota()
        if quota and check_any(quota.withdrawn_by, fact, self.words).holds and quota.withdrawn_by:
            return True
        if self.swap and not all(fact.detail(name) is True for name in AGREED):
            return False
        return super().applies(fact, known)

    def demands(self, matter: Matter) -> Verdicts:
        """Yield what every demand says, the shape's own last."""
        yield from super().demands(matter)
        found = self.shape()
        if found:
            yield from found[1].demands(self, matter)

    def decide(self, matter: Matter, steps: tuple[Step, ...]) -> tuple[Ruling, ...]:
        """Say what the shape says once the demands are met."""
        found = self.shape()
        weighing = weighed(self.demands(matter))
        if found and weighing.holds:
            said = found[1].decide(self, matter, (*steps, *weighing.steps))
            if said is not None:
                return (said,)
        return super().decide(matter, steps)
