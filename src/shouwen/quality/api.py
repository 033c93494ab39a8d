"""Addresses of quality: cards, plans, samples, checks, findings, people, calibration."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.enforcement.sent import Sent
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, cards, drawing, gates, plans, queries, seeing
from shouwen.quality.beginning import begun
from shouwen.quality.forms import CalibrationForm, DrawForm, NoteForm, PlanForm
from shouwen.quality.models import CardVersion, Finding, Item, Marking, Plan

router = Router("quality")
Cursor = Annotated[str | None, Query(max_length=400)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Many = Annotated[int, Field(ge=0, le=1_000_000)]


class QualityCheckOut(BaseModel):
    """One conversation of a sample; ``points`` are empty until it is checked."""

    id: int
    case: str
    person: str
    checker: str
    channel: str
    happened_at: datetime
    checked_at: datetime | None
    parts: list[str]
    points: str
    zeroed: bool


class CardLineOut(BaseModel):
    """One line of a card; ``rule`` is the conduct rule it was made from."""

    key: str
    name: str
    section: str
    weight: Decimal
    sort: str
    rule: str


class SaidOut(BaseModel):
    """One thing that was said; ``number`` is the fact that holds it."""

    number: int
    side: str
    who: str
    at: datetime
    text: str


class CheckSheetOut(BaseModel):
    """A conversation beside its card, with what was marked: all, half, nothing, not applicable."""

    id: int
    case: str
    card: str
    version: int
    turns: list[SaidOut]
    lines: list[CardLineOut]
    marks: dict[str, dict[str, str]]
    points: str


class ScoreCardOut(BaseModel):
    """One version of a score card."""

    key: str
    version: int
    title: str
    full: Decimal
    most: Decimal | None
    lines: list[CardLineOut]


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


class TextFindingOut(BaseModel):
    """What an automatic check found: in which turn, from where to where."""

    id: int
    case: str
    person: str
    code: str
    turn: int
    start: int
    end: int
    words: str
    state: str


class QualityMonthOut(BaseModel):
    """What a person's checks of a month came to."""

    name: str
    checks: int
    mean: str
    zeroed: int


class CalibrationOut(BaseModel):
    """How far checkers agreed on the score; null is what cannot be told."""

    id: int
    title: str
    percent: float | None
    kappa: float | None
    alpha: float | None


class CardLineIn(Body):
    """A line of a card; ``rule`` is ``regulation/rule/item`` of a conduct rule in force."""

    name: str = Field(min_length=1, max_length=200)
    name_en: str = Field("", max_length=200)
    section: str = Field("", max_length=80)
    weight: Annotated[Decimal, Field(ge=0, le=9999)] = Decimal(0)
    sort: Literal["ordinary", "critical", "bonus"] = "ordinary"
    rule: str = Field("", max_length=300)


class ScoreCardIn(Body):
    """A score card as it is written."""

    title: str = Field(min_length=1, max_length=80)
    title_en: str = Field("", max_length=80)
    full: Annotated[Decimal, Field(ge=0, le=99_999)] = Decimal(100)
    most: Annotated[Decimal, Field(ge=0, le=99_999)] | None = None
    lines: list[CardLineIn] = Field(max_length=60)


class PlanPartIn(Body):
    """A part of a plan; ``rule`` is ``regulation/rule`` of a target that sets the share."""

    name: str = Field(min_length=1, max_length=60)
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

    def said(self) -> plans.PlannedPart:
        """Return the part as a plan keeps it."""
        return plans.PlannedPart(**{**self.model_dump(), "share": plans.exact(self.share)})


class MarkIn(Body):
    """How much of a line was earned, with a note and a place ``turn:start:end``."""

    earned: Literal["1", "1/2", "0", "na"]
    note: str = Field("", max_length=500)
    at: str = Field("", max_length=60, pattern=r"^(\d+:\d+:\d+)?$")


class MarksIn(Body):
    """The marks of a conversation by the keys of the card's lines."""

    marks: dict[str, MarkIn] = Field(max_length=60)

    def kept(self) -> dict[str, dict[str, str]]:
        """Return the marks as they are kept."""
        return {
            key: {name: value for name, value in one.model_dump().items() if value}
            for key, one in self.marks.items()
        }


