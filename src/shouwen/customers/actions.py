"""Everything that writes customers, contacts, contracts and visits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.access.choices import How, Level
from shouwen.access.looks import digest_of, note_look
from shouwen.access.sight import Sight, sight_of
from shouwen.customers import gates, searching
from shouwen.customers.choices import Channel, Grade, Kind, VisitState
from shouwen.customers.models import Contact, Contract, Customer, CustomerVersion, Tag, Visit
from shouwen.customers.phones import addressed, normal
from shouwen.customers.queries import CUSTOMER
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal.queries import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact

_KEPT = ("name", "kind", "unit", "phone", "email", "grade", "secrecy", "note")
_LONGEST_TAG, _MOST_TAGS = 30, 20


def _required(name: str) -> str:
    if not name.strip():
        raise RefusedError(_("Nobody is named; write the customer's name."), field="name")
    return name.strip()


# ── customers ────────────────────────────────────────────────────────────────────────────────


def look_at(*, member: Member, pk: int, at: datetime) -> tuple[Customer, Sight]:
    """Open a customer's record to whoever may see it; that it was seen is kept where it must be."""
    found = gates.customer_open_to(member, pk, timezone.localdate(at))
    sight = sight_of(member, at)
    note_look(sight=sight, record=CUSTOMER, subject=found.number, level=found.secrecy, how=How.PAGE)
    return found, sight


@transaction.atomic
def add_customer(
    *,
    name: str,
    at: datetime,
    kind: str = Kind.PERSON,
    unit: str = "",
    phone: str = "",
    email: str = "",
    grade: str = Grade.ORDINARY,
    secrecy: str = Level.ORDINARY,
    note: str = "",
    tags: Collection[str] = (),
    actor: Member | None = None,
) -> Customer:
    """Add a customer; refused without a name. The same telephone number may occur twice.

    With an ``actor`` it is a fact of its own; else the caller's fact names the customer.
    """
    added = Customer.objects.create(
        name=_required(name),
        kind=kind,
        unit=unit.strip(),
        phone=normal(phone),
        email=addressed(email),
        grade=grade,
        secrecy=secrecy,
        note=note,
        created_at=at,
    )
    set_tags(customer=added, words=tags)
    if actor is not None:
        values = _values(added)
        _record(added, "customer_added", (), values, actor, at)
    return added


@transaction.atomic
def change_customer(
    *, customer: Customer, changes: Mapping[str, str], actor: Member, at: datetime
) -> Customer:
    """Correct what is known about a customer: what it was stays on file, and a fact says so.

    The fact names the fields and a keyed digest, never a value: it is kept for ever. What did not
    change records nothing.
    """
    before = _values(customer)
    after = {**before, **_clean(changes)}
    changed = [name for name in _KEPT if before[name] != after[name]]
    if not changed:
        return customer
    _required(after["name"])
    number = customer.versions.count() + 1
    fact = _record(customer, "customer_changed", changed, after, actor, at, version=number)
    CustomerVersion.objects.create(
        customer=customer, number=number, values=before, until=at, changed_by=actor, fact=fact
    )
    Customer.objects.filter(pk=customer.pk).update(**{name: after[name] for name in changed})
    customer.refresh_from_db()
    searching.index(customer)
    return customer


def _values(customer: Customer) -> dict[str, str]:
    return {name: str(getattr(customer, name)) for name in _KEPT}


def _clean(changes: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value.strip() for name, value in changes.items() if name in _KEPT}
    if "phone" in kept:
        kept["phone"] = normal(kept["phone"])
    if "email" in kept:
        kept["email"] = addressed(kept["email"])
    return kept


def _record(
    customer: Customer, kind: str, changed: Collection[str], values: Mapping[str, str],
    actor: Member, at: datetime, **more: Detail,
) -> FactRow:  # fmt: skip
    digest = digest_of("\x1f".join(f"{name}={values[name]}" for name in sorted(values)))
    fact = Fact(
        kind=kind,
        about=customer.about,
        happened_at=at,
        details={
            "customer": customer.number, "digest": digest, **more,
            **{f"{name}_changed": True for name in changed},
        },
        actor=actor.username,
    )  # fmt: skip
    return _row_of(enforcement.record_fact(fact, actor=actor, recorded_at=at))


def _row_of(outcome: Outcome) -> FactRow:
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.fact is None:
        raise RefusedError(_("A rule asks for a signature first; the archive was not changed."))
    return outcome.fact


