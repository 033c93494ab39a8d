"""Tests beside the conditions: details and worked figures, also compared with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, TypeAdapter

from shouwen.policy.kinds.conditions import BOUNDS, COMPARED, Same, plain_value
from shouwen.policy.kinds.figures import number_text, percent_text, wrong
from shouwen.policy.kinds.operands import AnOperand, Operand
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.kinds.verdicts import Verdict, all_of, any_of, no, yes
from shouwen.policy.kinds.whose import Whose, compares_members
from shouwen.policy.kinds.words import Both, both, number_texts
from shouwen.policy.steps import Late, Step, Value

_OPERAND: TypeAdapter[Operand] = TypeAdapter(AnOperand)
_HOW_BOUNDS = "Write {at_least | more_than | at_most | less_than: number}."
_HOW = "Write a value, a list of values, or {at_least | more_than | at_most | less_than: number}."


@dataclass(frozen=True, slots=True)
class Compared:
    """A number must be inside these bounds; a bound may be another detail or figure."""

    bounds: tuple[tuple[str, Operand], ...]

    def names(self) -> Iterator[tuple[str, str]]:
        """Go through the details and figures that are bounds."""
        return ((bound, operand.name) for bound, operand in self.bounds if operand.name)

    def holds(self, task: Task, number: Fraction, path: str) -> bool | Needs:
        """Tell whether a number that is no detail is inside; ``path`` is the place of the test."""
        for bound, operand in self.bounds:
            limit = operand.number(task, f"{path}.{bound}")
            if isinstance(limit, Needs):
                return limit
            if not COMPARED[bound](number, limit):
                return False
        return True

    def wanted(self, task: Task, unit: Both) -> Both:
        """Write the bounds, for a number counted in ``unit``."""
        chinese, english = [], []
        for bound, operand in self.bounds:
            number = operand.number(task, "")
            if isinstance(number, Needs):
                continue
            plain = number_texts(number, unit)
            said = operand.said(task, number) if operand.name else plain
            chinese.append(f"{BOUNDS[bound][0]} {said[0]}")
            english.append(f"{BOUNDS[bound][1]} {said[1]}")
        return "、".join(chinese), " and ".join(english)

    def check(self, task: Task, name: str) -> Verdict:
        """Tell whether the number is inside."""
        number = task.number(name)
        if isinstance(number, Needs):
            return Verdict(None, number.missing, number.steps)
        return all_of(self._one(task, name, number, *bound) for bound in self.bounds)

    def _one(
        self, task: Task, name: str, number: Fraction, bound: str, operand: Operand
    ) -> Verdict:
        limit = operand.number(task, f"only_if.{name}.{bound}")
        if isinstance(limit, Needs):
            return Verdict(None, limit.missing, limit.steps)
        edge = limit

        def values() -> dict[str, Value]:
            wanted = self._wanted(task, name, bound, operand, edge)
            return {**task.labels(name), **self._said(task, name, number, operand), **wanted}

        holds = COMPARED[bound](number, limit)
        if holds:
            return yes(Step("test_holds", Late(values)))
        return no(Step("test_fails", Late(values)))

    def _said(self, task: Task, name: str, number: Fraction, operand: Operand) -> dict[str, Value]:
        if operand.written[-1:] in "%‰":
            return both("value", (percent_text(number), percent_text(number)))
        return task.counted(name, number, name="value")

    def _wanted(
        self, task: Task, name: str, bound: str, operand: Operand, edge: Fraction
    ) -> dict[str, Value]:
        said = operand.said(task, edge)
        if not operand.name and said[0][-1:] not in "%‰":
            written = task.counted(name, edge, name="edge")
            said = str(written["edge_zh"]), str(written["edge_en"])
        chinese, english = BOUNDS[bound]
        return both("wanted", (f"{chinese} {said[0]}", f"{english} {said[1]}"))


@dataclass(frozen=True, slots=True)
class Equal:
    """A detail must be one of these values, a figure one of these numbers."""

    same: Same

    def names(self) -> Iterator[tuple[str, str]]:
        """Nothing else is named."""
        return iter(())

    def check(self, task: Task, name: str) -> Verdict:
        """Tell whether the value is one of them."""
        value: object = task.fact.detail(name)
        worked = task.matter.numbers.get(name) if value is None else None
        if worked is not None:
            value = number_text(worked)
        if value is None:
            return Verdict(None, (name,), (Step("detail_missing", task.labels(name)),))
        holds = plain_value(value) in self.same.values
        kind, words = task.fact.kind, task.words
        read = value

        def values() -> dict[str, Value]:
            wanted = self.same.wanted(kind, name, words)
            shown = words.value_of(kind, name, read)
            return {**task.labels(name), **both("value", shown), **both("wanted", wanted)}

        return (yes if holds else no)(
            Step("condition_holds" if holds else "condition_fails", Late(values))
        )


@dataclass(frozen=True, slots=True)
class Member:
    """The member in a detail has to be somebody."""

    whose: Whose

    def names(self) -> Iterator[tuple[str, str]]:
        """Go through the other detail that is read."""
        return iter((("", self.whose.other),))

    def check(self, task: Task, name: str) -> Verdict:
        """Tell whether it is the one."""
        return self.whose.weigh(task.matter, task.words, name)


def _read(value: Any) -> Compared | Equal | Member:
    if compares_members(value):
        return Member(Whose.model_validate(value))
    if isinstance(value, Mapping):
        return _read_bounds(value)
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(isinstance(item, list | tuple | Mapping | None) for item in values):
        raise wrong("The test names no value to compare with.", _HOW)
    return Equal(Same(tuple(plain_value(item) for item in values)))


def _only_bounds(value: Any) -> Compared:
    if not isinstance(value, Mapping):
        raise wrong(f"“{value}” is not a comparison.", _HOW_BOUNDS)
    return _read_bounds(value)


read_bounds = PlainValidator(_only_bounds)


def _read_bounds(value: Mapping[str, Any]) -> Compared:
    strange = [name for name in value if name not in COMPARED]
    if strange or not value:
        raise wrong(f"“{', '.join(map(str, strange)) or '{}'}” is not a comparison.", _HOW)
    return Compared(tuple((name, _OPERAND.validate_python(edge)) for name, edge in value.items()))


class Tests(BaseModel):
    """A test for each detail or figure that is named: all must hold."""

    __test__ = False
    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Annotated[Compared | Equal | Member, PlainValidator(_read)]]

    @property
    def each(self) -> Mapping[str, Compared | Equal | Member]:
        """The test for each detail or figure."""
        return self.__pydantic_extra__

    def names(self) -> set[str]:
        """Return every detail and figure that the tests read."""
        bounds = (name for test in self.each.values() for _, name in test.names())
        return {*self.each, *bounds}

    def check(self, task: Task) -> Verdict:
        """Tell whether every test holds."""
        return all_of(test.check(task, name) for name, test in self.each.items())

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details and values that are named."""
        for name, test in self.each.items():
            if isinstance(test, Member):
                yield from test.whose.references((*loc, name), name, kinds)
                continue
            types = NUMERIC if isinstance(test, Compared) else ()
            yield Reference((*loc, name), "detail", name, kinds, types)
            for bound, other in test.names():
                yield Reference((*loc, name, bound), "detail", other, kinds, NUMERIC)
            if isinstance(test, Equal):
                for value in test.same.values:
                    text = str(value).lower() if isinstance(value, bool) else value
                    yield Reference((*loc, name), "value", text, kinds, of=name)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


# One set of tests, or a list of which any may hold.
AnyTests = Annotated[tuple[Tests, ...], BeforeValidator(_as_list)]


def check_tests(sets: tuple[Tests, ...], task: Task) -> Verdict:
    """Tell whether one set of tests holds; without any, yes."""
    if len(sets) == 1:
        return sets[0].check(task)
    return any_of(one.check(task) for one in sets) if sets else yes()
