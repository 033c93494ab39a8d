"""Workflow (流程): steps that follow each other, each an obligation, an approval, or both.

A workflow has no engine of its own. It is compiled to the deadlines and approvals of its steps:
the fact that does one step is the fact that opens the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.conditions import Condition, Conditions, both_tests, check_any
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.details import DetailTests, facts_of, names_in_tests
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.faulty_keys import faults_of_shape
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import Done
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.signing import Tiers
from shouwen.policy.kinds.verdicts import Verdict, all_of, any_of, no, unknown, yes
from shouwen.policy.kinds.words import Both, both
from shouwen.policy.steps import Step

START = "start"
_LIMITS = ("within", "by", "before", "promptly")
# What the workflow says for all its steps; a step does not repeat it.
_OF_THE_WHOLE = ("for", "unless", "waived_by", "person")


class After(BaseModel):
    """What a step follows: another step, or the start, perhaps only in some cases.

    ``all`` are several steps that must all be done, in any order.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    step: str = ""
    all_: tuple[str, ...] = Field(default=(), alias="all")
    only: DetailTests | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps it names."""
        return self.all_ or (self.step,)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.step) == bool(self.all_):
            raise wrong(
                "It is not said which step comes first.", "Write a name, or `{all: [a, b]}`."
            )
        if "all_" in self.model_fields_set and len(set(self.all_)) < 2:  # noqa: PLR2004 - several
            raise wrong("One step alone joins nothing.", "Name several steps under `all`.")
        return self


class JoinedStep(Deadline):
    """A step that opens once several others are done.

    ``plain`` are the facts that open it by themselves, ``joins`` the groups of steps of which each
    must be done, with the facts that do them. Only what was done since ``began`` counts.
    """

    plain: Conditions = ()
    joins: tuple[Mapping[str, Conditions], ...] = ()
    began: Conditions = ()
    names: Mapping[str, Both] = Field(default_factory=dict)

    def gate(self, matter: Matter) -> Verdict:
        """Tell whether the rule applies at all: the facts, and the steps that must be done."""
        first = super().gate(matter)
        if first.holds is False or (self.plain and self._holds(self.plain, matter.fact)):
            return first
        groups = (group for group in self.joins if self._is_in(group, matter.fact))
        joined = any_of(self._all_done(group, matter) for group in groups)
        return all_of((first, joined))

    def _holds(self, conditions: Conditions, fact: Fact) -> bool:
        return check_any(conditions, fact, self.words).holds is True

    def _is_in(self, group: Mapping[str, Conditions], fact: Fact) -> bool:
        return any(self._holds(conditions, fact) for conditions in group.values())

    def _all_done(self, group: Mapping[str, Conditions], matter: Matter) -> Verdict:
        waits = (
            self._done(step, conditions, matter)
            for step, conditions in group.items()
            if not self._holds(conditions, matter.fact)
        )
        return all_of(waits)

    def _done(self, step: str, conditions: Conditions, matter: Matter) -> Verdict:
        kinds = facts_of((*conditions, *self.began))
        question = Done(*self.key, step, kinds, matter.fact.about)
        answer = matter.ask(question)
        said = both("step", self.names.get(step, (step, step)))
        if answer is UNANSWERED:
            return unknown(str(question), Step("step_done_unknown", said))
        return yes(Step("step_was_done", said)) if answer else no(Step("step_not_done", said))

    def was_done(self, step: str, earlier: Iterable[Fact]) -> bool:
        """Tell whether a step was done by one of the matter's earlier facts, since it began."""
        does = next((group[step] for group in self.joins if step in group), ())
        done = False
        for fact in earlier:
            if self._holds(does, fact):
                done = True
            elif self._holds(self.began, fact):
                done = False
        return done


def _each_spelled_out(value: Any) -> Any:
    """Let names stand for ``{step: name}``, and one alone for a list."""
    listed = value if isinstance(value, list | tuple) else [value]
    return [{"step": one} if isinstance(one, str) else one for one in listed]


