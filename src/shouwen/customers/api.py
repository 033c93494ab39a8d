"""Addresses of customers, their contacts, contracts and visits, covered as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel

from shouwen.access.sight import Sight, sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.customers import actions, gates, queries
from shouwen.customers.choices import Grade, Kind
from shouwen.customers.forms import ContactForm, ContractForm, CustomerForm, PlanForm
from shouwen.customers.models import Customer

router = Router("customers")
Limit = Annotated[int, Query(ge=1, le=paging.MOST)]
Cursor = Annotated[str | None, Query(max_length=400)]
_FIELD_OF = {"address": "unit"}


class CustomerLine(BaseModel):
    """One customer in a list; the telephone number is always covered."""

    id: int
    number: str
    name: str
    kind: str
    unit: str
    phone: str
    grade: str
    secrecy: str
    tags: list[str]


class ContactOut(BaseModel):
    """Somebody who speaks for a customer."""

    id: int
    name: str
    phone: str
    channel: str


class CustomerOut(BaseModel):
    """One customer; ``covered`` names the fields that are not shown whole."""

    id: int
    number: str
    name: str
    kind: str
    phone: str
    email: str
    unit: str
    note: str
    grade: str
    secrecy: str
    tags: list[str]
    covered: list[str]
    contacts: list[ContactOut]


class Made(BaseModel):
    """The number of what was made or changed."""

    id: int


def _line(row: queries.CustomerRow) -> CustomerLine:
    return CustomerLine(
        id=row.pk, number=row.number, name=row.name, kind=row.kind, unit=row.unit,
        phone=row.phone, grade=row.grade, secrecy=row.secrecy, tags=list(row.tags),
    )  # fmt: skip


@router.read("", Page[CustomerLine])
def list_(
    request: ApiRequest,
    q: Annotated[str, Query(max_length=200)] = "",
    tag: Annotated[str, Query(max_length=30)] = "",
    kind: Literal["", *Kind.values] = "",  # type: ignore[valid-type]
    grade: Literal["", *Grade.values] = "",  # type: ignore[valid-type]
    sort: Literal[tuple(queries.SORTING.names)] = queries.SORTING.default,  # type: ignore[valid-type]
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CustomerLine]:
    """List customers, latest first; ``q`` begins a name, a unit or a number."""
    now = timezone.now()
    gates.require_customers(request.member, timezone.localdate(now))
    page = queries.customers(
        sight=sight_of(request.member, now), text=q, tag=tag, kind=kind, grade=grade, sort=sort,
        after=paging.after(request, cursor), limit=limit,
    )  # fmt: skip
    rows = [_line(row) for row in page.rows]
    return Page(items=rows, next=paging.cursor_for(request, page.after))


@router.read("/same-phone", Rows[CustomerLine])
def same_phone(
    request: ApiRequest, phone: Annotated[str, Query(max_length=40)]
) -> Rows[CustomerLine]:
    """List the customers already known under a number, so that none is added twice."""
    now = timezone.now()
    gates.require_customers(request.member, timezone.localdate(now))
    rows = queries.with_phone(phone, sight=sight_of(request.member, now))
    return Rows(items=[_line(row) for row in rows])


@router.add("", CustomerOut)
@bodies.takes(CustomerForm)
def create(request: ApiRequest, body: Body) -> CustomerOut:
    """Add a customer."""
    now = timezone.now()
    gates.require_work(request.member, timezone.localdate(now))
    given = bodies.given(CustomerForm(bodies.sent(body)))
    added = actions.add_customer(**given, at=now, actor=request.member)
    return _out(added, sight_of(request.member, now))


@router.read("/{int:pk}", CustomerOut)
def show(request: ApiRequest, pk: int) -> CustomerOut:
    """Show one customer; the ETag lets you change it only if it is still the same."""
    found, sight = actions.look_at(member=request.member, pk=pk, at=timezone.now())
    return _out(found, sight)


def _out(found: Customer, sight: Sight) -> CustomerOut:
    shown = queries.shown_of(found, sight)
    contacts = [
        ContactOut(id=row.pk, name=row.name, phone=row.phone, channel=row.channel_label)
        for row in queries.contacts_of(found, sight=sight)
    ]
    return CustomerOut(
        id=found.pk, number=found.number, name=shown["name"], kind=found.kind,
        phone=shown["phone"], email=shown["email"], unit=shown["address"], note=shown["note"],
        grade=found.grade, secrecy=found.secrecy, tags=queries.tags_of(found),
        covered=queries.covered_of(found, sight), contacts=contacts,
    )  # fmt: skip


@router.do("/{int:pk}", CustomerOut, method="PATCH")
@bodies.takes(CustomerForm, partial=True)
@transaction.atomic
def change(request: ApiRequest, pk: int, body: Body) -> CustomerOut:
    """Correct a customer's particulars; what is covered has to be revealed first."""
    found, sight = _worked_on(request, pk)
    covered = queries.covered_of(found, sight)
    changes = bodies.changed(body)
    _refuse_covered(changes, covered)
    names = ("name", "kind", "unit", "phone", "email", "grade", "secrecy", "note")
    before = {**{n: getattr(found, n) for n in names}, "tags": " ".join(queries.tags_of(found))}
    form = CustomerForm({**before, **changes}, initial=before, covered=covered)
    given = bodies.given(form)
    tags = given.pop("tags")
    actions.change_customer(customer=found, changes=given, actor=request.member, at=sight.at)
    actions.set_tags(customer=found, words=tags)
    fresh = gates.customer_open_to(request.member, pk, timezone.localdate(sight.at))
    return _out(fresh, sight)


