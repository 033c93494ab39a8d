"""Addresses of cases: the list, one case, its history, every step its page offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.access.choices import How
from shouwen.access.looks import note_look
from shouwen.access.sight import sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.cases import actions, categories, fields, gates, queries, steps, timeline
from shouwen.cases.choices import ORDINARY, CaseType, Priority, Severity, State
from shouwen.cases.field_forms import OwnFields
from shouwen.cases.forms import AddCategoryForm, NewCaseForm, RenameCategoryForm
from shouwen.cases.heads import CaseHead, Seen, head_of, seen_of
from shouwen.cases.models import Case
from shouwen.customers.queries import CUSTOMER
from shouwen.enforcement.told import DutyOut, OutcomeOut, outcome_out, owed_out
from shouwen.obligations import queries as obligations

router = Router("cases")
Limit = Annotated[int, Query(ge=1, le=paging.MOST)]
Cursor = Annotated[str | None, Query(max_length=400)]
Day = Annotated[date | None, Query()]


# The house's own fields by their keys, as GET /cases/fields lists them.
Own = dict[str, str | int | float | bool | list[str] | None]
OWN: Any = (Own, Field(default_factory=dict, max_length=100))


class CaseLine(BaseModel):
    """One case in a list; fields of the customer are covered as on the pages.

    An empty ``priority`` is the ordinary one.
    """

    number: str
    case_type: str
    severity: str
    priority: str
    title: str
    customer: str
    unit: str
    handler: str
    department: str
    category: str
    state: str
    callback: str
    opened_at: datetime
    fields: dict[str, str | int | bool]
    due_at: datetime | None


class CaseOut(BaseModel):
    """One case as you may see it; ``phone`` is covered until it is revealed.

    ``steps`` are what you may do with it now, ``owed`` what is or was owed in it. An empty
    ``priority`` is the ordinary one.
    """

    number: str
    case_type: str
    severity: str
    priority: str
    category: str
    title: str
    text: str
    reference: str
    customer: int | None
    customer_name: str
    customer_number: str
    unit: str
    contact: str
    phone: str
    is_covered: bool
    first_owner: str
    handler: str
    team: str
    department: str
    state: str
    callback: str
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution: str
    times_reopened: int
    fields: dict[str, str | int | bool]
    steps: list[str]
    owed: list[DutyOut]


class Event(BaseModel):
    """One line of a case's history."""

    number: int
    happened_at: datetime
    recorded_at: datetime
    title: str
    who: str
    quotes: list[str]
    remarks: list[tuple[str, str]]
    is_note: bool
    is_corrected: bool


class Opened(BaseModel):
    """A case that was opened, and what the regulations made of it."""

    number: str
    outcome: OutcomeOut


class Taken(BaseModel):
    """A case after a step, and what the regulations made of the step.

    ``state`` is null where the step took the case out of your sight.
    """

    number: str
    state: str | None
    outcome: OutcomeOut


# The orders of the list; what has no value for one comes at its end.
_ORDERS = {
    "-opened_at": "", "opened_at": "oldest", "due_at": "due", "-severity": "severity",
    "-priority": "priority", "number": "number", "-number": "latest-number", "customer": "customer",
}  # fmt: skip


@router.read("", Page[CaseLine])
def list_(
    request: ApiRequest,
    state: Annotated[Literal[("unsettled", *State.values)] | None, Query()] = None,  # type: ignore[valid-type]
    case_type: Annotated[Literal[tuple(CaseType.values)] | None, Query()] = None,  # type: ignore[valid-type]
    severity: Annotated[Literal[tuple(Severity.values)] | None, Query()] = None,  # type: ignore[valid-type]
    priority: Annotated[Literal[(ORDINARY[0], *Priority.values)] | None, Query()] = None,  # type: ignore[valid-type]
    whose: Annotated[Literal["mine", "team"] | None, Query()] = None,
    department: Annotated[str | None, Query(max_length=60)] = None,
    category: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    customer: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    since: Day = None,
    until: Day = None,
    late: bool = False,
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Literal[tuple(_ORDERS)] = "-opened_at",  # type: ignore[valid-type]
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CaseLine]:
    """List the cases open to you; ``q`` begins a number, a reference or a customer's name."""
    where, now = _standing(request), timezone.now()
    wanted = queries.Filter(
        state=state or "", case_type=case_type or "", severity=severity or "",
        priority=priority or "", whose=whose or "",
        late=late, department=department or "", category=category, customer=customer,
        since=_day(since), until=_day(until), text=q,
    )  # fmt: skip
    page = queries.cases(
        where, wanted, now=now, after=paging.after(request, cursor), limit=limit,
        order=_ORDERS[sort],
    )  # fmt: skip
    return Page(
        items=[_line(row) for row in page.rows], next=paging.cursor_for(request, page.after)
    )


