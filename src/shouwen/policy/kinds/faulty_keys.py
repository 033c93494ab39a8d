"""Turning a validator's report into sentences: where, what is wrong, how to mend it."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from shouwen.policy.kinds.references import Loc

Fault = tuple[Loc, str, str]


def faults_of_shape(
    faulty: ValidationError, model: type[BaseModel], definition: Mapping[str, Any]
) -> list[Fault]:
    """List what the validator found, each with its place in the block as written."""
    return [_fault(error, model, definition) for error in faulty.errors() if not _is_echo(error)]


def _is_echo(error: Any) -> bool:
    """Tell whether a list is only called too short because its one item is already at fault."""
    return error["type"] == "too_short" and bool(error["input"])


def _fault(error: Any, model: type[BaseModel], definition: Mapping[str, Any]) -> Fault:
    loc: Loc = tuple(error["loc"])
    place = as_written(loc, definition)
    key = str(loc[-1]) if loc else ""
    match error["type"]:
        case "wrong":
            return place, error["ctx"]["what"], error["ctx"]["mend"]
        case "extra_forbidden":
            return place, f"`{key}` is not understood here.", _instead(key, _keys_at(model, loc))
        case "missing":
            return place, f"`{key}:` is missing.", f"Add `{key}:` to the rule."
    named = next((str(part) for part in reversed(place) if isinstance(part, str)), key)
    return place, f"“{_short(error['input'])}” is wrong for `{named}`.", _how(error)


# What a validator calls a type, and how it is written in a rule.
_HOW = {
    "bool": "Write `true` or `false`.",
    "date": "Write year-month-day: `2026-04-01`.",
    "dict": "Write keys and values: `{key: value}`.",
    "int": "Write a whole number.",
    "list": "Write a list: `[one, another]`.",
    "model": "Write keys and values: `{key: value}`.",
    "string": "Write one word or a text.",
    "too": "Write at least one.",
    "tuple": "Write a list: `[one, another]`.",
}


def _how(error: Any) -> str:
    if error["type"] == "literal_error":
        return f"Use one of: {error['ctx']['expected'].replace(' or ', ', ').replace(chr(39), '')}."
    message = str(error["msg"]).removeprefix("Value error, ")
    return _HOW.get(error["type"].partition("_")[0], f"{message}.")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 60 else f"{text[:57]}…"  # noqa: PLR2004 - one line


def _instead(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else f"Use one of: {', '.join(known)}."


def as_written(loc: Loc, definition: Any) -> Loc:
    """Drop from a path what the file does not contain, such as the name of a model."""
    place: list[str | int] = []
    here = definition
    for part in loc:
        inside = isinstance(here, Mapping) and part in here
        inside = inside or (isinstance(here, list) and isinstance(part, int) and part < len(here))
        if inside:
            place.append(part)
            here = here[part]
    return tuple(place)


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """List the keys that are understood at a place, by walking the models along the path."""
    here: list[type[BaseModel]] = [model]
    for part in loc[:-1]:
        inner = [m for outer in here for m in _models_under(outer, part)]
        tagged = [m for m in here if part == shape_tag(m)]
        here = inner or tagged or here
    keys = [field.alias or name for m in here for name, field in m.model_fields.items()]
    return sorted(set(keys) - {"kind"})


def shape_tag(model: type[BaseModel]) -> str:
    """Return the tag under which a shape stands in a union of shapes."""
    return f"<{model.__name__}>"


def _models_under(model: type[BaseModel], part: str | int) -> Iterator[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if part in (name, field.alias):
            yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)