class FindingDecision(Body):
    """Whether a finding is confirmed, which records it, or dismissed."""

    confirmed: bool


def _today() -> date:
    return timezone.localdate()


def _check(row: queries.Row) -> QualityCheckOut:
    return QualityCheckOut(
        id=row.pk, case=row.case, person=row.person_key, checker=row.checker, channel=row.channel,
        happened_at=row.happened_at, checked_at=row.checked_at, parts=list(row.parts),
        points=row.points, zeroed=row.zeroed,
    )  # fmt: skip


def _lines(version: CardVersion) -> list[CardLineOut]:
    names = list(CardLineOut.model_fields)
    return [
        CardLineOut(**{name: getattr(line, name) for name in names})
        for line in queries.lines_of(version, {})
    ]


def _sheet(request: ApiRequest, item: Item | Marking, version: CardVersion) -> CheckSheetOut:
    done = item.marked_at if isinstance(item, Marking) else item.checked_at
    seen = seeing.conversation_of(
        item.case, request.member, timezone.now(), marks=item.marks, names={}
    )
    names = list(SaidOut.model_fields)
    return CheckSheetOut(
        id=item.pk, case=item.case.number, card=version.card.key, version=version.number,
        turns=[SaidOut(**{n: getattr(turn, n) for n in names}) for turn in seen.turns],
        lines=_lines(version), marks=item.marks if done else item.draft,
        points=cards.points_text(item.points),
    )  # fmt: skip


def _card(version: CardVersion) -> ScoreCardOut:
    return ScoreCardOut(
        key=version.card.key, version=version.number, title=version.title, full=version.full,
        most=version.most, lines=_lines(version),
    )  # fmt: skip


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


def _finding(one: Finding) -> TextFindingOut:
    return TextFindingOut(
        id=one.pk, case=one.case.number, person=one.person.username, code=one.code, turn=one.turn,
        start=one.start, end=one.end, words=one.words, state=one.state,
    )  # fmt: skip


# ── checks ───────────────────────────────────────────────────────────────────────────────────


@router.read("", Page[QualityCheckOut])
def list_(request: ApiRequest, cursor: Cursor = None) -> Page[QualityCheckOut]:
    """List what you were given to check and have not sent."""
    after = int(paging.after(request, cursor) or 0)
    rows = queries.to_check(request.member, after=after, limit=queries.PAGE + 1)
    return _page(request, rows)


def _page(request: ApiRequest, rows: list[queries.Row]) -> Page[QualityCheckOut]:
    page = rows[: queries.PAGE]
    more = page[-1].pk if len(rows) > queries.PAGE else None
    return Page(items=[_check(row) for row in page], next=paging.cursor_for(request, more))


@router.read("/checks/{pk}", CheckSheetOut)
def show(request: ApiRequest, pk: int) -> CheckSheetOut:
    """Show a conversation of a sample beside its card; that you looked is kept."""
    item = gates.item_open_to(request.member, pk, _today())
    return _sheet(request, item, item.sample.version)


@router.do("/checks/{pk}", QualityCheckOut)
def check(request: ApiRequest, pk: int, body: MarksIn) -> QualityCheckOut:
    """Record the check of a conversation you were given; what follows cites its clauses."""
    now = timezone.now()
    item = gates.item_to_check(request.member, pk)
    sent = Sent.at_once(request.member, now, token=f"quality-{pk}")
    actions.send_check(item=item, marks=body.kept(), sent=sent)
    return _check(queries.row_of(item))


# ── cards ────────────────────────────────────────────────────────────────────────────────────


@router.read("/cards", Rows[ScoreCardOut])
def cards_(request: ApiRequest) -> Rows[ScoreCardOut]:
    """List the score cards in use, each in its latest version."""
    gates.require_checker(request.member, _today())
    return Rows(items=[_card(version) for version in queries.latest_cards()])


@router.add("/cards", ScoreCardOut)
def create_card(request: ApiRequest, body: ScoreCardIn) -> ScoreCardOut:
    """Write a new score card."""
    gates.require_manager(request.member, _today())
    made = cards.write(card=None, written=_written(body), by=request.member, at=timezone.now())
    return _card(made)


def _written(body: ScoreCardIn) -> cards.Written:
    lines = [cards.Line(**line.model_dump()) for line in body.lines]
    return cards.Written(
        title=body.title, title_en=body.title_en, full=body.full, most=body.most, lines=lines
    )


