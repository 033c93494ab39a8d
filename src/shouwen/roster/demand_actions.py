"""What is done with demand: streams kept, the past counted, days typed, a forecast taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.roster import days, demand_seats
from shouwen.roster.choices import CameFrom, RunState
from shouwen.roster.demand import DAY_MINUTES
from shouwen.roster.demand_sources import ContactSource
from shouwen.roster.models import Came, Expected, Forecasting, SpecialDay, Stream

# A day that is typed may stand for the same weekdays of so many days; so far back is counted.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a stream is like; seconds and per cent as in the table."""

    skill: str = ""
    minutes: int
    handling: int
    patience: int = 0
    at_once: int = 1
    shrinkage: int = 0
    level: int = 0
    within: int = 0
    method: str = ""


@transaction.atomic
def keep_stream(*, team: Team, name: str, figures: Figures, by: Member, at: datetime) -> Stream:
    """Keep a kind of contact with its figures; what is expected of it is worked out anew.

    Raises:
        RefusedError: When the length of intervals changes though days are kept by the old one.
    """
    row = Stream.objects.filter(team=team, name=name).first()
    if row is None:
        row = Stream(team=team, name=name)
    elif row.minutes != figures.minutes and _has_days(row):
        raise RefusedError(
            _("Days are kept by %(n)s minutes already; add another kind of contact.")
            % {"n": row.minutes},
            "minutes",
        )
    for field in Figures.__slots__:
        setattr(row, field, getattr(figures, field))
    row.ended, row.set_by, row.set_at = False, by, at
    row.save()
    work_out(stream=row, first=timezone.localdate(at))
    return row


def _has_days(stream: Stream) -> bool:
    kept = (Came, Expected)
    return any(table.objects.filter(stream=stream).exists() for table in kept)


def end_stream(*, stream: Stream) -> None:
    """Ask for nobody because of a kind of contact any more; what came stays known."""
    Stream.objects.filter(pk=stream.pk).update(ended=True)


def work_out(*, stream: Stream, first: date) -> int:
    """Work out anew what the days from ``first`` on need; return how many those were."""
    rows = list(Expected.objects.filter(stream=stream, day__gte=first))
    found = demand_seats.needs(stream, {row.day: row.counts for row in rows}) if rows else {}
    for row in rows:
        row.seats, row.people = list(found[row.day].seats), list(found[row.day].people)
    Expected.objects.bulk_update(rows, ["seats", "people"], batch_size=200)
    return len(rows)


# ── the past ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def keep_came(
    *, stream: Stream, rows: Mapping[date, Sequence[float]], source: str, by: Member | None,
    at: datetime,
) -> int:  # fmt: skip
    """Keep what came on some days in place of what was kept of them; return how many days."""
    for counts in rows.values():
        check_counts(stream, counts)
    Came.objects.filter(stream=stream, day__in=list(rows)).delete()
    Came.objects.bulk_create(
        Came(
            stream=stream, day=day, counts=_plain(counts), total=round(sum(counts)), source=source,
            kept_by=by, kept_at=at,
        )
        for day, counts in sorted(rows.items())
    )  # fmt: skip
    return len(rows)


def check_counts(stream: Stream, counts: Sequence[float]) -> None:
    """Raise RefusedError where a day has not one number for each interval, or one below zero."""
    width = DAY_MINUTES // stream.minutes
    if len(counts) != width or any(count < 0 for count in counts):
        raise RefusedError(
            _("A day of this kind of contact has %(n)s numbers, none below 0.") % {"n": width}
        )


def _plain(counts: Iterable[float]) -> list[float]:
    return [round(float(count), 2) for count in counts]


