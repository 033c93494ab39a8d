"""The list of customers, a customer's page, and the look-up inside other rooms' forms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.access.sight import Sight, sight_of
from shouwen.customers import actions, gates, parts, queries, visiting
from shouwen.customers.choices import Grade, Kind
from shouwen.customers.forms import ContactForm, CustomerForm
from shouwen.customers.models import Customer
from shouwen.enforcement.words import of_language
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations

REFUSED = 422


@require_safe
def customer_list(request: MemberRequest) -> HttpResponse:
    """List customers, found by the beginning of a name, a unit, a number, or by a tag."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_customers(request.member, today)
    sight = sight_of(request.member, now)
    text = request.GET.get("q", "")
    said = {name: request.GET.get(name, "") for name in ("tag", "kind", "grade")}
    page = queries.customers(
        sight=sight, text=text, tag=said["tag"], kind=said["kind"], grade=said["grade"],
        sort=request.GET.get("sort", ""), after=request.GET.get("after", ""),
    )  # fmt: skip
    context = {
        "page": page,
        "sorting": queries.SORTING,
        "text": text,
        **said,
        "is_filtered": bool(text or any(said.values())),
        "kinds": Kind.choices,
        "grades": Grade.choices,
        "may_add": sight.works,
    }
    return render(request, "customers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add a customer."""
    now = timezone.now()
    gates.require_work(request.member, timezone.localdate(now))
    form = CustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_customer(**form.cleaned_data, at=now, actor=request.member)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": added.number})
            return redirect("customers:page", added.pk)
    context = {"form": form, "customer": None, "same": _same(request, form, None)}
    return render(request, "customers/form.html", context, status=_status(form))


@require_safe
def customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a customer with contacts, contracts, visits and what other rooms know of them."""
    found, _sight = actions.look_at(member=request.member, pk=pk, at=timezone.now())
    return _page(request, found)


def _page(
    request: MemberRequest, found: Customer, form: ContactForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    sight = sight_of(request.member, now)
    covered = queries.covered_of(found, sight)
    in_force = regulations.in_force_on(today)
    kinds = visiting.kinds_of_visits(in_force)
    context = {
        "customer": found,
        "shown": queries.shown_of(found, sight),
        "covered": covered,
        "revealed": sight.revealed(found.number),
        "may_work": sight.works,
        "tags": queries.tags_of(found),
        "contacts": queries.contacts_of(found, sight=sight),
        "contracts": queries.contracts_of(found, sight=sight, today=today),
        "visits": queries.visits_of(found, sight=sight, today=today),
        "visit_kinds": [(k.kind, of_language((k.label, k.label_en))) for k in kinds],
        "owed": visiting.owed_about(found.about),
        "same": queries.with_phone(found.phone, but=found.pk, sight=sight),
        "form": form or ContactForm(),
        "parts": parts.addresses(found.pk),
        "now": now,
    }
    return render(request, "customers/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct a customer's particulars; what is covered has to be revealed first."""
    found, sight = _worked_on(request, pk)
    covered = queries.covered_of(found, sight)
    form = CustomerForm(request.POST or None, initial=_initial(found), covered=covered)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_customer(
                customer=found, changes=_plain(form), actor=request.member, at=sight.at
            )
            actions.set_tags(customer=found, words=form.cleaned_data["tags"])
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:page", found.pk)
    context = {
        "form": form, "customer": found, "name": queries.shown_of(found, sight)["name"],
        "covered": covered, "same": _same(request, form, found.pk),
    }  # fmt: skip
    return render(request, "customers/form.html", context, status=_status(form))


def _worked_on(request: MemberRequest, pk: int) -> tuple[Customer, Sight]:
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_work(request.member, today)
    return gates.customer_open_to(request.member, pk, today), sight_of(request.member, now)


def _plain(form: CustomerForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name != "tags"}


@require_http_methods(["POST"])
def add_contact(request: MemberRequest, pk: int) -> HttpResponse:
    """Add somebody who speaks for the customer."""
    found, sight = _worked_on(request, pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, REFUSED)
    actions.add_contact(customer=found, **form.cleaned_data, actor=request.member, at=sight.at)
    return redirect("customers:page", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    """Correct a contact; what is covered has to be revealed first."""
    found, sight = _worked_on(request, pk)
    person = gates.contact_of(found, contact)
    covered = queries.covered_of(found, sight)
    initial = {"name": person.name, "phone": person.phone, "channel": person.channel}
    form = ContactForm(request.POST or None, initial=initial, covered=covered)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(
            contact=person, changes=form.cleaned_data, actor=request.member, at=sight.at
        )
        return redirect("customers:page", found.pk)
    names = (queries.CUSTOMER, found.secrecy, "name")
    context = {
        "form": form, "customer": found, "covered": covered,
        "name": sight.shown(*names, found.name, found.number),
        "contact": sight.shown(*names, person.name, found.number),
    }  # fmt: skip
    return render(request, "customers/contact.html", context, status=_status(form))


@require_safe
def lookup(request: MemberRequest) -> HttpResponse:
    """Answer with the customers that begin with what is typed, to choose one in a form."""
    now = timezone.now()
    gates.require_customers(request.member, timezone.localdate(now))
    text = request.GET.get("customer_text", "")
    rows = queries.looked_up(text, sight=sight_of(request.member, now))
    return render(request, "customers/_lookup.html", {"rows": rows, "text": text})


@require_safe
def same_phone(request: MemberRequest) -> HttpResponse:
    """Answer with the customers already known under a number, so that none is added twice."""
    now = timezone.now()
    gates.require_customers(request.member, timezone.localdate(now))
    phone = request.GET.get("new_phone") or request.GET.get("phone", "")
    rows = queries.with_phone(phone, sight=sight_of(request.member, now))
    return render(request, "customers/_lookup.html", {"rows": rows, "same_phone": True})


def _initial(found: Customer) -> dict[str, str]:
    names = ("name", "kind", "unit", "phone", "email", "grade", "secrecy", "note")
    tags = " ".join(queries.tags_of(found))
    return {**{name: getattr(found, name) for name in names}, "tags": tags}


def _same(
    request: MemberRequest, form: CustomerForm, but: int | None
) -> tuple[queries.CustomerRow, ...]:
    if not form.is_bound or "phone" in form.errors:
        return ()
    sight = sight_of(request.member, timezone.now())
    return queries.with_phone(form.cleaned_data.get("phone", ""), but=but, sight=sight)


def _status(form: CustomerForm | ContactForm) -> int:
    return REFUSED if form.errors else 200
