"""Addresses of bringing a regulation in: check a text, keep a draft, adopt it, end one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import Http404
from django.utils import timezone, translation
from pydantic import BaseModel, Field

from shouwen.adoption import actions, adopting, checking, gates, queries
from shouwen.adoption.forms import AdoptForm, BringInForm, DraftForm, ReadingsForm, RetireForm
from shouwen.adoption.models import Draft
from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.problems import Problem, of_refusal
from shouwen.api.routing import Router
from shouwen.people.gates import require
from shouwen.policy.faults import Fault
from shouwen.regulations import library
from shouwen.regulations.gates import regulation_open_to, version_open_to
from shouwen.regulations.queries import last_version

router = Router("regulations")
LARGEST = 900_000


class FaultOut(BaseModel):
    """Something wrong with a text: where, what, and how to mend it."""

    line: int
    what: str
    mend: str
    severity: str


class Checked(BaseModel):
    """What a text says and what is wrong with it; ``sound`` means it may be adopted."""

    sound: bool
    regulation: str | None
    title: str | None
    rules: int
    cases: int
    differing: int
    faults: list[FaultOut]


class DraftLine(BaseModel):
    """A draft that was not adopted yet."""

    id: int
    file_name: str
    by: str
    changed_at: datetime


class DraftOut(BaseModel):
    """A draft with its text; ``revision`` is named when it is saved."""

    id: int
    file_name: str
    revision: int
    text: str
    checked: Checked


class Adopted(BaseModel):
    """A version that was adopted or ended; with ``request`` it waits for signatures there."""

    regulation: str
    number: int | None
    in_force: date | None
    ended: date | None
    request: int | None = None


class Text(Body):
    """The text of a regulation."""

    text: str = Field(min_length=1, max_length=LARGEST)
    file_name: str = Field("", max_length=255)


def _may(request: ApiRequest) -> None:
    require(request.member, gates.ADOPT, timezone.localdate())


@router.do("/check", Checked, verb="read")
def check(request: ApiRequest, body: Text) -> Checked:
    """Check a text: its faults at their lines, its rules, its worked cases. Nothing is kept."""
    _may(request)
    return _checked(body.text, body.file_name)


def _checked(text: str, file_name: str) -> Checked:
    found = checking.check(text, file_name, translation.get_language())
    read = found.regulation
    return Checked(
        sound=found.is_sound, regulation=read.slug if read else None,
        title=read.title if read else None, rules=len(read.rules) if read else 0,
        cases=len(read.cases) if read else 0, differing=found.differing,
        faults=[_fault(one) for one in (*found.errors, *found.notices)],
    )  # fmt: skip


def _fault(one: Fault) -> FaultOut:
    return FaultOut(line=one.line, what=one.what, mend=one.mend, severity=one.severity)


@router.read("/drafts", Rows[DraftLine])
def drafts(request: ApiRequest) -> Rows[DraftLine]:
    """List the drafts that were not adopted yet."""
    _may(request)
    return Rows(
        items=[
            DraftLine(id=row.pk, file_name=row.file_name, by=row.by, changed_at=row.changed_at)
            for row in queries.open_drafts()
        ]
    )


@router.add("/drafts", DraftOut)
def start_draft(request: ApiRequest, body: Text) -> DraftOut:
    """Begin a draft from a text."""
    _may(request)
    text, name = body.text, body.file_name
    form = BringInForm({"text": text})
    bodies.given(form)
    return _out(
        actions.start_draft(
            text=form.brought[0], file_name=name, by=request.member, at=timezone.now()
        )
    )


def _out(draft: Draft) -> DraftOut:
    return DraftOut(
        id=draft.pk, file_name=draft.file_name, revision=draft.revision, text=draft.text,
        checked=_checked(draft.text, draft.file_name),
    )  # fmt: skip


class FromLibrary(Body):
    """A regulation of the library by its short name, and its first day."""

    name: str = Field(max_length=100)
    in_force: date | None = None


@router.add("/drafts/from-library", DraftOut)
def draft_from_library(request: ApiRequest, body: FromLibrary) -> DraftOut:
    """Begin a draft from a regulation of the library."""
    _may(request)
    if body.name not in library.names():
        raise Http404
    draft = actions.draft_from_library(
        name=body.name, in_force=body.in_force, by=request.member, at=timezone.now()
    )
    return _out(draft)


class OfVersion(Body):
    """The version a draft begins from; with ``mend`` a draft begun before is gone on with."""

    regulation: str = Field(max_length=80)
    number: Annotated[int, Field(ge=1, le=2**31)] | None = None
    mend: bool = False


@router.add("/drafts/from-version", DraftOut)
def draft_from_version(request: ApiRequest, body: OfVersion) -> DraftOut:
    """Begin the next version of a regulation from an adopted one, the last if none is named."""
    _may(request)
    regulation = regulation_open_to(request.member, body.regulation)
    last = last_version(regulation.slug)
    if last is None:
        raise Http404
    number = body.number or last.number
    version = version_open_to(request.member, body.regulation, number)
    begin = actions.draft_to_mend if body.mend else actions.draft_next_version
    return _out(begin(version=version, by=request.member, at=timezone.now()))


@router.read("/drafts/{int:pk}", DraftOut)
def draft(request: ApiRequest, pk: int) -> DraftOut:
    """Show a draft with its faults."""
    return _out(gates.draft_open_to(request.member, pk, timezone.localdate()))


@router.do("/drafts/{int:pk}", DraftOut, method="PUT")
@bodies.takes(DraftForm)
def save_draft(request: ApiRequest, pk: int, body: Body) -> DraftOut:
    """Save a draft's text; 409 if somebody saved it since the revision you read."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    given = bodies.given(DraftForm(bodies.sent(body)))
    try:
        actions.save_draft(draft=found, by=request.member, at=timezone.now(), **given)
    except actions.ChangedMeanwhileError as refusal:
        raise of_refusal(refusal, "conflict") from None
    return _out(gates.draft_open_to(request.member, pk, timezone.localdate()))


