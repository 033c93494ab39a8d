"""The rules of the bundled regulations as constraints: verdict and solver never disagree."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from shouwen.planning.solving import Person, Problem, Shift, faults, solve
from shouwen.planning.solving.asking import Asker
from shouwen.planning.solving.from_rules import constraints_of, verdicts
from shouwen.policy.kinds.roster import Roster as RosterRule
from shouwen.policy.kinds.rosters.shifts import minute_of
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import library

pytestmark = pytest.mark.once

MONDAY = date(2026, 9, 28)
HOLIDAYS = frozenset({date(2026, 10, 1), date(2026, 10, 2)})
HEARD = ("shift_planned", "seats_planned", "seats_counted")


@cache
def books() -> dict[str, Rulebook]:
    """The rulebooks of the regulations that speak of planned shifts or seats."""
    found = {}
    for name in library.names():
        text = library.text_of(name)
        if "kind: roster" not in text or not any(kind in text for kind in HEARD):
            continue
        regulation = read_regulation(text, f"{name}.md").regulation
        rules = [rule for rule in regulation.rules.values() if isinstance(rule, RosterRule)]
        if any(set(rule.fact_kinds()) & set(HEARD) for rule in rules):
            found[name] = Rulebook(rules)
    return found


def spans(hours) -> tuple[tuple[int, int], ...]:
    cut = [tuple(minute_of(clock) for clock in span.split("-")) for span in hours]
    return tuple((first, last if last > first else last + 1440) for first, last in cut)


def desk(book: Rulebook, people: int, length: int = 7) -> Problem:
    """The shifts a regulation sets, or three of our own, and one that nobody set."""
    shifts = {
        key: Shift(key=key, spans=spans(hours))
        for rule in book.rules
        if isinstance(rule, RosterRule) and rule.shifts
        for key, hours in rule.shifts.hours.items()
    }
    if not shifts:
        shifts = {
            "early": Shift(key="early", spans=((480, 960),)),
            "late": Shift(key="late", spans=((960, 1440),)),
            "night": Shift(key="night", spans=((1200, 1920),)),
        }
    shifts["odd"] = Shift(key="odd", spans=((540, 1100),))
    first = next(iter(shifts.values()))
    shifts[f"{first.key}_moved"] = replace(first, key=f"{first.key}_moved")
    return Problem(
        first=MONDAY,
        length=length,
        people=tuple(Person(key=f"p{n}") for n in range(people)),
        shifts=tuple(shifts.values()),
        holidays=HOLIDAYS,
    )


def planned_at_random(problem: Problem, random: Random) -> dict[tuple[str, date], str]:
    keys = [shift.key for shift in problem.shifts]
    busy = random.random()
    cells = [(person.key, day) for person in problem.people for day in problem.days]
    return {cell: random.choice(keys) for cell in cells if random.random() < busy}


def broken(asker: Asker, problem: Problem, roster) -> set[tuple[str, str, date]]:
    """What the judge of rosters finds against the rules, as verdicts are written."""
    return {
        (one.source.clause.regulation, one.source.rule, one.days[0])
        for one in faults(problem, roster)
        if one.is_hard and one.source.clause
    }


def test_a_plan_breaks_for_the_solver_what_the_rules_refuse_and_nothing_else():
    assert len(books()) >= 5
    said = 0
    for name, book in books().items():
        random = Random(name)
        bare = desk(book, 10, length=5)
        asker = Asker(rulebook=book, problem=bare)
        problem = replace(bare, constraints=constraints_of(asker))
        for _ in range(4):
            roster = planned_at_random(problem, random)
            assert broken(asker, problem, roster) == verdicts(asker, roster), name
            said += len(verdicts(asker, roster))
    assert said > 100


def test_what_the_solver_returns_no_rule_refuses():
    solved = 0
    for name, book in books().items():
        bare = desk(book, 30, length=5)
        asker = Asker(rulebook=book, problem=bare)
        problem = replace(bare, constraints=constraints_of(asker))
        result = solve(problem, seconds=20)
        assert result.roster is not None, name
        assert verdicts(asker, result.roster) == frozenset(), name
        solved += any(one.kind == "cover" for one in problem.constraints)
    assert solved >= 2


def test_every_constraint_from_a_rule_quotes_its_clause():
    for book in books().values():
        asker = Asker(rulebook=book, problem=desk(book, 12))
        for rule in constraints_of(asker):
            assert rule.source.kind == "clause"
            assert str(rule.source).startswith("《")
            assert book.rule(rule.source.clause.regulation, rule.source.rule)


def test_a_rule_that_ends_binds_until_its_last_day():
    shapes = {
        name: [getattr(rule, "seats", None) for rule in b.rules] for name, b in books().items()
    }
    book = next(books()[name] for name, found in shapes.items() if any(found))
    ended = MONDAY + timedelta(days=2)
    until = Rulebook([rule.model_copy(update={"ended": ended}) for rule in book.rules])
    asker = Asker(rulebook=until, problem=desk(book, 12))
    covers = [rule for rule in constraints_of(asker) if rule.kind == "cover"]
    assert covers
    assert {day for rule in covers for day in rule.days} == {MONDAY, MONDAY + timedelta(days=1)}
