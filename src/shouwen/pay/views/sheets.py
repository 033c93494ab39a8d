"""A month's statement on paper: one person's sheet as a PDF, each line with its clause."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.pay import gates, queries
from shouwen.pay.months import Month
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest
from shouwen.ui.pdf import NoPdfError, pdf_of

log = structlog.get_logger(__name__)
STYLES = "ui/sheet.css"


@require_safe
def own(request: MemberRequest) -> HttpResponse:
    """Send the member's own statement as a PDF."""
    return _sheet(request, request.member)


@require_safe
def of_member(request: MemberRequest, key: str) -> HttpResponse:
    """Send somebody's statement as a PDF to whoever may open it."""
    return _sheet(request, gates.statement_open_to(request.member, key, timezone.localdate()))


def _sheet(request: MemberRequest, member: Member) -> HttpResponse:
    now = timezone.now()
    month = Month.read(request.GET.get("month", ""), timezone.localdate(now))
    statement = queries.statement_of(member, month, now)
    context = {"statement": statement, "month": month, "person": member, "now": now}
    try:
        made = pdf_of(render_to_string("pay/pdf.html", context, request), STYLES)
    except NoPdfError as missing:
        messages.error(request, str(missing))
        return redirect("pay:of_member", member.username)
    log.info("statement_printed", by=request.member.username, of=member.username,
             month=month.period, lines=statement.count)  # fmt: skip
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{member.username}-{month.period}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
