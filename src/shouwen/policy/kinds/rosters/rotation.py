"""Rotation (轮班): week by week one shift each, and the next one in order the week after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import RosterShape
from shouwen.policy.kinds.verdicts import Verdict, no, yes
from shouwen.policy.kinds.words import Both, both
from shouwen.policy.steps import Step

NONE = "off"
"""What is recorded of a week in which nothing was worked."""
SAME_WEEK, WEEK_BEFORE = "week_shifts", "last_week_shifts"


class Rotation(RosterShape):
    """In a calendar week everybody works one shift of ``order``, in the next week the next of it.

    After the last comes the first. Shifts that are not in the order may stand anywhere, and
    whoever worked none of it the week before begins with any.
    """

    order: Annotated[tuple[str, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _each_once(self) -> Rotation:
        if len(set(self.order)) < len(self.order):
            raise wrong("A shift stands in the order twice.", "Name each shift once.")
        return self

    @property
    def next_of(self) -> Mapping[str, str]:
        """Which shift follows which."""
        return dict(zip(self.order, (*self.order[1:], self.order[0]), strict=True))

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the shifts of the order and what is read of a planned shift."""
        for place, name in enumerate(self.order):
            yield Reference((*loc, "order", place), "value", name, kinds, of="shift")
        for name in ("shift", SAME_WEEK, WEEK_BEFORE):
            yield Reference(loc, "detail", name, kinds)

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield whether the shift is the only one of its week, and the next in turn."""
        shift = matter.fact.detail("shift")
        if shift is None:
            yield rule.missing(matter, "shift")
        elif shift in self.order:
            yield self._only(rule, matter, str(shift))
            yield self._next(rule, matter, str(shift))

    def _only(self, rule: Permitting, matter: Matter, shift: str) -> Verdict:
        others = self._worked(matter, SAME_WEEK)
        if others is None:
            return rule.missing(matter, SAME_WEEK)
        other = next((key for key in others if key != shift), None)
        if other is None:
            return yes(Step("one_shift_a_week", {**both("shift", _label(rule, matter, shift))}))
        said = {**both("shift", _label(rule, matter, shift)),
                **both("other", _label(rule, matter, other))}  # fmt: skip
        return no(Step("two_shifts_a_week", said))

    def _next(self, rule: Permitting, matter: Matter, shift: str) -> Verdict:
        before = self._worked(matter, WEEK_BEFORE)
        if before is None:
            return rule.missing(matter, WEEK_BEFORE)
        if not before:
            return yes(Step("turn_begins"))
        last = next((key for key in before if self.next_of[key] != shift), None)
        held = last is None
        said = {
            **both("before", _label(rule, matter, last or before[0])),
            **both("shift", _label(rule, matter, shift)),
            **both("wanted", _label(rule, matter, self.next_of[last or before[0]])),
        }
        return yes(Step("next_in_turn", said)) if held else no(Step("out_of_turn", said))

    def _worked(self, matter: Matter, detail: str) -> list[str] | None:
        """Return the shifts of the order that a detail lists, None where it is not recorded."""
        value = matter.fact.detail(detail)
        if value is None:
            return None
        return [key for key in str(value).split(",") if key in self.order]


def _label(rule: Permitting, matter: Matter, shift: str) -> Both:
    return rule.words.value_of(matter.fact.kind, "shift", shift)
