"""Tests of a fact's details that are written without the kind of fact: ``{severity: major}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator

from shouwen.policy.kinds.conditions import Condition, of_conditions
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.references import Loc, Reference


def _without_kind(value: Any) -> Any:
    if not isinstance(value, Mapping) or not value:
        raise wrong("No detail is named.", "Write for example `{severity: major}`.")
    return {**value, "fact": ""}


DetailTests = Annotated[Condition, BeforeValidator(_without_kind)]


def of_kind(tests: Condition, kind: str) -> Condition:
    """Return the tests as a condition on facts of this kind."""
    found = Condition.model_construct(fact=kind)
    found.__pydantic_extra__ = dict(tests.tests)
    return found


def facts_of(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return the kinds of facts that conditions name, each once."""
    return tuple(dict.fromkeys(condition.fact for condition in conditions))


def names_in_tests(loc: Loc, tests: Condition, kinds: tuple[str, ...]) -> Iterator[Reference]:
    """List the details and values that the tests name, for facts of these kinds."""
    for kind in kinds:
        for found in of_conditions(loc, (of_kind(tests, kind),)):
            if found.sort != "fact":
                yield replace(found, loc=(*loc, *found.loc[len(loc) + 1 :]))
