"""Meetings: the list, calling one, its page, attendance, minutes, resolutions, filing, print."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent, fresh_key, key_of, sent_by
from shouwen.office import gates, prefill, sorts
from shouwen.office.actions import meetings as actions
from shouwen.office.actions.meetings import Invitation
from shouwen.office.forms import MeetingForm, ResolutionForm, meeting_initial
from shouwen.office.models import Meeting
from shouwen.office.queries import meetings as queries
from shouwen.office.queries.meetings import MeetingPage
from shouwen.office.sorts import Belongs
from shouwen.people.answers import answered, refused_there
from shouwen.people.forms import taken
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts_of import office as kinds
from shouwen.regulations import queries as regulations
from shouwen.ui.offline import kept

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def show_all(request: MemberRequest) -> HttpResponse:
    """List the meetings the member may know of, and what they have to carry out."""
    now = timezone.now()
    today = timezone.localdate(now)
    text = request.GET.get("q", "").strip()
    context = {
        "found": queries.meetings(
            request.member,
            today,
            text=text,
            sort=request.GET.get("sort", ""),
            cursor=request.GET.get("after", ""),
        ),
        "sorting": queries.SORTING,
        "to_do": queries.to_carry_out([request.member.pk], now),
        "q": text,
        "now": now,
        "place": "meetings",
    }
    return render(request, "office/meetings.html", context)


def _belonging(now: datetime, member: Member) -> list[Belongs]:
    """List what a meeting may belong to; what moves points or money is for who records facts."""
    today = timezone.localdate(now)
    book = regulations.in_force_on(today).rulebook
    found = sorts.belongings(book, sorts.MEETING)
    if gates.records_for_others(member, today):
        return list(found)
    moving = sorts.moving_kinds(book)
    return [one for one in found if one.kind.kind not in moving]


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def new(request: MemberRequest) -> HttpResponse:
    """Call a meeting."""
    now = timezone.now()
    found = _belonging(now, request.member)
    if request.method != "POST":
        own = request.member.username
        initial = {"chair": own, "recorder": own, "belongs": request.GET.get("for", "")}
        return _form(request, MeetingForm(found=found, initial=initial))
    form = MeetingForm(request.POST, found=found)
    meeting = taken(form, lambda: actions.call(invitation=_invitation(form), sent=_sent(request)))
    if meeting is None:
        return _form(request, form)
    messages.success(request, _("The meeting is called."))
    return redirect("office:meeting", pk=meeting.pk)


def _sent(request: MemberRequest) -> Sent:
    return sent_by(request.member, request.POST, timezone.now())


def _invitation(form: MeetingForm) -> Invitation:
    found = form.cleaned_data
    return Invitation(
        title=found["title"],
        place=found["place"],
        begins_at=found["begins_at"],
        chair=form.member("chair"),
        recorder=form.member("recorder"),
        confidential=found["confidential"],
        agenda=form.points(),
        called=form.everybody_called(),
        belongs=form.belongs_to(),
    )


def _form(
    request: MemberRequest, form: MeetingForm, meeting: Meeting | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "meeting": meeting,
        "key": key_of(request.POST),
        "place": "meetings",
    }
    status = REFUSED if form.is_bound else HTTPStatus.OK
    return render(request, "office/meeting_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a meeting that was not held yet."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    found = _belonging(now, request.member)
    if request.method != "POST":
        called = meeting.attendees.values_list("member__username", flat=True)
        agenda = meeting.agenda.order_by("order").values_list("text", flat=True)
        initial = meeting_initial(meeting, agenda, called)
        return _form(request, MeetingForm(found=found, initial=initial), meeting)
    form = MeetingForm(request.POST, found=found)
    changed = taken(
        form,
        lambda: actions.change(meeting=meeting, invitation=_invitation(form), sent=_sent(request)),
    )
    if changed is None:
        return _form(request, form, meeting)
    messages.success(request, _("Saved."))
    return redirect("office:meeting", pk=pk)


@require_safe
@kept
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one meeting: agenda, attendance, minutes, resolutions, what is owed about it."""
    meeting = gates.meeting_open_to(request.member, pk, timezone.localdate())
    return _page(request, meeting)


