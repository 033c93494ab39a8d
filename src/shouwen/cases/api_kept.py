"""Addresses of what is kept for working with cases, and of taking it: macros."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.cases import gates, grading, macros, news, queues, skills
from shouwen.cases.grading_forms import GradingForm
from shouwen.cases.models import GradingRule, Macro, MemberSkill, SkillAsked
from shouwen.cases.phrase_forms import MacroForm
from shouwen.cases.queue_forms import KeepQueueForm
from shouwen.cases.skill_forms import AskSkillForm, GiveSkillForm
from shouwen.enforcement.told import OutcomeOut, outcome_out

router = Router("cases")


def _standing(request: ApiRequest) -> gates.Standing:
    return gates.standing_now(request.member, timezone.localdate())


class Made(BaseModel):
    """The number of what was made or changed."""

    id: int


class MacroStep(Body):
    """One step of a macro: the step of a case, and what its operation would be sent."""

    verb: Literal[macros.VERBS]  # type: ignore[valid-type]
    data: dict[str, str] = Field(default_factory=dict, max_length=20)


class MacroOut(BaseModel):
    """A macro that is yours to take; ``steps`` names them in their order."""

    id: int
    name: str
    whose: str
    steps: list[str]


@router.read("/macros", Rows[MacroOut])
def macros_(request: ApiRequest) -> Rows[MacroOut]:
    """List the macros that are yours to take."""
    where = _standing(request)
    gates.require_work(where)
    return Rows(
        items=[
            MacroOut(
                id=each.pk, name=each.name, whose=str(each.team or each.post or ""),
                steps=[step["verb"] for step in each.steps],
            )
            for each in macros.offered_to(where)
        ]
    )  # fmt: skip


@router.add("/macros", Made)
@bodies.takes(MacroForm, steps=(list[MacroStep], Field(min_length=1, max_length=12)))
def keep_macro(request: ApiRequest, body: Body) -> Made:
    """Keep a macro: for yourself (``own``), for everybody (``all``), ``team:1`` or ``post:1``."""
    where = _standing(request)
    gates.require_work(where)
    form = MacroForm(bodies.sent(body), where=where)
    bodies.given(form)
    kept = [_kept(each) for each in body.steps]  # type: ignore[attr-defined]
    return Made(id=macros.keep(by=request.member, kept=kept, **form.wanted()).pk)


def _kept(step: MacroStep) -> dict[str, Any]:
    form = macros.step_form(step.verb, bodies.as_form_data(step.data))
    unknown = sorted(set(step.data) - set(form.fields))
    if unknown:
        raise Problem(type="invalid", fields={f"steps.{step.verb}": unknown})
    bodies.given(form)
    return macros.kept_step(step.verb, form)


@router.do("/macros/{int:pk}/end", Made)
def end_macro(request: ApiRequest, pk: int) -> Made:
    """Offer a macro no more; you must have written it."""
    where = _standing(request)
    found = Macro.objects.filter(pk=pk, ended_at=None).first()
    if found is None or not macros.may_change(found, where):
        raise Http404
    macros.end(found, timezone.now())
    return Made(id=pk)


# ── grading ──────────────────────────────────────────────────────────────────────────────────


class GradingOut(BaseModel):
    """A grading rule in force, in its order."""

    id: int
    name: str
    conditions: list[str]
    gives: list[str]


class Tried(BaseModel):
    """What a rule would have made of the last cases."""

    looked_at: int
    fitting: int
    changed: int
    examples: list[str]


@router.read("/grading", Rows[GradingOut])
def grading_(request: ApiRequest) -> Rows[GradingOut]:
    """List the house's grading rules, the first in front."""
    gates.require_keeper(_standing(request))
    return Rows(
        items=[
            GradingOut(
                id=row.pk, name=row.name, conditions=grading.conditions(row),
                gives=grading.results(row),
            )
            for row in grading.in_force()
        ]
    )  # fmt: skip


