"""Conditions on a fact: of which kind it is, and what its details must be."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.figures import is_blank, number_text, percent_text, read_number, wrong
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.verdicts import YES, Verdict, all_of, any_of, no, unknown, yes
from shouwen.policy.kinds.words import Both, Words, both
from shouwen.policy.steps import Late, Step, Value

BOUNDS: dict[str, tuple[str, str]] = {
    "at_least": ("不低于", "at least"),
    "more_than": ("超过", "more than"),
    "at_most": ("不超过", "at most"),
    "less_than": ("低于", "less than"),
}
COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
}
_HOW = "Write a value, a list of values, or {at_least | more_than | at_most | less_than: number}."


def plain_value(value: object) -> str | bool:
    """Return a value in the form in which two values are compared: yes/no, or text."""
    return value if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Same:
    """The detail must be one of these values."""

    values: tuple[str | bool, ...]

    def blank(self) -> str:
        """Return the bound that was left blank: a list of values has none."""
        return ""

    def check(self, value: Detail) -> bool:
        """Tell whether the recorded value is one of them."""
        return plain_value(value) in self.values

    def wanted(self, kind: str, detail: str, words: Words) -> Both:
        """Say what was wanted, in both languages."""
        labels = [words.value_of(kind, detail, value) for value in self.values]
        return "、".join(zh for zh, _ in labels), " or ".join(en for _, en in labels)


@dataclass(frozen=True, slots=True)
class Within:
    """The detail must be a number inside these bounds; a bound that is None was left blank."""

    bounds: tuple[tuple[str, Fraction | None], ...]
    is_share: bool = False

    def blank(self) -> str:
        """Return the bound that was left blank, or an empty string."""
        return next((name for name, bound in self.bounds if bound is None), "")

    def check(self, value: Detail) -> bool:
        """Tell whether the recorded number is inside; raise AmountError when it is no number."""
        number = read_number(value)
        return all(_inside(number, name, bound) for name, bound in self.bounds)

    def wanted(self, kind: str, detail: str, words: Words) -> Both:
        """Say what was wanted, in both languages."""
        unit = words.counted_as(kind, detail)
        parts = [
            (f"{BOUNDS[name][0]} {self._text(bound)} {unit[0]}".strip(),
             f"{BOUNDS[name][1]} {self._text(bound)} {unit[1]}".strip())
            for name, bound in self.bounds
        ]  # fmt: skip
        return "、".join(zh for zh, _ in parts), " and ".join(en for _, en in parts)

    def _text(self, bound: Fraction | None) -> str:
        if bound is None:
            return "____"
        return percent_text(bound) if self.is_share else number_text(bound)


def _inside(number: Fraction, name: str, bound: Fraction | None) -> bool:
    return bound is not None and COMPARED[name](number, bound)


def read_test(value: Any) -> Same | Within:
    """Read a test as it is written: a value, a list of values, or bounds."""
    if isinstance(value, Mapping):
        return _read_bounds(value)
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(isinstance(item, list | tuple | Mapping) for item in values):
        raise wrong("The condition names no value to compare with.", _HOW)
    if any(item is None for item in values):
        raise wrong("A condition cannot ask for “not recorded”.", _HOW)
    return Same(tuple(plain_value(item) for item in values))


def both_tests(one: Same | Within, other: Same | Within) -> Same | Within:
    """Return one test of a detail that holds where both do; it may never hold."""
    if isinstance(one, Within) and isinstance(other, Within):
        return Within((*one.bounds, *other.bounds), one.is_share and other.is_share)
    listed, test = (one, other) if isinstance(one, Same) else (other, one)
    values = listed.values if isinstance(listed, Same) else ()
    return Same(tuple(value for value in values if _passes(test, value)))


def _passes(test: Same | Within, value: Detail) -> bool:
    try:
        return test.check(value)
    except AmountError:
        return False


def _read_bounds(value: Mapping[str, Any]) -> Within:
    strange = [name for name in value if name not in BOUNDS]
    if strange or not value:
        raise wrong(f"“{', '.join(strange) or '{}'}” is not a comparison.", _HOW)
    try:
        bounds = tuple(
            (name, None if is_blank(bound) else read_number(bound)) for name, bound in value.items()
        )
    except AmountError as fault:
        raise wrong(str(fault), "Write a number, an amount or a percentage.") from None
    return Within(bounds, any(str(bound).strip()[-1:] in "%‰" for bound in value.values()))


class Condition(BaseModel):
    """A kind of fact, and a test for each detail named beside it: all must hold."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Annotated[Same | Within, PlainValidator(read_test)]]

    fact: str

    @property
    def tests(self) -> Mapping[str, Same | Within]:
        """The test for each detail."""
        return self.__pydantic_extra__

    def check(self, fact: Fact, words: Words) -> Verdict:
        """Tell whether the fact is of this kind and every detail passes its test."""
        if fact.kind != self.fact:
            return no(_other_kind(fact, self.fact, words))
        if len(self.tests) <= 1:
            return next((tested(fact, d, t, words) for d, t in self.tests.items()), YES)
        return all_of(tested(fact, detail, test, words) for detail, test in self.tests.items())


