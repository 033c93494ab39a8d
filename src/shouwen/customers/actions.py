"""Everything that writes customers and contacts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shouwen.customers.choices import Channel, Grade, Kind
from shouwen.customers.models import Contact, Customer
from shouwen.customers.phones import normal
from shouwen.people.refusals import RefusedError


def _required(name: str) -> str:
    if not name.strip():
        raise RefusedError(_("Nobody is named; write the customer's name."), field="name")
    return name.strip()


@transaction.atomic
def add_customer(
    *,
    name: str,
    at: datetime,
    kind: str = Kind.PERSON,
    unit: str = "",
    phone: str = "",
    grade: str = Grade.ORDINARY,
    note: str = "",
) -> Customer:
    """Add a customer; refused without a name. The same telephone number may occur twice."""
    return Customer.objects.create(
        name=_required(name),
        kind=kind,
        unit=unit.strip(),
        phone=normal(phone),
        grade=grade,
        note=note,
        created_at=at,
    )


@transaction.atomic
def change_customer(
    *, customer: Customer, name: str, kind: str, unit: str, phone: str, grade: str, note: str
) -> Customer:
    """Correct what is known about a customer; facts already recorded keep what they said."""
    Customer.objects.filter(pk=customer.pk).update(
        name=_required(name),
        kind=kind,
        unit=unit.strip(),
        phone=normal(phone),
        grade=grade,
        note=note,
    )
    customer.refresh_from_db()
    return customer


@transaction.atomic
def add_contact(
    *, customer: Customer, name: str, phone: str = "", channel: str = Channel.PHONE
) -> Contact:
    """Add somebody who speaks for the customer; refused without a name."""
    return Contact.objects.create(
        customer=customer, name=_required(name), phone=normal(phone), channel=channel
    )


@transaction.atomic
def change_contact(*, contact: Contact, name: str, phone: str, channel: str) -> Contact:
    """Correct a contact's name, number or channel."""
    Contact.objects.filter(pk=contact.pk).update(
        name=_required(name), phone=normal(phone), channel=channel
    )
    contact.refresh_from_db()
    return contact
