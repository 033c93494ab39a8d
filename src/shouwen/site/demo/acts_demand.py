"""Demand in the demonstration: what the teams' own books say came, forecast and taken over."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from django.utils import timezone

from shouwen.people.models import Member, Team
from shouwen.roster import demand_actions, demand_running
from shouwen.roster.choices import CameFrom
from shouwen.roster.days import MONTH, ONE, is_public_holiday, span_of
from shouwen.roster.demand_actions import Figures
from shouwen.roster.models import Stream
from shouwen.site.demo.rosters import StreamOf
from shouwen.site.demo.story import SEED, Stage

# So much of the past is known; a public holiday brings so much of an ordinary day.
KNOWN, ON_HOLIDAYS, HALF_HOURS = timedelta(weeks=12), 0.4, 48


def keep_demand(stage: Stage) -> None:
    """Let the teams know what came to them, and what is expected until the end of next month."""
    today = timezone.localdate(stage.now)
    for roster in stage.house.rosters:
        team, lead = Team.objects.get(key=roster.team), stage.members[roster.lead]
        for each in roster.demand:
            stream = _kept(stage, each, team, lead, today)
            _forecast(stage, stream, lead, today)


def _kept(stage: Stage, each: StreamOf, team: Team, lead: Member, today: date) -> Stream:
    figures = Figures(**each.model_dump(exclude={"name", "a_day", "weekdays"}))
    stream = demand_actions.keep_stream(
        team=team, name=each.name, figures=figures, by=lead, at=stage.now
    )
    chance = random.Random(SEED)  # noqa: S311 - a story, no secret
    days = [today - KNOWN + timedelta(days=n) for n in range(KNOWN.days)]
    rows = {day: _came(each, day, chance) for day in days}
    demand_actions.keep_came(
        stream=stream, rows=rows, source=CameFrom.IMPORT, by=lead, at=stage.now
    )
    return stream


def _came(each: StreamOf, day: date, chance: random.Random) -> list[float]:
    share = each.weekdays[day.weekday()] * (ON_HOLIDAYS if is_public_holiday(day) else 1)
    hours = {int(hour): many for hour, many in each.a_day.items()}
    return [
        float(_drawn(hours.get(place // 2, 0.0) * share, chance)) for place in range(HALF_HOURS)
    ]


def _drawn(mean: float, chance: random.Random) -> int:
    """Draw how many came where so many come on average, each by itself (Poisson)."""
    if not mean:
        return 0
    limit, many, left = math.exp(-mean), 0, chance.random()
    while left > limit:
        many, left = many + 1, left * chance.random()
    return many


def _forecast(stage: Stage, stream: Stream, lead: Member, today: date) -> None:
    last = span_of(span_of(today, MONTH)[1] + ONE, MONTH)[1]
    run = demand_running.begin(stream=stream, first=today, last=last, by=lead, at=stage.now)
    demand_running.work(run.pk, by="demo")
    run.refresh_from_db()
    demand_actions.take(run=run, by=lead, at=stage.now)
