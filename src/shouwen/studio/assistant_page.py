"""The page of the assistant: what would leave the machine, before anything does, and what did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.studio import gates
from shouwen.studio.asking import ask_assistant, begin
from shouwen.studio.assistant import assistant, to_send
from shouwen.studio.choices import AWAITED, Asked
from shouwen.studio.models import Asking, FoundText

# Why nothing usable came, and why an answer was not taken.
FAULTS: dict[str, str | Promise] = {
    "nonsense": _("the answer was not the JSON that was asked for"),
    "time": _("no answer in time"),
    "answer": _("it refused or failed"),
    "address": _("the address may not be called"),
    "name": _("its name is not known"),
    "connect": _("it cannot be reached"),
    "secure": _("its certificate does not hold"),
    "redirect": _("it sends elsewhere"),
    "broken": _("the connection broke off"),
    "off": _("no assistant is set up"),
    "lost": _("whatever sent it stopped; the sentences are open still and can be sent again"),
}
NOT_TAKEN: dict[str, str | Promise] = {
    "shape": _("not in the form that was asked for"),
    "sentence": _("names no sentence that was sent"),
    "kind": _("no kind of rule"),
    "quote": _("quotes words that do not stand in the sentence"),
    "figure": _("a figure that does not stand in the sentence"),
    "params": _("figures that no such rule has"),
    "unreadable": _("cannot be written as a rule"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what would be sent where, and send it when it is asked for."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("sentence") if one.isdecimal()]
        try:
            asking = begin(text=found, sentences=chosen, by=request.member, at=now)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            ask_assistant.enqueue(asking.pk, now.isoformat())
        return redirect("studio:assistant", pk)
    endpoint = assistant()
    context = {
        "text": found,
        "assistant": endpoint,
        "to_send": to_send(found) if endpoint else None,
        **_askings(found, now),
    }
    return render(request, "studio/assistant.html", context)


@require_safe
def askings(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was sent and what came of it; asked again and again while an answer is awaited."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    return render(request, "studio/_askings.html", {"text": found, **_askings(found, now)})


def _askings(found: FoundText, now: datetime) -> dict[str, Any]:
    rows = list(found.askings.select_related("by")[:20])
    shown = [
        {
            "row": row,
            "state": row.stands(now),
            "fault": _fault(row, now),
            "refused": [
                {"number": one["number"], "why": NOT_TAKEN.get(one["why"], one["why"])}
                for one in row.refused
            ],
        }
        for row in rows
    ]
    awaited = any(row.stands(now) in AWAITED for row in rows)
    return {"askings": shown, "awaited": awaited}


def _fault(row: Asking, now: datetime) -> str | Promise:
    is_lost = row.state != Asked.FAILED and row.stands(now) == Asked.FAILED
    return FAULTS.get("lost" if is_lost else row.fault, row.fault)
