"""The closed list of sources a figure can come from; each is explained with every number in it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from shouwen.policy.kinds.faulty_keys import shape_tag
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.sources.arithmetic import (
    Difference,
    Greatest,
    Least,
    Product,
    Quotient,
    Sum,
    Times,
)
from shouwen.policy.kinds.sources.base import Figure, Known, Source
from shouwen.policy.kinds.sources.elapsed import (
    DaysBetween,
    HoursBetween,
    MinutesBetween,
    SecondsBetween,
)
from shouwen.policy.kinds.sources.given import Entered, Holders, LookedUp
from shouwen.policy.kinds.sources.in_a_row import InARow
from shouwen.policy.kinds.sources.moved import Moved
from shouwen.policy.kinds.sources.rank import Rank
from shouwen.policy.kinds.sources.recorded import Counted, Summed
from shouwen.policy.kinds.sources.run import MissingOfRun
from shouwen.policy.kinds.sources.seniority import FullMonths, FullYears

__all__ = ["SOURCES", "AnySource", "Figure", "Known", "Source"]

SOURCES: Mapping[str, type[Source]] = {
    "sum": Sum,
    "difference": Difference,
    "product": Product,
    "quotient": Quotient,
    "whole_times": Times,
    "greatest": Greatest,
    "least": Least,
    "full_years": FullYears,
    "full_months": FullMonths,
    "seconds_between": SecondsBetween,
    "minutes_between": MinutesBetween,
    "hours_between": HoursBetween,
    "days_between": DaysBetween,
    "missing_of_run": MissingOfRun,
    "entered": Entered,
    "looked_up": LookedUp,
    "holders": Holders,
    "moved": Moved,
    "counted": Counted,
    "summed": Summed,
    "in_a_row": InARow,
    "rank": Rank,
}
_BESIDE = ("label", "label_en", "unit")


def _name_of(value: Any) -> str:
    return next((name for name in SOURCES if name in value), "")


def _known(value: Any) -> Any:
    names = ", ".join(SOURCES)
    if not isinstance(value, Mapping) or not value:
        raise wrong(
            f"“{value}” is not a figure.",
            "Write for example {label: 毛利, label_en: Gross margin, difference: [sales, cost]}.",
        )
    if not _name_of(value):
        key = next((str(k) for k in value if k not in _BESIDE), "")
        near = difflib.get_close_matches(key, SOURCES, n=1, cutoff=0.6)
        mend = f"Did you mean `{near[0]}`?" if near else f"Use one of: {names}."
        raise wrong(f"`{key}` is not a source of a figure.", mend)
    return value


def _tag_of(value: Any) -> str:
    return shape_tag(SOURCES[_name_of(value)])


AnySource = Annotated[
    Annotated[Sum, Tag(shape_tag(Sum))]
    | Annotated[Difference, Tag(shape_tag(Difference))]
    | Annotated[Product, Tag(shape_tag(Product))]
    | Annotated[Quotient, Tag(shape_tag(Quotient))]
    | Annotated[Times, Tag(shape_tag(Times))]
    | Annotated[Greatest, Tag(shape_tag(Greatest))]
    | Annotated[Least, Tag(shape_tag(Least))]
    | Annotated[FullYears, Tag(shape_tag(FullYears))]
    | Annotated[FullMonths, Tag(shape_tag(FullMonths))]
    | Annotated[SecondsBetween, Tag(shape_tag(SecondsBetween))]
    | Annotated[MinutesBetween, Tag(shape_tag(MinutesBetween))]
    | Annotated[HoursBetween, Tag(shape_tag(HoursBetween))]
    | Annotated[DaysBetween, Tag(shape_tag(DaysBetween))]
    | Annotated[MissingOfRun, Tag(shape_tag(MissingOfRun))]
    | Annotated[Entered, Tag(shape_tag(Entered))]
    | Annotated[LookedUp, Tag(shape_tag(LookedUp))]
    | Annotated[Holders, Tag(shape_tag(Holders))]
    | Annotated[Moved, Tag(shape_tag(Moved))]
    | Annotated[Counted, Tag(shape_tag(Counted))]
    | Annotated[Summed, Tag(shape_tag(Summed))]
    | Annotated[InARow, Tag(shape_tag(InARow))]
    | Annotated[Rank, Tag(shape_tag(Rank))],
    Discriminator(_tag_of),
    BeforeValidator(_known),
]
