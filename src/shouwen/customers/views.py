"""The list of customers, a customer's page, and the look-up inside other rooms' forms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.customers import actions, gates, parts, queries
from shouwen.customers.forms import ContactForm, CustomerForm
from shouwen.customers.models import Customer
from shouwen.customers.phones import masked
from shouwen.people.requests import MemberRequest

REFUSED = 422


@require_safe
def customer_list(request: MemberRequest) -> HttpResponse:
    """List customers, found by the beginning of a name, a unit or a telephone number."""
    today = timezone.localdate()
    gates.require_customers(request.member, today)
    text, after = request.GET.get("q", ""), request.GET.get("after", "")
    page = queries.customers(text=text, after=int(after) if after.isdecimal() else None)
    context = {
        "page": page,
        "text": text,
        "may_add": gates.may_see_phone(request.member, today),
    }
    return render(request, "customers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add a customer."""
    gates.require_work(request.member, timezone.localdate())
    form = CustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_customer(**form.cleaned_data, at=timezone.now())
        messages.success(request, _("%(name)s was added.") % {"name": added.name})
        return redirect("customers:page", added.pk)
    context = {"form": form, "customer": None, "same": _same(form, None)}
    return render(request, "customers/form.html", context, status=_status(form))


@require_safe
def customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a customer with contacts and what other rooms know of them."""
    found = gates.customer_open_to(request.member, pk, timezone.localdate())
    return _page(request, found)


def _page(
    request: MemberRequest, found: Customer, form: ContactForm | None = None, status: int = 200
) -> HttpResponse:
    whole = gates.may_see_phone(request.member, timezone.localdate())
    context = {
        "customer": found,
        "phone": found.phone if whole else masked(found.phone),
        "whole_phone": whole,
        "contacts": queries.contacts_of(found, whole_phone=whole),
        "same": queries.with_phone(found.phone, but=found.pk),
        "form": form or ContactForm(),
        "parts": parts.addresses(found.pk),
    }
    return render(request, "customers/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct a customer's particulars."""
    today = timezone.localdate()
    gates.require_work(request.member, today)
    found = gates.customer_open_to(request.member, pk, today)
    form = CustomerForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        actions.change_customer(customer=found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("customers:page", found.pk)
    context = {"form": form, "customer": found, "same": _same(form, found.pk)}
    return render(request, "customers/form.html", context, status=_status(form))


@require_http_methods(["POST"])
def add_contact(request: MemberRequest, pk: int) -> HttpResponse:
    """Add somebody who speaks for the customer."""
    today = timezone.localdate()
    gates.require_work(request.member, today)
    found = gates.customer_open_to(request.member, pk, today)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, REFUSED)
    actions.add_contact(customer=found, **form.cleaned_data)
    return redirect("customers:page", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    """Correct a contact."""
    today = timezone.localdate()
    gates.require_work(request.member, today)
    found = gates.customer_open_to(request.member, pk, today)
    person = gates.contact_of(found, contact)
    initial = {"name": person.name, "phone": person.phone, "channel": person.channel}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(contact=person, **form.cleaned_data)
        return redirect("customers:page", found.pk)
    context = {"form": form, "customer": found, "contact": person}
    return render(request, "customers/contact.html", context, status=_status(form))


@require_safe
def lookup(request: MemberRequest) -> HttpResponse:
    """Answer with the customers that begin with what is typed, to choose one in a form."""
    gates.require_customers(request.member, timezone.localdate())
    text = request.GET.get("customer_text", "")
    context = {"rows": queries.looked_up(text), "text": text}
    return render(request, "customers/_lookup.html", context)


@require_safe
def same_phone(request: MemberRequest) -> HttpResponse:
    """Answer with the customers already known under a number, so that none is added twice."""
    gates.require_customers(request.member, timezone.localdate())
    phone = request.GET.get("new_phone") or request.GET.get("phone", "")
    context = {"rows": queries.with_phone(phone), "same_phone": True}
    return render(request, "customers/_lookup.html", context)


def _initial(found: Customer) -> dict[str, str]:
    names = ("name", "kind", "unit", "phone", "grade", "note")
    return {name: getattr(found, name) for name in names}


def _same(form: CustomerForm, but: int | None) -> tuple[queries.CustomerRow, ...]:
    if not form.is_bound or "phone" in form.errors:
        return ()
    return queries.with_phone(form.cleaned_data.get("phone", ""), but=but)


def _status(form: CustomerForm | ContactForm) -> int:
    return REFUSED if form.errors else 200
