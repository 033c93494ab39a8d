"""What came, and what is forecast from it: brought in, counted, forecast, looked at, taken over."""

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

from shouwen.people.forms import taken
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.roster import (
    days,
    demand,
    demand_actions,
    demand_gates,
    demand_import,
    demand_running,
    demand_sources,
)  # fmt: skip
from shouwen.roster.choices import BUSY, CameFrom, Method, RunState
from shouwen.roster.demand_charts import Chart, Point, chart_of
from shouwen.roster.demand_forms import CountForm, ForecastForm, HistoryForm, next_weeks
from shouwen.roster.demand_import import Read
from shouwen.roster.models import Forecasting, Stream

CONFLICT, UNFIT = 409, 422
SHOWN, EIGHT_WEEKS = timedelta(days=55), 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a method did on past weeks, in per cent; ``better`` than the same as last week."""

    label: str
    error: float
    bias: float
    better: float | None
    chosen: bool
    width: int

    @property
    def fewer(self) -> float:
        """How many per cent too few it told in all."""
        return -self.bias


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what came; bring in a table, or count what the house itself knows."""
    today = timezone.localdate()
    stream = demand_gates.stream_of(request.member, pk, today)
    sources = [(one.key, one.label) for one in demand_sources.sources()]
    do = request.POST.get("do", "")
    table = HistoryForm(
        request.POST if do == "import" else None, request.FILES if do == "import" else None,
        auto_id="table_%s",
    )  # fmt: skip
    count = CountForm(
        request.POST if do == "count" else None, sources=sources, auto_id="count_%s",
        initial={"first": today - timedelta(days=84), "last": today - days.ONE},
    )  # fmt: skip
    found = taken(table, lambda: _imported(request, stream, table)) if do == "import" else None
    counted = taken(count, lambda: _counted(request, stream, count)) if do == "count" else None
    if counted is not None or (found is not None and not found.faults):
        messages.success(request, _("The past is kept."))
        return redirect("roster:history", pk=pk)
    known = demand.known_of(stream)
    context = {
        "stream": stream, "team": stream.team, "table": table, "count": count, "known": known,
        "found": found, "chart": _past(stream, known.last), "sources": sources,
        "faults": found.faults[: demand_import.MOST_FAULTS] if found else [],
    }  # fmt: skip
    status = UNFIT if table.errors or count.errors or found else 200
    return render(request, "roster/demand_history.html", context, status=status)


def _imported(request: MemberRequest, stream: Stream, form: HistoryForm) -> Read:
    found = demand_import.read(form.cleaned_data["file"].read(), form.mapping())
    if not found.rows:
        raise RefusedError(_("No row of the table could be read; look at its columns."), "file")
    rows = demand_actions.in_intervals(stream.minutes, found.rows)
    demand_actions.keep_came(
        stream=stream, rows=rows, source=CameFrom.IMPORT, by=request.member, at=timezone.now()
    )
    return found


def _counted(request: MemberRequest, stream: Stream, form: CountForm) -> int:
    source = demand_sources.source(form.cleaned_data["source"])
    assert source is not None  # noqa: S101 - the form offers no other
    return demand_actions.count_here(
        stream=stream, source=source, first=form.cleaned_data["first"],
        last=form.cleaned_data["last"], by=request.member, at=timezone.now(),
    )  # fmt: skip


def _past(stream: Stream, last: date | None) -> Chart | None:
    if last is None:
        return None
    span = days.between(last - SHOWN, last)
    rows = demand.came_between(stream, span[0], last)
    points = []
    for day in span:
        row = rows.get(day)
        said = _("%(day)s: %(n)s contacts") if row else _("%(day)s: not known")
        total = row.total if row else 0
        word = f"{day:%m-%d}" if day.weekday() == 0 else ""
        values = {"day": f"{day:%m-%d}", "n": total}
        points.append(Point(value=total, title=said % values, word=word))
    return chart_of(points)


