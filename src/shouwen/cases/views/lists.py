"""The list of cases, the search at the top, and a customer's cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.cases import gates, queries
from shouwen.cases.forms import FilterForm
from shouwen.cases.models import Case
from shouwen.cases.views.shared import standing_of
from shouwen.people.requests import MemberRequest

_FILTERS = "cases.filters"


@require_safe
def case_list(request: MemberRequest) -> HttpResponse:
    """List the cases open to the member; the filter chosen last comes back."""
    if not request.GET and request.session.get(_FILTERS):
        return redirect(f"{reverse('cases:list')}?{request.session[_FILTERS]}")
    where, now = standing_of(request), timezone.now()
    form = FilterForm(request.GET)
    wanted = form.wanted()
    _keep_filters(request)
    page = queries.cases(
        where,
        wanted,
        now=now,
        after=request.GET.get("after", ""),
        oldest_first=form.oldest_first,
    )
    context = {
        "page": page,
        "form": form,
        "now": now,
        "is_filtered": wanted != queries.Filter(),
        "may_open": where.works,
        "may_import": where.sees_all and where.works,
    }
    return render(request, "cases/list.html", context)


def _keep_filters(request: MemberRequest) -> None:
    given = request.GET.copy()
    for name in ("after", "q"):
        given.pop(name, None)
    kept = given.urlencode()
    if kept != request.session.get(_FILTERS, ""):
        request.session[_FILTERS] = kept


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    """Open the case whose whole number was typed; list what begins with anything else."""
    text = request.GET.get("q", "").strip()
    where = standing_of(request)
    exact = Case.objects.filter(gates.open_to(where), number=text.upper()).first()
    if exact is not None:
        return redirect("cases:case", exact.number)
    given = request.GET.copy()
    given["state"] = ""
    return redirect(f"{reverse('cases:list')}?{given.urlencode()}")


@require_safe
def of_customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer with a customer's cases, as a part of the customer's page."""
    where, now = standing_of(request), timezone.now()
    page = queries.cases_of_customer(where, pk, now=now, after=request.GET.get("after", ""))
    context = {"page": page, "now": now, "customer": pk, "may_open": where.works}
    return render(request, "cases/_of_customer.html", context)
