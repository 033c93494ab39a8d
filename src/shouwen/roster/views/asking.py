"""Swaps, leave, open shifts and corrections: asking with the answer of the rules beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.forms import as_detail, field_for
from shouwen.enforcement.sent import fresh_key
from shouwen.people.answers import answered, refused_there
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import DetailType, Term
from shouwen.regulations import queries as regulations
from shouwen.roster import balances, beside, days, gates, kinds, queries
from shouwen.roster.actions import leaves, plans, punches, swaps
from shouwen.roster.choices import SEEN, AskState, ShiftState, Way
from shouwen.roster.forms import CorrectionForm, LeaveForm, SwapForm
from shouwen.roster.models import Leave, Shift, Swap
from shouwen.roster.verdicts import Verdict
from shouwen.roster.views.sending import say_asked, sent

CONFLICT, UNFIT = 409, 422
# What the roster itself knows of leave; the rest the rules ask for is asked on the form.
_KNOWN = frozenset({
    "person", "leave_type", "days", "begins", "ends", "period", "year", "in_person",
    "swapped_shift", "public_holiday", "reason",
})  # fmt: skip


# ── swaps ────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer one of my shifts to a colleague; what the rules say is shown before it is sent."""
    shift = gates.own_shift(request.member, pk)
    now = timezone.now()
    partners = _colleagues(request.member, shift.team, shift.day)
    paybacks = _paybacks(partners, shift.team, now)
    chosen = request.POST or (request.GET if "partner" in request.GET else None)
    form = SwapForm(chosen, partners=partners, paybacks=paybacks)
    found = _swap(request, shift, form, partners, paybacks, now)
    unfit = _unfit(found, now)
    status, refusal = 200, unfit
    if request.method == "POST":
        status = UNFIT
        if found is not None and request.POST.get("do") == "try":
            status = 200
        elif found is not None:
            try:
                _propose(request, found)
            except RefusedError as why:
                status, refusal = CONFLICT, str(why)
            else:
                messages.success(request, _("Asked. It waits for the partner's word."))
                return redirect("roster:requests")
    context = {
        "shift": shift, "form": form, "refusal": refusal, "key": fresh_key(),
        "verdict": swaps.verdict_on(found, at=now) if found and not unfit else None,
    }  # fmt: skip
    return render(request, "roster/swap.html", context, status=status)


def _unfit(found: Swap | None, now: datetime) -> str:
    """Say what makes a swap impossible whatever the rules say, such as a shift at that time."""
    try:
        if found is not None:
            swaps.refuse_unfit(found, now)
    except RefusedError as why:
        return str(why)
    return ""


def _colleagues(member: Member, team: Team, day: date) -> list[Member]:
    return [m for m in queries.members_of(team, day, day) if m.pk != member.pk]


def _paybacks(partners: Sequence[Member], team: Team, now: datetime) -> list[Shift]:
    """List the coming shifts that could be worked in return."""
    found = Shift.objects.filter(
        team=team, member__in=[m.pk for m in partners], state__in=SEEN, begins__gt=now
    )
    return list(found.select_related("member", "plan").order_by("begins", "pk")[:400])


def _swap(
    request: MemberRequest,
    shift: Shift,
    form: SwapForm,
    partners: Sequence[Member],
    paybacks: Sequence[Shift],
    now: datetime,
) -> Swap | None:
    if not form.is_bound or not form.is_valid():
        return None
    said = form.cleaned_data
    partner = next(m for m in partners if m.username == said["partner"])
    payback = next((s for s in paybacks if str(s.pk) == said["payback"]), None)
    return Swap(
        person=request.member, partner=partner, shift=shift, payback=payback,
        reason=said["reason"], asked_at=now, state=AskState.PROPOSED,
    )  # fmt: skip


def _propose(request: MemberRequest, found: Swap) -> Swap:
    return swaps.propose(
        person=found.person, partner=found.partner, shift=found.shift, payback=found.payback,
        reason=found.reason, sent=sent(request),
    )  # fmt: skip