def _other_kind(fact: Fact, wanted: str, words: Words) -> Step:
    names = both("fact", words.facts.kind_labels(fact.kind))
    return Step("other_fact", {**names, **both("wanted", words.facts.kind_labels(wanted))})


def tested(fact: Fact, detail: str, test: Same | Within, words: Words) -> Verdict:
    """Tell whether a detail of the fact passes its test."""
    kind, value = fact.kind, fact.detail(detail)
    if value is None:
        return unknown(detail, words.line("detail_missing", kind, detail))
    blank = test.blank()
    if blank:
        figure = f"figure:when.{detail}.{blank}"
        return unknown(figure, Step("needs_figure", {"figure": figure[7:]}))

    def values() -> dict[str, Value]:
        names = both("detail", words.facts.detail_labels(kind, detail))
        return {**names, **both("value", words.value_of(kind, detail, value))}

    try:
        holds = test.check(value)
    except AmountError:
        return unknown(detail, Step("not_a_number", values()))
    if holds:
        return yes(Step("condition_holds", Late(values)))
    return no(Step("condition_fails", Late(lambda: values() | _wanted(test, kind, detail, words))))


def _wanted(test: Same | Within, kind: str, detail: str, words: Words) -> dict[str, Value]:
    return both("wanted", test.wanted(kind, detail, words))


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


# One condition or a list of which any may hold.
Conditions = Annotated[tuple[Condition, ...], BeforeValidator(_as_list)]


def check_any(conditions: tuple[Condition, ...], fact: Fact, words: Words) -> Verdict:
    """Tell whether any condition for the fact's kind holds, passing over the other kinds."""
    if len(conditions) == 1:
        return conditions[0].check(fact, words)
    mine = [condition for condition in conditions if condition.fact == fact.kind]
    if not mine:
        wanted = conditions[0].fact if conditions else ""
        return no(_other_kind(fact, wanted, words))
    return (
        mine[0].check(fact, words)
        if len(mine) == 1
        else any_of(condition.check(fact, words) for condition in mine)
    )


def of_conditions(loc: Loc, conditions: tuple[Condition, ...]) -> Iterator[Reference]:
    """List the facts, details and values that conditions name."""
    for position, condition in enumerate(conditions):
        here = (*loc, position)
        yield Reference((*here, "fact"), "fact", condition.fact)
        for detail, test in condition.tests.items():
            yield from of_test((*here, detail), condition.fact, detail, test)


def of_test(loc: Loc, fact: str, detail: str, test: Same | Within) -> Iterator[Reference]:
    """List the detail that is tested and the values it is compared with."""
    if isinstance(test, Within):
        yield Reference(loc, "detail", detail, (fact,), NUMERIC)
        return
    yield Reference(loc, "detail", detail, (fact,))
    for value in test.values:
        text = str(value).lower() if isinstance(value, bool) else value
        yield Reference(loc, "value", text, (fact,), of=detail)
