"""An answer that has not gone yet: how it stands, taking it back, sending it once more."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.cases import drafts, gates, sending, steps
from shouwen.cases.attaching import AttachingForm
from shouwen.cases.models import HeldReply
from shouwen.cases.views.pages import case_page
from shouwen.cases.views.shared import standing_of
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_safe
def held(request: MemberRequest, number: str) -> HttpResponse:
    """Answer with how one's own answers stand: a part of the case's page that renews itself."""
    case = gates.case_workable_by(standing_of(request), number)
    rows = sending.held_by(request.member, case)
    context = {"number": number, "held": rows, "now": timezone.now(), "is_renewed": True}
    return render(request, "cases/_held.html", context)


@require_POST
def back(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """Take an answer back; it stands in the field again, with its files."""
    where, now = standing_of(request), timezone.now()
    case = gates.case_workable_by(where, number)
    row = sending.take_back(pk=pk, member=request.member, case=case)
    if row is None:
        messages.warning(request, _("This answer has gone already; write another if need be."))
        return redirect("cases:case", number)
    drafts.keep(request.member, case, mode="reply", text=row.text, key="", at=now)
    form = steps.filled("write", case, _as_typed(row))
    if form.is_valid() and isinstance(form, AttachingForm):
        form.keep(by=request.member, at=now)
    return case_page(request, where, case, bound={"write": form})


def _as_typed(row: HeldReply) -> dict[str, str]:
    return {
        "mode": "reply", "text": row.text, "channel": row.channel, "situation": row.situation,
        "kept": " ".join(row.files), "token": uuid.uuid4().hex,
    }  # fmt: skip


@require_POST
def again(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """Try once more to send an answer that could not go."""
    case = gates.case_workable_by(standing_of(request), number)
    try:
        sending.send_again(pk=pk, member=request.member, case=case, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:case", number)
