"""The list of cases, the search at the top, and a customer's cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from shouwen.access.exporting import Listing, kept_in
from shouwen.cases import bulk, columns, gates, kept_views, queries
from shouwen.cases.columns import note_listed
from shouwen.cases.forms import FilterForm
from shouwen.cases.gates import Standing
from shouwen.cases.models import Case
from shouwen.cases.views.shared import standing_of
from shouwen.people.requests import MemberRequest
from shouwen.ui import tables

_FILTERS = "cases.filters"


@require_safe
def case_list(request: MemberRequest) -> HttpResponse:
    """List the cases open to the member; the filter chosen last comes back."""
    if not request.GET and request.session.get(_FILTERS):
        return redirect(f"{reverse('cases:list')}?{request.session[_FILTERS]}")
    where, now = standing_of(request), timezone.now()
    first = kept_views.first_of(where) if not request.GET else None
    if first is not None:
        return redirect(f"{reverse('cases:list')}?{first.address}")
    form = FilterForm(request.GET)
    wanted = form.wanted()
    _keep_filters(request)
    page = queries.cases(
        where,
        wanted,
        now=now,
        after=request.GET.get("after", ""),
        order=form.order_chosen,
        tree=form.house.below,
    )
    shown = columns.columns(columns.chosen(form.cleaned_data.get("col")))
    context = {
        "page": page,
        "form": form,
        "now": now,
        "is_filtered": wanted != queries.Filter(),
        "may_open": where.works,
        "may_import": where.sees_all and where.works,
        "views": _tabs(request, where, form.house.below),
        "columns": shown,
        "headings": columns.headings([one.name for one in shown], request.GET),
        "orders": columns.orders(request.GET),
        "table": [(row, columns.cells(shown, row, now)) for row in page.rows],
        "tight": form.cleaned_data.get("tight"),
        "here": _here(request),
        "bulk_steps": bulk.offered(where),
    }
    return render(request, "cases/list.html", context)


def _keep_filters(request: MemberRequest) -> None:
    given = request.GET.copy()
    for name in ("after", "q"):
        given.pop(name, None)
    kept = given.urlencode()
    if kept != request.session.get(_FILTERS, ""):
        request.session[_FILTERS] = kept


def _tabs(
    request: MemberRequest, where: Standing, tree: Mapping[int, Collection[int]]
) -> list[dict[str, object]]:
    current = request.GET.get("view", "")
    return [
        {
            "label": row.name,
            "url": f"?{row.address}",
            "is_current": current == str(row.pk),
            "count": row.count,
        }
        for row in kept_views.views_of(where, tree)
    ]


def _here(request: MemberRequest) -> str:
    """Return the address of the list as it stands, without the page."""
    given = request.GET.copy()
    for name in ("after", "view"):
        given.pop(name, None)
    return given.urlencode()


@require_safe
def export(request: MemberRequest, form: str) -> HttpResponseBase:
    """Hand out exactly what the list shows, all pages, as a table for a spreadsheet.

    The rules of access are asked first; that it was handed out is kept on record.
    """
    if form not in ("csv", "xlsx"):
        raise Http404
    where, now = standing_of(request), timezone.now()
    listing = Listing(key="matters", title=_("Matters"), sort="matter")
    back = f"{reverse('cases:list')}?{request.GET.urlencode()}"
    stays = kept_in(request, listing, back=back, at=now)
    if stays is not None:
        return stays
    filters = FilterForm(request.GET)
    wanted = filters.wanted()
    names = columns.chosen(filters.cleaned_data.get("col")) or columns.PLAIN
    lines = columns.lines(
        where, wanted, names, now=now, order=filters.order_chosen,
        also=lambda row: note_listed(row, where.member, now),
    )  # fmt: skip
    word = pgettext("file", "matters")
    name = f"{word}-{timezone.localdate(now)}.{form}"
    return tables.sent_book(lines, name) if form == "xlsx" else tables.sent(lines, name)


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
