"""Addresses of what is kept for working with cases: replies, checklists, own fields, lists."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.access.sight import sight_of
from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.cases import actions, around, drafts, fields, gates, kept_views, likely
from shouwen.cases.choices import CaseType
from shouwen.cases.field_forms import DefineForm
from shouwen.cases.list_forms import KeepForm
from shouwen.cases.models import CaseField, View
from shouwen.cases.phrase_forms import PhraseForm
from shouwen.cases.tie_forms import ChecklistForm
from shouwen.enforcement.told import OutcomeOut, outcome_out
from shouwen.people.refusals import RefusedError

router = Router("cases")
Lines = Annotated[list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=200)]


def _standing(request: ApiRequest) -> gates.Standing:
    return gates.standing(request.member, timezone.localdate())


class Kept(BaseModel):
    """The number of what was kept or ended."""

    id: int


# ── kept replies ─────────────────────────────────────────────────────────────────────────────


class PhraseOut(BaseModel):
    """A kept reply; ``whose`` names a team or a post, ``is_own`` says that you wrote it."""

    id: int
    name: str
    text: str
    whose: str
    is_own: bool


@router.read("/phrases", Rows[PhraseOut])
def phrases(request: ApiRequest) -> Rows[PhraseOut]:
    """List the kept replies that are yours to use."""
    where = _standing(request)
    gates.require_work(where)
    rows = drafts.phrases_of(request.member, where)
    names = ("name", "text", "whose", "is_own")
    return Rows(items=[PhraseOut(id=r.pk, **{n: getattr(r, n) for n in names}) for r in rows])


@router.add("/phrases", Kept)
@bodies.takes(PhraseForm)
def keep_phrase(request: ApiRequest, body: Body) -> Kept:
    """Keep a reply: for yourself (``own``), for everybody (``all``), ``team:1`` or ``post:1``."""
    where = _standing(request)
    gates.require_work(where)
    form = PhraseForm(bodies.sent(body), where=where)
    bodies.given(form)
    return Kept(id=actions.keep_phrase(by=request.member, **form.wanted()).pk)


@router.do("/phrases/{int:pk}", Kept, method="DELETE")
def drop_phrase(request: ApiRequest, pk: int) -> Kept:
    """Take a kept reply out; you must have written it."""
    gates.require_work(_standing(request))
    if not actions.drop_phrase(pk=pk, by=request.member):
        raise Http404
    return Kept(id=pk)


# ── checklists ───────────────────────────────────────────────────────────────────────────────


class ChecklistOut(BaseModel):
    """What is gone through in every case of a type."""

    id: int
    case_type: str
    name: str
    items: list[str]


@router.read("/checklists", Rows[ChecklistOut])
def checklists(request: ApiRequest) -> Rows[ChecklistOut]:
    """List the checklists in use."""
    gates.require_work(_standing(request))
    rows = around.checklists()
    names = ("case_type", "name", "items")
    return Rows(items=[ChecklistOut(id=r.pk, **{n: getattr(r, n) for n in names}) for r in rows])


@router.add("/checklists", Kept)
@bodies.takes(ChecklistForm, without=("items",), items=(Lines, ...))
def add_checklist(request: ApiRequest, body: Body) -> Kept:
    """Add a checklist for one type of case."""
    gates.require_keeper(_standing(request))
    sent = bodies.sent(body)
    given = bodies.given(ChecklistForm({**sent, "items": "\n".join(sent["items"])}))
    return Kept(id=actions.add_checklist(**given).pk)


@router.do("/checklists/{int:pk}", Kept, method="DELETE")
def end_checklist(request: ApiRequest, pk: int) -> Kept:
    """End a checklist; what was ticked stays."""
    gates.require_keeper(_standing(request))
    if pk not in {row.pk for row in around.checklists()}:
        raise Http404
    actions.end_checklist(pk=pk, at=timezone.now())
    return Kept(id=pk)


# ── fields of the house's own ────────────────────────────────────────────────────────────────


class FieldOut(BaseModel):
    """A field of the house's own; ``key`` is its name for rules and in bodies."""

    id: int
    case_type: str
    key: str
    label: str
    label_en: str
    kind: str
    choices: list[tuple[str, str]]
    required: bool
    shown_if: str
    shown_if_values: list[str]
    version: int


