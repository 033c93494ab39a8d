"""A published plan whose rules were changed afterwards: from when, and what no longer fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shouwen.planning.solving import Breach
from shouwen.policy.kinds.roster import Roster
from shouwen.regulations import queries as regulations
from shouwen.roster import days
from shouwen.roster.choices import PlanState
from shouwen.roster.models import Plan
from shouwen.roster.problem import faults_of
from shouwen.roster.violations import MOST, Missed, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """From which day other rules count than when a plan was published, and what breaks by them."""

    since: date
    breaks: list[Missed]


def is_changed(plan: Plan) -> bool:
    """Tell whether other roster rules count on a plan's first or last day than when published."""
    return plan.state == PlanState.PUBLISHED and any(
        _differs(plan, day) for day in (plan.last, plan.first)
    )


def change_of(plan: Plan) -> Changed | None:
    """Return what a change of the rules breaks in a published plan, None where nothing changed."""
    if not is_changed(plan):
        return None
    whole = days.between(plan.first, plan.last)
    since = next(day for day in whole if _differs(plan, day))
    then = regulations.rulebook_on(since, plan.published_at)
    known = {_which(one) for one in _musts(faults_of(plan, then), since)}
    now = _musts(faults_of(plan, regulations.rulebook_on(since)), since)
    new = [one for one in now if _which(one) not in known]
    return Changed(since=since, breaks=told(new[:MOST]))


def _differs(plan: Plan, day: date) -> bool:
    return _rules(day, None) != _rules(day, plan.published_at)


def _rules(day: date, known_at: datetime | None) -> list[Roster]:
    book = regulations.rulebook_on(day, known_at)
    return [rule for rule in book.rules if isinstance(rule, Roster) and rule.is_in_force(day)]


def _musts(breaches: tuple[Breach, ...], since: date) -> list[Breach]:
    """Keep what a clause asks for and must be, on the days from the change on."""
    return [
        one
        for one in breaches
        if one.is_hard and one.source.clause and any(day >= since for day in one.days)
    ]


def _which(breach: Breach) -> tuple[object, ...]:
    source = breach.source
    return (
        source.clause and source.clause.regulation, source.rule, breach.code, breach.person,
        breach.days,
    )  # fmt: skip
