"""The stretches of days over which a total is counted: what the judge and the rows agree upon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shouwen.planning.solving.problem import Problem, Total

ONE = timedelta(days=1)


def periods(problem: Problem, rule: Total) -> Iterator[tuple[list[date], bool]]:
    """Yield the days of each stretch a total counts over, and whether it ends in the period.

    A week or month that the period cuts reaches back to its own first day.
    """
    last = problem.days[-1]
    if rule.per == "period":
        yield list(problem.days), True
    elif rule.per == "window":
        for end in problem.days:
            yield [end - ONE * back for back in range(rule.window - 1, -1, -1)], True
    else:
        for first, until in _calendar(problem, rule.per):
            days = [first + ONE * n for n in range((min(until, last) - first).days + 1)]
            yield days, until <= last


def weeks(problem: Problem) -> Iterator[tuple[list[date], list[date], list[date]]]:
    """Yield of each calendar week the days before it, its days before the period, and those in it.

    The days before are those of the whole week before, whether the period has them or not.
    """
    for first, until in _calendar(problem, "week"):
        week = [first + ONE * n for n in range((min(until, problem.days[-1]) - first).days + 1)]
        inside = [day for day in week if day >= problem.first]
        yield [first - ONE * back for back in range(7, 0, -1)], week[: -len(inside)], inside


def _calendar(problem: Problem, per: str) -> list[tuple[date, date]]:
    found = {}
    for day in problem.days:
        if per == "week":
            first = day - ONE * day.weekday()
            found[first] = first + 6 * ONE
        else:
            first = day.replace(day=1)
            found[first] = (first + 31 * ONE).replace(day=1) - ONE
    return sorted(found.items())