@router.do("/grading/try", Tried)
@bodies.takes(GradingForm)
def try_grading(request: ApiRequest, body: Body) -> Tried:
    """Try a grading rule on the last cases; nothing is kept."""
    found = grading.tried(_grading_rule(request, body))
    return Tried(
        looked_at=found.looked_at, fitting=found.fitting, changed=found.changed,
        examples=[case.number for case in found.examples],
    )  # fmt: skip


@router.add("/grading", Made)
@bodies.takes(GradingForm)
def keep_grading(request: ApiRequest, body: Body) -> Made:
    """Keep a grading rule after those there are."""
    return Made(id=grading.keep(_grading_rule(request, body)).pk)


def _grading_rule(request: ApiRequest, body: Body) -> GradingRule:
    gates.require_keeper(_standing(request))
    given = bodies.given(GradingForm(bodies.sent(body)))
    return GradingRule(written_by=request.member, **given)


@router.do("/grading/{int:pk}/end", Made)
def end_grading(request: ApiRequest, pk: int) -> Made:
    """Grade by a rule no more; what it graded stays."""
    gates.require_keeper(_standing(request))
    going = GradingRule.objects.filter(pk=pk, ended_at=None)
    if not going.update(ended_at=timezone.now()):
        raise Http404
    return Made(id=pk)


@router.do("/grading/{int:pk}/up", Made)
def raise_grading(request: ApiRequest, pk: int) -> Made:
    """Let a grading rule be looked at before the one in front of it."""
    gates.require_keeper(_standing(request))
    rule = GradingRule.objects.filter(pk=pk, ended_at=None).first()
    if rule is None:
        raise Http404
    grading.move_up(rule)
    return Made(id=pk)


# ── skills ───────────────────────────────────────────────────────────────────────────────────


class SkillOut(BaseModel):
    """A skill with who has it, with their level, and what asks for it.

    ``held`` and ``asked`` are the numbers by which these are taken back, in the same order.
    """

    name: str
    holders: list[str]
    asked_by: list[str]
    held: list[int]
    asked: list[int]


@router.read("/skills", Rows[SkillOut])
def skills_(request: ApiRequest) -> Rows[SkillOut]:
    """List the skills, for those who manage people."""
    gates.require_manager(_standing(request))
    return Rows(
        items=[
            SkillOut(
                name=row.name, holders=[words for _pk, words in row.holders],
                asked_by=[words for _pk, words in row.askers],
                held=[pk for pk, _words in row.holders], asked=[pk for pk, _words in row.askers],
            )
            for row in skills.rows()
        ]
    )  # fmt: skip


@router.add("/skills/holders", Made)
@bodies.takes(GiveSkillForm)
def give_skill(request: ApiRequest, body: Body) -> Made:
    """Write down how well a member can do something; the level there was is replaced."""
    gates.require_manager(_standing(request))
    given = bodies.given(GiveSkillForm(bodies.sent(body)))
    skill = skills.skill_named(given["skill"])
    row = skills.give(
        member=given["member"], skill=skill, level=given["level"], by=request.member,
        at=timezone.now(),
    )  # fmt: skip
    return Made(id=row.pk)


@router.add("/skills/asked", Made)
@bodies.takes(AskSkillForm)
def ask_for_skill(request: ApiRequest, body: Body) -> Made:
    """Let cases of a type, or of a category and what is below it, ask for a skill."""
    gates.require_manager(_standing(request))
    given = dict(bodies.given(AskSkillForm(bodies.sent(body))))
    return Made(id=skills.ask_for(skill=skills.skill_named(given.pop("skill")), **given).pk)


@router.do("/skills/holders/{int:pk}/end", Made)
def take_skill_back(request: ApiRequest, pk: int) -> Made:
    """Take a skill back from a member."""
    return _without(request, MemberSkill.objects.filter(pk=pk))


@router.do("/skills/asked/{int:pk}/end", Made)
def ask_no_more(request: ApiRequest, pk: int) -> Made:
    """Let these cases ask for the skill no more."""
    return _without(request, SkillAsked.objects.filter(pk=pk))


