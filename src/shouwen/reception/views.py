"""The pages of the front desk: receive and call, the screen in the hall, the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.reception import actions, gates, queries
from shouwen.reception.choices import Stands
from shouwen.reception.forms import ArriveForm, CounterForm, VisitorCaseForm
from shouwen.reception.models import Arrival

REFUSED, CONFLICT = 422, 409
_COUNTER = "reception_counter"


@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """Show the form for who comes, and who waits or is being served."""
    return _desk(request)


def _desk(
    request: MemberRequest, *, form: ArriveForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **_lists(request), "refusal": refusal,
        "form": form or ArriveForm(initial={"key": secrets.token_hex(16)}),
    }  # fmt: skip
    return render(request, "reception/desk.html", context, status=status)


@require_safe
def lists(request: MemberRequest) -> HttpResponse:
    """Answer with the list alone."""
    return render(request, "reception/_here.html", _lists(request))


def _lists(request: MemberRequest) -> dict[str, Any]:
    now = timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    sight = sight_of(request.member, now, permissions=where.permissions)
    rows = queries.here(timezone.localdate(now), sight)
    return {
        "now": now,
        "waiting": [row for row in rows if row.state == Stands.WAITING],
        "called": [row for row in rows if row.state == Stands.CALLED],
        "counter": CounterForm(initial={"counter": request.session.get(_COUNTER, "")}),
        "case_form": VisitorCaseForm(),
    }


@require_POST
def arrive(request: MemberRequest) -> HttpResponse:
    """Write down who came."""
    gates.require_work(request.member, timezone.localdate())
    form = ArriveForm(request.POST)
    if not form.is_valid():
        return _desk(request, form=form, status=REFUSED)
    actions.receive(**form.cleaned_data, by=request.member, now=timezone.now())
    return redirect("reception:desk")


def _done(request: MemberRequest, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except RefusedError as refusal:
        return _desk(request, refusal=str(refusal), status=CONFLICT)
    return redirect("reception:desk")


def _one(request: MemberRequest, pk: int) -> Arrival:
    return gates.arrival_open_to(request.member, pk, timezone.localdate())


def _counter(request: MemberRequest) -> str:
    """Return the counter that was typed, and remember it for the member's next call."""
    form = CounterForm(request.POST)
    typed = str(form.cleaned_data["counter"]) if form.is_valid() else ""
    if typed:
        request.session[_COUNTER] = typed
    return typed or str(request.session.get(_COUNTER, ""))


@require_POST
def call_next(request: MemberRequest) -> HttpResponse:
    """Call whoever has waited longest."""
    gates.require_work(request.member, timezone.localdate())
    counter, now = _counter(request), timezone.now()
    return _done(request, lambda: actions.call_next(counter=counter, by=request.member, now=now))


@require_POST
def call(request: MemberRequest, pk: int) -> HttpResponse:
    """Call this visitor."""
    one, counter, now = _one(request, pk), _counter(request), timezone.now()
    return _done(
        request, lambda: actions.call(arrival=one, counter=counter, by=request.member, now=now)
    )


@require_POST
def finish(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down that this visitor was served."""
    one, now = _one(request, pk), timezone.now()
    return _done(request, lambda: actions.finish(arrival=one, by=request.member, now=now))


@require_POST
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down that this visitor left."""
    one, now = _one(request, pk), timezone.now()
    return _done(request, lambda: actions.leave(arrival=one, by=request.member, now=now))


@require_POST
def case(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a matter of what this visitor came with."""
    one, form = _one(request, pk), VisitorCaseForm(request.POST)
    if not form.is_valid():
        return _desk(request, status=REFUSED)
    try:
        opened = actions.open_case(
            arrival=one, case_type=form.cleaned_data["case_type"], by=request.member,
            now=timezone.now(),
        )  # fmt: skip
    except RefusedError as refusal:
        return _desk(request, refusal=str(refusal), status=CONFLICT)
    return redirect("cases:case", opened.number)


@require_safe
def screen(request: MemberRequest) -> HttpResponse:
    """Show the numbers in the hall; of it alone the part that changes is asked for again."""
    gates.require_work(request.member, timezone.localdate())
    context = {"screen": queries.screen(timezone.localdate())}
    part = request.headers.get("HX-Request")
    return render(request, "reception/_numbers.html" if part else "reception/screen.html", context)


@require_safe
def log(request: MemberRequest) -> HttpResponse:
    """List who came, the latest first."""
    now = timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    after = request.GET.get("after", "")
    sight = sight_of(request.member, now, permissions=where.permissions)
    number = int(after[:18]) if after.isascii() and after.isdecimal() else None
    rows, more = queries.log(sight, number)
    return render(request, "reception/log.html", {"rows": rows, "after": more, "now": now})
