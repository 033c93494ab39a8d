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

from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.details import DetailTests, facts_of, names_in_tests
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.faulty_keys import faults_of_shape
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.signing import Tiers
from shouwen.policy.kinds.words import Both

START = "start"
_LIMITS = ("within", "by", "before", "promptly")
# What the workflow says for all its steps; a step does not repeat it.
_OF_THE_WHOLE = ("for", "unless", "waived_by", "person")


class After(BaseModel):
    """What a step follows: another step, or the start, perhaps only in some cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step: str
    only: DetailTests | None = None


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
    found = Condition.model_construct(fact=condition.fact)
    found.__pydantic_extra__ = dict(condition.tests)
    for more in tests:
        found.__pydantic_extra__.update(more.tests if more else {})
    return found


class Workflow(Rule):
    """Steps in a chain with branches; ``when`` starts it."""

    kind: Literal["workflow"]
    steps: tuple[StepOf, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _starts(self) -> Self:
        if not self.when:
            raise wrong("The workflow does not say what starts it.", "Add `when: {fact: …}`.")
        return self

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
            for condition in self._done_by(one.step)
        )

    def _done_by(self, name: str) -> tuple[Condition, ...]:
        if name == START:
            return self.when
        return next((one.met_by for one in self.steps if one.step == name), ())

    def _compiled(self, position: int) -> Iterator[Rule]:
        """Yield the rules of one step; raise ValidationError when its deadline is faulty."""
        step = self.steps[position]
        if step.owes:
            yield Deadline.model_validate(self._deadline(position))
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
                    done = facts_of(self._done_by(one.step))
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
                part = Deadline.model_validate(self._deadline(position))
            except ValidationError as faulty:
                shape = faults_of_shape(faulty, Deadline, dict(step.owes))
                yield from (((*here, *loc), what, mend) for loc, what, mend in shape)
            else:
                yield from (((*here, *loc), what, mend) for loc, what, mend in part.faults())

    def _faults_of_chain(self, position: int) -> Iterator[tuple[str, str]]:
        known = {START, *(step.step for step in self.steps)}
        strange = [one.step for one in self.steps[position].after if one.step not in known]
        for name in strange:
            yield f"There is no step `{name}`.", f"Use one of: {', '.join(sorted(known))}."
        if not strange and not self.opened_by(position):
            yield (
                "Nothing opens this step: the one before has no `met_by`.",
                "Say which fact does the step before it.",
            )

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
        if step in ([after.step for after in one.after] or [previous]):
            found.append(one)
    return tuple(found)


def expanded(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield each rule; in place of a workflow its steps, and after a duty the review of it."""
    for rule in rules:
        yield from rule.parts() if isinstance(rule, Workflow | Duty) else (rule,)
