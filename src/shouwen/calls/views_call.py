"""One call: who calls, what is known of them, what to say, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.calls import (
    actions,
    floor,
    gates,
    guided,
    matters,
    menus,
    orders,
    recordings,
    waveform,
)
from shouwen.calls.choices import UNSPOKEN, Command
from shouwen.calls.models import Call, Note
from shouwen.calls.views_seat import commands_of
from shouwen.cases import gates as case_gates
from shouwen.cases.choices import CaseType
from shouwen.customers import parts
from shouwen.knowledge import queries as knowledge
from shouwen.live import queries as live
from shouwen.people import queries as people
from shouwen.people.answers import answered, refused_there
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations

NOTES = 50


@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a call to who takes it: the caller masked as everywhere, and what to say."""
    now = timezone.now()
    call = gates.call_open_to(request.member, pk, timezone.localdate(now))
    if request.headers.get("HX-Request"):
        return render(request, "calls/_call.html", _head(request, call, now))
    return render(request, "calls/call.html", _context(request, call, now))


def _head(request: MemberRequest, call: Call, now: datetime) -> dict[str, Any]:
    member = request.member
    heard = live.number_of(f"seat:{member.username}")
    today = timezone.localdate(now)
    book = regulations.in_force_on(timezone.localdate(call.arrived)).rulebook
    posts = people.posts_of(member.username, today)
    sight = sight_of(member, now)
    return {
        "call": call,
        "heard": heard,
        "dial": floor.to_dial(call, sight),
        "row": floor.rows_of([call], sight=sight, now=now)[0],
        "pressed": menus.pressed(call),
        "guides": guided.guides_of(call, book, posts),
        **commands_of(call, member, now),
        "listens": gates.supervised_by(member, call, today) and orders.may_listen(call, member),
        "dials": Command.ORIGINATE in orders.possible(call, member),
        "may_return": call.ending in UNSPOKEN and call.returned_at is None,
        "now": now,
    }


def _context(request: MemberRequest, call: Call, now: datetime) -> dict[str, Any]:
    member, today = request.member, timezone.localdate(now)
    sight = sight_of(member, now)
    book = regulations.in_force_on(today).rulebook
    posts = people.posts_of(member.username, today)
    rules = [rule for rule in knowledge.conduct_on(book, today) if not rule.sequence]
    return {
        **_head(request, call, now),
        "earlier": floor.earlier(call, sight=sight, now=now),
        "parts": parts.addresses(call.customer_id) if call.customer_id else [],
        "notes": Note.objects.filter(call=call).select_related("author").order_by("pk")[:NOTES],
        **_sound(call, member, now),
        "spoken": guided.spoken_of(call),
        "speaks": call.ended is None and call.answered is not None,
        "scripts": knowledge.situations(rules, posts=posts),
        "types": CaseType.choices,
        "subject": _("Call %(number)s") % {"number": call},
    }


def _sound(call: Call, member: Member, now: datetime) -> dict[str, Any]:
    found = recordings.of(call)
    return {
        "sound": found,
        "waveform": waveform.path(found.levels) if found else "",
        "plays": found is not None and recordings.listens(found, member, now),
        "holds_back": gates.may_hold_back(member, timezone.localdate(now)),
    }


@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a note of the call."""
    text = request.POST.get("text", "")
    return _done(
        request, pk,
        lambda call, now: matters.note(call=call, text=text, member=request.member, now=now),
    )  # fmt: skip


@require_POST
def case(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a matter out of the call, or say to which one it belongs."""
    said = request.POST
    today = timezone.localdate()

    def tie(call: Call, now: datetime) -> object:
        number = said.get("number", "").strip()
        if not number:
            return matters.open_case(
                call=call, case_type=said.get("case_type", ""), title=said.get("title", ""),
                name=said.get("name", ""), member=request.member, now=now,
            )  # fmt: skip
        found = case_gates.case_open_to(case_gates.standing(request.member, today), number)
        return matters.tie(call=call, case=found, member=request.member, now=now)

    if said.get("case_type", CaseType.SERVICE) not in CaseType.values:
        raise Http404
    return _done(request, pk, tie)


@require_POST
def returned(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that the caller was called back, and whether they were reached."""
    result = request.POST.get("result", "")
    return _done(
        request, pk,
        lambda call, now: actions.call_back(
            call=call, result=result, member=request.member, now=now
        ),
    )  # fmt: skip


@require_POST
def situation(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that a step of a situation was said, or that the situation is over."""
    said, member = request.POST, request.member
    rule, step = said.get("rule", ""), said.get("step", "")

    def go_on(call: Call, now: datetime) -> object:
        if step.isdecimal():
            return guided.say_step(call=call, rule=rule, step=int(step), member=member, now=now)
        answered_now = said.get("answered") == "yes"
        return guided.end(call=call, rule=rule, answered=answered_now, member=member, now=now)

    return _done(request, pk, go_on)


def _done(request: MemberRequest, pk: int, do: Callable[[Call, datetime], object]) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_seat(request.member, today)
    call = gates.call_open_to(request.member, pk, today)
    to = reverse("calls:call", args=[pk])
    return answered(
        request, lambda: do(call, now), said="", to=to,
        refused=lambda refusal: refused_there(request, refusal, to),
    )  # fmt: skip