class StepOf(BaseModel):
    """One step. Beside these keys it has those of a deadline: ``owed_by``, ``duty``, a limit.

    ``met_by`` is the fact that does it. ``sign`` are tiers that must sign before that fact.
    Without ``after`` a step follows the one above it, the first one the start.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Any]

    step: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = ""
    title_en: str = ""
    after: Annotated[tuple[After, ...], BeforeValidator(_each_spelled_out)] = ()
    only: DetailTests | None = None
    met_by: Conditions = ()
    sign: Tiers = ()
    separate: Names = ()

    @property
    def names(self) -> Both:
        """What the step is called, in both languages."""
        duty = str(self.__pydantic_extra__.get("duty") or self.step)
        title = self.title or duty
        return title, self.title_en or str(self.__pydantic_extra__.get("duty_en") or title)

    @property
    def owes(self) -> Mapping[str, Any]:
        """The keys of the deadline; empty where the step is only signed."""
        return self.__pydantic_extra__

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not self.owes and not self.sign:
            raise wrong("The step does nothing.", "Add `owed_by:` and `duty:`, or `sign:`.")
        if self.sign and not self.met_by:
            raise wrong("It is not said what is signed.", "Add `met_by: {fact: …}`.")
        if self.separate and not self.sign:
            raise wrong("Nobody signs.", "Add `sign:`, or leave `separate:` out.")
        return self


def _merged(condition: Condition, *tests: Condition | None) -> Condition:
    """Return a condition that also demands these tests of the same fact."""
    found = Condition.model_construct(fact=condition.fact)
    found.__pydantic_extra__ = dict(condition.tests)
    for more in tests:
        for detail, test in (more.tests if more else {}).items():
            before = found.tests.get(detail)
            found.__pydantic_extra__[detail] = test if before is None else both_tests(before, test)
    return found


def _kind_of(step: StepOf) -> type[Deadline]:
    return JoinedStep if any(one.all_ for one in step.after) else Deadline


class Workflow(Rule):
    """Steps in a chain with branches; ``when`` starts it."""

    kind: Literal["workflow"]
    steps: tuple[StepOf, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _starts(self) -> Self:
        if not self.when:
            raise wrong("The workflow does not say what starts it.", "Add `when: {fact: …}`.")
        return self

    def listed(self) -> Mapping[str, Any]:
        """Return the steps in their order."""
        return {"steps": [one.step for one in self.steps]}

    def parts(self) -> tuple[Rule, ...]:
        """Return the deadlines and approvals of the steps, in their order."""
        found = (part for n in range(len(self.steps)) for part in self._compiled(n))
        return tuple(part.placed(self.clause, self.words) for part in found)

    def opened_by(self, position: int) -> tuple[Condition, ...]:
        """Return the facts that open a step."""
        step = self.steps[position]
        previous = self.steps[position - 1].step if position else START
        after = step.after or (After(step=previous),)
        return tuple(
            _merged(condition, one.only, step.only)
            for one in after
            for name in one.steps
            for condition in self._done_by(name)
        )

    def _done_by(self, name: str) -> tuple[Condition, ...]:
        if name == START:
            return self.when
        return next((one.met_by for one in self.steps if one.step == name), ())

    def _compiled(self, position: int) -> Iterator[Rule]:
        """Yield the rules of one step; raise ValidationError when its deadline is faulty."""
        step = self.steps[position]
        if step.owes:
            yield _kind_of(step).model_validate(self._deadline(position))
        if step.sign:
            yield Approval.model_validate(self._approval(step))

    def _common(self, step: StepOf, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "catalogue": self.catalogue,
            "title": step.names[0],
            "title_en": step.names[1],
            "in_force": self.in_force,
            "ended": self.ended,
            "reading": self.reading,
        }

    def _deadline(self, position: int) -> dict[str, Any]:
        step = self.steps[position]
        limit = {} if any(key in step.owes for key in _LIMITS) else {"promptly": True}
        starting = {"for_": self.for_, "unless": self.unless, "waived_by": self.waived_by}
        return {
            **step.owes,
            **limit,
            **self._common(step, f"{self.id}.{step.step}"),
            **({} if position else starting),
            "kind": "deadline",
            "person": self._person_as_written(),
            "when": self.opened_by(position),
            "met_by": step.met_by,
            # Steps of two workflows are two duties, whatever they are called.
            "settles": step.owes.get("settles")
            or f"{self.clause.regulation}/{self.id}.{step.step}",
            **self._joined(step),
        }

    def _joined(self, step: StepOf) -> dict[str, Any]:
        if not any(one.all_ for one in step.after):
            return {}
        plain = (one for one in step.after if not one.all_)
        return {
            "plain": tuple(
                _merged(condition, one.only, step.only)
                for one in plain
                for condition in self._done_by(one.step)
            ),
            "joins": tuple(
                {name: self._done_by(name) for name in one.all_} for one in step.after if one.all_
            ),
            "began": self.when,
            "names": {one.step: one.names for one in self.steps},
        }

    def _approval(self, step: StepOf) -> dict[str, Any]:
        return {
            **self._common(step, f"{self.id}.{step.step}" + (".sign" if step.owes else "")),
            "kind": "approval",
            "person": self._person_as_written(),
            "before": step.met_by,
            "tiers": step.sign,
            "separate": step.separate,
        }

    def _person_as_written(self) -> str:
        return ("superior_of " if self.person.superior else "") + self.person.detail

    # ── what is wrong with it ────────────────────────────────────────────────────────────────

    def references(self) -> Iterator[Reference]:
        """List every name the workflow and its steps use."""
        yield from super().references()
        for position, step in enumerate(self.steps):
            kinds = facts_of(self.opened_by(position))
            here: Loc = ("steps", position)
            if step.only:
                yield from names_in_tests((*here, "only"), step.only, kinds)
            for place, one in enumerate(step.after):
                if one.only:
                    done = facts_of(tuple(c for n in one.steps for c in self._done_by(n)))
                    yield from names_in_tests((*here, "after", place, "only"), one.only, done)
            yield from self._names_in_parts(position)

    def _names_in_parts(self, position: int) -> Iterator[Reference]:
        try:
            parts = tuple(self._compiled(position))
        except ValidationError:
            return
        for part in parts:
            hidden = (*_OF_THE_WHOLE, part.conditions_key())
            for found in part.references():
                first, *rest = found.loc
                if first not in hidden:
                    loc = ("steps", position, {"tiers": "sign"}.get(str(first), first), *rest)
                    yield replace(found, loc=loc)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List steps named twice or not at all, and everything wrong inside each step."""
        names = [step.step for step in self.steps]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield ("steps",), f"The step `{name}` is there twice.", "Give each its own name."
        for position, step in enumerate(self.steps):
            here: Loc = ("steps", position)
            yield from ((here, what, mend) for what, mend in self._faults_of_chain(position))
            if not step.owes:
                continue
            try:
                part = _kind_of(step).model_validate(self._deadline(position))
            except ValidationError as faulty:
                shape = faults_of_shape(faulty, Deadline, dict(step.owes))
                yield from (((*here, *loc), what, mend) for loc, what, mend in shape)
            else:
                yield from (((*here, *loc), what, mend) for loc, what, mend in part.faults())

    def _faults_of_chain(self, position: int) -> Iterator[tuple[str, str]]:
        known = {START, *(step.step for step in self.steps)}
        after = self.steps[position].after
        strange = [name for one in after for name in one.steps if name not in known]
        for name in strange:
            yield f"There is no step `{name}`.", f"Use one of: {', '.join(sorted(known))}."
        yield from self._faults_of_joining(position)
        if not strange and not self.opened_by(position):
            yield (
                "Nothing opens this step: the one before has no `met_by`.",
                "Say which fact does the step before it.",
            )

    def _faults_of_joining(self, position: int) -> Iterator[tuple[str, str]]:
        joined = [name for one in self.steps[position].after for name in one.all_]
        undone = [one.step for one in self.steps if one.step in joined and not one.met_by]
        for name in undone:
            yield f"No fact does the step `{name}`, so it never joins.", "Add `met_by:` to it."
        if joined and not self.steps[position].owes:
            yield "A step that is only signed cannot join others.", "Add `owed_by:` and `duty:`."

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """Point at steps that no fact does."""
        for position, step in enumerate(self.steps):
            if not step.met_by:
                yield (
                    ("steps", position),
                    f"No fact does the step `{step.step}`, so it stays open until it is closed.",
                    "Add `met_by: {fact: …}`.",
                )


def following(rule: Workflow, step: str) -> tuple[StepOf, ...]:
    """Return the steps that may open when a step (or ``start``) is done."""
    found: list[StepOf] = []
    for position, one in enumerate(rule.steps):
        previous = rule.steps[position - 1].step if position else START
        if step in ([name for after in one.after for name in after.steps] or [previous]):
            found.append(one)
    return tuple(found)


def expanded(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield each rule; in place of a workflow its steps, and after a duty the review of it."""
    for rule in rules:
        yield from rule.parts() if isinstance(rule, Workflow | Duty) else (rule,)
