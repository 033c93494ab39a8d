"""Taking a customer's name away for good, once nothing holds it any more."""

from __future__ import annotations

from django.db import transaction

from shouwen.customers import searching
from shouwen.customers.models import Contact, Contract, Customer, CustomerVersion, Visit
from shouwen.journal import queries as journal


@transaction.atomic
def make_nameless(*, customer: Customer) -> bool:
    """Leave a customer only the number; return whether that was done.

    A record that the house keeps itself stays: one somebody added or corrected by hand, or one with
    a contract or a visit. Whose matters these are is for the caller to know.
    """
    if _is_kept(customer):
        return False
    nothing = {"unit": "", "phone": "", "email": "", "note": ""}
    Customer.objects.filter(pk=customer.pk).update(name=customer.number, **nothing)
    Contact.objects.filter(customer=customer).update(name=customer.number, phone="")
    CustomerVersion.objects.filter(customer=customer).update(values={})
    customer.tags.all().delete()
    customer.refresh_from_db()
    searching.index(customer)
    return True


def _is_kept(customer: Customer) -> bool:
    held = (Contract.objects.filter(customer=customer), Visit.objects.filter(customer=customer))
    return any(each.exists() for each in held) or bool(journal.timeline(customer.about, limit=1))
