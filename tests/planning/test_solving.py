"""The solver and the judge of rosters, against each other and against trying everything."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from click.testing import CliRunner

from shouwen.planning.solving import (
    AnyConstraint,
    Assignment,
    Cover,
    Fair,
    NotAfter,
    Person,
    Problem,
    Progress,
    Rest,
    Rotation,
    Run,
    Shift,
    Source,
    Total,
    Turns,
    Weekends,
    check,
    clashes,
    cost_of,
    faults,
    repair,
    say,
    solve,
)
from shouwen.planning.solving.choosing import Choice
from shouwen.planning.solving.columns import Columns
from shouwen.planning.solving.diving import dive
from shouwen.planning.solving.model import BROKEN
from shouwen.planning.solving.rows import Rows
from shouwen.planning.solving.search import weigh
from shouwen.planning.solving.trackers import NotTrackedError
from shouwen.planning.solving.written import read_problem, write_problem
from shouwen.site.cli import shouwen

pytestmark = pytest.mark.once

SATURDAY = date(2026, 2, 28)
EARLY = Shift(key="early", label="早班", spans=((480, 720), (780, 1020)), kinds=frozenset({"day"}))
LATE = Shift(key="late", label="晚班", spans=((900, 1380),), skill="late")
NIGHT = Shift(key="night", label="夜班", spans=((1260, 1860),), kinds=frozenset({"night"}))
SHIFTS = (EARLY, LATE, NIGHT)
LAW = Source(kind="law", text="劳动法")
PLAN = Source(kind="demand", text="话务预测")


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def drawn(random: Random) -> Problem:
    """A small problem with something of every shape, hard or soft as chance has it."""
    length, shifts = 3, tuple(random.sample(SHIFTS, 2))
    keys = [shift.key for shift in shifts]
    people = tuple(
        Person(
            key=key,
            skills=frozenset({"late"} if random.random() < 0.8 else ()),
            earlier={
                day: random.choice(["", *keys])
                for day in days(SATURDAY - timedelta(days=4), 4)[random.choice([0, 2, 4]) :]
            },
            counted={"night": random.randrange(3)},
        )
        for key in ("wang", "li")
    )
    period = days(SATURDAY, length)
    pool: list[AnyConstraint] = [
        Cover(source=PLAN, shift=keys[0], wanted=1, under=7, over=2),
        Cover(source=PLAN, between=(480, 1380), least=1, wanted=2, under=3, over=1),
        Cover(source=PLAN, between=(1200, 2000), least=1, most=1),
        Cover(source=PLAN, skill="late", between=(900, 1000), least=1, days=frozenset(period[:1])),
        Rest(source=LAW, minutes=random.choice([480, 660, 1500])),
        NotAfter(source=LAW, shifts=frozenset(keys[:1]), then=frozenset(keys[1:])),
        Rotation(source=LAW, order=tuple(keys)),
        Turns(source=LAW, order=tuple(keys)),
        Run(source=LAW, most=random.choice([1, 2, 3]), least=random.choice([0, 2])),
        Run(source=LAW, off=True, least=2, most=2),
        Run(source=LAW, shifts=frozenset(keys[:1]), most=1, least=random.choice([0, 2, 3])),
        Weekends(source=LAW, most=random.choice([0, 1])),
        Total(source=LAW, of="minutes", per="week", most=1500, least=480),
        Total(source=LAW, per=random.choice(["month", "window"]), window=4, most=3, least=1),
        Total(source=LAW, shifts=frozenset(keys[1:]), days=frozenset(period[1:]), most=1),
        Assignment(source=LAW, people=frozenset({"wang"}), days=frozenset(period[1:2])),
        Assignment(
            source=LAW, days=frozenset(period[:2]), shifts=frozenset(keys[:1]), worked=False
        ),
        Fair(source=LAW, count="night", shifts=frozenset(keys[1:])),
        Fair(source=LAW, people=frozenset({"li"})),
    ]
    chosen = random.sample(pool, 7)
    weighed = tuple(
        replace(rule, weight=random.choice([None, 0, 2, 5, 9]) if n > 1 else rule.weight)
        for n, rule in enumerate(chosen)
    )
    return Problem(first=SATURDAY, length=length, people=people, shifts=shifts, constraints=weighed)


def cheapest(problem: Problem) -> int | None:
    """Try every roster and let the judge speak."""
    cells = [(person.key, day) for person in problem.people for day in problem.days]
    best = None
    for row in product(["", *(shift.key for shift in problem.shifts)], repeat=len(cells)):
        breaches = faults(problem, dict(zip(cells, row, strict=True)))
        if not any(one.is_hard for one in breaches):
            cost = cost_of(breaches)
            best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(18))
def test_nothing_the_judge_would_allow_is_cheaper_than_what_the_solver_returns(seed):
    problem = drawn(Random(seed))
    result = solve(problem, seconds=20, seed=seed)
    least = cheapest(problem)
    assert result.cost == least, problem.constraints
    assert result.status == ("infeasible" if least is None else "optimal")
    if result.roster is not None:
        assert not [one for one in faults(problem, result.roster) if one.is_hard]
        assert result.bound == result.cost == cost_of(result.breaches)
        assert all(say(one, "en") and say(one) for one in result.breaches)
    else:
        clash = clashes(problem, seconds=20)
        assert clash.is_minimal
        assert clash.demands


def centre(people: int, *more: AnyConstraint, length: int = 14, least: int = 2) -> Problem:
    """A desk that is open all day, with one person by night."""
    shifts = (replace(EARLY, spans=((480, 1200),)), replace(NIGHT, spans=((1200, 1920),)))
    night = frozenset({"night"})
    return Problem(
        first=date(2026, 3, 2),
        length=length,
        people=tuple(Person(key=f"p{n}") for n in range(people)),
        shifts=shifts,
        constraints=(
            Cover(source=PLAN, shift="night", least=1),
            Cover(source=PLAN, between=(480, 1200), least=least, wanted=3, under=5, over=1),
            Rest(source=LAW, minutes=660),
            Run(source=LAW, most=5),
            Total(source=LAW, of="minutes", per="week", most=2880),
            Fair(source=LAW, shifts=night, weight=2),
            *more,
        ),
    )


def test_a_clash_names_the_fewest_demands_and_what_giving_way_would_take():
    clash = clashes(centre(3, length=7), seconds=30)
    assert clash.is_minimal
    assert {demand.constraint.kind for demand in clash.demands} == {"cover", "total"}
    assert {demand.person for demand in clash.demands if demand.person} == {"p0", "p1", "p2"}
    left = [(demand.constraint, demand.person, demand.days) for demand in clash.demands]
    assert len(left) == len(set(left))
    assert all(way.breaches for _, way in clash.ways)
    assert clash.cheapest.units <= min(way.units for _, way in clash.ways)
    assert clashes(centre(8, length=7), seconds=30) is None


def test_a_clash_without_one_of_its_demands_is_none():
    problem = centre(3, length=7)
    clash = clashes(problem, seconds=30)
    kinds = {demand.constraint for demand in clash.demands}
    for gone in kinds:
        rest = tuple(rule for rule in kinds if rule != gone)
        assert clashes(replace(problem, constraints=rest), seconds=30) is None


def test_who_falls_ill_is_replaced_with_one_change_and_the_past_stays():
    problem = centre(8)
    published = solve(problem, seconds=20).roster or {}
    since = problem.first + timedelta(days=5)
    person = next(
        key for (key, day), shift in published.items() if (day, shift) == (since, "night")
    )
    ill = Assignment(
        source=Source(kind="absence", text="病假"),
        people=frozenset({person}),
        days=frozenset({since}),
        worked=False,
    )
    mended = repair(problem, published, changes=[ill], since=since, seconds=20)
    roster = mended.result.roster or {}
    assert (person, since) not in roster
    assert len(mended.changes) <= 2
    assert not any(one.is_hard for one in mended.result.breaches)
    before = {cell: shift for cell, shift in published.items() if cell[1] < since}
    assert before == {cell: shift for cell, shift in roster.items() if cell[1] < since}


def test_the_same_seed_gives_the_same_roster():
    rosters = [solve(centre(7), seconds=30, seed=5).roster for _ in range(2)]
    assert rosters[0] == rosters[1]


def test_a_search_that_is_called_off_returns_the_best_so_far():
    seen: list[Progress] = []
    wanted = [
        Cover(source=PLAN, shift="early", days=frozenset({day}), wanted=n % 9, under=3, over=4)
        for n, day in enumerate(centre(1).days)
    ]
    result = solve(
        centre(20, *wanted),
        seconds=60,
        progress=seen.append,
        cancelled=lambda: any(one.cost is not None for one in seen),
    )
    assert result.stopped or result.status == "optimal"
    assert result.seconds < 30
    assert not any(one.is_hard for one in result.breaches)


def test_a_large_team_is_solved_piece_by_piece(monkeypatch):
    monkeypatch.setattr("shouwen.planning.solving.search.PATIENCE", 0)
    monkeypatch.setattr("shouwen.planning.solving.search.FIRST_LOOK", 0)
    monkeypatch.setattr("shouwen.planning.solving.search.HOPE", 0)
    result = solve(centre(9, length=7), seconds=4, workers=2)
    assert result.status in {"optimal", "feasible"}
    assert not any(one.is_hard for one in result.breaches)


def test_the_bound_of_whole_rows_is_no_higher_than_the_best_and_its_rosters_keep_every_rule():
    bounded = 0
    for seed in range(30):
        problem = drawn(Random(seed))
        rows = Rows(problem)
        try:
            columns = Columns(rows, lambda: False)
        except NotTrackedError:
            continue
        while columns.grow():
            pass
        result = solve(problem, seconds=20)
        if result.cost is None:
            continue
        assert columns.bound <= result.cost, problem.constraints
        bounded += columns.bound == result.cost
        for roster in (dive(columns, Random(seed), seconds=5),):
            assert roster is not None
            cost, _ = weigh(rows, roster)
            breaches = faults(problem, roster)
            assert (cost >= BROKEN) == any(one.is_hard for one in breaches)
            assert cost >= BROKEN or cost == cost_of(breaches) >= result.cost
        decided, none = Choice(columns, result.cost - 1).run(20)
        assert (decided, none) == (True, None)
        decided, chosen = Choice(columns, result.cost).run(20)
        assert decided
        assert weigh(rows, chosen or {})[0] == result.cost
    assert bounded >= 8


def test_names_that_are_not_in_a_problem_are_refused_with_their_source():
    problem = centre(2, Cover(source=PLAN, shift="noon", least=1, people=frozenset({"zhao"})))
    assert len(check(problem)) == 2
    with pytest.raises(ValueError, match="话务预测"):
        solve(problem, seconds=1)


def test_a_problem_is_written_and_read_as_it_was():
    for seed in range(8):
        problem = drawn(Random(seed))
        assert read_problem(write_problem(problem)) == problem
    with pytest.raises(ValueError, match="first"):
        read_problem("{}")


def test_the_command_solves_a_file_and_says_what_clashes(tmp_path):
    file, out = tmp_path / "problem.json", tmp_path / "roster.json"
    file.write_text(write_problem(centre(8, length=7)), encoding="utf-8")
    solved = CliRunner().invoke(shouwen, ["roster", "solve", "--problem", str(file)])
    assert solved.exit_code == 0, solved.output
    assert json.loads(solved.stdout)["roster"]
    file.write_text(write_problem(centre(3, length=7)), encoding="utf-8")
    line = ["roster", "solve", "--problem", str(file), "--out", str(out)]
    assert CliRunner().invoke(shouwen, line).exit_code == 1
    said = json.loads(out.read_text(encoding="utf-8"))
    assert said["status"] == "infeasible"
    assert {one["source"] for one in said["clash"]} == {"劳动法", "话务预测"}
