"""Gates: whether a member may reach a customer."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from shouwen.customers.models import Contact, Contract, Customer, Visit
from shouwen.people import queries as people
from shouwen.people.models import Member

WORK = "cases.work"
VIEW_ALL = "cases.view_all"


def may_see_customers(member: Member, on: date) -> bool:
    """Return whether the member works with customers at all."""
    return bool(people.permissions_of(member, on) & {WORK, VIEW_ALL})


def require_customers(member: Member, on: date) -> None:
    """Let pass whoever works with customers; to others these pages do not exist."""
    if not may_see_customers(member, on):
        raise Http404


def require_work(member: Member, on: date) -> None:
    """Let pass whoever may add and change customers; to others these pages do not exist."""
    if not people.may(member, WORK, on):
        raise Http404


def may_work(member: Member, on: date) -> bool:
    """Return whether the member may add and change customers: whoever works on cases."""
    return people.may(member, WORK, on)


def customer_open_to(member: Member, pk: int, on: date) -> Customer:
    """Return the customer if this member works with customers, else look absent."""
    require_customers(member, on)
    return get_object_or_404(Customer, pk=pk)


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Answer for the matters ``customer:<number>``: whether the member may read about this one."""
    number = about.removeprefix("customer:C")
    return number.isdecimal() and may_see_customers(member, on)


def contract_of(customer: Customer, pk: int) -> Contract:
    """Return one of the customer's contracts, else look absent."""
    return get_object_or_404(Contract, pk=pk, customer=customer)


def visit_of(customer: Customer, pk: int) -> Visit:
    """Return one of the customer's visits, else look absent."""
    return get_object_or_404(Visit, pk=pk, customer=customer)


def contact_of(customer: Customer, pk: int) -> Contact:
    """Return one of the customer's contacts, else look absent."""
    return get_object_or_404(Contact, pk=pk, customer=customer)
