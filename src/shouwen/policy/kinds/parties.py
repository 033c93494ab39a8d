"""How a rule names somebody: post, detail of the fact, superior, department or fund."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.words import Words
from shouwen.policy.rulings import Party
from shouwen.policy.vocabulary import DetailType

_TEXTS = (DetailType.TEXT,)
_WAYS = ("post", "detail", "superior_of", "department", "fund", "outside")
_HOW = f"Name one of: {', '.join(_WAYS)}, for example {{post: team_leader}}."


class Somebody(BaseModel):
    """One party as a rule names it; exactly one of the keys is given.

    ``outside`` is a text detail that names somebody who is no member: a tenant, a contractor. It
    stands for an account of its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    post: str = ""
    detail: str = ""
    superior_of: str = ""
    department: str = ""
    fund: str = ""
    outside: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Somebody:
        if len([way for way in _WAYS if getattr(self, way)]) != 1:
            raise wrong("It must be named in exactly one way.", _HOW)
        return self

    @cached_property
    def standing(self) -> Party | None:
        """The party that it is whatever the fact says: a post or an account of the house."""
        if self.post:
            return Party("post", self.post)
        return Party("fund", self.fund) if self.fund else None

    @property
    def named(self) -> str:
        """The way and the name together, as the file has them: ``post:leader``."""
        return next(f"{way}:{getattr(self, way)}" for way in _WAYS if getattr(self, way))

    def needed_detail(self, fact_kinds: tuple[str, ...], words: Words) -> str:
        """Return the detail this party is read from, or an empty string."""
        if self.department and any(words.facts.term(k, self.department) for k in fact_kinds):
            return self.department
        return self.detail or self.superior_of or self.outside

    def references(self, loc: Loc, fact_kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List what the party names: a post, a fund, a department, or a detail."""
        if self.post:
            yield Reference((*loc, "post"), "post", self.post)
        if self.fund:
            yield Reference((*loc, "fund"), "fund", self.fund)
        if self.outside:
            yield Reference((*loc, "outside"), "detail", self.outside, fact_kinds, _TEXTS)
        if self.detail or self.superior_of:
            way = "detail" if self.detail else "superior_of"
            yield Reference((*loc, way), "detail", self.detail or self.superior_of, fact_kinds)
        if self.department:
            # It may be a department's key or a detail: told apart where both are known.
            yield Reference((*loc, "department"), "department", self.department, fact_kinds)

    def party(self, fact: Fact, person: str | None, words: Words) -> Party | None:
        """Return the party for a fact, or None while the detail it is read from is missing.

        ``person`` stands for the person the rule is about, whatever the detail's name.
        """
        if self.standing is not None:
            return self.standing
        if self.outside:
            return self._outsider(fact, words)
        name = self.needed_detail((fact.kind,), words)
        if not name:
            return Party("department", self.department)
        value = fact.detail(name) if name != "person" or person is None else person
        return None if value is None else Party(self._kind(fact, name, words), str(value))

    def _outsider(self, fact: Fact, words: Words) -> Party | None:
        name = str(fact.detail(self.outside) or "")
        # Somebody outside never stands for an account of the house.
        return Party("fund", name) if name and name not in (*words.parties, "company") else None

    def _kind(self, fact: Fact, name: str, words: Words) -> str:
        if self.superior_of:
            return "superior"
        if self.department or words.type_of(fact.kind, name) is DetailType.DEPARTMENT:
            return "department"
        return "member"


def _spelled_out(value: Any) -> Any:
    """Let the bare name of a detail stand for ``{detail: name}``."""
    return {"detail": value} if isinstance(value, str) else value


def _no_fund(value: Somebody) -> Somebody:
    if value.fund or value.outside:
        raise wrong("A fund cannot do anything.", _HOW.replace(", fund, outside", ""))
    return value


Anybody = Annotated[Somebody, BeforeValidator(_spelled_out)]


class Actor(Somebody):
    """A party that can act: anything but a fund."""

    @model_validator(mode="after")
    def _can_act(self) -> Actor:
        _no_fund(self)
        return self


Owner = Annotated[Actor, BeforeValidator(_spelled_out)]


class Ower(Actor):
    """Who owes something; ``{each: {post: x}}`` says that every holder of the post owes it."""

    every_holder: bool = False

    @model_validator(mode="after")
    def _holds_a_post(self) -> Ower:
        if self.every_holder and not self.post:
            raise wrong(
                "Only each holder of a post can owe it.", "Write `{each: {post: cleaner}}`."
            )
        return self


def _each_spelled_out(value: Any) -> Any:
    """Let ``{each: {post: x}}`` stand for that post with every holder of it."""
    if isinstance(value, Mapping) and set(value) == {"each"}:
        inner = value["each"]
        return {**inner, "every_holder": True} if isinstance(inner, Mapping) else inner
    return _spelled_out(value)


Owers = Annotated[Ower, BeforeValidator(_each_spelled_out)]
