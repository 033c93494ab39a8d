"""Addresses of the office: meetings with their resolutions, and notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.enforcement.filled import Deed, filled_in, sent_of, told
from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.told import OutcomeOut
from shouwen.office import gates, sorts
from shouwen.office.actions import meetings as actions
from shouwen.office.actions import notices as noticing
from shouwen.office.actions.meetings import Invitation
from shouwen.office.actions.notices import Announcement
from shouwen.office.forms import MeetingForm, NoticeForm, ResolutionForm
from shouwen.office.models import Meeting, Notice
from shouwen.office.queries import meetings as queries
from shouwen.office.queries import notices as notice_queries
from shouwen.office.sorts import Belongs
from shouwen.policy.facts_of import office as kinds
from shouwen.regulations import queries as regulations

router = Router("office")
_NOTICES = notice_queries.SORTING
Cursor = Annotated[str | None, Query(max_length=400)]
Search = Annotated[str, Query(max_length=100)]
Reason = Annotated[str, Field(max_length=500)]


class Made(BaseModel):
    """The number of what was made or changed."""

    id: int


class MeetingLine(BaseModel):
    """One meeting in a list."""

    id: int
    title: str
    place: str
    begins_at: datetime
    chair: str
    called: int
    confidential: bool
    state: str


class MeetingOut(BaseModel):
    """One meeting: agenda, who was called, the latest minutes, what was resolved."""

    id: int
    title: str
    place: str
    begins_at: datetime
    chair: str
    recorder: str
    state: str
    agenda: list[str]
    attendees: dict[str, str]
    minutes: str
    version: int


class NoticeLine(BaseModel):
    """One notice in a list; ``read`` says whether you confirmed it."""

    id: int
    title: str
    issued_by: str
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    must_confirm: bool
    state: str
    read: bool


class NoticeOut(BaseModel):
    """One notice with its text."""

    id: int
    title: str
    text: str
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    must_confirm: bool


def _belonging(request: ApiRequest, now: datetime, sort: str) -> list[Belongs]:
    today = timezone.localdate(now)
    book = regulations.in_force_on(today).rulebook
    found = list(sorts.belongings(book, sort))
    if gates.records_for_others(request.member, today):
        return found
    moving = sorts.moving_kinds(book)
    return [one for one in found if one.kind.kind not in moving]


# ── meetings ─────────────────────────────────────────────────────────────────────────────────


@router.read("/meetings", Page[MeetingLine])
def meetings(
    request: ApiRequest,
    q: Search = "",
    sort: Literal[tuple(queries.SORTING.names)] = queries.SORTING.default,  # type: ignore[valid-type]
    cursor: Cursor = None,
) -> Page[MeetingLine]:
    """List the meetings you may know of."""
    found = queries.meetings(
        request.member, timezone.localdate(), text=q, sort=sort,
        cursor=paging.after(request, cursor),
    )  # fmt: skip
    names = [name for name in MeetingLine.model_fields if name != "id"]
    rows = [MeetingLine(id=r.pk, **{n: getattr(r, n) for n in names}) for r in found.rows]
    return Page(items=rows, next=paging.cursor_for(request, found.after))


@router.add("/meetings", Made)
@bodies.takes(MeetingForm)
def call(request: ApiRequest, body: Body) -> Made:
    """Call a meeting; members are named by their keys."""
    now = timezone.now()
    form = MeetingForm(bodies.sent(body), found=_belonging(request, now, sorts.MEETING))
    bodies.given(form)
    sent = sent_of(request, now)
    return Made(id=actions.call(invitation=_invitation(form), sent=sent).pk)


def _invitation(form: MeetingForm) -> Invitation:
    given = form.cleaned_data
    return Invitation(
        title=given["title"], place=given["place"], begins_at=given["begins_at"],
        chair=form.member("chair"), recorder=form.member("recorder"),
        confidential=given["confidential"], agenda=form.points(), called=form.everybody_called(),
        belongs=form.belongs_to(),
    )  # fmt: skip


@router.read("/meetings/{int:pk}", MeetingOut)
def meeting(request: ApiRequest, pk: int) -> MeetingOut:
    """Show one meeting."""
    found = gates.meeting_open_to(request.member, pk, timezone.localdate())
    page = queries.meeting_page(found, timezone.now())
    minutes = page.minutes
    return MeetingOut(
        id=found.pk, title=found.title, place=found.place, begins_at=found.begins_at,
        chair=found.chair.username, recorder=found.recorder.username, state=page.state,
        agenda=list(page.agenda), attendees={a.member.username: a.came for a in page.attendees},
        minutes=minutes.text if minutes else "", version=minutes.version if minutes else 0,
    )  # fmt: skip


def _led(request: ApiRequest, pk: int) -> Meeting:
    return gates.require_leading(request.member, pk, timezone.localdate())


@router.do("/meetings/{int:pk}", Made, method="PUT")
@bodies.takes(MeetingForm)
def change(request: ApiRequest, pk: int, body: Body) -> Made:
    """Change a meeting that was not held yet."""
    now, found = timezone.now(), _led(request, pk)
    form = MeetingForm(bodies.sent(body), found=_belonging(request, now, sorts.MEETING))
    bodies.given(form)
    actions.change(meeting=found, invitation=_invitation(form), sent=sent_of(request, now))
    return Made(id=pk)


class Attendance(Body):
    """Who came, by member key: came, excused or absent, as the page offers."""

    came: dict[str, Annotated[str, Field(max_length=20)]]


@router.do("/meetings/{int:pk}/attendance", Made)
def attendance(request: ApiRequest, pk: int, body: Attendance) -> Made:
    """Take attendance; the meeting was held then."""
    found = _led(request, pk)
    members = found.attendees.values_list("member", "member__username")
    came = {member: body.came.get(key, "") for member, key in members}
    actions.hold(meeting=found, came=came, sent=sent_of(request, timezone.now()))
    return Made(id=pk)


class MinutesBody(Body):
    """The minutes as a whole."""

    text: str = Field(max_length=50_000)


@router.do("/meetings/{int:pk}/minutes", Made)
def minutes(request: ApiRequest, pk: int, body: MinutesBody) -> Made:
    """Keep the minutes as a new version."""
    found = _led(request, pk)
    kept = actions.write_minutes(
        meeting=found, text=body.text, by=request.member, at=timezone.now()
    )
    return Made(id=kept.version)


@router.add("/meetings/{int:pk}/resolutions", Made)
@bodies.takes(ResolutionForm)
def resolve(request: ApiRequest, pk: int, body: Body) -> Made:
    """Note a resolution."""
    found = _led(request, pk)
    form = ResolutionForm(bodies.sent(body))
    given = bodies.given(form)
    owner = form.people[given["owner"]]
    made = actions.resolve(meeting=found, text=given["text"], owner=owner, due_on=given["due_on"])
    return Made(id=made.number)


@router.do("/meetings/{int:pk}/resolutions/{int:number}", Made, method="DELETE")
def strike(request: ApiRequest, pk: int, number: int) -> Made:
    """Strike a resolution before the minutes are filed."""
    actions.strike(meeting=_led(request, pk), number=number)
    return Made(id=number)


@router.do("/meetings/{int:pk}/file", OutcomeOut)
def file_minutes(request: ApiRequest, pk: int, body: Deed) -> OutcomeOut:
    """File the minutes with what the meeting's rule asks for."""
    now, found = timezone.now(), _led(request, pk)
    belongs = queries.meeting_page(found, now).belongs
    if belongs is not None and belongs.kind.kind == kinds.MINUTES_FILED:
        belongs = None
    details = {}
    if belongs is not None and not belongs.is_bare:
        details = filled_in(DeedForm, body, now, kind=belongs.kind, fixed=belongs.fixed).details()
    sent = sent_of(request, now)
    return told(actions.file_minutes(meeting=found, belongs=belongs, details=details, sent=sent))


