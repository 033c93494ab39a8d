"""Customers as they are looked up, and which of their fields a reader may look by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.access.choices import Level
from shouwen.access.sight import Sight, sight_of
from shouwen.customers.gates import may_see_customers
from shouwen.customers.models import Contact, Customer
from shouwen.customers.queries import CUSTOMER, rows_of
from shouwen.people.models import Member
from shouwen.search import actions as search
from shouwen.search.sources import Hit, Reader, Shown, Source
from shouwen.search.texts import NAME, NOTE, NUMBER, PLACE, Part, Text

KIND = "customer"
_SHELVES = {"name": NAME, "phone": NUMBER, "address": PLACE, "note": NOTE}


def covered_parts(level: str, **fields: Sequence[str]) -> list[Part]:
    """Return fields of a customer as parts that are found by those who see them whole."""
    digit = Level.values.index(level)
    return [
        Part(f"{_SHELVES[name]}{digit}", value)
        for name, values in fields.items()
        for value in dict.fromkeys(values)
        if value
    ]


def shelves_of(sight: Sight) -> frozenset[str]:
    """Return the shelves of which a reader sees everything; by others nobody may look."""
    return frozenset(
        f"{shelf}{Level.values.index(level)}"
        for name, shelf in _SHELVES.items()
        for level in sight.whole_levels(CUSTOMER, name)
    )


def index(customer: Customer) -> None:
    """Write what is known of a customer anew, and the matters it stands in."""
    search.changed(KIND, [customer.number])


def index_all(customers: Collection[Customer]) -> None:
    """Write what is known of many new customers, such as an import's."""
    search.changed(KIND, [customer.number for customer in customers])


def texts(numbers: Collection[str]) -> list[Text]:
    """Return the texts of customers as they stand, in three queries."""
    pks = [int(number[1:]) for number in numbers if number[1:].isdecimal()]
    found = Customer.objects.filter(pk__in=pks).order_by("pk").prefetch_related("tags", "contacts")
    return [_text(customer) for customer in found]


def _text(customer: Customer) -> Text:
    contacts: list[Contact] = list(customer.contacts.all())
    parts = covered_parts(
        customer.secrecy,
        name=[customer.name, *(contact.name for contact in contacts)],
        phone=[customer.phone, *(contact.phone for contact in contacts)],
        address=[customer.unit],
        note=[customer.note],
    )
    return Text(
        about=customer.about,
        kind=KIND,
        head=customer.number,
        body=" ".join(tag.word for tag in customer.tags.all()),
        parts=parts,
        facets={"kind": customer.kind, "grade": customer.grade},
        seen_by=["customer:all"],
        happened_at=customer.created_at,
    )


def reads(member: Member, at: datetime) -> Reader:
    """Return whether a member finds customers, and by which fields."""
    if not may_see_customers(member, timezone.localdate(at)):
        return Reader(keys=frozenset())
    return Reader(keys=frozenset({"customer:all"}), shelves=shelves_of(sight_of(member, at)))


def shows(hits: Sequence[Hit], member: Member, at: datetime) -> Mapping[str, Shown]:
    """Return customers that were found as their reader may see them, in two queries."""
    pks = [int(hit.about.removeprefix("customer:C")) for hit in hits]
    rows = {}
    for row in rows_of(pks, sight=sight_of(member, at)):
        note = (row.number, row.kind_label, row.unit, row.phone, *row.tags)
        rows[f"customer:{row.number}"] = Shown(
            title=row.name,
            href=reverse("customers:page", args=[row.pk]),
            note=" · ".join(part for part in note if part),
            tag=row.secrecy_label,
            say=lambda _text: "",
        )
    return rows


def keys(after: str, limit: int) -> list[str]:
    """Return the next numbers after one, the oldest customer first."""
    begin = int(after[1:]) if after else 0
    found = Customer.objects.filter(pk__gt=begin).order_by("pk")[:limit]
    return [customer.number for customer in found]


SOURCE = Source(
    kind=KIND,
    label=_("Customers"),
    icon="people",
    reads=reads,
    shows=shows,
    keys=keys,
    texts=texts,
)
