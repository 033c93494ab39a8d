"""Questions about demand: what came to a team, what is expected, how many people that needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from shouwen.people.models import Team
from shouwen.regulations.holiday_table import holiday_table
from shouwen.roster import days
from shouwen.roster.models import Came, Expected, Forecasting, SpecialDay, Stream

if TYPE_CHECKING:
    from shouwen.planning.forecasting import Demand

DAY_MINUTES = 24 * 60
# How a forecast calls a day that was special, and one that nobody counted.
SPECIAL, MISSING = "special", "missing"
RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The people a day wants for one stream, or for several together, interval by interval.

    ``skill`` is what they must have; ``streams`` names what they are wanted for.
    """

    day: date
    minutes: int
    people: tuple[int, ...]
    streams: str
    skill: str = ""

    def at(self, minute: int, length: int) -> int:
        """Return how many are wanted at the busiest moment of so many minutes."""
        first, last = minute // self.minutes, -(-(minute + length) // self.minutes)
        return max(self.people[first:last], default=0)

    def within(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the part of a span in which anybody is wanted; all of it where nobody is."""
        first, last = span[0] // self.minutes, -(-span[1] // self.minutes)
        places = [place for place in range(first, last) if self.people[place]]
        if not places:
            return span
        begins, ends = places[0] * self.minutes, (places[-1] + 1) * self.minutes
        return max(begins, span[0]), min(ends, span[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How much of the past is known of a stream."""

    first: date | None
    last: date | None
    days: int


def streams_of(team: Team) -> list[Stream]:
    """List what comes to a team."""
    found = Stream.objects.filter(team=team, ended=False).select_related("set_by", "team")
    return list(found.order_by("pk"))


def expected_between(stream: Stream, first: date, last: date) -> dict[date, Expected]:
    """Return what is expected of a stream, by day."""
    found = Expected.objects.filter(stream=stream, day__gte=first, day__lte=last)
    return {row.day: row for row in found.order_by("day")}


def came_between(stream: Stream, first: date, last: date) -> dict[date, Came]:
    """Return what came, by day."""
    found = Came.objects.filter(stream=stream, day__gte=first, day__lte=last)
    return {row.day: row for row in found.order_by("day")}


def known_of(stream: Stream) -> Known:
    """Return from when until when the past of a stream is known, and of how many days."""
    counted = list(Came.objects.filter(stream=stream).order_by("day").values_list("day", flat=True))
    return Known(
        first=counted[0] if counted else None, last=counted[-1] if counted else None,
        days=len(counted),
    )  # fmt: skip


def special_days(team: Team, first: date, last: date) -> list[SpecialDay]:
    """List the days of a period that are not like others."""
    found = SpecialDay.objects.filter(team=team, day__gte=first, day__lte=last)
    return list(found.select_related("set_by").order_by("day"))


def runs_of(stream: Stream) -> list[Forecasting]:
    """List the last forecasts of a stream, the latest first."""
    return list(Forecasting.objects.filter(stream=stream).order_by("-pk")[:RUNS])


# ── the past as a forecast reads it ──────────────────────────────────────────────────────────


def past_of(stream: Stream, before: date) -> Demand | None:
    """Return what came before a day as a table, or None where nothing is known.

    A day nobody counted stands as the same weekday before it and is marked, so that no method
    takes it for an ordinary one.
    """
    from shouwen.planning.forecasting import Demand, day_kinds  # noqa: PLC0415 - heavy

    found = Came.objects.filter(stream=stream, day__lt=before).order_by("day")
    counted = dict(found.values_list("day", "counts"))
    if not counted:
        return None
    first = min(counted)
    span = days.between(first, max(counted))
    rows = _filled(span, counted, DAY_MINUTES // stream.minutes)
    special = {row.day: SPECIAL for row in special_days(stream.team, first, span[-1])}
    special |= {day: MISSING for day in span if day not in counted}
    kinds = day_kinds(span, holiday_table(), special)
    return Demand.of(rows, first=first, kinds=kinds)


def _filled(
    span: Sequence[date], counted: dict[date, list[float]], width: int
) -> list[Sequence[float]]:
    rows: list[Sequence[float]] = []
    for place, day in enumerate(span):
        earlier = rows[place - 7] if place >= 7 else [0.0] * width  # noqa: PLR2004 - a week
        rows.append(counted.get(day, earlier))
    return rows


# ── what the roster reads ────────────────────────────────────────────────────────────────────


def wanted_between(team: Team, first: date, last: date) -> dict[date, list[Wanted]]:
    """Return the people wanted by day: all together first, then those who need a skill.

    Whoever has a skill counts among all: the first line is the sum over the streams.
    """
    found = Expected.objects.filter(
        stream__team=team, stream__ended=False, day__gte=first, day__lte=last
    )
    by_day: dict[date, list[Wanted]] = {}
    for row in found.select_related("stream").order_by("day", "stream"):
        stream = row.stream
        by_day.setdefault(row.day, []).append(
            Wanted(
                day=row.day, minutes=stream.minutes, people=tuple(row.people),
                streams=stream.name, skill=stream.skill,
            )
        )  # fmt: skip
    return {day: [_together(rows), *_skilled(rows)] for day, rows in by_day.items()}


def _together(rows: Sequence[Wanted]) -> Wanted:
    step = min(row.minutes for row in rows)
    people = tuple(
        sum(row.at(minute, step) for row in rows) for minute in range(0, DAY_MINUTES, step)
    )
    names = _(", ").join(dict.fromkeys(row.streams for row in rows))
    return Wanted(day=rows[0].day, minutes=step, people=people, streams=names)


def _skilled(rows: Sequence[Wanted]) -> list[Wanted]:
    """Return the lines of each skill; those of one skill are added up."""
    by_skill: dict[str, list[Wanted]] = {}
    for row in rows:
        if row.skill:
            by_skill.setdefault(row.skill, []).append(row)
    found = []
    for skill, same in by_skill.items():
        whole = _together(same)
        found.append(
            Wanted(
                day=whole.day, minutes=whole.minutes, people=whole.people, streams=whole.streams,
                skill=skill,
            )
        )  # fmt: skip
    return found


def minute_text(minute: int) -> str:
    """Write a minute of the day as 09:30; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def ahead(past: Demand, last: date) -> list[date]:
    """List the days that follow the past until a day."""
    return list(days.between(past.day(len(past)), last))


def one_week_back(day: date) -> date:
    """Return the same weekday of the week before."""
    return day - timedelta(days=7)