def in_intervals(
    minutes: int, moments: Iterable[tuple[datetime, float]]
) -> dict[date, list[float]]:
    """Return contacts by day and interval on the house's clock; a day without any has no row."""
    rows: dict[date, list[float]] = {}
    for moment, count in moments:
        local = timezone.localtime(moment)
        day = rows.setdefault(local.date(), [0.0] * (DAY_MINUTES // minutes))
        day[(local.hour * 60 + local.minute) // minutes] += count
    return rows


def count_here(
    *, stream: Stream, source: ContactSource, first: date, last: date, by: Member, at: datetime
) -> int:
    """Count what the house itself knows of some days, idle days too; return how many contacts.

    Raises:
        RefusedError: For days that are not over, or too many at once.
    """
    if last >= timezone.localdate(at) or first > last or last - first > FARTHEST:
        raise RefusedError(_("Choose days that are over, at most a year at once."), "last")
    moments = source.moments(
        stream.team, stream.skill, days.midnight(first), days.midnight(last + days.ONE)
    )
    found = in_intervals(stream.minutes, ((moment, 1.0) for moment in moments))
    idle = [0.0] * (DAY_MINUTES // stream.minutes)
    rows = {day: found.get(day, idle) for day in days.between(first, last)}
    keep_came(stream=stream, rows=rows, source=CameFrom.HOUSE, by=by, at=at)
    return round(sum(sum(counts) for counts in rows.values()))


# ── what is expected ─────────────────────────────────────────────────────────────────────────


@transaction.atomic
def type_day(
    *, stream: Stream, day: date, counts: Sequence[float], by: Member, at: datetime,
    until: date | None = None,
) -> int:  # fmt: skip
    """Keep what somebody expects of a day, and of the same weekdays until a day; return how many.

    Raises:
        RefusedError: For numbers that do not fit, a day too far ahead, or without a promise.
    """
    check_counts(stream, counts)
    last = until or day
    if last < day or last - day > FARTHEST:
        raise RefusedError(_("The last day lies after this one, at most a year ahead."), "until")
    meant = [day + timedelta(days=n) for n in range(0, (last - day).days + 1, 7)]
    need = demand_seats.needs(stream, dict.fromkeys(meant, counts))
    rows = [
        {"day": one, "counts": _plain(counts), "seats": need[one].seats, "people": need[one].people}
        for one in meant
    ]
    _expect(stream, rows, by, at, None)
    return len(meant)


@transaction.atomic
def take(*, run: Forecasting, by: Member, at: datetime) -> int:
    """Make a forecast the team's demand of its days; return how many days that are.

    Raises:
        RefusedError: While the forecast is not ready.
    """
    if run.state != RunState.DONE:
        raise RefusedError(_("This forecast is not ready; wait until it is."))
    rows = [{**row, "day": date.fromisoformat(row["day"])} for row in run.answer["days"]]
    _expect(run.stream, rows, by, at, run)
    Forecasting.objects.filter(pk=run.pk).update(taken_at=at)
    return len(rows)


def _expect(
    stream: Stream,
    rows: Sequence[Mapping[str, Any]],
    by: Member | None,
    at: datetime,
    run: Forecasting | None,
) -> None:
    Expected.objects.filter(stream=stream, day__in=[row["day"] for row in rows]).delete()
    Expected.objects.bulk_create(
        Expected(
            stream=stream, day=row["day"], counts=row["counts"], seats=list(row["seats"]),
            people=list(row["people"]), forecasting=run, kept_by=by, kept_at=at,
        )
        for row in rows
    )  # fmt: skip


# ── special days ─────────────────────────────────────────────────────────────────────────────


def keep_special(
    *, team: Team, day: date, factor: int, reason: str, by: Member, at: datetime
) -> SpecialDay:
    """Keep that a day is not like others, and why; one that was there is changed."""
    if not reason.strip():
        raise RefusedError(_("Say why the day is special."), "reason")
    values = {"factor": factor, "reason": reason.strip(), "set_by": by, "set_at": at}
    return SpecialDay.objects.update_or_create(team=team, day=day, defaults=values)[0]


def drop_special(*, team: Team, day: date) -> None:
    """Let a day be like others again."""
    SpecialDay.objects.filter(team=team, day=day).delete()
