"""The closed shapes in which a regulation gives an amount; each can be explained line by line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from shouwen.policy.kinds.faulty_keys import shape_tag
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.shapes.bands import Bands
from shouwen.policy.kinds.shapes.base import Instead, Refused, Result, Shape, Silent, Worked
from shouwen.policy.kinds.shapes.carried import Carried
from shouwen.policy.kinds.shapes.graded import Graded
from shouwen.policy.kinds.shapes.ladders import Doubling, Occurrence
from shouwen.policy.kinds.shapes.plain import Fixed, FromDetail, Range
from shouwen.policy.kinds.shapes.prizes import Prizes
from shouwen.policy.kinds.shapes.products import Multiple, Percentage, PerUnit, Proportion
from shouwen.policy.kinds.task import Needs, Task

__all__ = [
    "SHAPES",
    "AmountShape",
    "Instead",
    "Needs",
    "Refused",
    "Result",
    "Shape",
    "Silent",
    "Task",
    "Worked",
]

SHAPES: Mapping[str, type[Shape]] = {
    "fixed": Fixed,
    "range": Range,
    "percentage": Percentage,
    "per_unit": PerUnit,
    "bands": Bands,
    "occurrence": Occurrence,
    "doubling": Doubling,
    "multiple": Multiple,
    "proportion": Proportion,
    "from_detail": FromDetail,
    "graded": Graded,
    "carried": Carried,
    "prizes": Prizes,
}


def _name_of(value: Any) -> str:
    return next((name for name in SHAPES if name in value), "")


def _known(value: Any) -> Any:
    names = ", ".join(SHAPES)
    if not isinstance(value, Mapping) or not value:
        raise wrong(f"“{value}” is not an amount.", "Write for example {fixed: 100 yuan}.")
    if not _name_of(value):
        key = str(next(iter(value)))
        near = difflib.get_close_matches(key, SHAPES, n=1, cutoff=0.6)
        mend = f"Did you mean `{near[0]}`?" if near else f"Use one of: {names}."
        raise wrong(f"`{key}` is not a shape of amount.", mend)
    return value


def _tag_of(value: Any) -> str:
    return shape_tag(SHAPES[_name_of(value)])


AmountShape = Annotated[
    Annotated[Fixed, Tag(shape_tag(Fixed))]
    | Annotated[Range, Tag(shape_tag(Range))]
    | Annotated[Percentage, Tag(shape_tag(Percentage))]
    | Annotated[PerUnit, Tag(shape_tag(PerUnit))]
    | Annotated[Bands, Tag(shape_tag(Bands))]
    | Annotated[Occurrence, Tag(shape_tag(Occurrence))]
    | Annotated[Doubling, Tag(shape_tag(Doubling))]
    | Annotated[Multiple, Tag(shape_tag(Multiple))]
    | Annotated[Proportion, Tag(shape_tag(Proportion))]
    | Annotated[FromDetail, Tag(shape_tag(FromDetail))]
    | Annotated[Graded, Tag(shape_tag(Graded))]
    | Annotated[Carried, Tag(shape_tag(Carried))]
    | Annotated[Prizes, Tag(shape_tag(Prizes))],
    Discriminator(_tag_of),
    BeforeValidator(_known),
]