@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes or no to a swap as the partner."""
    found = gates.swap_open_to(request.member, pk)
    if request.member.pk != found.partner_id:
        raise Http404
    agrees = request.POST.get("do") == "agree"
    to = reverse("roster:requests")
    try:
        outcome = swaps.answer(swap=found, agrees=agrees, sent=sent(request))
    except RefusedError as refusal:
        return refused_there(request, refusal, to)
    if outcome is None:
        messages.success(request, _("Declined."))
    elif outcome.held is not None:
        messages.info(request, _("Agreed. It waits for the signature that a clause asks for."))
    else:
        messages.success(request, _("Agreed. The shifts have changed hands."))
    return redirect(to)


@require_POST
def withdraw_swap(request: MemberRequest, pk: int) -> HttpResponse:
    """Take my own swap back before it is in effect."""
    found = gates.swap_open_to(request.member, pk)
    to = reverse("roster:requests")
    return answered(
        request,
        lambda: swaps.withdraw(swap=found, sent=sent(request)),
        refused=lambda refusal: refused_there(request, refusal, to),
        said=_("Withdrawn."),
        to=to,
    )


@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Pick up an open shift of my team."""
    now = timezone.now()
    own = queries.team_ids(request.member, timezone.localdate(now))
    shift = get_object_or_404(Shift, pk=pk, team__in=own, state=ShiftState.PUBLISHED)
    to = reverse("roster:requests")
    return answered(
        request,
        lambda: swaps.take(shift=shift, sent=sent(request)),
        refused=lambda refusal: refused_there(request, refusal, to),
        said=_("The shift is yours."),
        to=to,
    )


# ── everything asked for ─────────────────────────────────────────────────────────────────────


@require_safe
def requests(request: MemberRequest) -> HttpResponse:
    """Show my swaps, leave and corrections, what waits for my word, and open shifts.

    What the rules say to an open shift comes once it is in view, one by one: ``open`` is its key.
    """
    now, today = timezone.now(), timezone.localdate()
    own = queries.team_ids(request.member, today)
    if "open" in request.GET:
        return _offered(request, request.GET["open"], now)
    found = queries.swaps_of(request.member)
    mine = request.member.pk
    context = {
        "to_answer": [s for s in found if s.partner_id == mine and s.state == AskState.PROPOSED],
        "swaps": found, "leave": queries.leave_of(request.member),
        "corrections": queries.corrections_of(request.member),
        "overtime": queries.overtime_of(request.member),
        "open": queries.open_shifts(own, now), "key": fresh_key(), "now": now, "me": mine,
        "kinds": dict(kinds.leave_kinds(today)),
    }  # fmt: skip
    return render(request, "roster/requests.html", context)


def _offered(request: MemberRequest, pk: str, now: datetime) -> HttpResponse:
    """Show what hinders me from taking an open shift, or what the rules say to it."""
    found = int(pk) if pk.isdecimal() else 0
    shift = gates.open_shift(request.member, found, timezone.localdate(now))
    context: dict[str, Any] = {}
    try:
        plans.refuse_clash(shift, request.member)
    except RefusedError as refusal:
        context["clash"] = str(refusal)
    else:
        context["verdict"] = swaps.verdict_on_taking(shift, request.member, at=now)
    return render(request, "roster/_offered.html", context)


# ── leave ────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """Ask for leave; what the rules say and what becomes of the coverage is shown first."""
    now, today = timezone.now(), timezone.localdate()
    people = _proxied(request, today)
    form = LeaveForm(
        request.POST or None,
        kinds=kinds.leave_kinds(today),
        people=people,
        initial=_tomorrow(today),
    )
    terms = _asked_besides(today)
    for term in terms:
        form.fields[f"detail-{term.name}"] = field_for(term)
    found, more, status, refusal = None, {}, 200, ""
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            found, more = _leave(request, form, people, now), _more(form, terms)
            if request.POST.get("do") == "try":
                status = 200
            else:
                try:
                    made = leaves.ask(leave=found, sent=sent(request), more=more)
                except RefusedError as why:
                    status, refusal, found.pk = CONFLICT, str(why), None
                else:
                    say_asked(request, made.state, _("The leave is in effect."))
                    return redirect("roster:requests")
    context: dict[str, Any] = {
        "form": form, "refusal": refusal, "key": fresh_key(), "found": found,
        "verdict": _verdict(request, found, more, now) if found is not None else None,
        "gaps": beside.gaps_of(found) if found is not None else [],
        "balances": balances.balances_of(
            found.person if found else request.member, found.begins if found else now, now=now
        ),
        "whose": found.person if found and found.person != request.member else None,
    }  # fmt: skip
    return render(request, "roster/leave.html", context, status=status)


