"""A case's page, its history further back, and its printout."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.cases import gates, queries, timeline
from shouwen.cases.duties import duties_about, waiting_about
from shouwen.cases.forms import StepForm
from shouwen.cases.models import Case
from shouwen.cases.said import Said
from shouwen.cases.steps import offered
from shouwen.cases.views.shared import standing_of, take_said
from shouwen.customers import gates as customers
from shouwen.people.requests import MemberRequest


@require_safe
def case(request: MemberRequest, number: str) -> HttpResponse:
    """Show a case with what is owed in it, its history, and what may be done."""
    where = standing_of(request)
    found = gates.case_open_to(where, number)
    return case_page(request, where, found, words=take_said(request, number))


def case_page(
    request: MemberRequest,
    where: gates.Standing,
    found: Case,
    *,
    words: Said | None = None,
    bound: Mapping[str, StepForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a case's page, or the part of it that htmx swaps; ``bound`` holds refused forms."""
    now = timezone.now()
    steps = offered(where, found, bound or {}, token=uuid.uuid4().hex)
    duties = duties_about(found.about, now)
    context: dict[str, Any] = {
        "case": queries.head_of(found),
        "owed": [row for row in duties if row.is_owed],
        "ended": [row for row in duties if not row.is_owed],
        "history": timeline.history(found.about),
        "write": next((step for step in steps if step.verb == "write"), None),
        "steps": [step for step in steps if step.verb != "write"],
        "said": words,
        "refusal": refusal,
        "waiting": waiting_about(found.about),
        "now": now,
        "sees_customer": where.works or where.sees_all,
    }
    return render(request, "cases/case.html", context, status=status)


@require_safe
def history(request: MemberRequest, number: str) -> HttpResponse:
    """Answer with older events of a case's history."""
    found = gates.case_open_to(standing_of(request), number)
    after = request.GET.get("after", "")
    context = {
        "history": timeline.history(found.about, int(after) if after.isdecimal() else None),
        "case": queries.head_of(found),
        "now": timezone.now(),
    }
    return render(request, "cases/_history.html", context)


@require_safe
def printed(request: MemberRequest, number: str) -> HttpResponse:
    """Show a case the way it is printed and signed on A4."""
    where = standing_of(request)
    found = gates.case_open_to(where, number)
    whole = customers.may_see_phone(request.member, timezone.localdate())
    history, now = timeline.history(found.about, limit=200), timezone.now()
    context = {
        "case": queries.head_of(found),
        "phone": queries.phone_of(found, whole=whole),
        "duties": duties_about(found.about, now),
        # The customer signs this sheet: it reads in order and without what colleagues noted.
        "events": [event for event in reversed(history.events) if not event.is_note],
        "now": now,
        "member": request.member,
    }
    return render(request, "cases/print.html", context)
