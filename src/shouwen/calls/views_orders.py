"""Buttons that have the exchange do something, and the simulated exchange of a team."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.calls import forms, gates, orders, plays
from shouwen.calls.choices import Command
from shouwen.people import queries as people
from shouwen.people.answers import answered, refused_there
from shouwen.people.models import Team
from shouwen.people.requests import MemberRequest

# Where a button stands, and so where one is led back to.
_PLACES = {"seat": "calls:seat", "floor": "calls:floor"}


@require_POST
def command(request: MemberRequest, pk: int) -> HttpResponse:
    """Have a call's exchange do something, and lead back to where the button stands."""
    now, said = timezone.now(), request.POST
    wanted = said.get("command", "")
    if wanted not in Command.values:
        raise Http404
    call = gates.command_open_to(request.member, pk, wanted, timezone.localdate(now))
    to = people.member_by_key(said["to"]) if wanted == Command.TRANSFER and "to" in said else None
    place = _PLACES.get(said.get("place", ""))
    back = reverse(place) if place else reverse("calls:call", args=[pk])
    return answered(
        request,
        lambda: orders.give(call=call, command=wanted, member=request.member, now=now, to=to),
        said="", to=back, refused=lambda refusal: refused_there(request, refusal, back),
    )  # fmt: skip


@require_safe
def play(request: MemberRequest, key: str) -> HttpResponse:
    """Show whether simulated callers ring a team up, with a button to begin or end it."""
    now = timezone.now()
    team = gates.play_open_to(request.member, key, timezone.localdate(now))
    return _play_page(request, team, forms.PlayForm(), now)


def _play_page(
    request: MemberRequest, team: Team, form: forms.PlayForm, now: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "team": team, "play": plays.running(team), "form": form, "now": now,
        "teams": gates.playable(request.member, timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "calls/play.html", context, status=status)


@require_POST
def begin_play(request: MemberRequest, key: str) -> HttpResponse:
    """Let simulated callers ring a team up."""
    now = timezone.now()
    team = gates.play_open_to(request.member, key, timezone.localdate(now))
    form = forms.PlayForm(request.POST)
    to = reverse("calls:play", args=[key])
    if not form.is_valid():
        return _play_page(request, team, form, now, status=422)
    return answered(
        request,
        lambda: plays.begin(team=team, member=request.member, now=now, **form.cleaned_data),
        said=_("Simulated callers ring up now."), to=to,
        refused=lambda refusal: refused_there(request, refusal, to),
    )  # fmt: skip


@require_POST
def end_play(request: MemberRequest, key: str) -> HttpResponse:
    """Let nobody call any more."""
    now = timezone.now()
    team = gates.play_open_to(request.member, key, timezone.localdate(now))
    to = reverse("calls:play", args=[key])
    return answered(
        request, lambda: plays.stop(team=team, now=now),
        said=_("Nobody else calls; who is on the line is served."), to=to,
        refused=lambda refusal: refused_there(request, refusal, to),
    )  # fmt: skip
