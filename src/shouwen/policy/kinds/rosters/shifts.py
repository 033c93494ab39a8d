"""Shifts (班次) as data: which there are, and when each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from shouwen.policy.kinds.figures import is_blank, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts, moment_of
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import RosterShape, minutes_between, moment_named
from shouwen.policy.kinds.verdicts import Verdict, no, yes
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Step

_SPAN = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_DAY = 24 * 60


def minute_of(clock: str) -> int:
    """Return a time of day as minutes since midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def read_span(value: Any) -> Any:
    """Read ``"17:30-01:00"``; a span left blank is None."""
    if is_blank(value):
        return None
    found = _SPAN.match(str(value))
    if not found or max(minute_of(clock) for clock in value.split("-")) > _DAY:
        raise wrong(f"“{value}” is not a time from–to.", 'Write for example `"08:30-17:30"`.')
    return str(value)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Hours = Annotated[str | None, PlainValidator(read_span)]
Spans = Annotated[tuple[Hours, ...], BeforeValidator(_listed), Field(min_length=1)]


class Shifts(RosterShape):
    """A planned shift has to be one of these, and begin and end as it says."""

    hours: Mapping[str, Spans]

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List what is read of a planned shift."""
        for name in self.hours:
            yield Reference((*loc, "hours", name), "value", name, kinds, of="shift")
        yield Reference(loc, "detail", "shift", kinds)
        yield from (moment_named(loc, name, kinds) for name in ("begins", "ends"))

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield whether the planned shift is as it was set."""
        absent = [name for name in ("shift", "begins", "ends") if not _given(matter, name)]
        yield from (rule.missing(matter, name) for name in absent)
        if not absent:
            yield self._as_set(rule, matter, str(matter.fact.detail("shift")))

    def _as_set(self, rule: Permitting, matter: Matter, shift: str) -> Verdict:
        label = rule.words.value_of(matter.fact.kind, "shift", shift)
        spans = self.hours.get(shift)
        if spans is None:
            known = [rule.words.value_of(matter.fact.kind, "shift", name) for name in self.hours]
            listed = ("、".join(zh for zh, _ in known), ", ".join(en for _, en in known))
            return no(Step("shift_not_known", {**both("shift", label), **both("known", listed)}))
        written = [span for span in spans if span is not None]
        if len(written) < len(spans):
            return rule.blank(f"shifts.hours.{shift}")
        begins, ends = moment_of(matter, "begins"), moment_of(matter, "ends")
        said = {**both("shift", label), "hours": ",".join(written)}
        if begins and ends and _fits(written, begins, ends):
            return yes(Step("shift_as_set", said))
        planned = {"begins": str(begins and begins.isoformat()),
                   "ends": str(ends and ends.isoformat())}  # fmt: skip
        return no(Step("shift_differs", {**said, **planned}))


def _given(matter: Matter, name: str) -> bool:
    found = matter.fact.detail(name) if name == "shift" else moment_of(matter, name)
    return found is not None


def _fits(spans: list[str], begins: datetime, ends: datetime) -> bool:
    first, last = minute_of(spans[0].split("-")[0]), minute_of(spans[-1].split("-")[1])
    length = (last - first) % _DAY or _DAY
    starts = begins.hour * 60 + begins.minute
    return starts == first % _DAY and minutes_between(begins, ends) == length
