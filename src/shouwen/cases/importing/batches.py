"""One batch of rows: new cases and their facts, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import record
from shouwen.cases.actions.opening import snapshot
from shouwen.cases.choices import State
from shouwen.cases.importing.rows import PlannedCase, PlannedFact
from shouwen.cases.models import Case, Category
from shouwen.cases.numbers import take_all
from shouwen.cases.tallies import count_new
from shouwen.customers import searching as customers_to_find
from shouwen.customers.models import Customer
from shouwen.enforcement.actions import recorded_together
from shouwen.journal.actions import take_turn
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError


@dataclass(slots=True)
class Known:
    """What earlier rows of this import looked up or made, so that later rows need not ask."""

    actor: Member | None
    recorded_at: datetime
    categories: dict[tuple[str, int | None, str], Category] = field(default_factory=dict)
    standings: dict[tuple[int, date], tuple[str, str, Team | None]] = field(default_factory=dict)


@transaction.atomic
def open_all(planned: Sequence[PlannedCase], known: Known) -> None:
    """Open the cases of a batch and record their facts in the order they happened."""
    take_turn()
    customers = _customers(planned, known)
    cases = [_case(plan, customers, known) for plan in planned]
    _number(cases)
    Case.objects.bulk_create(cases)
    with recorded_together([case.about for case in cases]):
        for case, plan in zip(cases, planned, strict=True):
            _record(case, plan, known)
    count_new(cases)


def _record(case: Case, plan: PlannedCase, known: Known) -> None:
    # The facts need no keys of their own: they stand or fall with the case, whose opening key is
    # unique, so a row that was read before never comes this far.
    opening = PlannedFact(kind="case_opened", at=plan.opened_at, details=plan.opening)
    for fact in sorted((opening, *plan.facts), key=lambda each: each.at):
        outcome = record(
            case, fact.kind, fact.details, at=fact.at, recorded_at=known.recorded_at,
            actor=None if fact.by_customer else fact.author or known.actor, key=None,
        )  # fmt: skip
        if outcome.held:
            raise RefusedError(
                _("Clause %(clause)s wants signatures for this; record it by hand.")
                % {"clause": outcome.held.clause_number}
            )


def _case(plan: PlannedCase, customers: dict[str, Customer], known: Known) -> Case:
    closed_at = plan.at("case_closed")
    resolved_at = plan.at("case_resolved")
    case = Case(
        case_type=plan.case_type,
        severity=plan.severity,
        channel=plan.channel,
        category=_category(plan, known),
        title=plan.title,
        text=plan.text,
        reference=plan.reference,
        customer=customers.get(_called(plan)),
        first_owner=plan.handler,
        handler=plan.handler,
        responsible_department=plan.department,
        state=_state(resolved_at, closed_at),
        opened_at=plan.opened_at,
        resolved_at=resolved_at,
        closed_at=closed_at,
        resolution=plan.said("case_resolved", "resolution"),
        opening_key=plan.key,
        fields=dict(plan.own),
    )
    _stand(case, known)
    return case


def _state(resolved_at: datetime | None, closed_at: datetime | None) -> State:
    if closed_at:
        return State.CLOSED
    return State.RESOLVED if resolved_at else State.OPEN


def _stand(case: Case, known: Known) -> None:
    if case.first_owner is None:
        return
    day = timezone.localdate(case.opened_at)
    place = (case.first_owner.pk, day)
    if place not in known.standings:
        snapshot(case, day)
        known.standings[place] = (case.first_post, case.first_team, case.team)
    case.first_post, case.first_team, case.team = known.standings[place]


def _number(cases: Iterable[Case]) -> None:
    groups: dict[tuple[str, date], list[Case]] = {}
    for case in cases:
        place = (case.case_type, timezone.localdate(case.opened_at))
        groups.setdefault(place, []).append(case)
    taken = take_all({place: len(group) for place, group in groups.items()})
    for place, group in groups.items():
        for case, number in zip(group, taken[place], strict=True):
            case.number = number


def _category(plan: PlannedCase, known: Known) -> Category | None:
    found: Category | None = None
    for name in plan.category:
        place = (plan.case_type, found.pk if found else None, name)
        if place not in known.categories:
            known.categories[place], _made = Category.objects.get_or_create(
                case_type=plan.case_type, parent=found, name=name
            )
        found = known.categories[place]
    return found


def _customers(planned: Sequence[PlannedCase], known: Known) -> dict[str, Customer]:
    """Return the customers of a batch by telephone number, e-mail or name; new ones are added."""
    wanted = {_called(p): p for p in planned if p.customer}
    phones = {p.phone for p in wanted.values() if p.phone}
    emails = {p.email for p in wanted.values() if p.email and not p.phone}
    names = {p.customer for p in wanted.values() if not p.phone and not p.email}
    # The first of several with one number or name stands for them; so the latest goes in first.
    found = {c.name: c for c in Customer.objects.filter(name__in=names, phone="").order_by("-pk")}
    if emails:
        same = Customer.objects.filter(email__in=emails).order_by("-pk")
        found |= {c.email: c for c in same}
    found |= {c.phone: c for c in Customer.objects.filter(phone__in=phones).order_by("-pk")}
    new = {
        key: Customer(
            name=p.customer, phone=p.phone, email=p.email, unit=p.unit, created_at=known.recorded_at
        )
        for key, p in wanted.items()
        if key not in found
    }
    customers_to_find.index_all(Customer.objects.bulk_create(new.values()))
    return found | new


def _called(plan: PlannedCase) -> str:
    return plan.phone or plan.email or plan.customer
