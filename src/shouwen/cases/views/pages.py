"""A case's page, its history further back, and its printout."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.access.choices import How
from shouwen.access.looks import note_look
from shouwen.access.sight import sight_of
from shouwen.cases import drafts, gates, heads, pdf, sending, timeline
from shouwen.cases.around import around_of
from shouwen.cases.duties import duties_about, waiting_about
from shouwen.cases.fields import rows_of
from shouwen.cases.models import Case
from shouwen.cases.said import Said
from shouwen.cases.step_forms import StepForm
from shouwen.cases.steps import KINDS, around, offered
from shouwen.cases.views.shared import standing_of, take_said
from shouwen.customers.queries import CUSTOMER
from shouwen.knowledge.hints import composing_on
from shouwen.people.requests import MemberRequest


@require_safe
def case(request: MemberRequest, number: str) -> HttpResponse:
    """Show a case with what is owed in it, its history, and what may be done."""
    where = standing_of(request)
    found = gates.case_open_to(where, number)
    _note_look(_seen(where, found, timezone.now()), How.PAGE)
    return case_page(request, where, found, words=take_said(request, number))


def _seen(where: gates.Standing, found: Case, now: datetime) -> heads.Seen:
    sight = sight_of(where.member, now, permissions=where.permissions)
    return heads.seen_of(found, sight)


def _note_look(seen: heads.Seen, how: str) -> None:
    if seen.subject:
        note_look(
            sight=seen.sight, record=CUSTOMER, subject=seen.subject, level=seen.level, how=how
        )


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
    ways = {v: f for v, f in (bound or {}).items() if KINDS[v].group in ("around", "own")}
    duties = duties_about(found.about, now)
    seen = _seen(where, found, now)
    history = timeline.history(found.about, say=seen.text)
    newest = history.events[0].number if history.events else 0
    begun = {"seen": newest, **drafts.begun_by(request.member, found)}
    steps = offered(where, found, bound or {}, token=uuid.uuid4().hex, begun=begun)
    context: dict[str, Any] = {
        "case": heads.head_of(found, seen),
        "owed": [row for row in duties if row.is_owed],
        "ended": [row for row in duties if not row.is_owed],
        "history": history,
        "seen": str(newest),
        "write": next((step for step in steps if step.verb == "write"), None),
        "steps": [step for step in steps if step.verb != "write"],
        "ways": around(where, found, ways, token=uuid.uuid4().hex) if ways else [],
        "own_fields": rows_of(found, seen.text),
        "around": around_of(found, where, seen.sight) if ways else None,
        "works": gates.may_work_on(where, found) if ways else bool(steps),
        "said": words,
        "refusal": refusal,
        "waiting": waiting_about(found.about),
        "now": now,
        "held": sending.held_by(request.member, found),
        "sees_customer": where.works or where.sees_all,
        "composing": composing_on(request.member, timezone.localdate(now)),
    }
    return render(request, "cases/case.html", context, status=status)


@require_safe
def history(request: MemberRequest, number: str) -> HttpResponse:
    """Answer with older events of a case's history."""
    where, now = standing_of(request), timezone.now()
    found = gates.case_open_to(where, number)
    seen = _seen(where, found, now)
    given = request.GET.get("after", "")
    after = int(given) if given.isdecimal() else None
    context = {
        "history": timeline.history(found.about, after, say=seen.text),
        "case": heads.head_of(found, seen),
        "now": now,
    }
    return render(request, "cases/_history.html", context)


@require_safe
def as_pdf(request: MemberRequest, number: str) -> HttpResponse:
    """Send the sheet as a PDF, each field as the member may see it; it counts as an export."""
    where = standing_of(request)
    found = gates.case_open_to(where, number)
    context = _sheet(request, where, found)
    try:
        made = pdf.pdf_of(render_to_string("cases/pdf.html", context, request))
    except pdf.NoPdfError as missing:
        messages.error(request, str(missing))
        return redirect("cases:case", number)
    _note_look(_seen(where, found, timezone.now()), How.EXPORT)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return answer


@require_safe
def printed(request: MemberRequest, number: str) -> HttpResponse:
    """Show a case the way it is printed and signed on A4."""
    where = standing_of(request)
    found = gates.case_open_to(where, number)
    context = _sheet(request, where, found)
    _note_look(_seen(where, found, timezone.now()), How.PRINT)
    return render(request, "cases/print.html", context)


def _sheet(request: MemberRequest, where: gates.Standing, found: Case) -> dict[str, Any]:
    """Return what stands on the sheet that is printed, signed and kept."""
    now = timezone.now()
    seen = _seen(where, found, now)
    history = timeline.history(found.about, limit=200, say=seen.text)
    return {
        "case": heads.head_of(found, seen),
        "phone": seen.phone,
        "own_fields": rows_of(found, seen.text),
        "duties": duties_about(found.about, now),
        # The customer signs this sheet: it reads in order and without what colleagues noted.
        "events": [event for event in reversed(history.events) if not event.is_internal],
        "now": now,
        "member": request.member,
    }