@router.do("/meetings/{int:pk}/record/{kind}", OutcomeOut)
def further(request: ApiRequest, pk: int, kind: str, body: Deed) -> OutcomeOut:
    """Record another fact about the meeting for which a rule waits."""
    now, found = timezone.now(), _led(request, pk)
    page = queries.meeting_page(found, now)
    moving: frozenset[str] | set[str] = frozenset()
    if not gates.records_for_others(request.member, timezone.localdate(now)):
        moving = set(sorts.moving_kinds(page.house.in_force.rulebook))
    wanted = (k for k in page.further if k.kind == kind and k.kind not in moving)
    known = next(wanted, None)
    if known is None:
        raise Http404
    own = page.belongs.fixed if page.belongs else {}
    fixed = {name: value for name, value in own.items() if name in known.details}
    form = filled_in(DeedForm, body, now, kind=known, fixed=fixed)
    return told(
        actions.note_further(
            meeting=found, kind=kind, details=form.details(), sent=sent_of(request, now)
        )
    )


@router.do("/meetings/{int:pk}/cancel", Made)
def cancel(request: ApiRequest, pk: int) -> Made:
    """Call a meeting off."""
    actions.cancel(meeting=_led(request, pk), at=timezone.now())
    return Made(id=pk)


class Carried(Body):
    """What was done."""

    note: str = Field("", max_length=1000)


