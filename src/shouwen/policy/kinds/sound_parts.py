"""The names in those parts of a faulty rule that can be read, so that one pass finds all faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Condition, of_conditions
from shouwen.policy.kinds.parties import Somebody
from shouwen.policy.kinds.references import Reference
from shouwen.policy.kinds.shapes import Shape

_OCCASIONS = ("when", "before", "each")


def names_in_sound_parts(
    model: type[Rule], definition: Mapping[str, Any], faulty: ValidationError
) -> Iterator[Reference]:
    """List what the readable keys of a rule refer to."""
    broken = {error["loc"][0] for error in faulty.errors() if error["loc"]}
    parts = dict(_readable(model, definition, broken))
    occasions = [condition for key in _OCCASIONS for condition in _conditions(parts.get(key))]
    kinds = tuple(dict.fromkeys(condition.fact for condition in occasions))
    for key, value in parts.items():
        yield from _names(key, value, kinds)


def _readable(
    model: type[Rule], definition: Mapping[str, Any], broken: set[Any]
) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in definition or key in broken:
            continue
        how = [*field.metadata, *([field.discriminator] if field.discriminator else [])]
        annotation: Any = Annotated[field.annotation, None, *how]
        reader: TypeAdapter[Any] = TypeAdapter(annotation)
        try:
            yield key, reader.validate_python(definition[key])
        except ValidationError:
            continue


def _conditions(value: Any) -> tuple[Condition, ...]:
    listed = value if isinstance(value, tuple) else ()
    return tuple(one for one in listed if isinstance(one, Condition))


def _names(key: str, value: Any, kinds: tuple[str, ...]) -> Iterator[Reference]:
    yield from of_conditions((key,), _conditions(value))
    if isinstance(value, Somebody | Shape):
        yield from value.references((key,), kinds)
    if key == "for":
        yield from (Reference((key,), "post", post) for post in value)
