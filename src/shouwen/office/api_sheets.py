"""Addresses of the office's plans and reports: their lists, writing one, checking one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.enforcement import proof
from shouwen.enforcement.filled import Deed, filled_in, sent_of, told
from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.told import OutcomeOut, Value
from shouwen.office import gates
from shouwen.office.actions import sheets as writing
from shouwen.office.actions.sheets import Outline, period_key
from shouwen.office.api import Cursor, Made
from shouwen.office.forms import SheetForm
from shouwen.office.models import Sheet
from shouwen.office.queries import sheets as queries
from shouwen.office.queries.sheets import SECTIONS, SheetPage, SheetRow
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy.facts import Detail

router = Router("office")
_PAPER = Literal["", *SECTIONS]  # type: ignore[valid-type]


class SheetLine(BaseModel):
    """One plan or report in a list."""

    id: int
    title: str
    sort: str
    state: str
    author: str
    since: date
    until: date
    submitted_at: datetime | None


class OwedSheet(BaseModel):
    """A plan or report that is owed; ``sheet`` is the one begun for it."""

    obligation: int
    title: str
    sort: str
    period: str
    due_at: datetime | None
    sheet: int | None


class SheetOut(BaseModel):
    """One plan or report: its sections as written."""

    id: int
    sort: str
    title: str
    since: date
    until: date
    author: str
    state: str
    sections: dict[str, str]


@router.read("/reports", Page[SheetLine])
def sheets(
    request: ApiRequest,
    paper: _PAPER = "",
    team: Annotated[bool, Query()] = False,  # noqa: FBT002 ninja names it
    sort: Literal[tuple(queries.SORTING.names)] = queries.SORTING.default,  # type: ignore[valid-type]
    cursor: Cursor = None,
) -> Page[SheetLine]:
    """List your plans and reports; with ``team`` what everybody below you handed in."""
    found = queries.written(
        request.member, timezone.localdate(), sort=paper, team=team, order=sort,
        cursor=paging.after(request, cursor),
    )  # fmt: skip
    rows = [_line(row) for row in found[0]]
    return Page(items=rows, next=paging.cursor_for(request, found[1]))


def _line(row: SheetRow) -> SheetLine:
    names = [name for name in SheetLine.model_fields if name != "id"]
    return SheetLine(id=row.pk, **{name: getattr(row, name) for name in names})


@router.read("/reports/owed", Rows[OwedSheet])
def owed_sheets(request: ApiRequest) -> Rows[OwedSheet]:
    """List the plans and reports that you owe, soonest first."""
    rows = [
        OwedSheet(
            obligation=row.pk, title=row.title, sort=row.sort, period=row.period,
            due_at=row.due_at, sheet=row.sheet,
        )
        for row in queries.owed_by(request.member, timezone.localdate())
    ]  # fmt: skip
    return Rows(items=rows)


@router.read("/reports/to-check", Rows[SheetLine])
def sheets_to_check(request: ApiRequest) -> Rows[SheetLine]:
    """List the plans and reports that wait for your check."""
    found = queries.to_check(request.member, timezone.localdate())
    return Rows(items=[_line(row) for row in found])


class NewSheet(Body):
    """A plan or report; ``obligation`` is what it is to discharge."""

    sort: str = Field(max_length=10)
    title: str = Field(min_length=1, max_length=200)
    since: date
    until: date
    whole_team: bool = False
    obligation: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


@router.add("/reports", Made)
def begin_sheet(request: ApiRequest, body: NewSheet) -> Made:
    """Begin a plan or report."""
    now = timezone.now()
    today = timezone.localdate(now)
    leads = bool(standing_today(request.member, today).own.reports)
    duty = gates.require_owing(request.member, body.obligation, today) if body.obligation else None
    given = bodies.given(SheetForm(bodies.sent(body), leads=leads))
    outline = Outline(
        sort=given["sort"], title=given["title"], since=given["since"], until=given["until"],
        whole_team=given.get("whole_team", False), obligation=duty,
        belongs=queries.paper_of(duty, today)[1] if duty else None,
    )  # fmt: skip
    return Made(id=writing.begin(outline=outline, sent=sent_of(request, now)).pk)


@router.read("/reports/{int:pk}", SheetOut)
def sheet(request: ApiRequest, pk: int) -> SheetOut:
    """Show one plan or report."""
    found = gates.sheet_open_to(request.member, pk, timezone.localdate())
    names = [n for n in SheetOut.model_fields if n not in ("id", "author", "sections")]
    rest = {name: getattr(found, name) for name in names}
    page = queries.sheet_page(found, request.member, timezone.now())
    texts = {one.key: one.text for one in page.sections}
    return SheetOut(id=found.pk, author=found.author.username, sections=texts, **rest)


class Sections(Body):
    """The sections by their keys; what is left out is empty."""

    sections: dict[str, Annotated[str, Field(max_length=20_000)]]
    done_at: AwareDatetime | None = None


@router.do("/reports/{int:pk}/write", Made)
def write_sheet(request: ApiRequest, pk: int, body: Sections) -> Made:
    """Keep what was written as a new version."""
    now = timezone.now()
    found = _own(request, pk)
    page = queries.sheet_page(found, request.member, now)
    kept = writing.write(
        sheet=found, sections=_texts(found, body), figures=_figures(page), by=request.member,
        at=now,
    )  # fmt: skip
    return Made(id=kept.version)


class HandedIn(Sections):
    """The sections, what its fact says, and how many of each proof there are."""

    details: dict[str, Value] = Field(default_factory=dict)
    counted: dict[str, int] = Field(default_factory=dict)


@router.do("/reports/{int:pk}/submit", OutcomeOut)
def submit_sheet(request: ApiRequest, pk: int, body: HandedIn) -> OutcomeOut:
    """Hand a plan or report in; the fact that its rule waits for is recorded with it."""
    now = timezone.now()
    found = _own(request, pk)
    page = queries.sheet_page(found, request.member, now)
    return told(
        writing.submit(
            sheet=found, sections=_texts(found, body), figures=_figures(page),
            belongs=page.belongs, details=_said(page, body, request.member, now),
            sent=sent_of(request, now),
        )
    )  # fmt: skip


def _texts(found: Sheet, body: Sections) -> dict[str, str]:
    return {key: body.sections.get(key, "").strip() for key in SECTIONS[found.sort]}


def _figures(page: SheetPage) -> list[dict[str, str]]:
    return [figure.told() for figure, _href in page.figures]


def _said(page: SheetPage, body: HandedIn, writer: Member, now: datetime) -> dict[str, Detail]:
    belongs = queries.filled_in_with(page, writer, timezone.localdate(now))
    if belongs is None:
        counted = {name: str(count) for name, count in body.counted.items()}
        return proof.given(proof.counted_for(page.bare_rule), counted)
    deed = Deed(details=body.details)
    said = filled_in(DeedForm, deed, now, kind=belongs.kind, fixed=belongs.fixed).details()
    if "period" in belongs.kind.details:
        said.setdefault("period", period_key(page.sheet))
    return said


def _own(request: ApiRequest, pk: int) -> Sheet:
    found = gates.sheet_open_to(request.member, pk, timezone.localdate())
    if found.author_id != request.member.pk:
        raise PermissionDenied
    return found


class Checking(Body):
    """What the reviewer says; ``back`` sends it back."""

    comment: str = Field("", max_length=1000)
    back: bool = False


@router.do("/reports/{int:pk}/check", Made)
def check_sheet(request: ApiRequest, pk: int, body: Checking) -> Made:
    """Let a submitted plan or report stand, or send it back."""
    now = timezone.now()
    found = gates.sheet_open_to(request.member, pk, timezone.localdate(now))
    review = queries.sheet_page(found, request.member, now).review
    if review is None:
        raise PermissionDenied
    sent = sent_of(request, now)
    if body.back:
        writing.send_back(sheet=found, comment=body.comment, sent=sent)
    else:
        writing.accept(sheet=found, review=review, comment=body.comment, sent=sent)
    return Made(id=pk)