def _page(
    request: MemberRequest, meeting: Meeting, refused: RefusedError | None = None, **more: Any
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    leads = gates.leads_meeting(request.member, meeting, today)
    page = queries.meeting_page(meeting, now)
    open_ = leads and page.state in ("called", "held")
    context = {
        "page": page,
        "meeting": meeting,
        "leads": leads,
        "is_open": open_,
        "below": gates.below(request.member, today),
        "resolution_form": (ResolutionForm() if open_ and page.state == "held" else None),
        "further": _further(page, request.member, now) if leads else (),
        "key": fresh_key(),
        "refused": refused,
        "typed": request.POST if refused else {},
        "now": now,
        "place": "meetings",
        **more,
    }
    status = REFUSED if refused or more else HTTPStatus.OK
    return render(request, "office/meeting.html", context, status=status)


def _further(page: MeetingPage, member: Member, now: datetime) -> list[Any]:
    if gates.records_for_others(member, timezone.localdate(now)):
        return list(page.further)
    moving = sorts.moving_kinds(page.house.in_force.rulebook)
    return [kind for kind in page.further if kind.kind not in moving]


@require_POST
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """Take attendance; the meeting was held then."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    members = meeting.attendees.values_list("member", flat=True)
    came = {one: request.POST.get(f"came-{one}", "") for one in members}
    return answered(
        request,
        lambda: actions.hold(meeting=meeting, came=came, sent=_sent(request)),
        refused=lambda refusal: _page(request, meeting, refusal),
        said=_("Attendance was taken."),
        to=reverse("office:meeting", args=[pk]),
    )


@require_POST
def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep the minutes as a new version."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    text = request.POST.get("text", "")
    try:
        kept_as = actions.write_minutes(meeting=meeting, text=text, by=request.member, at=now)
    except RefusedError as refusal:
        return _page(request, meeting, refusal)
    messages.success(request, _("Saved as version %(version)s.") % {"version": kept_as.version})
    return redirect("office:meeting", pk=pk)


@require_POST
def resolve(request: MemberRequest, pk: int) -> HttpResponse:
    """Note a resolution, or strike one."""
    meeting = gates.require_leading(request.member, pk, timezone.localdate())
    form = ResolutionForm(request.POST)
    try:
        struck = request.POST.get("strike", "")
        if struck.isdecimal():
            actions.strike(meeting=meeting, number=int(struck))
            return redirect("office:meeting", pk=pk)
        if not form.is_valid():
            return _page(request, meeting, resolution_form=form)
        found = form.cleaned_data
        owner = form.people[found["owner"]]
        actions.resolve(meeting=meeting, text=found["text"], owner=owner, due_on=found["due_on"])
    except RefusedError as refusal:
        return _page(request, meeting, refusal)
    return redirect("office:meeting", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def file_minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the minutes over with what the rule asks for, and file them."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    page = queries.meeting_page(meeting, now)
    belongs = page.belongs
    if belongs is not None and belongs.kind.kind == kinds.MINUTES_FILED:
        belongs = None
    form = _fact_form(request, page, belongs)
    if request.method != "POST":
        return _filing(request, page, form)
    try:
        sent = _sent(request)
        if form is not None and not form.is_valid():
            return _filing(request, page, form)
        details = form.details() if form else {}
        outcome = actions.file_minutes(meeting=meeting, belongs=belongs, details=details, sent=sent)
    except RefusedError as refusal:
        return _filing(request, page, form, refusal)
    tell(request, outcome, _("The minutes are filed."))
    return redirect("office:meeting", pk=pk)


def _fact_form(
    request: MemberRequest, page: MeetingPage, belongs: Belongs | None
) -> DeedForm | None:
    if belongs is None or belongs.is_bare:
        return None
    if request.method == "POST":
        return DeedForm(request.POST, kind=belongs.kind, fixed=belongs.fixed)
    known = prefill.of_meeting(page, request.member)
    initial = prefill.prefilled(belongs.kind.details.values(), known)
    return DeedForm(kind=belongs.kind, fixed=belongs.fixed, initial=initial)


def _filing(
    request: MemberRequest,
    page: MeetingPage,
    form: DeedForm | None,
    refused: RefusedError | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "meeting": page.meeting,
        "form": form,
        "refused": refused,
        "key": key_of(request.POST),
        "now": timezone.now(),
        "place": "meetings",
    }
    status = REFUSED if request.method == "POST" else HTTPStatus.OK
    return render(request, "office/filing.html", context, status=status)


def tell(request: MemberRequest, outcome: Outcome, done: str) -> None:
    """Say what recording a paper led to."""
    if outcome.held is not None:
        messages.info(request, _("This needs approval; it was sent to whoever signs next."))
    elif outcome.unmet and not outcome.met:
        text = _("Recorded, but it does not do the duty yet: something is missing or not so.")
        messages.warning(request, text)
    else:
        messages.success(request, done)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def further(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """Record another fact about the meeting for which a rule waits."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    page = queries.meeting_page(meeting, now)
    found = next((k for k in _further(page, request.member, now) if k.kind == kind), None)
    if found is None:
        raise Http404
    fixed = {n: v for n, v in (page.belongs.fixed if page.belongs else {}).items()
             if n in found.details}  # fmt: skip
    if request.method != "POST":
        told = prefill.of_meeting(page, request.member)
        known = {name: told[name] for name in ("moment", "place", "date")}
        initial = prefill.prefilled(found.details.values(), known)
        return _further_page(request, page, DeedForm(kind=found, fixed=fixed, initial=initial))
    form = DeedForm(request.POST, kind=found, fixed=fixed)
    outcome = taken(
        form,
        lambda: actions.note_further(
            meeting=meeting, kind=kind, details=form.details(), sent=_sent(request)
        ),
    )
    if outcome is None:
        return _further_page(request, page, form)
    tell(request, outcome, _("Recorded."))
    return redirect("office:meeting", pk=pk)


def _further_page(request: MemberRequest, page: MeetingPage, form: DeedForm) -> HttpResponse:
    context = {
        "page": page,
        "meeting": page.meeting,
        "form": form,
        "key": key_of(request.POST),
        "place": "meetings",
    }
    status = REFUSED if form.is_bound else HTTPStatus.OK
    return render(request, "office/further.html", context, status=status)


@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Call a meeting off."""
    now = timezone.now()
    meeting = gates.require_leading(request.member, pk, timezone.localdate(now))
    return answered(
        request,
        lambda: actions.cancel(meeting=meeting, at=now),
        refused=lambda refusal: _page(request, meeting, refusal),
        said=_("The meeting is called off."),
        to=reverse("office:meeting", args=[pk]),
    )


@require_POST
def carry_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Report a resolution as carried out."""
    now = timezone.now()
    resolution = gates.require_carrying_out(request.member, pk, timezone.localdate(now))
    back = reverse("office:home")
    if gates.meeting_matter_open_to(
        request.member, resolution.meeting.about, timezone.localdate(now)
    ):
        back = reverse("office:meeting", args=[resolution.meeting_id])
    note = request.POST.get("note", "")
    return answered(
        request,
        lambda: actions.carry_out(resolution=resolution, note=note, sent=_sent(request)),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("Reported as carried out."),
        to=back,
    )


@require_safe
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """Print the minutes: A4, with attendance, resolutions and lines to sign."""
    now = timezone.now()
    meeting = gates.meeting_open_to(request.member, pk, timezone.localdate(now))
    page = queries.meeting_page(meeting, now)
    context = {
        "page": page,
        "meeting": meeting,
        "number": prefill.number_of(meeting),
        "attendance": prefill.attendance_of(page),
        "now": now,
    }
    return render(request, "office/minutes_sheet.html", context)
