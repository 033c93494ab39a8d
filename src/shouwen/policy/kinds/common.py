"""What every rule has: its names, whom it is about, its conditions, and how it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import chain
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.by_words import ByWords, decided
from shouwen.policy.kinds.conditions import Condition, Conditions, check_any, of_conditions
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import PostsOf, Question, SuperiorOf
from shouwen.policy.kinds.references import PEOPLE, YES_NO, Loc, Reference
from shouwen.policy.kinds.verdicts import YES, Verdict, all_of, no, unknown, yes
from shouwen.policy.kinds.words import Words, both
from shouwen.policy.rulings import Nothing, Ruling, Unknown
from shouwen.policy.steps import Late, Step, Value

_NOWHERE = Clause(regulation="", title="", address="", number="")
Every = Literal["day", "week", "month", "quarter", "half_year", "year"]


def as_names(value: Any) -> Any:
    """Read one name or a list of names; the number of a clause may be a whole number."""
    listed = value if isinstance(value, list | tuple) else [value]
    return [str(one) if isinstance(one, int) else one for one in listed]


# A condition does not know under which key of the rule it stands.
_BLANK = "figure:when."


def _placed(step: Step, key: str) -> Step:
    if step.code != "needs_figure":
        return step
    return Step(step.code, {"figure": f"{key}.{str(step.values['figure']).partition('.')[2]}"})


Names = Annotated[tuple[str, ...], BeforeValidator(as_names)]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a rule is about: the member in a detail of the fact, or that member's superior."""

    detail: str
    superior: bool = False


# What moves between accounts of the house concerns no person.
NOBODY = Who("")


def _read_who(value: Any) -> Who:
    words = value.split() if isinstance(value, str) else []
    if words == ["nobody"]:
        return NOBODY
    if len(words) == 1:
        return Who(words[0])
    if len(words) == 2 and words[0] == "superior_of":  # noqa: PLR2004 - two words
        return Who(words[1], superior=True)
    raise wrong(
        f"“{value}” does not say who.", "Write the name of a detail, or `superior_of person`."
    )


class Found(NamedTuple):
    """The member a rule is about; ``verdict`` is not a yes while nobody can be named."""

    key: str = ""
    verdict: Verdict = YES


