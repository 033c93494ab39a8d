"""The lists that a member keeps: keeping one, changing, ordering and removing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.cases import kept_views, mailed
from shouwen.cases.gates import Standing
from shouwen.cases.list_forms import KeepForm
from shouwen.cases.mailed_forms import MailForm
from shouwen.cases.models import View
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: MemberRequest) -> HttpResponse:
    """List the lists a member keeps; keep the one whose address is handed in."""
    return _keep(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one of the member's own lists."""
    found = kept_views.own_view(standing_of(request), pk)
    if found is None:
        raise Http404
    return _keep(request, found)


def _keep(request: MemberRequest, found: View | None) -> HttpResponse:
    where = standing_of(request)
    form = KeepForm(request.POST or None, initial=_initial(request, found))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _is_kept(form, where, found):
            return redirect(f"{reverse('cases:list')}?{kept_views.address_of(form.kept)}")
        status = REFUSED
    context: dict[str, Any] = {
        "form": form,
        "rows": mailed_rows(where),
        "changed": found,
        "offered": bool(found or request.POST or "query" in request.GET),
    }
    return render(request, "cases/kept.html", context, status=status)


def mailed_rows(
    where: Standing, bound: tuple[int, MailForm] | None = None
) -> list[tuple[kept_views.ViewRow, mailed.MailedRow | None, MailForm]]:
    """Return the kept lists of a member, each with its mail and the form that asks for it.

    ``bound`` is a form that was handed in, with the list it is for.
    """
    mails, refused = mailed.of_lists(where.member), dict([bound] if bound else [])
    return [
        (row, mails.get(row.pk), refused.get(row.pk) or MailForm(auto_id=f"mail-{row.pk}-%s"))
        for row in kept_views.views_of(where)
    ]


def _initial(request: MemberRequest, found: View | None) -> dict[str, Any]:
    if found is None:
        return {"query": request.GET.get("query", "")}
    return {
        "name": found.name,
        "query": found.query,
        "shared_with": found.shared_with,
        "is_first": found.is_first,
    }


def _is_kept(form: KeepForm, where: Any, found: View | None) -> bool:
    try:
        form.kept = kept_views.keep_view(
            where=where, pk=found.pk if found else None, **form.cleaned_data
        )
    except RefusedError as refusal:
        say_refusal(form, refusal)
        return False
    return True


@require_POST
def change(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Move one of the member's own lists up or down, or remove it."""
    found = kept_views.own_view(standing_of(request), pk)
    if found is None or how not in ("up", "down", "remove"):
        raise Http404
    if how == "remove":
        kept_views.remove_view(view=found)
        messages.success(request, _("The list “%(name)s” is removed.") % {"name": found.name})
    else:
        kept_views.move_view(view=found, up=how == "up")
    return redirect("cases:kept")
