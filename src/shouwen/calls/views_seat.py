"""One's own seat: its state, the call that is there, and callers who wait for a call back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.calls import floor, gates, orders, queries
from shouwen.calls.choices import Command
from shouwen.calls.models import Call
from shouwen.live import queries as live
from shouwen.people.answers import answered, refused_there
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.seats import actions as seats
from shouwen.seats import queries as sitting
from shouwen.seats.choices import BreakKind, SeatState

BACK = 20
_PLAIN = (Command.ANSWER, Command.HANG_UP, Command.HOLD, Command.RESUME)


@require_safe
def seat(request: MemberRequest) -> HttpResponse:
    """Show the member's seat; opened anywhere else it is the same seat."""
    now = timezone.now()
    gates.require_seat(request.member, timezone.localdate(now))
    part = "calls/_seat.html" if request.headers.get("HX-Request") else "calls/seat.html"
    return render(request, part, _context(request, now))


def _context(request: MemberRequest, now: datetime) -> dict[str, object]:
    member, sight = request.member, sight_of(request.member, now)
    # Before what is shown: what happens in between is then told again.
    heard = live.number_of(f"seat:{member.username}")
    call = floor.call_at(member)
    return {
        "heard": heard,
        "seat": sitting.state_of(member.pk),
        **commands_of(call, member, now),
        "call": floor.rows_of([call], sight=sight, now=now)[0] if call else None,
        "lately": floor.lately_at(member, sight=sight, now=now),
        "back": floor.rows_of(queries.to_return(BACK), sight=sight, now=now),
        "breaks": BreakKind.choices,
        "leads": gates.watches(member, timezone.localdate(now)),
        "now": now,
    }


def commands_of(call: Call | None, member: Member, now: datetime) -> dict[str, object]:
    """Return the buttons of a call at this seat, and what became of the last one."""
    wanted = orders.possible(call, member) if call else []
    transfers = Command.TRANSFER in wanted
    return {
        "commands": [each for each in wanted if each in _PLAIN],
        "colleagues": sitting.ready(but=member.pk) if transfers else [],
        "transfers": transfers,
        "failed": orders.failed_at(member, now=now),
    }


@require_POST
def state(request: MemberRequest) -> HttpResponse:
    """Let the member choose what their seat does, or sign out."""
    now = timezone.now()
    gates.require_seat(request.member, timezone.localdate(now))
    wanted, _colon, kind = request.POST.get("state", "").partition(":")
    to = reverse("calls:seat")

    def change() -> object:
        if wanted == SeatState.OFFLINE:
            return seats.sign_out(member=request.member, now=now)
        return seats.enter(member=request.member, state=wanted, break_kind=kind, now=now)

    return answered(
        request, change, said="", to=to, refused=lambda refusal: refused_there(request, refusal, to)
    )


@require_POST
def heard(request: MemberRequest) -> HttpResponse:
    """Renew the lease of the seat whose page is open; a lapsed one is back as it was."""
    now = timezone.now()
    gates.require_seat(request.member, timezone.localdate(now))
    try:
        seats.hear(member=request.member, now=now)
    except RefusedError as refusal:
        return HttpResponse(_("Not signed in: %(why)s") % {"why": refusal})
    return HttpResponse("")