def _standing(request: ApiRequest) -> gates.Standing:
    return gates.standing_now(request.member, timezone.localdate())


def _day(day: date | None) -> date | None:
    """Refuse days so far away that no clock reaches them."""
    if day is not None and not date(1900, 1, 1) <= day <= date(2999, 12, 31):
        raise Problem(type="invalid", fields={"since": ["1900-01-01 … 2999-12-31"]})
    return day


def _line(row: queries.CaseRow) -> CaseLine:
    names = (name for name in CaseLine.model_fields if name != "due_at")
    values = {name: getattr(row, name) for name in names}
    return CaseLine(**values, due_at=row.due.due_at if row.due else None)


@router.add("", Opened)
@bodies.takes(NewCaseForm, without=("customer_text",), fields=OWN)
def open_(request: ApiRequest, body: Body) -> Opened:
    """Open a case, with a known customer or a new one."""
    where, now = _standing(request), timezone.now()
    gates.require_work(where)
    sent, own = _with_own({**bodies.sent(body), "token": "api"})
    form = NewCaseForm(
        sent, case_type=str(sent["case_type"]), customer=str(sent.get("customer") or ""),
        sight=sight_of(request.member, now),
    )  # fmt: skip
    _know_own(own, form)
    given = bodies.given(form)
    done = actions.open_case(
        **{name: given[name] for name in _SAME},
        contact=given["contact"] if given["customer"] else None,
        new_customer=_new_customer(given),
        responsible_department=given["department"],
        at=given["opened_at"] or now,
        recorded_at=now,
        actor=request.member,
        key=bodies.idempotency_key(request, request.member),
        own_fields=form.own_given(),
    )
    return Opened(number=done.case.number, outcome=outcome_out(done.outcome))


_SAME = (
    "case_type", "title", "text", "severity", "channel", "category", "customer", "first_owner",
    "reference",
)  # fmt: skip


def _new_customer(given: dict[str, Any]) -> actions.NewCustomer | None:
    if given["customer"] or not given["new_name"]:
        return None
    return actions.NewCustomer(
        name=given["new_name"], phone=given["new_phone"], unit=given["new_unit"]
    )


def _with_own(sent: dict[str, Any]) -> tuple[dict[str, Any], Own]:
    """Return a body with the house's own fields as a form calls them, and those fields."""
    own: Own = sent.pop("fields", {})
    words = {True: "yes", False: "no"}
    typed = {key: words[value] if isinstance(value, bool) else value for key, value in own.items()}
    return {**sent, **{fields.PREFIX + key: value for key, value in typed.items()}}, own


def _know_own(own: Own, form: Form) -> None:
    said = _("This type of case has no such field.")
    unknown = {f"fields.{key}": [said] for key in own if fields.PREFIX + key not in form.fields}
    if unknown:
        raise Problem(type="invalid", detail=said, fields=unknown)


class CategoryOut(BaseModel):
    """A category and its place in the tree of its type."""

    id: int
    case_type: str
    path: str
    depth: int


@router.read("/categories", Rows[CategoryOut])
def categories_(request: ApiRequest) -> Rows[CategoryOut]:
    """List the categories of every type."""
    gates.require_work(_standing(request))
    return Rows(
        items=[
            CategoryOut(id=row.pk, case_type=row.case_type, path=row.path, depth=row.depth)
            for row in categories.category_tree()
        ]
    )


class Made(BaseModel):
    """The number of what was made or changed."""

    id: int


@router.add("/categories", Made)
@bodies.takes(AddCategoryForm)
def add_category(request: ApiRequest, body: Body) -> Made:
    """Add a category to the tree."""
    gates.require_keeper(_standing(request))
    given = bodies.given(AddCategoryForm(bodies.sent(body)))
    return Made(id=actions.add_category(**given).pk)


