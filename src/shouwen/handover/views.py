"""Pages of handovers: the list, beginning one, one handover for both sides, and its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.sent import Sent, fresh_key, key_of, sent_by
from shouwen.handover import actions, closing, gates, items, pages, queries
from shouwen.handover.forms import (
    BLANK_LINES,
    BeginForm,
    DetailsForm,
    answers_from,
    initial_of,
    lines_from,
)
from shouwen.handover.items import Line
from shouwen.handover.models import Handover, State
from shouwen.people import queries as people
from shouwen.people.answers import answered
from shouwen.people.forms import taken
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations
from shouwen.roster import queries as rosters

CONFLICT, UNFIT = 409, 422


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List what I hand over or have to take over, and past handovers, the latest first."""
    today = timezone.localdate()
    text = request.GET.get("q", "").strip()
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    everything = gates.sees_all(request.member, today)
    reader = None if everything else request.member
    page = queries.ended(
        reader=reader, text=text, state=state, after=after, sort=request.GET.get("sort", "")
    )
    context = {
        "open": [] if text or after or state else queries.open_of(request.member),
        "page": page,
        "sorting": queries.SORTING,
        "text": text,
        "state": state,
        "now": timezone.now(),
    }
    return render(request, "handover/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest) -> HttpResponse:
    """Choose to whom one hands over; the answer is the list of what one holds."""
    now, today = timezone.now(), timezone.localdate()
    found = closing.closings(regulations.in_force_on(today), today)
    members = [m for m in people.active_members() if m != request.member]
    relief = rosters.relief_of(request.member, now)
    form = BeginForm(
        request.POST or None, members=members, closings=found,
        initial={"incoming": relief.username if relief else ""},
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        status = UNFIT if request.method == "POST" else 200
        return render(request, "handover/begin.html", {"form": form}, status=status)
    said = form.cleaned_data
    incoming = next(m for m in members if m.username == said["incoming"])
    made = taken(
        form,
        lambda: actions.begin(
            outgoing=request.member, incoming=incoming, kind=said["kind"], at=now
        ),
    )
    if made is None:
        return render(request, "handover/begin.html", {"form": form}, status=CONFLICT)
    return redirect("handover:handover", pk=made.pk)


@require_safe
def handover(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one handover: to prepare, to check and sign, or as it was signed."""
    found = gates.handover_open_to(request.member, pk, timezone.localdate())
    return _page(request, found)


def _page(
    request: MemberRequest,
    found: Handover,
    *,
    form: DetailsForm | None = None,
    lines: Sequence[Line] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    page = pages.page_of(found, request.member, now=now, lines=lines)
    context: dict[str, Any] = {
        "page": page,
        "handover": found,
        "form": form or _form(found, page),
        "blank": range(1001, 1001 + BLANK_LINES),
        "key": fresh_key(),
        "refusal": refusal,
        "now": now,
    }
    return render(request, f"handover/{_template(page)}.html", context, status=status)


def _template(page: pages.HandoverPage) -> str:
    if page.handover.state == State.DRAFT and page.is_giver:
        return "prepare"
    if page.handover.state == State.GIVEN and page.is_taker:
        return "take"
    return "handover"


def _form(found: Handover, page: pages.HandoverPage) -> DetailsForm | None:
    if found.state == State.DRAFT and page.is_giver:
        terms = page.closing.asked_of_giver()
        return DetailsForm(terms=terms, initial=initial_of(found.details))
    if found.state == State.GIVEN and page.is_taker:
        terms = page.closing.asked_of_taker(found.details)
        return DetailsForm(terms=terms, initial=initial_of(found.confirmed))
    return None


@require_POST
def prepare(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what the outgoing wrote, and sign it where that is what was asked."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    if request.member.pk != found.outgoing_id:
        raise Http404
    terms = actions.closing_of(found, now).asked_of_giver()
    form = DetailsForm(request.POST, terms=terms)
    lines = lines_from(request.POST, items.lines_of(found))
    if not form.is_valid():
        return _page(request, found, form=form, lines=lines, status=UNFIT)
    try:
        if found.state == State.DRAFT or request.POST.get("do") != "sign":
            found = actions.prepare(handover=found, lines=lines, details=form.details())
        if request.POST.get("do") == "sign":
            actions.give(handover=found, sent=_sent(request))
            messages.success(request, _("Signed. It waits for the incoming."))
        else:
            messages.success(request, _("Kept. Sign it once everything is written."))
    except RefusedError as refusal:
        fresh = gates.handover_open_to(request.member, pk, timezone.localdate(now))
        return _page(request, fresh, refusal=str(refusal), status=CONFLICT)
    return redirect("handover:handover", pk=pk)


@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what the incoming says to each item; sign it, or send it back."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    if request.member.pk != found.incoming_id:
        raise Http404
    terms = actions.closing_of(found, now).asked_of_taker(found.details)
    form = DetailsForm(request.POST, terms=terms)
    if not form.is_valid():
        return _page(request, found, form=form, status=UNFIT)
    try:
        _taken(request, found, form)
    except RefusedError as refusal:
        fresh = gates.handover_open_to(request.member, pk, timezone.localdate(now))
        return _page(request, fresh, refusal=str(refusal), status=CONFLICT)
    return redirect("handover:handover", pk=pk)


def _taken(request: MemberRequest, found: Handover, form: DetailsForm) -> None:
    """Do what the incoming chose; what they said to each item is kept in any case."""
    digest = request.POST.get("digest", "")
    if found.state == State.GIVEN:
        lines = items.lines_of(found)
        found = actions.answer(
            handover=found,
            by=request.member,
            answers=answers_from(request.POST, lines),
            digest=digest,
            details=form.details(),
        )
    if request.POST.get("do") == "object":
        reason = request.POST.get("reason", "")
        actions.send_back(handover=found, sent=_sent(request), reason=reason, digest=digest)
        messages.success(request, _("Sent back; what is unclear is on record."))
        return
    if request.POST.get("do") != "sign":
        messages.success(request, _("Kept. Sign it once every item is checked."))
        return
    done = actions.take(handover=found, sent=_sent(request), digest=digest)
    if done.state == State.TAKEN:
        messages.success(request, _("Signed by both. What went over is on your desk now."))
    else:
        messages.info(request, _("A clause lets it wait for a signature; sign again after that."))


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Give up one's own handover before the incoming has signed."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    reason = request.POST.get("reason", "")
    return answered(
        request,
        lambda: actions.withdraw(handover=found, sent=_sent(request), reason=reason),
        refused=lambda refusal: _page(request, found, refusal=str(refusal), status=CONFLICT),
        said=_("The handover is withdrawn."),
        to=reverse("handover:index"),
    )


def _sent(request: MemberRequest) -> Sent:
    return sent_by(request.member, request.POST, timezone.now(), token=key_of(request.POST))


@require_POST
def unclear(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that something taken over turned out to be unclear."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    try:
        outcome = actions.report_unclear(
            handover=found, sent=_sent(request), reason=request.POST.get("reason", "")
        )
    except RefusedError as refusal:
        return _page(request, found, refusal=str(refusal), status=CONFLICT)
    if outcome.fact is None:
        return redirect("handover:handover", pk=pk)
    messages.success(request, _("On record. Here is what the rules make of it."))
    return redirect("enforcement:fact", number=outcome.fact.number)


@require_safe
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a handover as a sheet of A4 to print, with both signatures."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    page = pages.page_of(found, request.member, now=now)
    return render(request, "handover/sheet.html", {"page": page, "handover": found, "now": now})