def _tomorrow(today: date) -> dict[str, datetime]:
    first = timezone.localtime(days.midnight(today + days.ONE))
    last = timezone.localtime(days.midnight(today + days.ONE + days.ONE))
    return {"begins": first, "ends": last}


def _proxied(request: MemberRequest, today: date) -> list[Member]:
    """List the colleagues for whom leave may be asked: those of my teams."""
    own = Team.objects.filter(pk__in=queries.team_ids(request.member, today))
    found = {m.pk: m for team in own for m in queries.members_of(team, today, today)}
    return [m for m in found.values() if m.pk != request.member.pk]


def _asked_besides(today: date) -> list[Term]:
    """Return the yes-or-no details of leave that the rules of today read, such as a certificate."""
    in_force = regulations.in_force_on(today)
    known = in_force.vocabulary.kinds["leave_requested"].details
    read = {
        reference.name
        for rule in in_force.rulebook.rules
        if "leave_requested" in rule.fact_kinds()
        for reference in rule.references()
        if reference.sort == "detail"
    }
    return [
        term
        for name, term in known.items()
        if name in read - _KNOWN and term.type is DetailType.YES_NO
    ]


def _more(form: LeaveForm, terms: Sequence[Term]) -> dict[str, Detail]:
    found = {t.name: as_detail(form.cleaned_data[f"detail-{t.name}"]) for t in terms}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _leave(
    request: MemberRequest, form: LeaveForm, people: Sequence[Member], now: datetime
) -> Leave:
    said = form.cleaned_data
    chosen = next((m for m in people if m.username == said["person"]), request.member)
    return leaves.asked(
        person=chosen, by=request.member, leave_type=said["leave_type"], begins=said["begins"],
        ends=said["ends"], reason=said["reason"], at=now,
    )  # fmt: skip


def _verdict(
    request: MemberRequest, found: Leave, more: dict[str, Detail], now: datetime
) -> Verdict:
    return leaves.verdict_on(found, at=now, actor=request.member.username, more=more)


@require_POST
def withdraw_leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Take leave back before it begins."""
    found = gates.leave_open_to(request.member, pk)
    to = reverse("roster:requests")
    return answered(
        request,
        lambda: leaves.withdraw(leave=found, sent=sent(request)),
        refused=lambda refusal: refused_there(request, refusal, to),
        said=_("Withdrawn."),
        to=to,
    )


# ── corrections ──────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """Say when I really came or went; what the rules say, and how many are left, is shown first."""
    shift, now = gates.own_shift(request.member, pk), timezone.now()
    form = CorrectionForm(request.POST or None)
    status, refusal = (UNFIT if request.method == "POST" else 200), ""
    tries = request.POST.get("do") == "try"
    if request.method == "POST" and form.is_valid() and tries:
        status = 200
    elif request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = punches.correct(
                shift=shift, way=said["way"], at=said["at"], reason=said["reason"],
                sent=sent(request),
            )  # fmt: skip
        except RefusedError as why:
            status, refusal = CONFLICT, str(why)
        else:
            done = made.state == AskState.DONE
            messages.success(
                request, _("Corrected.") if done else _("Asked. It waits for a signature.")
            )
            return redirect("roster:requests")
    context = {
        "shift": shift, "form": form, "refusal": refusal, "key": fresh_key(),
        "verdict": _of_correction(request, shift, form, now),
    }  # fmt: skip
    return render(request, "roster/correct.html", context, status=status)


def _of_correction(
    request: MemberRequest, shift: Shift, form: CorrectionForm, now: datetime
) -> Verdict:
    """Judge a correction as far as it is filled in; before that, one of the shift's beginning."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return punches.verdict_on_correction(
        shift=shift, way=said.get("way", Way.IN), at=said.get("at", shift.begins),
        reason=said.get("reason", "—"), by=request.member, now=now,
    )  # fmt: skip