class Rule(BaseModel):
    """One rule of a regulation. Its clause and its regulation's words travel with it.

    ``for_`` are posts of which the person concerned must hold one. ``unless`` are details that
    must be recorded; one that is true ends the matter. ``waived_by`` count only once recorded.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    kind: str
    catalogue: Names = ()
    title: str = ""
    title_en: str = ""
    for_: Names = Field(default=(), alias="for")
    person: Annotated[Who, PlainValidator(_read_who)] = Who("person")
    when: Conditions = ()
    unless: Names = ()
    waived_by: Names = ()
    excepts: Names = ()
    settles: str = ""
    in_force: date | None = None
    ended: date | None = None
    reading: str = ""

    # Where the rule stands. Not fields, so that a file cannot write them; set by `placed`.
    clause: ClassVar[Clause] = _NOWHERE
    words: ClassVar[Words] = Words()
    key: ClassVar[tuple[str, str]] = ("", "")
    listened: ClassVar[tuple[str, ...]] = ()
    read_as: ClassVar[tuple[Step, ...]] = ()
    decided: ClassVar[Mapping[str, ByWords[Verdict]]] = {}

    def placed(self, clause: Clause, words: Words) -> Rule:
        """Return the rule standing under its clause, with its regulation's words."""
        found = self.model_copy()
        key = (clause.regulation, self.id)
        found.__dict__.update(clause=clause, words=words, key=key, listened=self.fact_kinds())
        found.__dict__["read_as"] = words.read_as(self.id)
        asked = found.conditions()
        found.__dict__["decided"] = {one: decided(asked, one, words) for one in found.listened}
        return found

    def is_in_force(self, day: date) -> bool:
        """Tell whether the rule itself applies on this day; its regulation's dates come on top."""
        return (self.in_force is None or self.in_force <= day) and (
            self.ended is None or day < self.ended
        )

    def fact_kinds(self) -> tuple[str, ...]:
        """The kinds of facts this rule listens to."""
        return tuple(dict.fromkeys(condition.fact for condition in self.conditions()))

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of which one must hold for the rule to apply."""
        return self.when

    def question_key(self) -> tuple[str, ...]:
        """What the rule answers; rules with one key must agree. Alone without ``settles``."""
        return (self.kind, self.settles) if self.settles else (*self.key,)

    def applies(self, fact: Fact, known: Mapping[Question, object] | None = None) -> bool | None:
        """Tell whether the rule's conditions hold for a fact; None while that is unknown."""
        return self.gate(Matter(fact=fact, known=known or {})).holds

    def judge(self, matter: Matter) -> tuple[Ruling, ...]:
        """Say what follows from the fact; everything it needs is in ``matter``."""
        gate = self.gate(matter)
        steps = self._beginning(matter) + self.read_as + gate.steps
        if gate.holds is None:
            return (self._not_known(gate.missing, steps),)
        if not gate.holds:
            return (self.nothing(steps),)
        return self.proceed(matter, steps)

    def _not_known(self, missing: tuple[str, ...], steps: tuple[Step, ...]) -> Unknown:
        """Ask for what a condition lacks; a blank bound stands where the conditions do."""
        key = self.conditions_key()
        if key == "when" or not any(name.startswith(_BLANK) for name in missing):
            return self.unknown(missing, steps)
        named = (f"figure:{key}.{n[len(_BLANK) :]}" if n.startswith(_BLANK) else n for n in missing)
        return self.unknown(named, tuple(_placed(step, key) for step in steps))

    def proceed(self, matter: Matter, steps: tuple[Step, ...]) -> tuple[Ruling, ...]:
        """Go on once the conditions hold; some kinds of rules work out figures first."""
        return self.decide(matter, steps)

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses, with its place, so that each can be looked up."""
        yield from of_conditions((self.conditions_key(),), self.conditions())
        kinds = self.fact_kinds()
        yield from (Reference(("for",), "post", post) for post in self.for_)
        yield from (Reference(("unless",), "detail", n, kinds, YES_NO) for n in self.unless)
        yield from (Reference(("waived_by",), "detail", n, kinds, YES_NO) for n in self.waived_by)
        if self.is_about_a_person():
            yield Reference(("person",), "detail", self.person.detail, kinds, PEOPLE)

    def conditions_key(self) -> str:
        """The key under which the conditions stand in the rule block."""
        return "when"

    def is_about_a_person(self) -> bool:
        """Tell whether the rule has to know the person concerned."""
        return bool(self.for_)

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """List what somebody should look at although the rule can run: place, what, how to mend."""
        return iter(())

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List what is wrong beyond shape and names: place, what, how to mend."""
        return iter(())

    def listed(self) -> Mapping[str, Any]:
        """Return what the rule lists, by key, in plain words: for worked cases and overviews."""
        return {}

    def decide(self, matter: Matter, steps: tuple[Step, ...]) -> tuple[Ruling, ...]:
        """Say what follows once all conditions hold; each kind of rule has its own answer."""
        raise NotImplementedError

    def gate(self, matter: Matter) -> Verdict:
        """Tell whether the rule applies at all."""
        fact = matter.fact
        known = self.decided.get(fact.kind)
        first = known.of(fact) if known else check_any(self.conditions(), fact, self.words)
        if first.holds is False or not (self.waived_by or self.unless or self.for_):
            return first
        return all_of(chain((first,), self._gates(matter)))

    def _gates(self, matter: Matter) -> Iterable[Verdict]:
        if self.waived_by:
            yield self._not_waived(matter.fact)
        if self.unless:
            yield self._no_excuse(matter.fact)
        if self.for_:
            yield self._holds_post(matter)

    def _detail_step(self, code: str, fact: Fact, detail: str) -> Step:
        return self.words.line(code, fact.kind, detail)

    def _not_waived(self, fact: Fact) -> Verdict:
        for name in self.waived_by:
            if fact.detail(name) is True:
                return no(self._detail_step("waived", fact, name))
        return YES

    def _no_excuse(self, fact: Fact) -> Verdict:
        return all_of(self._not_excused(fact, name) for name in self.unless)

    def _not_excused(self, fact: Fact, name: str) -> Verdict:
        value = fact.detail(name)
        if value is None:
            return unknown(name, self._detail_step("detail_missing", fact, name))
        code = "excused_by" if value is True else "not_excused_by"
        return Verdict(value is not True, (), (self._detail_step(code, fact, name),))

    def _holds_post(self, matter: Matter) -> Verdict:
        found = self.find_person(matter)
        if found.verdict.holds is not True:
            return found.verdict
        posts = matter.ask(PostsOf(found.key))
        if posts is UNANSWERED:
            step = Step("posts_unknown", {"person": found.key})
            return unknown(str(PostsOf(found.key)), step)
        held = [post for post in self.for_ if post in posts]  # type: ignore[operator]
        words, shown = self.words, held or self.for_

        def values() -> dict[str, Value]:
            names = "、".join(words.posts.get(post, post) for post in shown)
            return {"person": found.key, "posts": names}

        step = Step("holds_post" if held else "not_for_post", Late(values))
        return yes(step) if held else no(step)

    def find_person(self, matter: Matter) -> Found:
        """Find the member the rule is about.

        A fact about ``member:wang`` need not repeat ``person: wang``.
        """
        fact, detail = matter.fact, self.person.detail
        value = fact.detail(detail)
        if value is None and detail == "person" and fact.about.startswith("member:"):
            value = fact.about.removeprefix("member:")
        if value is None:
            step = self._detail_step("detail_missing", fact, detail)
            return Found(verdict=unknown(detail, step))
        return self._superior(matter, str(value)) if self.person.superior else Found(str(value))

    def _superior(self, matter: Matter, person: str) -> Found:
        answer = matter.ask(SuperiorOf(person))
        if answer is UNANSWERED:
            step = Step("superior_unknown", {"person": person})
            return Found(verdict=unknown(str(SuperiorOf(person)), step))
        if answer is None:
            return Found(verdict=no(Step("no_superior", {"person": person})))
        step = Step("superior_is", {"person": person, "superior": str(answer)})
        return Found(str(answer), yes(step))

    def _beginning(self, matter: Matter) -> tuple[Step, ...]:
        # Rules of one regulation share their vocabulary, and so these lines.
        key = id(self.words.facts)
        lines = matter.lines.get(key)
        if lines is None:
            line = self.happened(matter.fact, matter.zone)
            lines = matter.lines[key] = (*matter.origin, line)
        return lines

    def happened(self, fact: Fact, zone: tzinfo) -> Step:
        """Return the first line of every explanation: what happened, and when in its zone."""
        words, kind, at = self.words, fact.kind, fact.happened_at
        return Step(
            "fact_happened",
            Late(
                lambda: {
                    **both("fact", words.facts.kind_labels(kind)),
                    "at": at.astimezone(zone).isoformat(),
                }
            ),
        )

    def nothing(self, steps: tuple[Step, ...]) -> Nothing:
        """Say that the rule has nothing to add, and why."""
        return Nothing(rule=self.id, cites=self.clause, steps=steps)

    def unknown(self, missing: Iterable[str], steps: tuple[Step, ...]) -> Unknown:
        """Say what has to be recorded before the rule can be decided."""
        return Unknown(rule=self.id, cites=self.clause, steps=steps, missing=tuple(missing))

    def needs_figure(self, path: str, steps: tuple[Step, ...]) -> Unknown:
        """Say which figure of the rule was left blank."""
        return self.unknown((f"figure:{path}",), (*steps, Step("needs_figure", {"figure": path})))