@router.do("/resolutions/{int:pk}/done", Made)
def carry_out(request: ApiRequest, pk: int, body: Carried) -> Made:
    """Report a resolution as carried out."""
    now = timezone.now()
    found = gates.require_carrying_out(request.member, pk, timezone.localdate(now))
    actions.carry_out(resolution=found, note=body.note, sent=sent_of(request, now))
    return Made(id=pk)


# ── notices ──────────────────────────────────────────────────────────────────────────────────


@router.read("/notices", Page[NoticeLine])
def notices(
    request: ApiRequest,
    q: Search = "",
    which: Literal["", "valid", "customers"] = "",
    sort: Literal[tuple(_NOTICES.names)] = _NOTICES.default,  # type: ignore[valid-type]
    cursor: Cursor = None,
) -> Page[NoticeLine]:
    """List the notices you may read."""
    found = notice_queries.notices(
        request.member, timezone.localdate(), which=which, text=q, sort=sort,
        cursor=paging.after(request, cursor),
    )  # fmt: skip
    names = [name for name in NoticeLine.model_fields if name != "id"]
    rows = [NoticeLine(id=r.pk, **{n: getattr(r, n) for n in names}) for r in found.rows]
    return Page(items=rows, next=paging.cursor_for(request, found.after))


@router.add("/notices", Made)
@bodies.takes(NoticeForm, belongs=(Annotated[str | None, Field(max_length=200)], None),
              details=(Deed | None, None))  # fmt: skip
def issue(request: ApiRequest, body: Body) -> Made:
    """Issue a notice."""
    now = timezone.now()
    gates.require_issuing(request.member, timezone.localdate(now))
    values = body.model_dump()
    wanted, deed = values.pop("belongs"), values.pop("details")
    known = [one for one in _belonging(request, now, sorts.NOTICE) if not one.is_bare]
    belongs = next((one for one in known if one.key == wanted), None)
    form = NoticeForm({name: value for name, value in values.items() if value is not None})
    given = bodies.given(form)
    details = {}
    if belongs is not None and belongs.kind.kind != kinds.NOTICE_ISSUED:
        filled = Deed(**(deed or {}))
        details = filled_in(DeedForm, filled, now, kind=belongs.kind, fixed=belongs.fixed).details()
    names = (
        "title", "text", "valid_from", "valid_until", "must_confirm", "confirm_by",
        "for_customers", "mail_customers",
    )  # fmt: skip
    announcement = Announcement(
        audience=form.audience(), belongs=belongs, **{name: given[name] for name in names}
    )
    made = noticing.issue(announcement=announcement, details=details, sent=sent_of(request, now))
    return Made(id=made.pk)


@router.read("/notices/{int:pk}", NoticeOut)
def notice(request: ApiRequest, pk: int) -> NoticeOut:
    """Show one notice."""
    found = gates.notice_open_to(request.member, pk, timezone.localdate())
    names = [name for name in NoticeOut.model_fields if name != "id"]
    return NoticeOut(id=found.pk, **{name: getattr(found, name) for name in names})


@router.do("/notices/{int:pk}/read", Made)
def confirm(request: ApiRequest, pk: int) -> Made:
    """Confirm that you have read a notice."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.notice_open_to(request.member, pk, today)
    if not Notice.objects.filter(gates.for_member(request.member, today), pk=pk).exists():
        raise PermissionDenied
    noticing.confirm(notice=found, sent=sent_of(request, now))
    return Made(id=pk)


class WithReason(Body):
    """Why."""

    reason: Reason


@router.do("/notices/{int:pk}/withdraw", Made)
def withdraw(request: ApiRequest, pk: int, body: WithReason) -> Made:
    """Withdraw a notice."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.notice_open_to(request.member, pk, today)
    mine = found.issued_by_id == request.member.pk
    if not mine and not gates.records_for_others(request.member, today):
        raise PermissionDenied
    noticing.withdraw(notice=found, reason=body.reason, sent=sent_of(request, now))
    return Made(id=pk)
