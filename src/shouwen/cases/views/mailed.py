"""What members have mailed to themselves: asking for it, seeing all of it, stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.cases import kept_views, mailed
from shouwen.cases.list_forms import KeepForm
from shouwen.cases.mailed_forms import MailForm
from shouwen.cases.models import View
from shouwen.cases.views.kept import mailed_rows
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """List everything that is mailed to the member."""
    return render(request, "cases/mailed.html", {"rows": mailed.rows_of(request.member)})


@require_safe
def open_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead from a mail to a kept list, as it is narrowed now."""
    found = _seen(request, pk)
    return redirect(f"{reverse('cases:list')}?{kept_views.address_of(found)}")


@require_POST
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Have a kept list mailed to the member, or change when."""
    found = _seen(request, pk)
    form = MailForm(request.POST, auto_id=f"mail-{pk}-%s")
    if not form.is_valid():
        rows = mailed_rows(standing_of(request), (pk, form))
        context = {"form": KeepForm(), "rows": rows, "changed": None, "offered": False}
        return render(request, "cases/kept.html", context, status=REFUSED)
    house = request.build_absolute_uri("/").rstrip("/")
    now = timezone.now()
    mailed.ask(member=request.member, view=found, house=house, at=now, **form.wanted())
    messages.success(request, _("Saved."))
    return redirect("cases:kept")


def _seen(request: MemberRequest, pk: int) -> View:
    found = mailed.list_open_to(standing_of(request), pk)
    if found is None:
        raise Http404
    return found


@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail something to the member no more."""
    if not mailed.stop(member=request.member, pk=pk):
        raise Http404
    messages.success(request, _("This is mailed to you no more."))
    return redirect("cases:mailed")