def _field_out(row: CaseField) -> FieldOut:
    names = (name for name in FieldOut.model_fields if name != "id")
    return FieldOut(id=row.pk, **{name: getattr(row, name) for name in names})


@router.read("/fields", Rows[FieldOut])
def fields_(request: ApiRequest) -> Rows[FieldOut]:
    """List the house's own fields, by type of case."""
    gates.require_work(_standing(request))
    return Rows(items=[_field_out(row) for kind in CaseType for row in fields.in_use(kind)])


@router.add("/fields", FieldOut)
@bodies.takes(
    DefineForm, without=("choices", "shown_if_values"),
    choices=(list[tuple[str, str]], Field(default_factory=list, max_length=100)),
    shown_if_values=(list[str], Field(default_factory=list, max_length=20)),
)  # fmt: skip
def define_field(request: ApiRequest, body: Body) -> FieldOut:
    """Define a field of the house's own, or the next version of one that has this key."""
    gates.require_keeper(_standing(request))
    sent = bodies.sent(body)
    typed = {
        "choices": "\n".join(f"{key} {label}" for key, label in sent["choices"]),
        "shown_if_values": " ".join(sent["shown_if_values"]),
    }
    given = bodies.given(DefineForm({**sent, **typed}))
    return _field_out(actions.define_field(at=timezone.now(), **given))


@router.do("/fields/{int:pk}", Kept, method="DELETE")
def end_field(request: ApiRequest, pk: int) -> Kept:
    """Ask for a field no more; what was filled in stays."""
    gates.require_keeper(_standing(request))
    if not CaseField.objects.filter(pk=pk, until=None).exists():
        raise Http404
    actions.end_field(pk=pk, at=timezone.now())
    return Kept(id=pk)


# ── kept lists ───────────────────────────────────────────────────────────────────────────────


class ViewOut(BaseModel):
    """A kept list with the number of its cases; ``query`` is what follows the list's ``?``."""

    id: int
    name: str
    query: str
    count: int | None
    is_own: bool


def _view_out(row: kept_views.ViewRow) -> ViewOut:
    names = (name for name in ViewOut.model_fields if name != "id")
    return ViewOut(id=row.pk, **{name: getattr(row, name) for name in names})


@router.read("/lists", Rows[ViewOut])
def kept_lists(request: ApiRequest) -> Rows[ViewOut]:
    """List your kept lists and those shared with you, each with its number of cases."""
    return Rows(items=[_view_out(row) for row in kept_views.views_of(_standing(request))])


@router.add("/lists", Kept)
@bodies.takes(KeepForm)
def keep_list(request: ApiRequest, body: Body) -> Kept:
    """Keep a list under a name; ``query`` is written as the address of the list's page."""
    return _keep_list(request, bodies.sent(body), None)


@router.do("/lists/{int:pk}", Kept, method="PATCH")
@bodies.takes(KeepForm, partial=True)
def change_list(request: ApiRequest, pk: int, body: Body) -> Kept:
    """Change one of your own kept lists."""
    found = _own_list(request, pk)
    names = ("name", "query", "shared_with", "is_first")
    before = {name: getattr(found, name) for name in names}
    return _keep_list(request, {**before, **bodies.changed(body)}, pk)


@router.do("/lists/{int:pk}", Kept, method="DELETE")
def remove_list(request: ApiRequest, pk: int) -> Kept:
    """Remove one of your own kept lists."""
    kept_views.remove_view(view=_own_list(request, pk))
    return Kept(id=pk)


def _own_list(request: ApiRequest, pk: int) -> View:
    found = kept_views.own_view(_standing(request), pk)
    if found is None:
        raise Http404
    return found


