"""Seats (席位): at least so many at this time of day, or on this shift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.figures import Count, number_text
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, moment_of
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import RosterShape, moment_named, number_of, numeric
from shouwen.policy.kinds.rosters.shifts import Hours, minute_of
from shouwen.policy.rulings import Measure, Ruling
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
COUNTED = "seats_counted"
_DAY = 24 * 60


class Floor(BaseModel):
    """The fewest seats between two times of day, on one shift, or always."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    between: Hours = None
    shift: str = ""
    at_least: Count

    def covers(self, at: datetime, shift: str) -> bool:
        """Tell whether the floor is about this moment and shift."""
        if self.shift and self.shift != shift:
            return False
        if not self.between:
            return True
        first, last = (minute_of(clock) % _DAY for clock in self.between.split("-"))
        minute = at.hour * 60 + at.minute
        return (minute - first) % _DAY < ((last - first) % _DAY or _DAY)

    @property
    def is_blank(self) -> str:
        """Which figure was left blank, or an empty string."""
        if self.between is None and "between" in self.model_fields_set:
            return "between"
        return "at_least" if self.at_least is None else ""


class Seats(RosterShape):
    """The highest floor that covers the moment counts.

    Seats that were counted are measured; anything that is asked for and would leave fewer seats
    is refused.
    """

    floors: tuple[Floor, ...] = Field(min_length=1)

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List what is read: the seats, the shift, the moment."""
        yield numeric(loc, "seats", kinds)
        for place, floor in enumerate(self.floors):
            if floor.shift:
                here = (*loc, "floors", place, "shift")
                yield Reference(here, "detail", "shift", kinds)
                yield Reference(here, "value", floor.shift, kinds, of="shift")
        asked = tuple(kind for kind in kinds if kind != COUNTED)
        if any(floor.between for floor in self.floors):
            yield moment_named((*loc, "floors"), "begins", asked)

    def decide(self, rule: Permitting, matter: Matter, steps: Steps) -> Ruling | None:
        """Compare the seats with the floor of their time."""
        for place, floor in enumerate(self.floors):
            if floor.is_blank:
                return rule.needs_figure(f"seats.floors.{place}.{floor.is_blank}", steps)
        absent = self._absent(matter)
        if absent:
            lines = [rule.missing(matter, name).steps[0] for name in absent]
            return rule.unknown(absent, (*steps, *lines))
        shift = str(matter.fact.detail("shift"))
        least = [f.at_least for f in self.floors if f.covers(_when(matter), shift) and f.at_least]
        if not least:
            return rule.nothing((*steps, Step("no_floor")))
        return _compared(rule, matter, max(least), steps)

    def _absent(self, matter: Matter) -> list[str]:
        found = [] if number_of(matter, "seats") is not None else ["seats"]
        if any(floor.shift for floor in self.floors) and matter.fact.detail("shift") is None:
            found.append("shift")
        timed = any(floor.between for floor in self.floors) and matter.fact.kind != COUNTED
        return [*found, "begins"] if timed and moment_of(matter, "begins") is None else found


def _when(matter: Matter) -> datetime:
    counted = matter.fact.happened_at.astimezone(matter.zone)
    return counted if matter.fact.kind == COUNTED else moment_of(matter, "begins") or counted


def _compared(rule: Permitting, matter: Matter, least: Fraction, steps: Steps) -> Ruling:
    seats = number_of(matter, "seats") or Fraction()
    met = seats >= least
    said = {"seats": number_text(seats), "least": number_text(least),
            "short": number_text(least - seats)}  # fmt: skip
    step = Step("seats_enough", said) if met else Step("seats_short", said)
    if matter.fact.kind != COUNTED:
        if met:
            return rule.signed(rule.signed_by, matter, (*steps, step))
        return rule.permission("refused", (*steps, step))
    return Measure(
        rule=rule.id,
        cites=rule.clause,
        steps=(*steps, step),
        met=met,
        value=said["seats"],
        threshold=said["least"],
    )