# ── forecasts ────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a program forecast; list the forecasts there were."""
    today = timezone.localdate()
    stream = demand_gates.stream_of(request.member, pk, today)
    first, last = next_weeks(today)
    initial = {"first": first, "last": last, "method": stream.method}
    form = ForecastForm(request.POST or None, initial=initial)
    made = taken(form, lambda: _begun(request, stream, form)) if form.is_bound else None
    if made is not None:
        return redirect("roster:forecasting", pk=made.pk)
    context = {
        "stream": stream, "team": stream.team, "form": form, "runs": demand.runs_of(stream),
        "known": demand.known_of(stream),
    }  # fmt: skip
    return render(
        request, "roster/demand_forecast.html", context, status=UNFIT if form.errors else 200
    )


def _begun(request: MemberRequest, stream: Stream, form: ForecastForm) -> Forecasting:
    given = form.cleaned_data
    return demand_running.begin(
        stream=stream, first=given["first"], last=given["last"], method=given["method"],
        volume=given["volume"], extra=form.extra_contacts(), by=request.member,
        at=timezone.now(),
    )  # fmt: skip


@require_safe
def forecasting(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far a forecast is, or what it says and how well its method did."""
    run = demand_gates.run_of(request.member, pk, timezone.localdate())
    state = run.stands(timezone.now())
    done = state == RunState.DONE
    context: dict[str, Any] = {
        "run": run, "stream": run.stream, "team": run.stream.team, "busy": state in BUSY,
        "state": state,
        "tried": _tried(run) if done else [], "chart": _ahead(run) if done else None,
        "method": Method(run.answer["method"]).label if done else "", "weeks": EIGHT_WEEKS,
        "extra": _extra(run), "total": _total(run) if done else 0,
        "most": max((max(row["people"]) for row in run.answer["days"]), default=0) if done else 0,
    }  # fmt: skip
    context["best"] = next((one for one in context["tried"] if one.chosen), None)
    return render(request, "roster/demand_run.html", context)


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a forecast that broke off begin anew."""
    now = timezone.now()
    run = demand_gates.run_of(request.member, pk, timezone.localdate(now))
    try:
        demand_running.again(run=run, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("roster:forecasting", pk=pk)


def _tried(run: Forecasting) -> list[Tried]:
    rows = run.answer["trials"]
    naive = next((r["error"] for r in rows if r["method"] == Method.SAME_AS_LAST_WEEK), 0)
    worst = max((row["error"] for row in rows), default=0) or 1
    return [
        Tried(
            label=str(Method(row["method"]).label), error=row["error"] * 100,
            bias=row["bias"] * 100,
            better=(1 - row["error"] / naive) * 100
            if naive and row["method"] != Method.SAME_AS_LAST_WEEK else None,
            chosen=row["method"] == run.answer["method"], width=round(row["error"] / worst * 100),
        )
        for row in rows
    ]  # fmt: skip


def _ahead(run: Forecasting) -> Chart:
    """Draw the days of a forecast; what is the team's demand so far is the line."""
    kept = demand.expected_between(run.stream, run.first, run.last)
    page = reverse("roster:demand", args=[run.stream.team.key])
    points, line = [], []
    for row in run.answer["days"]:
        day, total = date.fromisoformat(row["day"]), round(sum(row["counts"]))
        said = _("%(day)s: %(n)s contacts") % {"day": f"{day:%m-%d}", "n": total}
        word = f"{day:%m-%d}" if day.weekday() == 0 else ""
        href = f"{page}?stream={run.stream_id}&day={day}"
        points.append(Point(value=total, title=said, word=word, href=href))
        line.append(sum(kept[day].counts) if day in kept else 0.0)
    return chart_of(points, line)


def _total(run: Forecasting) -> int:
    return round(sum(sum(row["counts"]) for row in run.answer["days"]))


def _extra(run: Forecasting) -> str:
    if not run.extra:
        return ""
    values = {
        "n": f"{run.extra['contacts']:g}",
        "first": demand.minute_text(int(run.extra["first"])),
        "last": demand.minute_text(int(run.extra["last"])),
    }
    return _("%(n)s more in each interval from %(first)s to %(last)s") % values


@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a forecast the team's demand."""
    run = demand_gates.run_of(request.member, pk, timezone.localdate())
    try:
        many = demand_actions.take(run=run, by=request.member, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("roster:forecasting", pk=pk)
    messages.success(request, _("This is the demand of %(n)s days now.") % {"n": many})
    page = reverse("roster:demand", args=[run.stream.team.key])
    return redirect(f"{page}?stream={run.stream_id}&day={run.first}")