def _keep_list(request: ApiRequest, sent: dict[str, Any], pk: int | None) -> Kept:
    given = bodies.given(KeepForm(sent))
    return Kept(id=kept_views.keep_view(where=_standing(request), pk=pk, **given).pk)


# ── around one case ──────────────────────────────────────────────────────────────────────────


class Follows(Body):
    """Whether you follow a case."""

    follows: bool


class Following(BaseModel):
    """A case and whether you follow it."""

    number: str
    follows: bool


@router.do("/{number}/follow", Following)
def follow(request: ApiRequest, number: str, body: Follows) -> Following:
    """Follow a case, or stop following it."""
    case = gates.case_open_to(_standing(request), number)
    around.set_following(case, request.member, timezone.now(), follows=body.follows)
    return Following(number=number, follows=body.follows)


class WhyTakenBack(Body):
    """Why something is taken back."""

    reason: str = Field(min_length=1, max_length=500)


@router.do("/{number}/take-back/{int:fact}", OutcomeOut)
def take_back(request: ApiRequest, number: str, fact: int, body: WhyTakenBack) -> OutcomeOut:
    """Take back a link, a merger, a split, a share, a tick or a snooze by its fact's number."""
    case = gates.case_workable_by(_standing(request), number)
    return outcome_out(
        actions.take_back(
            case=case, number=fact, reason=body.reason, actor=request.member, at=timezone.now()
        )
    )


# ── cases about one matter ───────────────────────────────────────────────────────────────────


class Written(Body):
    """What is about to be opened as a new case."""

    title: str = Field(max_length=200)
    text: str = Field("", max_length=20_000)
    customer: int | None = Field(None, ge=1, le=2**63 - 1)
    reference: str = Field("", max_length=100)


class LikelyOut(BaseModel):
    """A case that may be about the same, and why."""

    number: str
    title: str
    customer: str
    opened_at: datetime
    why: str


class HotOut(BaseModel):
    """One thing that many brought: how many people, and the cases, the oldest first."""

    title: str
    people: int
    open: int
    since: datetime
    cases: list[LikelyOut]


class Group(Body):
    """A case and those that become parts of it."""

    first: str = Field(max_length=40)
    others: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=200)


class Gathered(BaseModel):
    """Which cases are parts of the first one now; ``refused`` says why others are not."""

    linked: list[str]
    refused: dict[str, str]


def _likely_out(row: likely.LikelyRow) -> LikelyOut:
    return LikelyOut(**{name: getattr(row, name) for name in LikelyOut.model_fields})


@router.do("/likely", Rows[LikelyOut], verb="read")
def likely_(request: ApiRequest, body: Written) -> Rows[LikelyOut]:
    """List open cases that a new one may repeat; nothing that was sent is kept."""
    where = _standing(request)
    gates.require_work(where)
    sight = sight_of(request.member, timezone.now(), permissions=where.permissions)
    return Rows(
        items=[_likely_out(row) for row in likely.likely(where, sight=sight, **body.model_dump())]
    )


@router.read("/hot", Rows[HotOut])
def hot(request: ApiRequest) -> Rows[HotOut]:
    """List what many people came with lately, as far as it is open to you."""
    where = _standing(request)
    gates.require_work(where)
    sight = sight_of(request.member, timezone.now(), permissions=where.permissions)
    names = ("title", "people", "open", "since")
    return Rows(
        items=[
            HotOut(
                cases=[_likely_out(each) for each in row.rows],
                **{name: getattr(row, name) for name in names},
            )
            for row in likely.hot(where, sight)
        ]
    )


@router.do("/gather", Gathered)
def gather(request: ApiRequest, body: Group) -> Gathered:
    """Make cases parts of another one, each by a fact of its own."""
    first = gates.case_workable_by(_standing(request), body.first)
    done = Gathered(linked=[], refused={})
    for number in body.others:
        try:
            actions.link(
                case=first, other=number, relation="child", actor=request.member, at=timezone.now()
            )
        except RefusedError as refusal:
            done.refused[number] = str(refusal)
        else:
            done.linked.append(number)
    return done
