"""Clocking in and out: on the page, by the code at a seat, from another clock; and the feed."""

from __future__ import annotations

from datetime import datetime

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import fresh_key
from shouwen.enforcement.words import of_language
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.rulings import Classed
from shouwen.roster import attendance as tables
from shouwen.roster import days, feed, gates, queries, seats
from shouwen.roster.actions import punches
from shouwen.roster.choices import Source, Way
from shouwen.roster.forms import ImportForm
from shouwen.roster.views.sending import sent

CONFLICT, UNFIT = 409, 422
_PARTS = 3


@require_POST
def punch(request: MemberRequest) -> HttpResponse:
    """Clock me in or out; what it counts as is said at once."""
    way = Way.OUT if request.POST.get("do") == Way.OUT else Way.IN
    token = request.POST.get("seat", "")
    place = seats.read(token) if token else None
    relieved = {"yes": True, "no": False}.get(request.POST.get("relieved", ""))
    try:
        _made, outcome = punches.punch(
            way=way, sent=sent(request), relieved=relieved, place=place[1] if place else "",
            source=Source.SEAT if place else Source.PAGE, serving="serving" in request.POST,
        )  # fmt: skip
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("roster:index")
    messages.success(request, said_of(way, outcome))
    return redirect("roster:index")


def said_of(way: str, outcome: Outcome | None) -> str:
    """Say what came of a punch, with the class and clause where a rule has one."""
    done = _("Clocked in.") if way == Way.IN else _("Clocked out.")
    classes = [r for r in outcome.rulings if isinstance(r, Classed)] if outcome else []
    for one in classes:
        named = of_language((one.label, one.label_en or one.label))
        done += " " + _("%(clause)s: counts as “%(class)s”, %(minutes)s minutes.") % {
            "clause": str(one.cites), "class": named, "minutes": one.minutes,
        }  # fmt: skip
    return done


@require_safe
def seat(request: MemberRequest, token: str) -> HttpResponse:
    """Show what a scan at a seat leads to: clocking in or out there."""
    found = seats.read(token)
    if found is None:
        raise Http404
    now = timezone.now()
    context = {
        "seat": found[1], "token": token, "key": fresh_key(), "now": now,
        "shift": punches.shift_at(request.member, now),
    }  # fmt: skip
    return render(request, "roster/seat.html", context)


@require_safe
def code(request: MemberRequest, key: str) -> HttpResponse:
    """Show a sheet with the code of a seat, to print and put up there."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    name = request.GET.get("seat", "").strip()[:40] or team.name
    address = request.build_absolute_uri(
        reverse("roster:seat", args=[seats.token_of(team.key, name)])
    )
    drawing = segno.make(address, error="m").svg_data_uri(scale=6, border=2)
    context = {"team": team, "seat": name, "drawing": drawing}
    return render(request, "roster/code.html", context)


@require_safe
def attendance(request: MemberRequest, key: str) -> HttpResponse:
    """Show who came and went on a day of a team, and what it counted as."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    day = days.read_day(request.GET.get("day", ""), today)
    context = {
        "access": gates.Access(team=team, plans=True), "day": day, "before": day - days.ONE,
        "after": day + days.ONE, "rows": tables.of_day(team, day), "form": ImportForm(),
        "now": timezone.now(), "key": fresh_key(),
    }  # fmt: skip
    return render(request, "roster/attendance.html", context)


@require_POST
def import_rows(request: MemberRequest, key: str) -> HttpResponse:
    """Bring punches of another clock in; each line that is not understood is named."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    form = ImportForm(request.POST)
    to = reverse("roster:attendance", args=[key])
    if not form.is_valid():
        messages.error(request, _("Paste at least one line."))
        return redirect(to)
    known = {m.username: m for m in queries.members_of(team, today - feed.BEFORE, today)}
    rows, faults = read_rows(form.cleaned_data["rows"], known)
    done, refused = punches.import_punches(rows=rows, sent=sent(request))
    for fault in (*faults, *refused)[:20]:
        messages.warning(request, fault)
    messages.success(request, _("Punches brought in: %(n)s.") % {"n": done})
    return redirect(to)


def read_rows(
    text: str, known: dict[str, Member]
) -> tuple[list[tuple[Member, datetime, str]], list[str]]:
    """Read lines of member, moment, in or out; return them and what was not understood."""
    rows, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in line.replace("\t", ",").split(",")]
        if not any(parts):
            continue
        found = _row(parts, known)
        if found is None:
            faults.append(
                _("Line %(n)s is not member, moment, in or out: %(line)s")
                % {"n": number, "line": line[:80]}
            )
        else:
            rows.append(found)
    return rows, faults


def _row(parts: list[str], known: dict[str, Member]) -> tuple[Member, datetime, str] | None:
    if len(parts) != _PARTS or parts[0] not in known or parts[2] not in Way.values:
        return None
    try:
        at = datetime.fromisoformat(parts[1])
    except ValueError:
        return None
    return known[parts[0]], at if at.tzinfo else timezone.make_aware(at), parts[2]


# ── the feed ─────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: MemberRequest) -> HttpResponse:
    """Show the secret address of my shifts; make a new one, or take it back."""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            feed.take_back(member=request.member)
            messages.success(request, _("The address leads nowhere from now on."))
        else:
            feed.give(member=request.member, at=timezone.now())
        return redirect("roster:subscription")
    token = feed.address_of(request.member)
    path = reverse("roster:feed", args=[token]) if token else ""
    address = request.build_absolute_uri(path) if path else ""
    return render(request, "roster/subscription.html", {"address": address})


@require_safe
@login_not_required
def calendar(request: MemberRequest, token: str) -> HttpResponse:  # noqa: ARG001 - by its address
    """Answer a calendar program with somebody's shifts; the address itself is the key."""
    member = feed.read(token)
    if member is None:
        raise Http404
    answer = HttpResponse(
        feed.calendar_of(member, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, max-age=300"
    return answer