def _without(request: ApiRequest, row: QuerySet[MemberSkill] | QuerySet[SkillAsked]) -> Made:
    gates.require_manager(_standing(request))
    found = row.first()
    if found is None:
        raise Http404
    row.delete()
    return Made(id=found.pk)


# ── queues ───────────────────────────────────────────────────────────────────────────────────


class QueueOut(BaseModel):
    """A queue with how many unsettled cases lie in it that are open to you."""

    id: int
    name: str
    number: int
    members: list[str]
    categories: list[str]


@router.read("/queues", Rows[QueueOut])
def queues_(request: ApiRequest) -> Rows[QueueOut]:
    """List the queues in use."""
    where = _standing(request)
    gates.require_work(where)
    return Rows(
        items=[
            QueueOut(
                id=row.pk, name=row.name, number=row.number, members=list(row.members),
                categories=list(row.categories),
            )
            for row in queues.rows(where)
        ]
    )  # fmt: skip


@router.add("/queues", Made)
@bodies.takes(KeepQueueForm)
def keep_queue(request: ApiRequest, body: Body) -> Made:
    """Make a queue: who works on it, and which categories lie in it from the start."""
    gates.require_keeper(_standing(request))
    form = KeepQueueForm(bodies.as_form_data(bodies.sent(body)))
    return Made(id=queues.keep(**bodies.given(form)).pk)


@router.do("/queues/{int:pk}", Made)
@bodies.takes(KeepQueueForm)
def change_queue(request: ApiRequest, pk: int, body: Body) -> Made:
    """Change a queue: its name, its members, its categories."""
    gates.require_keeper(_standing(request))
    queue = gates.queue_open(pk)
    form = KeepQueueForm(bodies.as_form_data(bodies.sent(body)), queue=queue)
    return Made(id=queues.keep(queue=queue, **bodies.given(form)).pk)


@router.do("/queues/{int:pk}/end", Made)
def end_queue(request: ApiRequest, pk: int) -> Made:
    """Offer a queue no more; what lies in it stays there until somebody moves it."""
    gates.require_keeper(_standing(request))
    queues.end(gates.queue_open(pk), timezone.now())
    return Made(id=pk)


# ── what is new ──────────────────────────────────────────────────────────────────────────────


class NewsOut(BaseModel):
    """A case with something new for you: who mentions you, else what happened last."""

    number: str
    title: str
    who: str
    what: str
    at: datetime


class Seen(BaseModel):
    """Nothing is new any more."""

    seen: bool


@router.read("/news", Rows[NewsOut])
def news_(request: ApiRequest) -> Rows[NewsOut]:
    """List notes that mention you and what happened in cases you follow, until you look."""
    rows = news.news_for(_standing(request), timezone.now())
    return Rows(
        items=[
            NewsOut(number=row.number, title=row.title, who=row.who, what=row.what, at=row.at)
            for row in rows
        ]
    )


@router.do("/news/seen", Seen)
def news_seen(request: ApiRequest) -> Seen:
    """Let nothing be new for you any more."""
    news.all_seen(request.member)
    return Seen(seen=True)


class Macroed(Body):
    """Which macro is taken."""

    macro: int = Field(ge=1, le=2**63 - 1)


class MacroTaken(BaseModel):
    """What the regulations made of each step; none where it was taken before."""

    number: str
    outcomes: list[OutcomeOut]


@router.do("/{number}/macro", MacroTaken)
def take_macro(request: ApiRequest, number: str, body: Macroed) -> MacroTaken:
    """Take a macro's steps with a case: all of them or none."""
    where = _standing(request)
    case = gates.case_workable_by(where, number)
    macro = macros.offered_to(where).filter(pk=body.macro).first()
    if macro is None:
        raise Http404
    token = request.headers.get("Idempotency-Key", "")[:56]
    done = macros.take(macro=macro, case=case, where=where, at=timezone.now(), token=token)
    return MacroTaken(number=number, outcomes=[outcome_out(each.outcome) for each in done])
