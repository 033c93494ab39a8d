"""A member named in a fact, compared with somebody: the superior of another, or another detail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import Same, Within, of_test, read_test, tested
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import SuperiorOf
from shouwen.policy.kinds.references import PEOPLE, Loc, Reference
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.kinds.words import Words, both
from shouwen.policy.steps import Step, Value

_WAYS = ("superior_of", "detail")


class Whose(BaseModel):
    """The member in a detail has to be the superior of another, or whom another detail names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    superior_of: str = Field(default="", pattern=r"^[a-z][a-z0-9_]*$")
    detail: str = Field(default="", pattern=r"^[a-z][a-z0-9_]*$")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.superior_of) == bool(self.detail):
            raise wrong("It is not said with whom.", "Write `{superior_of: person}`.")
        return self

    @property
    def other(self) -> str:
        """The detail with whose member, or with whose superior, it is compared."""
        return self.superior_of or self.detail

    def weigh(self, matter: Matter, words: Words, name: str) -> Verdict:
        """Tell whether the member in the detail ``name`` is the one who is wanted."""
        fact = matter.fact
        one, other = _member(fact, name), _member(fact, self.other)
        lacking = [n for n, key in ((name, one), (self.other, other)) if not key]
        if lacking:
            return unknown(lacking[0], words.line("detail_missing", fact.kind, lacking[0]))
        said = both("detail", words.facts.detail_labels(fact.kind, name))
        if self.detail:
            other_label = both("wanted", words.facts.detail_labels(fact.kind, self.detail))
            return _same({**said, **other_label, "person": one, "other": other}, holds=one == other)
        superior = matter.ask(SuperiorOf(other))
        if superior is UNANSWERED:
            return unknown(str(SuperiorOf(other)), Step("superior_unknown", {"person": other}))
        if superior is None:
            return no(Step("no_superior_to_be", {**said, "person": one, "other": other}))
        values = {**said, "person": one, "other": other, "superior": str(superior)}
        return _superior(values, holds=one == superior)

    def references(self, loc: Loc, name: str, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List both details; each holds a member."""
        yield Reference(loc, "detail", name, kinds, PEOPLE)
        yield Reference((*loc, _WAYS[bool(self.detail)]), "detail", self.other, kinds, PEOPLE)


def _superior(values: dict[str, Value], *, holds: bool) -> Verdict:
    if holds:
        return yes(Step("is_the_superior", values))
    return no(Step("not_the_superior", values))


def _same(values: dict[str, Value], *, holds: bool) -> Verdict:
    if holds:
        return yes(Step("same_member", values))
    return no(Step("other_member", values))


def _member(fact: Fact, detail: str) -> str:
    """Return whom a detail names; a fact about ``member:wang`` need not repeat the person."""
    value = fact.detail(detail)
    if value is None and detail == "person" and fact.about.startswith("member:"):
        return fact.about.removeprefix("member:")
    return "" if value is None else str(value)


def compares_members(value: Any) -> bool:
    """Tell whether a test is written as one between members."""
    return isinstance(value, Mapping) and bool(value.keys() & set(_WAYS))


def _read(value: Any) -> Same | Within | Whose:
    return Whose.model_validate(value) if compares_members(value) else read_test(value)


class Demands(BaseModel):
    """A test for each detail that is named, also between members: all must hold."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Annotated[Same | Within | Whose, PlainValidator(_read)]]

    @property
    def tests(self) -> Mapping[str, Same | Within]:
        """The tests against what is written in the rule."""
        return {n: t for n, t in self.__pydantic_extra__.items() if not isinstance(t, Whose)}

    def each(self, matter: Matter, words: Words) -> Iterator[Verdict]:
        """Yield what each test says of the fact."""
        for detail, test in self.__pydantic_extra__.items():
            if isinstance(test, Whose):
                yield test.weigh(matter, words, detail)
            else:
                yield tested(matter.fact, detail, test, words)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details and values that are named."""
        for detail, test in self.__pydantic_extra__.items():
            if isinstance(test, Whose):
                yield from test.references((*loc, detail), detail, kinds)
            else:
                for kind in kinds:
                    yield from of_test((*loc, detail), kind, detail, test)
