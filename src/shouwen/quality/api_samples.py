"""Addresses of sampling plans and of the samples drawn by them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.quality import actions, drawing, gates, plans, queries
from shouwen.quality.api_parts import Cursor, QualityCheckOut, page_of, today
from shouwen.quality.forms import DrawForm, PlanForm
from shouwen.quality.models import Plan

router = Router("quality")
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Many = Annotated[int, Field(ge=0, le=1_000_000)]


class SamplingPlanOut(BaseModel):
    """A sampling plan; shares are in percent."""

    id: int
    title: str
    card: str
    checkers: str
    spares_own: bool
    parts: list[plans.PlannedPart]


class SampleOut(BaseModel):
    """What was drawn, by which seed, and how much of it is checked."""

    id: int
    plan: int
    since: date
    until: date
    seed: str
    state: str
    population: int
    drawn: int
    checked: int


class PlanPartIn(Body):
    """A part of a plan; ``rule`` is ``regulation/rule`` of a target that sets the share.

    ``sort`` is what is drawn from: settled cases, recorded calls or chats that have ended.
    """

    name: str = Field(min_length=1, max_length=60)
    sort: Literal["case", "call", "chat"] = "case"
    of_each: Literal["person", "channel", "all"] = "all"
    share: Percent | None = None
    rule: str = Field("", max_length=200)
    at_least: Annotated[int, Field(ge=0, le=10_000)] = 0
    newcomers: bool = False
    unsatisfied: bool = False
    minutes_up_to: Many | None = None
    minutes_from: Many | None = None
    silence_from: Many | None = None
    repeat_days: Annotated[int, Field(ge=0, le=1_000)] | None = None
    seconds_up_to: Many | None = None

    def said(self) -> plans.PlannedPart:
        """Return the part as a plan keeps it."""
        return plans.PlannedPart(**{**self.model_dump(), "share": plans.exact(self.share)})


def _plan(plan: Plan) -> SamplingPlanOut:
    return SamplingPlanOut(
        id=plan.pk, title=plan.title, card=plan.card.key, checkers=plan.checkers.key,
        spares_own=plan.spares_own, parts=plans.parts_of(plan.parts),
    )  # fmt: skip


def _sample(row: queries.SampleRow) -> SampleOut:
    one = row.sample
    return SampleOut(
        id=one.pk, plan=one.plan_id, since=one.since, until=one.until, seed=one.seed,
        state=one.state, population=one.population, drawn=row.drawn, checked=row.checked,
    )  # fmt: skip


@router.read("/plans", Rows[SamplingPlanOut])
def plans_(request: ApiRequest) -> Rows[SamplingPlanOut]:
    """List the sampling plans in use."""
    gates.require_manager(request.member, today())
    return Rows(items=[_plan(plan) for plan in queries.plans_in_use()])


@router.add("/plans", SamplingPlanOut)
@bodies.takes(PlanForm, parts=(list[PlanPartIn], ...))
def create_plan(request: ApiRequest, body: Body) -> SamplingPlanOut:
    """Write a sampling plan; a share that a clause sets is read on the day of drawing."""
    gates.require_manager(request.member, today())
    sent = bodies.sent(body)
    sent.pop("parts")
    said = bodies.given(PlanForm(sent))
    parts: list[PlanPartIn] = body.parts  # type: ignore[attr-defined]
    made = actions.make_plan(
        parts=[part.said() for part in parts], by=request.member, at=timezone.now(), **said
    )
    return _plan(made)


@router.read("/plans/{pk}", SamplingPlanOut)
def plan(request: ApiRequest, pk: int) -> SamplingPlanOut:
    """Show a sampling plan."""
    gates.require_manager(request.member, today())
    return _plan(gates.plan_known(pk))


@router.do("/plans/{pk}/draw", SampleOut)
@bodies.takes(DrawForm)
def draw(request: ApiRequest, pk: int, body: Body) -> SampleOut:
    """Draw a sample by a plan from what ended on some days; the seed is kept."""
    gates.require_manager(request.member, today())
    said = bodies.given(DrawForm(bodies.sent(body)))
    made = drawing.begin(plan=gates.plan_known(pk), by=request.member, at=timezone.now(), **said)
    return _sample(queries.sample_row(made))


@router.do("/plans/{pk}/end", SamplingPlanOut)
def end_plan(request: ApiRequest, pk: int, body: bodies.Nothing) -> SamplingPlanOut:  # noqa: ARG001 nothing may be sent
    """End a sampling plan; what was drawn by it stays."""
    gates.require_manager(request.member, today())
    found = gates.plan_known(pk)
    actions.end_plan(plan=found, at=timezone.now())
    return _plan(found)


@router.read("/samples", Page[SampleOut])
def samples(request: ApiRequest, cursor: Cursor = None) -> Page[SampleOut]:
    """List the samples that were drawn, the newest first."""
    gates.require_manager(request.member, today())
    after = int(paging.after(request, cursor) or 0)
    rows = queries.samples(after=after or None, limit=queries.PAGE + 1)
    page = rows[: queries.PAGE]
    more = page[-1].sample.pk if len(rows) > queries.PAGE else None
    return Page(items=[_sample(row) for row in page], next=paging.cursor_for(request, more))


@router.read("/samples/{pk}", Page[QualityCheckOut])
def sample(request: ApiRequest, pk: int, cursor: Cursor = None) -> Page[QualityCheckOut]:
    """List the conversations of a sample."""
    gates.require_manager(request.member, today())
    after = int(paging.after(request, cursor) or 0)
    found = gates.sample_known(pk)
    return page_of(request, queries.items_of(found, after=after, limit=queries.PAGE + 1))
