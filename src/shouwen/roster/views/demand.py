"""Demand of a team: what is expected, what it needs, and the figures that is worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.forms import say_refusal, taken
from shouwen.people.models import Team
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.roster import (
    days,
    demand,
    demand_actions,
    demand_figures,
    demand_gates,
    demand_seats,
    gates,
    queries,
    skills,
)  # fmt: skip
from shouwen.roster.demand_charts import Chart, Point, chart_of
from shouwen.roster.demand_figures import Promise
from shouwen.roster.demand_forms import DayForm, SpecialDayForm, StreamForm
from shouwen.roster.floors import NamedFloor, floors_on
from shouwen.roster.models import Expected, Stream

UNFIT = 422
# The days that are drawn one beside the other, and how far back and ahead special days are shown.
FOUR_WEEKS, LONG = 28, timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One interval of a day: what comes, what it needs, and the service it should then give."""

    begins: str
    contacts: float
    seats: int
    people: int
    floor: int
    level: float
    wait: float
    abandoned: float
    kept: bool

    @property
    def by_floor(self) -> bool:
        """Whether a rule asks for more seats than the demand does."""
        return self.floor > self.seats


@require_safe
def demand_of(request: MemberRequest, key: str) -> HttpResponse:
    """Show what is expected of a day, the people it needs, and four weeks around it."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    streams = demand.streams_of(team)
    asked = request.GET.get("stream", "")
    stream = next((s for s in streams if str(s.pk) == asked), streams[0] if streams else None)
    day = days.read_day(request.GET.get("day", ""), today)
    context: dict[str, Any] = {
        "access": gates.Access(team=team, plans=True), "streams": streams, "stream": stream,
        "day": day, "before": day - days.ONE, "after": day + days.ONE, "today": today,
    }  # fmt: skip
    if stream is not None:
        context |= _shown(stream, day)
    return render(request, "roster/demand.html", context)


def _shown(stream: Stream, day: date) -> dict[str, Any]:
    monday = day - timedelta(days=day.weekday())
    span = days.between(monday, monday + timedelta(days=FOUR_WEEKS - 1))
    rows = demand.expected_between(stream, span[0], span[-1])
    row = rows.get(day)
    promise, refusal = _promise(stream, day)
    lines = _lines(stream, row, floors_on(stream.team, day), promise) if row and promise else []
    special = demand.special_days(stream.team, span[0], span[-1])
    return {
        "row": row, "promise": promise, "refusal": refusal, "lines": lines,
        "chart": _of_day(stream, row) if row else None, "weeks": _weeks(stream, span, rows),
        "special": special, "known": demand.known_of(stream), "able": _able(stream, day),
        "whole": sum(line.contacts for line in lines),
        "level": _weighted(lines),
    }  # fmt: skip


def _promise(stream: Stream, day: date) -> tuple[Promise | None, str]:
    try:
        return demand_figures.promise_of(stream, day), ""
    except RefusedError as refusal:
        return None, str(refusal)


def _lines(stream: Stream, row: Expected, floors: list[NamedFloor], promise: Promise) -> list[Line]:
    """Return the intervals in which somebody comes or has to be there."""
    least = [_floor(floors, place * stream.minutes) for place in range(len(row.counts))]
    staffed = [max(seats, floor) for seats, floor in zip(row.seats, least, strict=True)]
    given = demand_seats.given(stream, row.counts, staffed, promise)
    return [
        Line(
            begins=demand.minute_text(place * stream.minutes), contacts=row.counts[place],
            seats=row.seats[place], people=row.people[place], floor=least[place],
            level=told.level, wait=told.wait, abandoned=told.abandoned,
            kept=told.level >= promise.level * 100,
        )
        for place, told in enumerate(given)
        if row.counts[place] or staffed[place]
    ]  # fmt: skip


def _floor(floors: list[NamedFloor], minute: int) -> int:
    return max((f.least for f in floors if not f.shift and f.covers(minute)), default=0)


def _weighted(lines: list[Line]) -> float | None:
    whole = sum(line.contacts for line in lines)
    return sum(line.contacts * line.level for line in lines) / whole if whole else None


def _of_day(stream: Stream, row: Expected) -> Chart:
    words = _("%(at)s: %(contacts)s contacts, %(people)s people")
    points = []
    for place, count in enumerate(row.counts):
        minute = place * stream.minutes
        values = {
            "at": demand.minute_text(minute), "contacts": f"{count:g}", "people": row.people[place]
        }  # fmt: skip
        word = f"{minute // 60:02d}" if minute % 120 == 0 else ""
        points.append(Point(value=count, title=words % values, word=word))
    return chart_of(points, row.people)


def _weeks(stream: Stream, span: Any, rows: dict[date, Expected]) -> Chart | None:
    if not rows:
        return None
    page = reverse("roster:demand", args=[stream.team.key])
    points = []
    for day in span:
        total = round(sum(rows[day].counts)) if day in rows else 0
        said = _("%(day)s: %(n)s contacts") % {"day": f"{day:%m-%d}", "n": total}
        word = f"{day:%m-%d}" if day.weekday() == 0 else ""
        href = f"{page}?stream={stream.pk}&day={day}"
        points.append(Point(value=total, title=said, word=word, href=href))
    return chart_of(points)


def _able(stream: Stream, day: date) -> list[str]:
    """Return who of the team can take contacts that ask for a skill."""
    if not stream.skill:
        return []
    members = queries.members_of(stream.team, day, day)
    held = skills.held_by([member.pk for member in members])
    return [member.name for member in members if stream.skill in held.get(member.pk, ())]


# ── kinds of contacts ────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def new_stream(request: MemberRequest, key: str) -> HttpResponse:
    """Add a kind of contact that comes to a team."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    form = StreamForm(request.POST or None, skills=skills.names())
    made = taken(form, lambda: _kept(request, team, form)) if form.is_bound else None
    if made is not None:
        return _to(made)
    status = UNFIT if form.errors else 200
    return render(request, "roster/demand_stream.html", {"team": team, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def stream(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the figures of a kind of contact, or end it."""
    found = demand_gates.stream_of(request.member, pk, timezone.localdate())
    if request.POST.get("do") == "end":
        demand_actions.end_stream(stream=found)
        messages.success(request, _("Nobody is asked for because of it any more."))
        return redirect("roster:demand", key=found.team.key)
    form = StreamForm(
        request.POST or None, initial=StreamForm.initial_of(found), skills=skills.names()
    )
    form.fields["name"].disabled = True
    kept = taken(form, lambda: _kept(request, found.team, form)) if form.is_bound else None
    if kept is not None:
        messages.success(request, _("Kept; what the days ahead need is worked out anew."))
        return _to(kept)
    context = {"team": found.team, "form": form, "stream": found}
    return render(
        request, "roster/demand_stream.html", context, status=UNFIT if form.errors else 200
    )


def _kept(request: MemberRequest, team: Team, form: StreamForm) -> Stream:
    return demand_actions.keep_stream(
        team=team, name=form.cleaned_data["name"], figures=form.figures(), by=request.member,
        at=timezone.now(),
    )  # fmt: skip


def _to(found: Stream, day: date | None = None) -> HttpResponse:
    page = reverse("roster:demand", args=[found.team.key])
    return redirect(f"{page}?stream={found.pk}" + (f"&day={day}" if day else ""))


# ── a day by hand, and days that are not like others ─────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: MemberRequest, pk: int) -> HttpResponse:
    """Type what is expected of a day, interval by interval."""
    today = timezone.localdate()
    found = demand_gates.stream_of(request.member, pk, today)
    day = days.read_day((request.POST or request.GET).get("day", ""), today)
    row = demand.expected_between(found, day, day).get(day)
    form = DayForm(request.POST or None, minutes=found.minutes, counts=row.counts if row else ())
    if form.is_valid():
        try:
            many = demand_actions.type_day(
                stream=found, day=day, counts=form.counts(), until=form.cleaned_data["until"],
                by=request.member, at=timezone.now(),
            )  # fmt: skip
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Days kept: %(n)s.") % {"n": many})
            return _to(found, day)
    context = {"stream": found, "team": found.team, "day": day, "form": form}
    return render(request, "roster/demand_day.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def special(request: MemberRequest, key: str) -> HttpResponse:
    """List the days that are not like others; add one."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    form = SpecialDayForm(request.POST or None)
    made = taken(form, lambda: _special(request, team, form)) if form.is_bound else None
    if made is not None:
        messages.success(request, _("Kept; the next forecast regards it."))
        return redirect("roster:special_days", key=key)
    context = {
        "team": team, "form": form, "rows": demand.special_days(team, today - LONG, today + LONG),
    }  # fmt: skip
    return render(
        request, "roster/demand_special.html", context, status=UNFIT if form.errors else 200
    )


def _special(request: MemberRequest, team: Team, form: SpecialDayForm) -> Any:
    return demand_actions.keep_special(
        team=team, by=request.member, at=timezone.now(), **form.cleaned_data
    )


@require_POST
def drop_special(request: MemberRequest, key: str) -> HttpResponse:
    """Let a day be like others again."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    demand_actions.drop_special(team=team, day=days.read_day(request.POST.get("day", ""), today))
    return redirect("roster:special_days", key=key)
