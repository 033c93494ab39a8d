"""Addresses of rounds: what is due today, looking, finishing, reviewing, findings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.enforcement import proof
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.filled import Deed, filled_in, sent_of, told
from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.told import DutyOut, OutcomeOut, duty_out, outcome_out, owed_out
from shouwen.obligations import queries as owed
from shouwen.people.standing import standing_today
from shouwen.regulations import queries as regulations
from shouwen.rounds import actions, gates, looking, queries, ways
from shouwen.rounds.lines import Line, lines_of
from shouwen.rounds.looking import RoundPage
from shouwen.rounds.ways import Way

router = Router("rounds")


class LineOut(BaseModel):
    """One thing to look at, and how it was found; ``result`` is empty until then."""

    key: str
    text: str
    group: str
    result: str
    note: str
    who: str
    at: datetime | None


class RoundOut(BaseModel):
    """One round or task: what is owed, its lines, and the ways to do it."""

    duty: DutyOut
    lines: list[LineOut]
    ways: list[str]
    reviews: list[int]
    wants_photo: bool
    counted: dict[str, int]


class FindingOut(BaseModel):
    """Something that was found and has to be put right."""

    id: int
    text: str
    found_at: datetime


class Look(Body):
    """How one line was found: ok, finding or not_applicable."""

    line: str = Field(max_length=200)
    result: str = Field(max_length=20)
    note: str = Field("", max_length=1000)
    scanned: str = Field("", max_length=100)
    done_at: AwareDatetime | None = None


class Finish(Body):
    """That a round is done, with what proves it."""

    evidence: str = Field("", max_length=2000)
    counted: dict[str, int] = Field(default_factory=dict)
    done_at: AwareDatetime | None = None


class SendBack(Body):
    """Which work is sent back, and what is missing."""

    work: int = Field(ge=1, le=2**63 - 1)
    reason: str = Field(max_length=1000)


class Found(Deed):
    """What was found, as the fact the regulations know it as; ``line`` where on a round."""

    kind: str = Field(max_length=100)
    round: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    line: str = Field("", max_length=200)


@router.read("", Rows[DutyOut])
def list_(request: ApiRequest) -> Rows[DutyOut]:
    """List what you owe, soonest first."""
    own = standing_today(request.member, timezone.localdate()).own
    rows = owed.owed_by(request.member, None, paging.MOST, posts=own.posts, team_ids=own.team_ids)
    return Rows(items=owed_out(rows))


@router.read("/findings", Page[FindingOut])
def findings(
    request: ApiRequest, cursor: Annotated[str | None, Query(max_length=400)] = None
) -> Page[FindingOut]:
    """List findings, the newest first."""
    now = timezone.now()
    today = timezone.localdate(now)
    held = standing_today(request.member, today).permissions
    everything = bool(held & {gates.RECORD, gates.SEE_ALL})
    page = queries.findings(
        request.member, now, everything=everything, cursor=paging.after(request, cursor)
    )
    items = [FindingOut(id=row.pk, text=row.text, found_at=row.found_at) for row in page.rows]
    return Page(items=items, next=paging.cursor_for(request, page.after))


@router.add("/findings", OutcomeOut)
def found(request: ApiRequest, body: Found) -> OutcomeOut:
    """Record what was found, on a round or off it."""
    now = timezone.now()
    today = timezone.localdate(now)
    duty = gates.require_doing(request.member, body.round, today) if body.round else None
    rule = rule_of(duty) if duty else None
    may_move = gates.sees_everything(request.member, today)
    kinds = ways.finding_kinds(regulations.in_force_on(today), rule, may_move=may_move)
    kind = next((each for each in kinds if each.kind == body.kind), None)
    if kind is None:
        raise Problem(type="invalid", fields={"kind": [", ".join(k.kind for k in kinds)]})
    line = None
    if duty is not None and body.line:
        book = regulations.book_of_version(duty.version_id).rulebook
        line = next((one for one in lines_of(rule_of(duty), book) if one.key == body.line), None)
    form = filled_in(DeedForm, body, now, kind=kind)
    return told(
        actions.find(
            kind=kind.kind, details=form.details(), obligation=duty, line=line,
            sent=_sent(request, now, body.happened_at),
        )
    )  # fmt: skip


def _sent(request: ApiRequest, now: datetime, done_at: datetime | None) -> Sent:
    sent = sent_of(request, now)
    return sent if done_at is None else Sent(
        token=sent.token, actor=sent.actor, done_at=min(done_at, now), received_at=now
    )  # fmt: skip


@router.add("/begin/{kind}", OutcomeOut)
def begin(request: ApiRequest, kind: str, body: Deed) -> OutcomeOut:
    """Set out on a route."""
    now = timezone.now()
    route = queries.route_open_to(request.member, kind, timezone.localdate(now))
    if route is None:
        raise Http404
    form = filled_in(DeedForm, body, now, kind=route.kind)
    sent = _sent(request, now, body.happened_at)
    return told(actions.begin(kind=kind, details=form.details(), sent=sent))


@router.read("/{int:pk}", RoundOut)
def show(request: ApiRequest, pk: int) -> RoundOut:
    """Show one round: its lines, and how each was found."""
    now = timezone.now()
    today = timezone.localdate(now)
    duty = gates.round_open_to(request.member, pk, today)
    page = looking.round_page(duty, request.member, now)
    return RoundOut(
        duty=duty_out(duty), lines=_lines(page),
        ways=[way.key for way in _open_ways(request, page)],
        reviews=[work.obligation.pk for work in page.reviewed], wants_photo=page.wants_photo,
        counted={one.name: one.wanted for one in page.counted},
    )  # fmt: skip


def _lines(page: RoundPage) -> list[LineOut]:
    return [
        LineOut(
            key=row.line.key, text=row.line.text, group=group.title, result=row.result,
            note=row.note, who=row.who, at=row.at,
        )
        for group in page.work.groups
        for row in group.rows
    ]  # fmt: skip


def _open_ways(request: ApiRequest, page: RoundPage) -> tuple[Way, ...]:
    today = timezone.localdate()
    found = tuple(way for way in page.ways if not way.by_hand)
    if gates.sees_everything(request.member, today):
        return found
    book = gates.rules_on(today)
    return tuple(way for way in found if not ways.moves_something(way.kind.kind, book))


@router.do("/{int:pk}/look", OutcomeOut)
def look(request: ApiRequest, pk: int, body: Look) -> OutcomeOut:
    """Write down how one line was found."""
    now = timezone.now()
    duty = gates.require_doing(request.member, pk, timezone.localdate(now))
    line = _line(looking.round_page(duty, request.member, now), body.line)
    return told(
        actions.look(
            obligation=duty, line=line, result=body.result, note=body.note, scanned=body.scanned,
            sent=_sent(request, now, body.done_at),
        )
    )  # fmt: skip


def _line(page: RoundPage, key: str) -> Line:
    rows = (row for group in page.work.groups for row in group.rows)
    found_line = next((row.line for row in rows if row.line.key == key), None)
    if found_line is None:
        raise Http404
    return found_line


@router.do("/{int:pk}/rest", Rows[OutcomeOut])
def rest(request: ApiRequest, pk: int) -> Rows[OutcomeOut]:
    """Write down that everything not looked at yet is in order."""
    now = timezone.now()
    duty = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(duty, request.member, now)
    lines = [row.line for row in page.work.left]
    done = actions.look_at_the_rest(obligation=duty, lines=lines, sent=sent_of(request, now))
    return Rows(items=[outcome_out(outcome) for outcome in done])


@router.do("/{int:pk}/finish", OutcomeOut)
def finish(request: ApiRequest, pk: int, body: Finish) -> OutcomeOut:
    """Report a round or task, or a review of one, as done."""
    now = timezone.now()
    duty = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(duty, request.member, now)
    counts = proof.given(page.counted, {name: str(n) for name, n in body.counted.items()})
    lacking = proof.lacking(page.counted, counts)
    if lacking:
        fields = {f"counted.{one.name}": [f"≥ {one.wanted}"] for one in lacking}
        raise Problem(type="invalid", fields=fields)
    return told(
        actions.finish(
            obligation=duty, page=page, evidence=body.evidence, counts=counts,
            sent=_sent(request, now, body.done_at),
        )
    )  # fmt: skip


@router.do("/{int:pk}/do/{kind}", OutcomeOut)
def do(request: ApiRequest, pk: int, kind: str, body: Deed) -> OutcomeOut:
    """Record the fact that does what is owed."""
    now = timezone.now()
    duty = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(duty, request.member, now)
    way = next((each for each in _open_ways(request, page) if each.key == kind), None)
    if way is None:
        raise Http404
    form = filled_in(DeedForm, body, now, kind=way.kind, fixed=way.fixed)
    return told(
        actions.do(
            obligation=duty, kind=way.kind.kind, details=form.details(),
            sent=_sent(request, now, body.happened_at),
        )
    )  # fmt: skip


@router.do("/{int:pk}/back", DutyOut)
def send_back(request: ApiRequest, pk: int, body: SendBack) -> DutyOut:
    """Send back what was done, with a reason; it is owed again."""
    now = timezone.now()
    review = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(review, request.member, now)
    works = (each.obligation for each in page.reviewed if each.obligation.pk == body.work)
    work = next(works, None)
    if work is None:
        raise Http404
    done = actions.send_back(
        review=review, work=work, reason=body.reason, sent=sent_of(request, now)
    )
    return duty_out(done)
