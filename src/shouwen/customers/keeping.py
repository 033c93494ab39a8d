"""What this room tells the room of access about its records."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.access.records import Found, Record
from shouwen.customers import gates, queries
from shouwen.customers.models import Contract, Customer
from shouwen.customers.visiting import VISIT
from shouwen.people.models import Member


def records() -> tuple[Record, ...]:
    """Return the kinds of records this room keeps."""
    return (
        Record(
            key=queries.CUSTOMER,
            label=_("Customer"),
            fields={
                "name": pgettext_lazy("customer", "Name"),
                "phone": _("Telephone"),
                "email": _("E-mail"),
                "address": _("Unit or address"),
                "note": _("Note"),
            },
            find=_customer,
            export=queries.export_customers,
        ),
        Record(
            key=queries.CONTRACT,
            label=pgettext_lazy("customer", "Contract"),
            fields={
                "title": _("Title"),
                "reference": _("Number of the contract"),
                "note": _("Note"),
            },
            find=_contract,
        ),
        Record(key=VISIT, label=_("Visits are recorded as"), words="facts", has_levels=False),
    )


def _customer(member: Member, key: str, on: date) -> Found | None:
    if not key.isdecimal() or not gates.may_see_customers(member, on):
        return None
    found = Customer.objects.filter(pk=int(key)).first()
    return queries.found_of(found) if found else None


def _contract(member: Member, key: str, on: date) -> Found | None:
    if not key.isdecimal() or not gates.may_see_customers(member, on):
        return None
    found = Contract.objects.select_related("customer").filter(pk=int(key)).first()
    if found is None:
        return None
    return Found(
        record=queries.CONTRACT, key=key, subject=found.number,
        level=queries.stricter(found.secrecy, found.customer.secrecy),
        values=queries.contract_values(found),
        href=reverse("customers:page", args=[found.customer_id]),
    )  # fmt: skip


def link(key: str) -> tuple[str, str]:
    """Return what a customer is called in lists of facts, and the page: its number, no name."""
    pk = key.removeprefix("C")
    if not pk.isdecimal():
        return key, ""
    return key, reverse("customers:page", args=[int(pk)])