@router.do("/categories/{int:pk}", Made, method="PATCH")
@bodies.takes(RenameCategoryForm)
def rename_category(request: ApiRequest, pk: int, body: Body) -> Made:
    """Give a category another name; facts recorded before keep the name it had."""
    gates.require_keeper(_standing(request))
    found = gates.category_open(pk)
    given = bodies.given(RenameCategoryForm(bodies.sent(body)))
    return Made(id=actions.rename_category(category=found, **given).pk)


# ── one case ─────────────────────────────────────────────────────────────────────────────────


@router.read("/{number}", CaseOut)
def show(request: ApiRequest, number: str) -> CaseOut:
    """Show one case with what is owed in it and the steps you may take now."""
    where, now = _standing(request), timezone.now()
    found = gates.case_open_to(where, number)
    seen = _seen(where, found, now)
    if seen.subject:
        note_look(
            sight=seen.sight, record=CUSTOMER, subject=seen.subject, level=seen.level, how=How.PAGE
        )
    return _case_out(where, found, head_of(found, seen), seen)


def _seen(where: gates.Standing, found: Case, now: datetime) -> Seen:
    return seen_of(found, sight_of(where.member, now, permissions=where.permissions))


def _case_out(where: gates.Standing, found: Case, head: CaseHead, seen: Seen) -> CaseOut:
    named = {
        "customer": head.customer_pk, "customer_name": head.customer,
        "first_owner": found.first_owner.username if found.first_owner else "",
        "handler": head.handler_key, "department": head.department_key,
        "team": found.team.key if found.team else "",
        "fields": seen.own(found.fields), "steps": _offered(where, found),
        "owed": owed_out(obligations.history(found.about)),
    }  # fmt: skip
    rest = {name: getattr(head, name) for name in CaseOut.model_fields if name not in named}
    return CaseOut(**named, **rest)


def _offered(where: gates.Standing, case: Case) -> list[str]:
    if not gates.may_work_on(where, case):
        return []
    return [
        verb
        for verb, kind in steps.KINDS.items()
        if case.state in kind.since and steps.may_take(where, case, verb)
    ]


@router.read("/{number}/timeline", Page[Event])
def timeline_(
    request: ApiRequest, number: str, cursor: Cursor = None, limit: Limit = 50
) -> Page[Event]:
    """List what happened in a case, newest first."""
    where, now = _standing(request), timezone.now()
    found = gates.case_open_to(where, number)
    inner = paging.after(request, cursor)
    page = timeline.history(
        found.about, int(inner) if inner else None, limit, say=_seen(where, found, now).text
    )
    items = [Event(**{n: getattr(row, n) for n in Event.model_fields}) for row in page.events]
    return Page(items=items, next=paging.cursor_for(request, page.after))


def _step(verb: str, kind: steps.Kind) -> Callable[..., Taken]:
    # The house's own fields are known only while it runs.
    asks = {"fields": OWN} if issubclass(kind.form, OwnFields) else {}

    @bodies.takes(kind.form, **asks)
    def take(request: ApiRequest, number: str, body: Body) -> Taken:
        where = _standing(request)
        case = gates.case_workable_by(where, number)
        if not steps.may_take(where, case, verb):
            raise PermissionDenied
        sent, own = _with_own(_with_token(request, bodies.sent(body)))
        form = steps.filled(verb, case, sent)
        _know_own(own, form)
        bodies.given(form)
        return _taken(where, steps.take(verb, case, form, actor=request.member, at=timezone.now()))

    return take


def _with_token(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    return {**sent, "token": request.headers.get("Idempotency-Key", "")[:64]}


def _taken(where: gates.Standing, done: actions.Done) -> Taken:
    case = done.case
    seen = gates.is_open_to(where, case)
    return Taken(
        number=case.number, state=case.state if seen else None, outcome=outcome_out(done.outcome)
    )


# One address for each step there is, with the fields of the step's own form.
for _verb, _kind in steps.KINDS.items():
    _view = _step(_verb, _kind)
    _view.__name__ = _verb.replace("-", "_")
    _view.__doc__ = f"Take the step “{_verb}” with a case."
    router.do(f"/{{number}}/{_verb}", Taken)(_view)