class Readings(Body):
    """How each unclear place of a text is read, by its key."""

    revision: int = Field(ge=0, le=2**31)
    chosen: dict[str, str]


@router.do("/drafts/{int:pk}/readings", DraftOut)
def choose_readings(request: ApiRequest, pk: int, body: Readings) -> DraftOut:
    """Keep how this department reads each unclear place of a draft."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    checked = checking.check(found.text, found.file_name, translation.get_language())
    if checked.regulation is None or not checked.regulation.settings:
        raise Problem(type="conflict")
    sent = {f"reading-{key}": choice for key, choice in body.chosen.items()}
    form = ReadingsForm({"revision": body.revision, **sent}, settings=checked.regulation.settings)
    bodies.given(form)
    actions.choose_readings(
        draft=found, chosen=form.chosen, revision=body.revision, by=request.member,
        at=timezone.now(),
    )  # fmt: skip
    return _out(gates.draft_open_to(request.member, pk, timezone.localdate()))


@router.do("/drafts/{int:pk}/adopt", Adopted)
@bodies.takes(AdoptForm)
def adopt(request: ApiRequest, pk: int, body: Body) -> Adopted:
    """Adopt a draft from a day on, at once or when everybody has signed whom a rule asks to."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    day = bodies.given(AdoptForm(bodies.sent(body)))["in_force"]
    adopted = adopting.adopt_draft(draft=found, in_force=day, by=request.member, at=timezone.now())
    return _adopted(adopted)


def _adopted(found: adopting.Adoption) -> Adopted:
    version, held = found.version, found.held
    if version is None:
        slug = str(held.proposed["details"]["regulation"]) if held else ""
        return Adopted(
            regulation=slug, number=None, in_force=None, ended=None, request=held and held.pk
        )
    return Adopted(
        regulation=version.regulation.slug, number=version.number, in_force=version.in_force,
        ended=version.ended,
    )  # fmt: skip


@router.do("/drafts/{int:pk}", DraftLine, method="DELETE")
def discard(request: ApiRequest, pk: int) -> DraftLine:
    """Throw a draft away."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    actions.discard_draft(draft=found)
    return DraftLine(
        id=pk, file_name=found.file_name, by=found.created_by.username,
        changed_at=found.changed_at,
    )  # fmt: skip


@router.do("/{slug}/retire", Adopted)
@bodies.takes(RetireForm)
def retire(request: ApiRequest, slug: str, body: Body) -> Adopted:
    """End a regulation without another version in its place."""
    _may(request)
    found = regulation_open_to(request.member, slug)
    day = bodies.given(RetireForm(bodies.sent(body)))["ended"]
    return _adopted(
        adopting.retire(regulation=found, ended=day, by=request.member, at=timezone.now())
    )