@router.read("/cards/{key}", ScoreCardOut)
def card(request: ApiRequest, key: str) -> ScoreCardOut:
    """Show the latest version of a score card."""
    gates.require_checker(request.member, _today())
    return _card(gates.card_known(key))


@router.do("/cards/{key}", ScoreCardOut)
def write_card(request: ApiRequest, key: str, body: ScoreCardIn) -> ScoreCardOut:
    """Write the next version of a score card; what was checked before keeps its own."""
    gates.require_manager(request.member, _today())
    known = gates.card_known(key).card
    made = cards.write(card=known, written=_written(body), by=request.member, at=timezone.now())
    return _card(made)


# ── plans and samples ────────────────────────────────────────────────────────────────────────


@router.read("/plans", Rows[SamplingPlanOut])
def plans_(request: ApiRequest) -> Rows[SamplingPlanOut]:
    """List the sampling plans in use."""
    gates.require_manager(request.member, _today())
    return Rows(items=[_plan(plan) for plan in queries.plans_in_use()])


@router.add("/plans", SamplingPlanOut)
@bodies.takes(PlanForm, parts=(list[PlanPartIn], ...))
def create_plan(request: ApiRequest, body: Body) -> SamplingPlanOut:
    """Write a sampling plan; a share that a clause sets is read on the day of drawing."""
    gates.require_manager(request.member, _today())
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
    gates.require_manager(request.member, _today())
    return _plan(gates.plan_known(pk))


@router.do("/plans/{pk}/draw", SampleOut)
@bodies.takes(DrawForm)
def draw(request: ApiRequest, pk: int, body: Body) -> SampleOut:
    """Draw a sample by a plan from the cases settled on some days; the seed is kept."""
    gates.require_manager(request.member, _today())
    said = bodies.given(DrawForm(bodies.sent(body)))
    made = drawing.begin(plan=gates.plan_known(pk), by=request.member, at=timezone.now(), **said)
    return _sample(queries.sample_row(made))


@router.do("/plans/{pk}/end", SamplingPlanOut)
def end_plan(request: ApiRequest, pk: int, body: bodies.Nothing) -> SamplingPlanOut:
    """End a sampling plan; what was drawn by it stays."""
    gates.require_manager(request.member, _today())
    found = gates.plan_known(pk)
    actions.end_plan(plan=found, at=timezone.now())
    return _plan(found)


@router.read("/samples", Page[SampleOut])
def samples(request: ApiRequest, cursor: Cursor = None) -> Page[SampleOut]:
    """List the samples that were drawn, the newest first."""
    gates.require_manager(request.member, _today())
    after = int(paging.after(request, cursor) or 0)
    rows = queries.samples(after=after or None, limit=queries.PAGE + 1)
    page = rows[: queries.PAGE]
    more = page[-1].sample.pk if len(rows) > queries.PAGE else None
    return Page(items=[_sample(row) for row in page], next=paging.cursor_for(request, more))


@router.read("/samples/{pk}", Page[QualityCheckOut])
def sample(request: ApiRequest, pk: int, cursor: Cursor = None) -> Page[QualityCheckOut]:
    """List the conversations of a sample."""
    gates.require_manager(request.member, _today())
    after = int(paging.after(request, cursor) or 0)
    found = gates.sample_known(pk)
    return _page(request, queries.items_of(found, after=after, limit=queries.PAGE + 1))


# ── findings and people ──────────────────────────────────────────────────────────────────────


@router.read("/findings", Page[TextFindingOut])
def findings(
    request: ApiRequest,
    state: Literal["open", "confirmed", "dismissed"] = "open",
    cursor: Cursor = None,
) -> Page[TextFindingOut]:
    """List what the automatic checks found in the texts of your people, the newest first."""
    gates.require_checker(request.member, _today())
    after = int(paging.after(request, cursor) or 0)
    seen = gates.seen_by(request.member, _today())
    rows = queries.findings(seen, state=state, after=after or None, limit=queries.PAGE + 1)
    page = rows[: queries.PAGE]
    more = page[-1].pk if len(rows) > queries.PAGE else None
    return Page(items=[_finding(one) for one in page], next=paging.cursor_for(request, more))


