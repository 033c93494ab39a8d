"""The first roster of a large team: made person by person, judged by the judge."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from shouwen.planning.solving import (
    Assignment,
    Cover,
    Fair,
    Person,
    Problem,
    Rest,
    Run,
    Shift,
    Source,
    Total,
    Weekends,
    cost_of,
    faults,
    solve,
)
from shouwen.planning.solving.columns import Columns
from shouwen.planning.solving.rows import Rows
from shouwen.planning.solving.sweeping import Sweep

pytestmark = pytest.mark.once
MONDAY = date(2026, 1, 5)
RULE = Source(kind="contract", text="rule")


def team(people: int, days: int, seed: int) -> Problem:
    """Make a team with early, late and night shifts, wishes, and turns that even out."""
    random = Random(seed)
    shifts = tuple(
        Shift(key=key, spans=((begins, begins + 480),))
        for key, begins in (("early", 420), ("late", 900), ("night", 1380))
    )
    staff = tuple(
        Person(key=f"p{n:02d}", counted={"night": random.randrange(3)}) for n in range(people)
    )
    whole = [MONDAY + timedelta(days=n) for n in range(days)]
    wanted = {"early": people // 4, "late": people // 5, "night": people // 8}
    wishes = (
        Assignment(
            source=RULE,
            people=frozenset({person.key}),
            days=frozenset(random.sample(whole, 2)),
            worked=False,
            weight=random.choice([None, 2, 3]),
        )
        for person in staff
    )
    return Problem(
        first=MONDAY,
        length=days,
        people=staff,
        shifts=shifts,
        constraints=(
            Rest(source=RULE, minutes=660),
            Run(source=RULE, most=6),
            Weekends(source=RULE, most=2),
            Total(source=RULE, per="week", most=6),
            Cover(source=RULE, between=(0, 1440), least=2),
            Fair(source=RULE, count="night", shifts=frozenset({"night"}), weight=2),
            *(Cover(source=RULE, shift=k, wanted=n, under=9, over=2) for k, n in wanted.items()),
            *wishes,
        ),
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_first_roster_breaks_nothing_and_costs_what_the_judge_says(seed: int) -> None:
    problem = team(24, 14, seed)
    sweep = Sweep(Columns(Rows(problem), lambda: False), Random(seed), lambda: False)
    roster = sweep.roster()
    assert roster is not None
    said = faults(problem, roster)
    assert not [one for one in said if one.is_hard]
    assert sweep.cost(sweep.total) + sum(sweep.own.values()) == pytest.approx(cost_of(said))


def test_a_large_team_has_a_roster_before_anything_is_proved() -> None:
    problem = team(72, 14, 1)
    seen: list[int] = []
    found = solve(
        problem,
        seconds=60,
        progress=lambda told: seen.append(told.cost) if told.cost is not None else None,
        cancelled=lambda: bool(seen),
    )
    assert found.stopped
    assert found.roster is not None
    assert found.cost == cost_of(faults(problem, found.roster))


def test_nobody_can_be_placed_who_may_not_work_as_they_must() -> None:
    problem = team(24, 14, 1)
    must = Assignment(source=RULE, people=frozenset({"p00"}), days=frozenset(problem.days))
    broken = Problem(
        first=problem.first,
        length=problem.length,
        people=problem.people,
        shifts=problem.shifts,
        constraints=(*problem.constraints, must),
    )
    sweep = Sweep(Columns(Rows(broken), lambda: False), Random(1), lambda: False)
    assert sweep.roster() is None
