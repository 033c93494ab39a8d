"""What a lead watches, and what hangs on the wall."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.access.sight import sight_of
from shouwen.calls import floor, gates, orders
from shouwen.live import queries as live
from shouwen.live.streams import Listener
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations
from shouwen.seats.choices import FLOOR


@require_safe
def watch(request: MemberRequest) -> HttpResponse:
    """Show the seats of whom one leads, and every call that goes on or waits."""
    now = timezone.now()
    today = timezone.localdate(now)
    members = gates.floor_open_to(request.member, today)
    heard = live.number_of(FLOOR)
    sight = sight_of(request.member, now)
    found = floor.floor_of(members, watcher=request.member, sight=sight, now=now)
    part = "calls/_floor.html" if request.headers.get("HX-Request") else "calls/floor.html"
    context = {
        "floor": found, "heard": heard, "stream": FLOOR, "teams": people.teams(), "now": now,
        "failed": orders.failed_at(request.member, now=now),
        "plays": next((each.key for each in gates.playable(request.member, today)), ""),
    }  # fmt: skip
    return render(request, part, context)


@require_safe
def board(request: MemberRequest, key: str) -> HttpResponse:
    """Show a team's day in large figures, for the wall."""
    now = timezone.now()
    today = timezone.localdate(now)
    team = gates.board_open_to(request.member, key, today)
    heard = live.number_of(FLOOR)
    book = regulations.in_force_on(today).rulebook
    part = "calls/_board.html" if request.headers.get("HX-Request") else "calls/board.html"
    context = {
        "board": floor.board_of(team, book, now=now), "team": team, "heard": heard,
        "stream": FLOOR, "now": now,
    }  # fmt: skip
    return render(request, part, context)


def hears_floor(listener: Listener, key: str) -> str | None:
    """Let whoever works with customers hear that something changed; not what."""
    member, today = listener.member, timezone.localdate()
    return "floor" if key == "all" and member and people.may(member, gates.WORK, today) else None
