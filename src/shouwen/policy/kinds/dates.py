"""Dates recorded as details of a fact, and the day so long after one."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, tzinfo

from shouwen.policy.amounts import TimeUnit
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Step
from shouwen.policy.vocabulary import DetailType

DATES = (DetailType.MOMENT, DetailType.TEXT)


def day_of(task: Task, detail: str) -> date | Needs:
    """Return the day a detail names, or that of the fact where no detail is named."""
    zone = task.matter.zone
    if not detail:
        return task.fact.happened_at.astimezone(zone).date()
    value = task.fact.detail(detail)
    if value is None:
        return Needs((detail,), (Step("detail_missing", task.labels(detail)),))
    try:
        return _date(str(value), zone)
    except ValueError:
        return _unreadable(task, detail)


def moment_in(task: Task, detail: str) -> datetime | Needs:
    """Return the moment a detail names, in the zone of the house, or that of the fact."""
    zone = task.matter.zone
    if not detail:
        return task.fact.happened_at.astimezone(zone)
    value = task.fact.detail(detail)
    if value is None:
        return Needs((detail,), (Step("detail_missing", task.labels(detail)),))
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return _unreadable(task, detail)
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def _unreadable(task: Task, detail: str) -> Needs:
    value = str(task.fact.detail(detail))
    values = {**task.labels(detail), **both("value", (value, value))}
    return Needs((detail,), (Step("not_a_date", values),))


def _date(text: str, zone: tzinfo) -> date:
    found = datetime.fromisoformat(text)
    return (found.astimezone(zone) if found.tzinfo else found).date()


def day_after(day: date, count: int, unit: TimeUnit) -> date:
    """Return the day so many days, weeks or months later; a month's last day where it is short."""
    if unit is not TimeUnit.MONTH:
        return day + timedelta(days=count * (7 if unit is TimeUnit.WEEK else 1))
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
