"""A member's month as it was known on a day and by the rules of a day, beside today's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.pay import as_of, gates, months
from shouwen.pay.months import Month
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_safe
def page(request: MemberRequest, key: str) -> HttpResponse:
    """Show every line of a month in both views, and where each difference comes from."""
    now = timezone.now()
    today = timezone.localdate(now)
    member = gates.statement_open_to(request.member, key, today)
    month = Month.read(request.GET.get("month", ""), today)
    known, rules = (request.GET.get(name, "")[:10] for name in ("known", "rules"))
    context = {
        "person": member,
        "month": month,
        "months": months.offered(month, today),
        "known": known,
        "rules": rules,
        "now": now,
    }
    try:
        context["found"] = as_of.as_of(member, month, as_of.view_of(known, rules), now)
    except RefusedError as refusal:
        context["refused"] = str(refusal)
    status = 422 if "refused" in context else 200
    return render(request, "pay/as_of.html", context, status=status)
