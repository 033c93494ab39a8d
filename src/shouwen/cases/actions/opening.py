"""Opening a case: once per form or row, with its first-contact owner for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import RELATED, Done, attach, named, record, required
from shouwen.cases.actions.queueing import queue_for
from shouwen.cases.fields import asked_of_customers, checked, in_use
from shouwen.cases.grading import grade
from shouwen.cases.models import Case, Category
from shouwen.cases.numbers import take_numbers
from shouwen.cases.tallies import place_new
from shouwen.customers import actions as customers
from shouwen.customers.models import Contact, Customer
from shouwen.enforcement.actions import take_turn
from shouwen.enforcement.book import look_up_before
from shouwen.enforcement.kept import looked_up_once
from shouwen.files.models import StoredFile
from shouwen.journal.actions import Turn, part_of_a_transaction
from shouwen.people import queries as people
from shouwen.people.models import Department, Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """Somebody the house does not know yet, added together with the case."""

    name: str
    phone: str = ""
    unit: str = ""
    email: str = ""


def open_case(
    *,
    case_type: str,
    title: str,
    at: datetime,
    recorded_at: datetime,
    actor: Member | None,
    text: str = "",
    severity: str = "",
    channel: str = "",
    category: Category | None = None,
    customer: Customer | None = None,
    new_customer: NewCustomer | None = None,
    contact: Contact | None = None,
    first_owner: Member | None = None,
    team: Team | None = None,
    responsible_department: Department | None = None,
    reference: str = "",
    key: str | None = None,
    details: Mapping[str, Detail] | None = None,
    files: Sequence[StoredFile] = (),
    own_fields: Mapping[str, Any] | None = None,
) -> Done:
    """Open a case and record ``case_opened``; the same ``key`` opens it once.

    ``at`` is when the customer came, ``recorded_at`` when it was written down. The first-contact
    owner is ``first_owner``, else whoever records it; the case starts in their hands. A
    ``new_customer`` is added in the same transaction. ``details`` are further details of the
    fact, and ``files`` are named by it. ``own_fields`` fill in the fields of the house's own; with
    None nobody was asked for them. Raises RefusedError when something needed is missing and
    RuledOutError when a regulation forbids it.
    """
    known = _opened_before(key)
    if known:
        return Done(case=known, outcome=None)
    owner = first_owner or actor
    case = Case(
        case_type=case_type,
        severity=severity,
        channel=channel,
        category=category,
        title=required(title, _("A matter needs a title; say in a few words what it is."), "title"),
        text=text.strip(),
        reference=reference,
        customer=customer,
        contact=contact,
        first_owner=owner,
        handler=owner,
        team=team,
        responsible_department=responsible_department,
        opened_at=at,
        opening_key=key,
        fields=_own_fields(case_type, own_fields, actor),
    )
    _fits(case)
    grade(case)
    case.queue = queue_for(category)
    try:
        return _open(case, details or {}, new_customer, files, recorded_at=recorded_at, actor=actor)
    except IntegrityError:
        # Two clicks at once: the other one was faster, and its case is this case.
        known = _opened_before(key)
        if known is None:
            raise
        return Done(case=known, outcome=None)


@part_of_a_transaction()
def _open(
    case: Case,
    details: Mapping[str, Detail],
    new_customer: NewCustomer | None,
    files: Sequence[StoredFile],
    *,
    recorded_at: datetime,
    actor: Member | None,
) -> Done:
    day = timezone.localdate(case.opened_at)
    snapshot(case, day)
    with looked_up_once() as kept:
        look_up_before(kept, team=case.team, known_at=recorded_at)
        place_new(case, in_a_known_cell=True)
        # Recording comes last here, but its lock comes first, as everywhere.
        turn = take_turn(_key_of(case))
        return _write(
            case, details, new_customer, files, turn, recorded_at=recorded_at, actor=actor
        )


def _key_of(case: Case) -> str | None:
    return f"case:{case.opening_key}" if case.opening_key else None


def _write(
    case: Case,
    details: Mapping[str, Detail],
    new_customer: NewCustomer | None,
    files: Sequence[StoredFile],
    turn: Turn,
    *,
    recorded_at: datetime,
    actor: Member | None,
) -> Done:
    if new_customer is not None:
        case.customer = customers.add_customer(
            name=new_customer.name,
            phone=new_customer.phone,
            unit=new_customer.unit,
            email=new_customer.email,
            at=recorded_at,
        )
    case.number = next(take_numbers(case.case_type, timezone.localdate(case.opened_at)))
    place_new(case)
    case.save(force_insert=True)
    outcome = record(
        case,
        "case_opened",
        {
            **details,
            **named(files),
            "queue": case.queue.name if case.queue else None,
            "priority": case.priority,
            "graded_because": case.graded_because,
        },
        at=case.opened_at,
        recorded_at=recorded_at,
        actor=actor,
        key=_key_of(case),
        turn=turn,
    )
    if outcome.held:
        raise RefusedError(_("This may only be opened after signatures; ask for them first."))
    attach(case, files, recorded_at)
    return Done(case=case, outcome=outcome)


def snapshot(case: Case, day: date) -> None:
    """Write down where the first-contact owner stood on the day: posts and team."""
    if case.first_owner is None:
        return
    team, posts = people.team_and_posts_of(case.first_owner, day)
    case.first_post = ", ".join(sorted(posts))[:80]
    case.first_team = team.key if team else ""
    case.team = case.team or team


def _own_fields(
    case_type: str, given: Mapping[str, Any] | None, actor: Member | None
) -> dict[str, Detail]:
    if given is None:
        return {}
    return checked(in_use(case_type) if actor else asked_of_customers(case_type), given)


def _opened_before(key: str | None) -> Case | None:
    if key is None:
        return None
    # Nearly always there is none, and asking for that is cheaper than for everything around it.
    pk = Case.objects.filter(opening_key=key).values_list("pk", flat=True).first()
    return Case.objects.select_related(*RELATED).get(pk=pk) if pk else None


def _fits(case: Case) -> None:
    if case.category and case.category.case_type != case.case_type:
        raise RefusedError(
            _("This category belongs to another type of matter; choose one of this type."),
            field="category",
        )
    if case.contact and case.contact.customer_id != case.customer_id:
        raise RefusedError(
            _("This contact speaks for another customer; choose one of this customer."),
            field="contact",
        )
