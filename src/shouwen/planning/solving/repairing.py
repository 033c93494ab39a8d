"""Repair: a published roster changed as little as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shouwen.planning.solving.answers import Change, IsCancelled, OnProgress, Repaired, Result
from shouwen.planning.solving.judging import cost_of, faults
from shouwen.planning.solving.problem import (
    AnyConstraint,
    Assignment,
    Cover,
    Fair,
    Problem,
    Roster,
    Source,
)
from shouwen.planning.solving.search import search

PUBLISHED = Source(kind="plan", text="已发布的排班", text_en="The published roster")
Cell = tuple[str, date]


def repaired(
    problem: Problem,
    published: Roster,
    *,
    changes: Sequence[Assignment],
    since: date,
    seconds: float,
    workers: int,
    seed: int,
    progress: OnProgress | None,
    cancelled: IsCancelled | None,
) -> Repaired:
    """Find the fewest changed days first; among those rosters, the one that costs least."""
    given = tuple(replace(change, weight=None) for change in changes)
    told = {cell for change in given for cell in _cells(problem, change)}
    start = {cell: shift for cell, shift in published.items() if shift and cell not in told}
    bound = _pinned(problem, published, told, since)
    hard = tuple(rule for rule in problem.constraints if rule.weight is None and _is_bare(rule))
    kept = replace(problem, constraints=(*map(_bare, hard), *given, *bound))
    watch = {"workers": workers, "seed": seed, "progress": progress, "cancelled": cancelled}
    first = search(kept, seconds=seconds * 0.6, start=start, **watch)  # type: ignore[arg-type]
    if first.roster is None:
        return Repaired(result=first)
    # Costs are never negative: one change more is dearer than all that the first roster costs.
    price = cost_of(faults(problem, first.roster)) + 1
    both = _dearer(replace(problem, constraints=(*problem.constraints, *given, *bound)), price)
    left = max(seconds - first.seconds, 0.5)
    second = search(both, seconds=left, start=first.roster, **watch)  # type: ignore[arg-type]
    best = second if second.roster is not None else first
    return _answer(problem, published, best, told, given)


def _answer(
    problem: Problem,
    published: Roster,
    best: Result,
    told: set[Cell],
    given: Sequence[Assignment],
) -> Repaired:
    roster = best.roster or {}
    whole = replace(problem, constraints=(*problem.constraints, *given))
    breaches = faults(whole, roster)
    result = replace(best, breaches=breaches, cost=cost_of(breaches), bound=None)
    return Repaired(result=result, changes=_differences(problem, published, roster, told))


def _differences(
    problem: Problem, published: Roster, roster: Roster, told: set[Cell]
) -> tuple[Change, ...]:
    cells = [(person.key, day) for day in problem.days for person in problem.people]
    pairs = ((cell, published.get(cell, ""), roster.get(cell, "")) for cell in cells)
    return tuple(
        Change(person=cell[0], day=cell[1], before=before, after=after)
        for cell, before, after in pairs
        if before != after and cell not in told
    )


def _cells(problem: Problem, rule: Assignment) -> list[Cell]:
    return [(person.key, day) for person in problem.whom(rule) for day in rule.days]


def _pinned(
    problem: Problem, published: Roster, told: set[Cell], since: date
) -> tuple[Assignment, ...]:
    """Hold every day as published: before ``since`` at any price, after it at the price of 1."""
    found = []
    for person in problem.people:
        for day in problem.days:
            cell = (person.key, day)
            shift = published.get(cell, "")
            if cell in told:
                continue
            found.append(
                Assignment(
                    source=PUBLISHED,
                    people=frozenset({person.key}),
                    days=frozenset({day}),
                    shifts=frozenset({shift} - {""}),
                    worked=bool(shift),
                    weight=None if day < since else 1,
                )
            )
    return tuple(found)


def _is_bare(rule: AnyConstraint) -> bool:
    return not isinstance(rule, Fair)


def _bare(rule: AnyConstraint) -> AnyConstraint:
    """Take the soft half off a demand for seats."""
    return replace(rule, wanted=None) if isinstance(rule, Cover) else rule


def _dearer(problem: Problem, price: int) -> Problem:
    rules = (
        replace(rule, weight=price) if rule.source is PUBLISHED and rule.weight else rule
        for rule in problem.constraints
    )
    return replace(problem, constraints=tuple(rules))