def _worked_on(request: ApiRequest, pk: int) -> tuple[Customer, Sight]:
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_work(request.member, today)
    gates.customer_open_to(request.member, pk, today)
    # Whoever changes the same customer meanwhile waits until this is done.
    found = Customer.objects.select_for_update().get(pk=pk)
    return found, sight_of(request.member, now)


def _refuse_covered(changes: dict[str, Any], covered: list[str]) -> None:
    hidden = {_FIELD_OF.get(name, name) for name in covered} & set(changes)
    if hidden:
        said = _("This is covered; reveal it first.")
        raise Problem(type="invalid", detail=said, fields={name: [said] for name in sorted(hidden)})


@router.add("/{int:pk}/contacts", Made)
@bodies.takes(ContactForm)
@transaction.atomic
def add_contact(request: ApiRequest, pk: int, body: Body) -> Made:
    """Add somebody who speaks for the customer."""
    found, sight = _worked_on(request, pk)
    given = bodies.given(ContactForm(bodies.sent(body)))
    added = actions.add_contact(customer=found, **given, actor=request.member, at=sight.at)
    return Made(id=added.pk)


@router.do("/{int:pk}/contacts/{int:contact}", Made, method="PATCH")
@bodies.takes(ContactForm, partial=True)
@transaction.atomic
def change_contact(request: ApiRequest, pk: int, contact: int, body: Body) -> Made:
    """Correct a contact; what is covered has to be revealed first."""
    found, sight = _worked_on(request, pk)
    person = gates.contact_of(found, contact)
    covered, changes = queries.covered_of(found, sight), bodies.changed(body)
    _refuse_covered(changes, covered)
    before = {"name": person.name, "phone": person.phone, "channel": person.channel}
    given = bodies.given(ContactForm({**before, **changes}, initial=before, covered=covered))
    actions.change_contact(contact=person, changes=given, actor=request.member, at=sight.at)
    return Made(id=person.pk)


# ── contracts and visits ─────────────────────────────────────────────────────────────────────


class ContractOut(BaseModel):
    """A contract, covered as its reader may see it."""

    id: int
    title: str
    reference: str
    begins: date
    ends: date | None
    is_over: bool


@router.read("/{int:pk}/contracts", Rows[ContractOut])
def contracts(request: ApiRequest, pk: int) -> Rows[ContractOut]:
    """List a customer's contracts."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.customer_open_to(request.member, pk, today)
    rows = queries.contracts_of(found, sight=sight_of(request.member, now), today=today)
    names = ("title", "reference", "begins", "ends", "is_over")
    return Rows(
        items=[ContractOut(id=row.pk, **{n: getattr(row, n) for n in names}) for row in rows]
    )


@router.add("/{int:pk}/contracts", Made)
@bodies.takes(ContractForm)
@transaction.atomic
def add_contract(request: ApiRequest, pk: int, body: Body) -> Made:
    """Enter a contract."""
    found, sight = _worked_on(request, pk)
    given = bodies.given(ContractForm(bodies.sent(body)))
    return Made(id=actions.add_contract(customer=found, at=sight.at, **given).pk)


@router.do("/{int:pk}/contracts/{int:contract}/end", Made)
@transaction.atomic
def end_contract(request: ApiRequest, pk: int, contract: int) -> Made:
    """Settle a contract; nobody is reminded of it any more."""
    found, sight = _worked_on(request, pk)
    row = gates.contract_of(found, contract)
    actions.end_contract(contract=row, at=sight.at)
    return Made(id=row.pk)


@router.add("/{int:pk}/visits", Made)
@bodies.takes(PlanForm)
@transaction.atomic
def plan_visit(request: ApiRequest, pk: int, body: Body) -> Made:
    """Plan a visit."""
    found, _sight = _worked_on(request, pk)
    given = bodies.given(PlanForm(bodies.sent(body)))
    return Made(id=actions.plan_visit(customer=found, **given).pk)


@router.do("/{int:pk}/visits/{int:visit}", Made, method="DELETE")
@transaction.atomic
def drop_visit(request: ApiRequest, pk: int, visit: int) -> Made:
    """Drop a planned visit."""
    found, _sight = _worked_on(request, pk)
    row = gates.visit_of(found, visit)
    actions.drop_visit(visit=row)
    return Made(id=visit)