@router.read("/findings/{pk}", TextFindingOut)
def finding(request: ApiRequest, pk: int) -> TextFindingOut:
    """Show one automatic finding."""
    return _finding(gates.finding_open_to(request.member, pk, _today()))


@router.do("/findings/{pk}", TextFindingOut)
def decide(request: ApiRequest, pk: int, body: FindingDecision) -> TextFindingOut:
    """Confirm an automatic finding, which records it, or dismiss it."""
    found = gates.finding_open_to(request.member, pk, _today())
    sent = Sent.at_once(request.member, timezone.now(), token=f"finding-{pk}")
    return _finding(actions.decide_finding(finding=found, confirmed=body.confirmed, sent=sent))


@router.read("/people/{key}", Rows[QualityMonthOut])
def person(request: ApiRequest, key: str) -> Rows[QualityMonthOut]:
    """List what a person's checks came to month by month: yours, or of somebody you lead."""
    found = gates.person_open_to(request.member, key, _today())
    months, _missed = queries.trend_of(found)
    names = list(QualityMonthOut.model_fields)
    return Rows(items=[QualityMonthOut(**{n: getattr(one, n) for n in names}) for one in months])


class CoachingNoteOut(BaseModel):
    """A coaching note."""

    text: str
    at: datetime


@router.read("/people/{key}/notes", Rows[CoachingNoteOut])
def notes(request: ApiRequest, key: str) -> Rows[CoachingNoteOut]:
    """List the coaching notes about you or about somebody you lead."""
    found = gates.notes_open_to(request.member, key, _today())
    return Rows(items=[CoachingNoteOut(text=n.text, at=n.at) for n in queries.notes_about(found)])


@router.add("/people/{key}/notes", CoachingNoteOut)
@bodies.takes(NoteForm)
def note(request: ApiRequest, key: str, body: Body) -> CoachingNoteOut:
    """Write a coaching note about somebody you lead; only you both read it."""
    found = gates.note_open_to(request.member, key, _today())
    said = bodies.given(NoteForm(bodies.sent(body)))
    made = actions.write_note(
        person=found, text=said["text"], item=None, by=request.member, at=timezone.now()
    )
    return CoachingNoteOut(text=made.text, at=made.at)


# ── calibration ──────────────────────────────────────────────────────────────────────────────


@router.read("/calibrations", Rows[CalibrationOut])
def calibrations(request: ApiRequest) -> Rows[CalibrationOut]:
    """List calibrations with how far the checkers agreed, the newest first."""
    gates.require_manager(request.member, _today())
    found = queries.drift_of(queries.calibrations())
    return Rows(items=[_calibration(row) for row in found])


def _calibration(row: queries.Drift) -> CalibrationOut:
    one = row.calibration
    return CalibrationOut(
        id=one.pk, title=one.title, percent=row.found.percent, kappa=row.found.kappa,
        alpha=row.found.alpha,
    )  # fmt: skip


@router.add("/calibrations", CalibrationOut)
@bodies.takes(CalibrationForm)
def begin_calibration(request: ApiRequest, body: Body) -> CalibrationOut:
    """Give the same conversations to several checkers, to see how far they agree."""
    gates.require_manager(request.member, _today())
    form = CalibrationForm(bodies.sent(body))
    bodies.given(form)
    try:
        made = begun(form, by=request.member, at=timezone.now())
    except RefusedError as refusal:
        form.add_error(refusal.field or None, str(refusal))
        bodies.refuse(form)
        raise
    return _calibration(queries.drift_of([made])[0])


@router.read("/markings/{pk}", CheckSheetOut)
def marking(request: ApiRequest, pk: int) -> CheckSheetOut:
    """Show a conversation of a calibration that you were given to mark."""
    found = gates.marking_open_to(request.member, pk)
    return _sheet(request, found, found.calibration.version)


@router.do("/markings/{pk}", CheckSheetOut)
def mark(request: ApiRequest, pk: int, body: MarksIn) -> CheckSheetOut:
    """Keep your marks of a conversation for a calibration; nothing follows from them."""
    found = gates.marking_open_to(request.member, pk)
    actions.send_marking(marking=found, marks=body.kept(), at=timezone.now())
    found = gates.marking_open_to(request.member, pk)
    return _sheet(request, found, found.calibration.version)