@transaction.atomic
def set_tags(*, customer: Customer, words: Collection[str]) -> None:
    """Mark a customer with exactly these words; refused when they are too many or too long."""
    wanted = {word.strip() for word in words} - {""}
    if len(wanted) > _MOST_TAGS or any(len(word) > _LONGEST_TAG for word in wanted):
        raise RefusedError(_("Use at most 20 tags of at most 30 characters each."), "tags")
    customer.tags.exclude(word__in=wanted).delete()
    for word in sorted(wanted):
        Tag.objects.get_or_create(customer=customer, word=word)
    searching.index(customer)


# ── contacts ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_contact(
    *,
    customer: Customer,
    name: str,
    phone: str = "",
    channel: str = Channel.PHONE,
    actor: Member | None = None,
    at: datetime | None = None,
) -> Contact:
    """Add somebody who speaks for the customer; refused without a name."""
    added = Contact.objects.create(
        customer=customer, name=_required(name), phone=normal(phone), channel=channel
    )
    if actor is not None and at is not None:
        values = {"contact": str(added.pk), "name": added.name, "phone": added.phone}
        _record(customer, "customer_changed", ["contact"], values, actor, at)
    searching.index(customer)
    return added


@transaction.atomic
def change_contact(
    *, contact: Contact, changes: Mapping[str, str], actor: Member, at: datetime
) -> Contact:
    """Correct a contact's name, number or channel; what it was stays on file."""
    before = {"name": contact.name, "phone": contact.phone, "channel": contact.channel}
    after = {**before, **{n: v.strip() for n, v in changes.items() if n in before}}
    after["phone"] = normal(after["phone"])
    _required(after["name"])
    if before == after:
        return contact
    customer = contact.customer
    number = customer.versions.count() + 1
    fact = _record(customer, "customer_changed", ["contact"], after, actor, at, version=number)
    CustomerVersion.objects.create(
        customer=customer, number=number, values={"contact": contact.pk, **before}, until=at,
        changed_by=actor, fact=fact,
    )  # fmt: skip
    Contact.objects.filter(pk=contact.pk).update(**after)
    contact.refresh_from_db()
    searching.index(customer)
    return contact


# ── contracts ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_contract(
    *,
    customer: Customer,
    title: str,
    begins: date,
    owner: Member,
    at: datetime,
    reference: str = "",
    ends: date | None = None,
    remind_days: int | None = None,
    secrecy: str = Level.ORDINARY,
    note: str = "",
) -> Contract:
    """Enter a contract; its owner is reminded ``remind_days`` days before it ends.

    Refused when it would end before it begins.
    """
    if ends is not None and ends < begins:
        raise RefusedError(_("The contract ends before it begins; check the days."), "ends")
    remind_on = ends - timedelta(days=remind_days) if ends and remind_days is not None else None
    return Contract.objects.create(
        customer=customer, title=title.strip(), reference=reference.strip(), begins=begins,
        ends=ends, remind_on=remind_on, owner=owner, secrecy=secrecy, note=note, created_at=at,
    )  # fmt: skip


@transaction.atomic
def end_contract(*, contract: Contract, at: datetime) -> None:
    """Settle a contract: renewed under another, or at its end; nobody is reminded any more."""
    Contract.objects.filter(pk=contract.pk, ended_at__isnull=True).update(ended_at=at)


# ── visits ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def plan_visit(*, customer: Customer, member: Member, planned_on: date, purpose: str = "") -> Visit:
    """Plan a visit for a member."""
    return Visit.objects.create(
        customer=customer, member=member, planned_on=planned_on, purpose=purpose.strip()
    )


@transaction.atomic
def drop_visit(*, visit: Visit) -> None:
    """Drop a planned visit; one that was made stays on record."""
    Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED).update(state=VisitState.DROPPED)


@transaction.atomic
def record_visit(
    *, customer: Customer, kind: str, happened_at: datetime, details: Mapping[str, Detail],
    sent: Sent, visit: Visit | None = None,
) -> Outcome:  # fmt: skip
    """Record a visit as the fact the rules in force know; the same form sent twice records one.

    A planned visit is done by it. What a clause refuses or holds is the outcome's to say.
    """
    told = {"person": sent.actor.username, "customer": customer.number, **details}
    outcome = sent.offer(kind, customer.about, told, "visit", happened_at=happened_at)
    if outcome.fact is None or outcome.repeated:
        return outcome
    when = outcome.fact.happened_at
    made = {"state": VisitState.MADE, "made_at": when, "fact": outcome.fact}
    if visit is not None:
        Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED).update(**made)
    else:
        day = timezone.localdate(when)
        Visit.objects.create(customer=customer, member=sent.actor, planned_on=day, **made)
    return outcome
