"""Settling: the periods, one period with its steps, and its entries as payroll takes them."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.exporting import kept_in
from shouwen.enforcement.sent import fresh_key, key_of, sent_by
from shouwen.enforcement.words import refusal_text
from shouwen.pay import actions, checks, gates, printing, settlements
from shouwen.people.answers import refused_there
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.ui import tables
from shouwen.ui.pdf import NoPdfError

log = structlog.get_logger(__name__)


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the periods and how far each is settled."""
    now = timezone.now()
    gates.require_settlements(request.member, timezone.localdate(now))
    rows, onward = settlements.periods(now, request.GET.get("after", ""))
    context = {"periods": rows, "next_cursor": onward, "now": now}
    return render(request, "pay/settlements.html", context)


@require_safe
def settlement(request: MemberRequest, period: str) -> HttpResponse:
    """Show one period: its steps, sums, people, and what rules still ask."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.settlement_open_to(request.member, period, today)
    context = {
        "check": checks.of_period(period, now),
        "sheet": settlements.sheet_of(period, now, request.GET.get("after", "")),
        "may_settle": gates.may_settle(request.member, today),
        "sees_all": gates.sees_all(request.member, today),
        "key": fresh_key(),
        "now": now,
    }
    return render(request, "pay/settlement.html", context)


@require_POST
def settle(request: MemberRequest, period: str) -> HttpResponse:
    """Take the settlement one step on, or send it back with a reason."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    gates.require_settle(request.member, timezone.localdate(now))
    to = reverse("pay:settlement", args=[period])
    try:
        outcome = actions.settle(
            name=period,
            to=actions.step_named(request.POST.get("to", "")),
            sent=sent_by(request.member, request.POST, now, token=key_of(request.POST)),
            reason=request.POST.get("reason", "").strip(),
        )
    except RefusedError as refusal:
        return refused_there(request, refusal, to)
    if outcome.refused is not None:
        messages.error(request, refusal_text(outcome.refused))
    elif outcome.held is not None:
        messages.info(request, _("A clause wants this signed first; it has been asked for."))
    return redirect(to)


@require_POST
def check(request: MemberRequest, period: str) -> HttpResponse:
    """Have the period worked out anew from the journal and compared with its entries."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    checks.ask(name=period, by=request.member, at=now)
    return redirect(reverse("pay:settlement", args=[period]) + "#check")


@require_POST
def export(request: MemberRequest, period: str) -> HttpResponseBase:
    """Hand out the period's entries for payroll, once the rules of access allow it."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    back = reverse("pay:settlement", args=[period])
    stays = kept_in(request, printing.listing_of(period), back=back, at=now)
    if stays is not None:
        return stays
    log.info("settlement_exported", by=request.member.username, period=period)
    if request.POST.get("form") == "pdf":
        return _on_paper(request, period, now)
    rows = settlements.lines(period, now)
    if request.POST.get("form") == "xlsx":
        return tables.sent_book(rows, f"{period}.xlsx")
    return tables.sent(rows, f"{period}.csv")


def _on_paper(request: MemberRequest, period: str, now: datetime) -> HttpResponse:
    """Hand out the sheet of the period for its signers; back to the page where it cannot be."""
    try:
        made = printing.sheet_of(request, period, now)
    except (RefusedError, NoPdfError) as refusal:
        messages.error(request, str(refusal))
        return redirect("pay:settlement", period)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{period}.pdf"'
    return answer
