"""Pages of checking: what waits, one conversation beside its card, people, findings, signals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.sent import key_of, sent_by
from shouwen.knowledge import checked
from shouwen.knowledge import gates as conduct
from shouwen.people import queries as people
from shouwen.people.answers import answered, refused_there
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import below_each
from shouwen.quality import (
    actions,
    cards,
    contacts,
    found,
    gates,
    queries,
    queries_coaching,
    queries_people,
    seeing,
    signals,
    trends,
)
from shouwen.quality.beside import Beside, beside
from shouwen.quality.forms import FollowForm, NoteForm, marks_from
from shouwen.quality.models import CardVersion, Finding, Item, Marking
from shouwen.quality.signals import LOOKED_BACK, QUICK, SHORT
from shouwen.quality.tabs import tabs
from shouwen.quality.trend_rows import chart_of, rows_of
from shouwen.regulations import queries as regulations

REFUSED, DONE = 422, 204


def number(text: str) -> int:
    """Return a number of an address; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0  # noqa: PLR2004 a bigint


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """List what I have to check and mark, and the checks of my own conversations."""
    today = timezone.localdate()
    after = number(request.GET.get("after", ""))
    waiting = queries.to_check(request.member, limit=queries.PAGE)
    own = queries.checks_of(request.member, after=after or None, limit=queries.PAGE + 1)
    context = {
        "tabs": tabs("mine", request.member, today),
        "waiting": waiting,
        "markings": queries.to_mark(request.member),
        "coached": queries_coaching.to_acknowledge(request.member),
        "own": own[: queries.PAGE],
        "next": own[queries.PAGE - 1].pk if len(own) > queries.PAGE else "",
        "now": timezone.now(),
    }
    return render(request, "quality/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a conversation beside its card, to mark or as it was marked; record what was sent."""
    now, today = timezone.now(), timezone.localdate()
    if request.method != "POST":
        return _check_page(request, gates.item_open_to(request.member, pk, today))
    item = gates.item_to_check(request.member, pk)
    marks = marks_from(request.POST, item.sample.version)
    try:
        sent = sent_by(request.member, request.POST, now, token=f"quality-{item.pk}")
        actions.send_check(item=item, marks=marks, sent=sent)
    except RefusedError as refusal:
        item.draft = marks
        return _check_page(request, item, refusal=str(refusal), status=REFUSED)
    following = queries.next_to_check(request.member)
    if following is None or "stay" in request.POST:
        return redirect("quality:check", pk)
    return redirect("quality:check", following)


def _check_page(
    request: MemberRequest, item: Item, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    is_open = item.checked_at is None and item.checker_id == request.member.pk
    marks = item.draft if item.checked_at is None else item.marks
    version = item.sample.version
    context = {
        "item": item,
        "is_open": is_open,
        "draft_url": reverse("quality:draft", args=[item.pk]),
        "parts": item.parts,
        "points": cards.points_text(item.points),
        "may_note": gates.may_note(request.member, item.person, today),
        "note_form": NoteForm(),
        **sheet_of(request, item, version, marks),
        "beside": _beside(request.member, item, version, marks),
        "followed": _followed(item, request.member, today) if item.fact_id else [],
        "refusal": refusal,
        "now": now,
    }
    return render(request, "quality/check.html", context, status=status)


def _beside(member: Member, item: Item, version: CardVersion, marks: Any) -> Beside:
    names = {line.key: line.name for line in queries.lines_of(version, marks)}
    return beside(item, member, timezone.now(), marks=marks, names=names)


def _followed(item: Item, member: Member, today: date) -> list[checked.Row]:
    """Return the lines on record with what rules made of each, money only where it may be seen."""
    if item.fact is None:
        return []
    day = timezone.localdate(item.happened_at)
    return checked.shown(
        checked.rows_of(item.fact),
        regulations.in_force_on(day, item.fact.recorded_at),
        people.posts_of(item.person.username, day),
        money=conduct.may_see_money(member, item.fact, today),
    )


def sheet_of(
    request: MemberRequest, item: Item | Marking, version: CardVersion, marks: Any
) -> dict[str, Any]:
    """Return the conversation and the card beside it, as both pages of marking draw them."""
    lines = queries.lines_of(version, marks)
    seen = seeing.conversation_of(
        item.case, request.member, timezone.now(), marks=marks,
        names={line.key: line.name for line in lines},
    )  # fmt: skip
    score = cards.score_of(version, marks)
    return {"lines": lines, "seen": seen, "version": version, "card": version.card,
            "so_far": cards.points_text(score.points), "missing": len(score.missing)}  # fmt: skip


@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what a checker has marked so far."""
    item = gates.item_to_check(request.member, pk)
    actions.keep_draft(item=item, marks=marks_from(request.POST, item.sample.version))
    return HttpResponse(status=DONE)


# ── people ───────────────────────────────────────────────────────────────────────────────────


@require_safe
def team(request: MemberRequest) -> HttpResponse:
    """List how the checks of my team stand, or everybody's for the manager."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_checker(request.member, today)
    everybody = gates.manages(request.member, today)
    among = None if everybody else below_each([request.member.pk], today)[request.member.pk]
    context = {
        "tabs": tabs("team", request.member, today),
        "rows": queries_people.standings(now - timedelta(days=LOOKED_BACK), among),
        "days": LOOKED_BACK,
    }
    return render(request, "quality/team.html", context)


@require_safe
def person(request: MemberRequest, key: str) -> HttpResponse:
    """Show one person's trend, what they miss most, their checks, and coaching notes."""
    return person_page(request, key, NoteForm())


def person_page(
    request: MemberRequest, key: str, form: NoteForm, status: int = 200
) -> HttpResponse:
    """Show one person with a note as it was written so far."""
    today = timezone.localdate()
    found = gates.person_open_to(request.member, key, today)
    asked = trends.asked(
        by="month", since=None, until=None, card=None, line="", people=[found.pk], today=today
    )
    months, query = trends.points(asked), QueryDict()
    base = reverse("quality:person_trend", args=[key])
    after = number(request.GET.get("after", ""))
    rows = queries.checks_of(found, after=after or None, limit=queries.PAGE + 1)
    may_note = gates.may_note(request.member, found, today)
    sees_notes = may_note or found == request.member
    context = {
        "person": found, "rows": rows[: queries.PAGE],
        "points": rows_of(months, asked.by, query, base),
        "chart": chart_of(months, asked.by, query, base),
        "missed": [line for line in trends.lines(asked) if line.short],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else "",
        "notes": queries_coaching.notes_about(found, today) if sees_notes else [],
        "sees_notes": sees_notes, "may_note": may_note, "note_form": form,
        "follow_form": FollowForm(),
        "token": key_of(request.POST), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "quality/person.html", context, status=status)


# ── automatic findings ───────────────────────────────────────────────────────────────────────


@require_safe
def findings(request: MemberRequest) -> HttpResponse:
    """List what the automatic checks found in texts, for a person to confirm."""
    today = timezone.localdate()
    gates.require_checker(request.member, today)
    state = request.GET.get("state", Finding.State.OPEN)
    state = state if state in Finding.State.values else Finding.State.OPEN
    code, after = request.GET.get("code", ""), number(request.GET.get("after", ""))
    rows = queries.findings(
        gates.seen_by(request.member, today), state=state, code=code, after=after or None,
        limit=queries.PAGE + 1,
    )  # fmt: skip
    context = {
        "tabs": tabs("findings", request.member, today),
        "rows": found.found_rows(rows[: queries.PAGE], request.member, timezone.now()),
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else "",
        "state": state,
        "code": code,
        "codes": [(each, seeing.label_of(each)) for each in seeing.CODES],
        "now": timezone.now(),
    }
    return render(request, "quality/findings.html", context)


@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm or dismiss what an automatic check found."""
    now, today = timezone.now(), timezone.localdate()
    finding = gates.finding_open_to(request.member, pk, today)
    confirmed = request.POST.get("do") == "confirm"
    back = reverse("quality:findings")
    return answered(
        request,
        lambda: actions.decide_finding(
            finding=finding, confirmed=confirmed,
            sent=sent_by(request.member, request.POST, now, token=f"finding-{pk}"),
        ),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("Confirmed and on record.") if confirmed else _("Dismissed."),
        to=back,
    )  # fmt: skip


@require_safe
def signals_page(request: MemberRequest) -> HttpResponse:
    """Show the manager whose work stands out so far that somebody should look at it."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    minutes = min(number(request.GET.get("minutes", "")) or QUICK, 10_000)
    seconds = min(number(request.GET.get("seconds", "")) or SHORT, 10_000)
    days = min(number(request.GET.get("days", "")) or LOOKED_BACK, 1_000)
    since = contacts.midnight(today - timedelta(days=days))
    context = {
        "tabs": tabs("signals", request.member, today),
        "kinds": signals.kinds(since, now, minutes=minutes, seconds=seconds),
        "days": days,
        "minutes": minutes,
        "seconds": seconds,
    }
    return render(request, "quality/signals.html", context)
