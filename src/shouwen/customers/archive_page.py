"""Contracts and visits: what runs, what ends, what is planned, and a visit that was made."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.customers import actions, gates, queries, visiting
from shouwen.customers.forms import ContractForm, PlanForm
from shouwen.customers.models import Customer, Visit
from shouwen.enforcement.forms import FactForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.enforcement.words import of_language
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations

REFUSED = 422


@require_safe
def contracts(request: MemberRequest) -> HttpResponse:
    """List the contracts that run, the one that ends soonest first."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_customers(request.member, today)
    after = request.GET.get("after", "")
    begin = int(after) if after.isdecimal() and len(after) < 10 else 0  # noqa: PLR2004 - of rows
    sight = sight_of(request.member, now)
    rows = queries.contracts_ending(sight=sight, today=today, after=begin, limit=queries.PAGE + 1)
    more = len(rows) > queries.PAGE
    context = {
        "rows": rows[: queries.PAGE],
        "after": str(begin + queries.PAGE) if more else "",
        "today": today,
    }
    return render(request, "customers/contracts.html", context)


@require_safe
def visits(request: MemberRequest) -> HttpResponse:
    """List the visits that are planned, and the rules in force that ask for visits."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_customers(request.member, today)
    mine = request.GET.get("whose") == "mine"
    in_force = regulations.in_force_on(today)
    kinds = visiting.kinds_of_visits(in_force)
    context = {
        "rows": queries.visits_planned(
            sight=sight_of(request.member, now), today=today, of=request.member if mine else None
        ),
        "duties": visiting.duties_of_visits(in_force, kinds),
        "mine": mine,
        "now": now,
    }
    return render(request, "customers/visits.html", context)


def _customer(request: MemberRequest, pk: int) -> Customer:
    today = timezone.localdate()
    gates.require_work(request.member, today)
    return gates.customer_open_to(request.member, pk, today)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contract(request: MemberRequest, pk: int) -> HttpResponse:
    """Enter a contract."""
    found = _customer(request, pk)
    form = ContractForm(request.POST or None, initial={"owner": request.member.pk})
    if request.method == "POST":
        added = taken(
            form,
            lambda: actions.add_contract(customer=found, at=timezone.now(), **form.cleaned_data),
        )
        if added is not None:
            return redirect("customers:page", pk)
    return _small_form(request, found, form, _("New contract"))


def _small_form(
    request: MemberRequest, found: Customer, form: ContractForm | PlanForm, title: str
) -> HttpResponse:
    sight = sight_of(request.member, timezone.now())
    context = {
        "form": form, "customer": found, "title": title,
        "name": queries.shown_of(found, sight)["name"],
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "customers/small_form.html", context, status=status)


@require_POST
def end_contract(request: MemberRequest, pk: int, contract: int) -> HttpResponse:
    """Settle a contract."""
    found = gates.contract_of(_customer(request, pk), contract)
    actions.end_contract(contract=found, at=timezone.now())
    messages.success(request, _("The contract is settled; nobody is reminded of it any more."))
    return redirect("customers:page", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_visit(request: MemberRequest, pk: int) -> HttpResponse:
    """Plan a visit."""
    found = _customer(request, pk)
    form = PlanForm(request.POST or None, initial={"member": request.member.pk})
    if request.method == "POST" and form.is_valid():
        actions.plan_visit(customer=found, **form.cleaned_data)
        return redirect("customers:page", pk)
    return _small_form(request, found, form, _("Plan a visit"))


@require_POST
def drop_visit(request: MemberRequest, pk: int, visit: int) -> HttpResponse:
    """Drop a planned visit."""
    actions.drop_visit(visit=gates.visit_of(_customer(request, pk), visit))
    return redirect("customers:page", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def record_visit(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """Record a visit as the fact the rules in force know, and say what they made of it."""
    found = _customer(request, pk)
    now = timezone.now()
    in_force = regulations.in_force_on(timezone.localdate(now))
    known = {one.kind: one for one in visiting.kinds_of_visits(in_force)}
    if kind not in known:
        raise Http404
    initial = {"happened_at": timezone.localtime(now)}
    # Who and whom are said by the page itself.
    fixed = {"customer": found.number, "person": request.member.username}
    form = FactForm(request.POST or None, kind=known[kind], fixed=fixed, initial=initial)
    if request.method == "POST":
        outcome = recorded(form, lambda: _record(request, found, form))
        if outcome is not None:
            _tell(request, outcome)
            return redirect("customers:page", pk)
    sight = sight_of(request.member, now)
    context = {
        "form": form, "customer": found, "name": queries.shown_of(found, sight)["name"],
        "label": of_language((known[kind].label, known[kind].label_en)),
        "key": key_of(request.POST),
        "visit": request.POST.get("visit") or request.GET.get("visit", ""),
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "customers/record_visit.html", context, status=status)


def _record(request: MemberRequest, found: Customer, form: FactForm) -> Outcome:
    return actions.record_visit(
        customer=found,
        kind=form.kind.kind,
        happened_at=form.cleaned_data["happened_at"],
        details=form.details(),
        sent=sent_by(request.member, request.POST, timezone.now()),
        visit=_visit(request, found),
    )


def _tell(request: MemberRequest, outcome: Outcome) -> None:
    if outcome.held is not None:
        messages.info(request, _("The visit is recorded once it has been signed."))
    else:
        messages.success(request, _("The visit is recorded."))


def _visit(request: MemberRequest, found: Customer) -> Visit | None:
    given = request.POST.get("visit", "")
    return gates.visit_of(found, int(given)) if given.isdecimal() else None
