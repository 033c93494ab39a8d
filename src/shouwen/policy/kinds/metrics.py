"""What a target measures: a share of matters, one number of each fact, or a mean of many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from shouwen.policy.amounts import Length, TimeUnit
from shouwen.policy.kinds.conditions import Conditions, of_conditions
from shouwen.policy.kinds.figures import Span, wrong
from shouwen.policy.kinds.references import NUMERIC, Reference

# Time as the clock on the wall counts it. What passes only while the house is open is a deadline's,
# and whether that was kept is a fact of its own.
_CLOCK = {
    TimeUnit.SECOND: timedelta(seconds=1),
    TimeUnit.MINUTE: timedelta(minutes=1),
    TimeUnit.HOUR: timedelta(hours=1),
    TimeUnit.DAY: timedelta(days=1),
    TimeUnit.WEEK: timedelta(weeks=1),
}
UNITS = {
    "seconds": timedelta(seconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}


def clock_time(length: Length | None) -> timedelta | None:
    """Return a length as the clock counts it; None for none."""
    return None if length is None else _CLOCK[length.unit] * float(length.count)


class ShareOf(BaseModel):
    """Which matters are counted, and which of them comply.

    Counted are those with a fact ``of`` in the period; with ``until``, those that had one at any
    time before its end and none of ``until`` after it. They comply with a fact ``having`` and none
    of ``without``, both ``within`` a time after the first ``of``, and where they are at the end
    ``no_older_than`` so long.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Conditions
    having: Conditions = ()
    without: Conditions = ()
    within: Span = None
    until: Conditions = ()
    no_older_than: Span = None

    @model_validator(mode="after")
    def _says_which_comply(self) -> Self:
        if not (self.having or self.without or "no_older_than" in self.model_fields_set):
            raise wrong("The share does not say what complies.", "Add `having: {fact: …}`.")
        if "no_older_than" in self.model_fields_set and not self.until:
            raise wrong("Only what is still open has an age.", "Add `until: {fact: …}`.")
        if "within" in self.model_fields_set and self.until:
            raise wrong(
                "What is still open is not counted from its beginning.",
                "Leave out `within:`, or write `no_older_than:`.",
            )
        for length in (self.within, self.no_older_than):
            if length is not None and length.unit not in _CLOCK:
                raise wrong(
                    f"“{length}” is not time by the clock.",
                    "Write minutes, hours, days or weeks; working time is what a deadline counts.",
                )
        return self

    @property
    def is_plain(self) -> bool:
        """Whether only the presence of facts in the period decides."""
        return not ({"without", "within", "until", "no_older_than"} & self.model_fields_set)

    @property
    def blank(self) -> str:
        """The length that was left blank, or an empty string."""
        lengths = {"within": self.within, "no_older_than": self.no_older_than}
        blank = (n for n, found in lengths.items() if found is None and n in self.model_fields_set)
        return next(blank, "")

    def parts(self) -> Iterator[tuple[str, Conditions]]:
        """Yield each list of conditions with its key."""
        yield from (("of", self.of), ("having", self.having))
        yield from (("without", self.without), ("until", self.until))


class MeanOf(BaseModel):
    """Of which facts a mean is taken: of their ``number``, or of the time until a fact ``to``.

    The time runs from a matter's first fact ``of`` in the period to its first ``to`` after it, by
    the clock, and is ``counted_in`` seconds, minutes, hours or days.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Conditions
    number: str = ""
    to: Conditions = ()
    counted_in: Literal["seconds", "minutes", "hours", "days"] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.number) == bool(self.to):
            raise wrong(
                "A mean is taken of a number or of a time, one of the two.",
                "Write `number: detail` or `to: {fact: …}`.",
            )
        if bool(self.to) != bool(self.counted_in):
            raise wrong(
                "A time needs the unit it is counted in, and a number has none.",
                "Write `counted_in: minutes` beside `to:` only.",
            )
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of facts that carry the number."""
        return tuple(condition.fact for condition in self.of)


class Metric(BaseModel):
    """What is measured: a share or a mean over a period, or one number of each fact."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: ShareOf | None = None
    value: str = ""
    average: MeanOf | None = None
    median: MeanOf | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.share, self.value, self.average, self.median))) != 1:
            raise wrong(
                "The metric is a share, a value, an average or a median, one of these.",
                "Write {share: {of: {fact: …}, having: {fact: …}}} or {value: detail}.",
            )
        return self

    @property
    def mean(self) -> MeanOf | None:
        """What an average or a median is taken of, if it is one."""
        return self.average or self.median

    def references(self) -> Iterator[Reference]:
        """List the names it uses, apart from the detail of a single fact."""
        if self.share:
            for key, conditions in self.share.parts():
                yield from of_conditions(("metric", "share", key), conditions)
        mean, name = self.mean, "average" if self.average else "median"
        if mean:
            yield from of_conditions(("metric", name, "of"), mean.of)
            yield from of_conditions(("metric", name, "to"), mean.to)
            if mean.number:
                here = ("metric", name, "number")
                yield Reference(here, "detail", mean.number, mean.kinds, NUMERIC)
