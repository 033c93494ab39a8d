"""Forecasting in the background: every method tried on past weeks, the days ahead, their seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.regulations.holiday_table import holiday_table
from shouwen.roster import days, demand, demand_seats
from shouwen.roster.choices import BUSY, RunState
from shouwen.roster.demand import DAY_MINUTES
from shouwen.roster.demand_figures import promise_of
from shouwen.roster.models import Forecasting, Stream

if TYPE_CHECKING:
    from shouwen.planning.forecasting import Demand, Trial

# How far ahead of the past a forecast reaches, and how much of the way trying the methods is.
FARTHEST, TRIED = 400, 70


def begin(
    *, stream: Stream, first: date, last: date, by: Member, at: datetime, method: str = "",
    volume: int = 100, extra: Mapping[str, Any] | None = None,
) -> Forecasting:  # fmt: skip
    """Let a program forecast some days; ``extra`` is {first, last: minutes of the day, contacts}.

    Raises:
        RefusedError: While one is at it, without a past, or for days it cannot reach.
    """
    known = demand.known_of(stream)
    if known.last is None:
        raise RefusedError(_("Nothing is known of the past yet: import it or count it."))
    if last < first or (last - known.last).days > FARTHEST or first <= known.last:
        said = _("Choose days after %(last)s, until which the past is known, at most a year ahead.")
        raise RefusedError(said % {"last": date_format(known.last)}, "first")
    if is_under_way(stream, at):
        raise RefusedError(_("A program is forecasting this already; wait until it is done."))
    promise_of(stream, first)
    run = Forecasting.objects.create(
        stream=stream, first=first, last=last, method=method or stream.method, volume=volume,
        extra=dict(extra or {}), asked_by=by, asked_at=at,
    )  # fmt: skip
    transaction.on_commit(lambda: forecast_in_background.enqueue(run.pk))
    return run


def is_under_way(stream: Stream, at: datetime) -> bool:
    """Tell whether a program forecasts it; one whose worker was lost does not."""
    found = Forecasting.objects.filter(stream=stream, state__in=BUSY)
    return any(run.stands(at) in BUSY for run in found)


@transaction.atomic
def again(*, run: Forecasting, at: datetime) -> None:
    """Let a forecast that broke off begin anew; raise RefusedError where it did not."""
    if run.stands(at) != RunState.FAILED:
        raise RefusedError(_("This run did not break off; there is nothing to begin anew."))
    if is_under_way(run.stream, at):
        raise RefusedError(_("A program is forecasting this already; wait until it is done."))
    seen = Forecasting.objects.filter(pk=run.pk, state=run.state, held_by=run.held_by)
    seen.update(
        state=RunState.WAITING, progress=0, answer={}, why="", ended_at=None, held_by="",
        held_until=None,
    )  # fmt: skip
    transaction.on_commit(lambda: forecast_in_background.enqueue(run.pk))


@task(takes_context=True)
def forecast_in_background(context: TaskContext, pk: int) -> None:
    """Forecast; asked again once it is done, it does nothing."""
    work(pk, by=context.task_result.id)


def work(pk: int, *, by: str) -> None:
    """Forecast what a run asks for, for a task; what comes of it stands in the run.

    One that its worker left behind under way is begun anew by whoever is given it.
    """
    mine = Forecasting.objects.filter(pk=pk, state__in=BUSY)
    lease = claim(mine, by, _now(), state=RunState.RUNNING)
    if lease is None:
        return
    try:
        with kept(lease):
            _work(lease)
    except LostError:
        return
    except Exception:
        lease.end(state=RunState.FAILED, ended_at=_now())
        raise


def _work(lease: Lease) -> None:
    run = lease.rows.select_related("stream__team").get()
    try:
        answer = _answer(run, lease)
    except RefusedError as refusal:
        lease.end(state=RunState.FAILED, why=str(refusal), ended_at=_now())
        return
    lease.end(state=RunState.DONE, answer=answer, progress=100, ended_at=_now())


def _now() -> datetime:
    return timezone.now()  # clock: when the background task ended


def _answer(run: Forecasting, lease: Lease) -> dict[str, Any]:
    from shouwen.planning.forecasting import day_kinds, forecast  # noqa: PLC0415 - heavy

    past = demand.past_of(run.stream, run.first)
    if past is None:
        raise RefusedError(_("Nothing is known of the past yet: import it or count it."))
    tried = _tried(past, lease)
    span = demand.ahead(past, run.last)
    found = forecast(
        past, day_kinds(span, holiday_table()), method=run.method, volume=run.volume / 100,
        special=_factors(run), tried=tried,
    )  # fmt: skip
    rows = dict(zip(span, found.demand.counts.tolist(), strict=True))
    counts = {day: _with_extra(run, rows[day]) for day in days.between(run.first, run.last)}
    needs = demand_seats.needs(run.stream, counts)
    return {
        "method": found.method,
        "trials": [asdict(trial) for trial in found.trials],
        "past": [past.first.isoformat(), past.day(len(past) - 1).isoformat()],
        "days": [
            {"day": day.isoformat(), "counts": counts[day], **_lists(needs[day])} for day in counts
        ],
    }


def _lists(need: demand_seats.Need) -> dict[str, list[int]]:
    return {"seats": list(need.seats), "people": list(need.people)}


def _tried(past: Demand, lease: Lease) -> list[Trial]:
    """Try one method after the other on past weeks, and tell the page how far it is."""
    from shouwen.planning.forecasting import METHODS, trials  # noqa: PLC0415 - heavy

    found: list[Trial] = []
    for place, name in enumerate(METHODS, 1):
        found += trials(past, methods=[name])
        lease.note(progress=TRIED * place // len(METHODS))
    return found


def _factors(run: Forecasting) -> dict[date, float]:
    found = demand.special_days(run.stream.team, run.first, run.last)
    return {row.day: row.factor / 100 for row in found}


def _with_extra(run: Forecasting, counts: Sequence[float]) -> list[float]:
    """Add the extra contacts of each interval that begins in the hours that were named."""
    extra, step = run.extra, run.stream.minutes
    added = float(extra.get("contacts", 0))
    first, last = int(extra.get("first", 0)), int(extra.get("last", DAY_MINUTES))
    return [
        round(max(count, 0.0) + (added if first <= place * step < last else 0.0), 2)
        for place, count in enumerate(counts)
    ]
