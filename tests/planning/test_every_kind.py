"""Every kind of roster rule: what the rules refuse of a roster, the solver's judge finds as well.

The table below names every shape and every demand a roster rule may have. Whoever adds one has to
say here how it is drawn, or why no plan can break it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shouwen.planning.solving import Person, Problem, Roster, Shift, faults, solve
from shouwen.planning.solving.asking import Asker, Details
from shouwen.planning.solving.from_rules import OVERTIME, PLANNED, constraints_of, verdicts
from shouwen.policy.facts_of.roster import FACTS
from shouwen.policy.kinds.roster import _DEMANDS
from shouwen.policy.kinds.rosters import ROSTER_SHAPES
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook

pytestmark = pytest.mark.once

FIRST = date(2026, 10, 10)
HOLIDAYS = frozenset({date(2026, 10, 12)})
SHIFTS = (
    Shift(key="early", spans=((480, 960),)),
    Shift(key="late", spans=((960, 1440),)),
    Shift(key="night", spans=((1320, 1800),)),
)
KEYS = [shift.key for shift in SHIFTS]
HEAD = """---
regulation: drawn
title: 抽出的规定
in_force: 2024-01-01
posts: {agent: 客服专员, senior: 资深专员}
---

## 1 排班

### 1.1 抽出的一条。
"""
TRIES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)  # fmt: skip
only = st.sampled_from
some = st.integers
which = st.lists(only(KEYS), min_size=1, max_size=2, unique=True)


def listed(words: list[str]) -> str:
    return f"[{', '.join(words)}]"


def bounds(low: int, high: int) -> st.SearchStrategy[str]:
    """At least, at most, more than, less than, or between two numbers."""
    one = st.builds(
        "{{{0}: {1}}}".format, only(["at_least", "at_most", "more_than", "less_than"]),
        some(max(low, 1), high),
    )  # fmt: skip
    both = st.tuples(some(low, high), some(0, 2)).map(
        lambda pair: f"{{at_least: {pair[0]}, at_most: {sum(pair)}}}"
    )
    return st.one_of(one, both)


# A rule about planned shifts is often about one shift or about holidays alone.
heard = st.one_of(
    st.just("{fact: shift_planned}"),
    st.builds("{{fact: shift_planned, shift: {0}}}".format, only(KEYS)),
    st.builds("{{fact: shift_planned, public_holiday: {0}}}".format, only(["true", "false"])),
)


def demand(test: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("when: {0}\nonly_if: {{{1}}}".format, heard, test)


hours = only(['["08:00-16:00"]', '["16:00-00:00"]', '["22:00-06:00"]', '["09:00-17:00"]'])
floors = st.one_of(
    st.builds("shift: {0}, at_least: {1}".format, only(KEYS), some(0, 4)),
    st.builds(
        'between: "{0}", at_least: {1}'.format,
        only(["08:00-20:00", "20:00-08:00", "12:00-00:00"]), some(1, 4),
    ),
    st.builds("at_least: {0}".format, some(1, 3)),
)  # fmt: skip

DRAWN: dict[str, st.SearchStrategy[str]] = {
    "shifts": st.builds(
        "when: {0}\nshifts: {{hours: {{early: {1}, late: {2}}}}}".format, heard, hours, hours
    ),
    "rotation": st.builds(
        "when: {{fact: shift_planned}}\nrotation: {{order: {0}}}".format,
        st.permutations(KEYS).flatmap(lambda keys: some(2, 3).map(lambda n: listed(keys[:n]))),
    ),
    "seats": st.builds(
        "when: [{{fact: seats_counted}}, {{fact: seats_planned}}]\nseats: {{floors: [{0}]}}".format,
        st.lists(floors.map("{{{0}}}".format), min_size=1, max_size=2).map(", ".join),
    ),
    "swap": st.builds(
        "when: {{fact: shift_swap_requested}}\nswap: {{rest: {0} hours}}".format, some(0, 20)
    ),
    "overtime": st.builds(
        "when: {{fact: overtime_requested}}\novertime: {{together: {0}}}".format,
        only(["0", "4", "6.5", "12"]),
    ),
    "posts": st.builds("when: {0}\nposts: [senior]".format, heard),
    "only_if.shift": demand(st.builds(lambda keys: f"shift: {listed(keys)}", which)),
    "only_if.public_holiday": demand(only(["public_holiday: false", "public_holiday: true"])),
    "only_if.people": demand(bounds(0, 4).map("people: {0}".format)),
    "only_if.rest_days": st.builds(
        "when: {{fact: shift_planned}}\nonly_if: {{rest_days: {{at_least: {0}}}}}".format,
        some(0, 4),
    ),
}
APART = {
    "leave": "leave is asked for, not planned; whoever has it is not planned (tests/roster)",
    "attendance": "what is judged are punches, after the plan",
    "publishing": "how long before its first day, whatever is in it",
    "signed_by": "held until signed: nothing is refused",
    "only_if.person": "a rule names posts, not people",
    "only_if.week_shifts": "a list for rotation to read",
    "only_if.last_week_shifts": "a list for rotation to read",
    "only_if.begins": "a moment is no figure; the hours of shifts are a shape",
    "only_if.ends": "a moment is no figure; the hours of shifts are a shape",
}


def test_every_shape_and_demand_is_drawn_or_said_to_be_apart():
    demands = {name for name in _DEMANDS if name != "only_if"}
    details = {f"only_if.{name}" for name in FACTS["shift_planned"]["details"]}
    assert {*DRAWN, *APART} == {*ROSTER_SHAPES, *demands, *details}


def book_of(bodies: list[str]) -> Rulebook:
    blocks = "\n".join(
        f"\n```rule\nid: r{n}\nkind: roster\ntitle: 规则{n}\ntitle_en: Rule {n}\n{body}\n```\n"
        for n, body in enumerate(bodies)
    )
    read = read_regulation(HEAD + blocks, "drawn.md")
    assert read.regulation is not None, [str(fault) for fault in read.faults]
    return Rulebook(list(read.regulation.rules.values()))


def desk(people: int, length: int, earlier: Sequence[Mapping[date, str]]) -> Problem:
    return Problem(
        first=FIRST, length=length, shifts=SHIFTS, holidays=HOLIDAYS,
        people=tuple(Person(key=f"p{n}", earlier=earlier[n]) for n in range(people)),
    )  # fmt: skip


@st.composite
def asked(draw: Callable, names: list[str]) -> tuple[Asker, Problem]:
    """A desk and some rules, at least one of each kind that is named."""
    before = [FIRST - timedelta(days=n) for n in range(1, 4)]
    worked = st.fixed_dictionaries({day: only(["", "", *KEYS]) for day in before})
    earlier = draw(st.lists(worked, min_size=2, max_size=5))
    bare = desk(len(earlier), 5, earlier)
    bodies = [draw(DRAWN[name]) for name in names]
    senior = {p.key: draw(st.booleans()) for p in bare.people}
    asker = Asker(
        rulebook=book_of(bodies), problem=bare, rest_price=None,
        posts={key: frozenset({"senior" if is_so else "agent"}) for key, is_so in senior.items()},
        norms={person.key: 1200 for person in bare.people},
    )  # fmt: skip
    return asker, replace(bare, constraints=constraints_of(asker))


def roster_for(draw: Callable, problem: Problem) -> Roster:
    cells = [(person.key, day) for person in problem.people for day in problem.days]
    put = draw(st.lists(only(["", *KEYS]), min_size=len(cells), max_size=len(cells)))
    return {cell: key for cell, key in zip(cells, put, strict=True) if key}


def broken(problem: Problem, roster: Roster) -> set[tuple[str, date, str]]:
    """What the solver's judge finds: the rule, its day, and whose it is where it is somebody's."""
    return {
        (one.source.rule, one.days[-1 if one.code == "rest_short" else 0], one.person)
        for one in faults(problem, roster)
        if one.is_hard
    }


def refused(asker: Asker, roster: Roster) -> set[tuple[str, date]]:
    """What the rules say when all that the roster comes to is recorded, fact by fact."""
    found = {(rule, day) for _, rule, day in verdicts(asker, roster)}
    for person in asker.problem.people:
        before = [(day, key) for day, key in person.earlier.items() if key]
        planned = [(day, key) for (who, day), key in roster.items() if who == person.key]
        worked = sorted([*before, *planned])
        minutes = sum(asker.problem.shift_of[key].length for _, key in worked)
        beyond = max(minutes - asker.norms[person.key], 0)
        over: Details = {"hours": 0, "hours_so_far": str(beyond / 60)}
        found |= {(r, FIRST) for _, r in asker.refused(OVERTIME, FIRST, 0, **over)}
        for (day, one), (after, other) in pairwise(worked):
            if after >= FIRST:
                found |= {(r, after) for r in too_soon(asker, (day, one), (after, other))}
    return found


def too_soon(asker: Asker, before: tuple[date, str], after: tuple[date, str]) -> set[str]:
    """Which rules refuse that somebody takes over a shift so soon after their own."""
    ends, begins = (
        datetime.combine(day, time(), tzinfo=asker.rulebook.zone)
        + timedelta(minutes=getattr(asker.problem.shift_of[key], side))
        for (day, key), side in ((before, "ends"), (after, "begins"))
    )
    far = begins + timedelta(days=9)
    taken: Details = {
        "person_agrees": True, "partner_agrees": True, "shift_begins": begins.isoformat(),
        "partner_previous_ends": ends.isoformat(), "shift_ends": begins.isoformat(),
        "partner_next_begins": far.isoformat(),
    }  # fmt: skip
    return {rule for _, rule in asker.refused("shift_swap_requested", before[0], 0, **taken)}


def whole(found: set[tuple[str, date]], asker: Asker) -> set[tuple[str, date]]:
    """Overtime is a month's, days off are a plan's, turns a week's: no day of it counts as such."""
    long = {r.id for r in asker.rules if r.overtime or "rest_days" in r.only_if.tests}
    weekly = {r.id for r in asker.rules if r.rotation}
    firsts = {day: max(day - timedelta(days=day.weekday()), FIRST) for _, day in found}
    return {
        (rule, FIRST if rule in long else firsts[day] if rule in weekly else day)
        for rule, day in found
    }


@pytest.mark.parametrize("name", DRAWN)
@TRIES
@given(data=st.data())
def test_what_the_rules_refuse_the_solver_finds_and_nothing_else(name, data):
    others = data.draw(st.lists(only(sorted(DRAWN)), max_size=1))
    asker, problem = data.draw(asked([name, *others]))
    roster = roster_for(data.draw, problem)
    found = {(rule, day) for rule, day, _ in broken(problem, roster)}
    assert whole(found, asker) == whole(refused(asker, roster), asker)


@TRIES
@given(data=st.data())
def test_a_roster_that_is_returned_breaks_nothing_and_none_is_refused_without_need(data):
    names = data.draw(st.lists(only(sorted(DRAWN)), min_size=2, max_size=4, unique=True))
    asker, problem = data.draw(asked(names))
    result = solve(problem, seconds=10)
    assert result.status in {"optimal", "infeasible"}
    if result.roster is not None:
        assert broken(problem, result.roster) == set()
        assert refused(asker, result.roster) == set()
    else:
        roster = roster_for(data.draw, problem)
        assert refused(asker, roster), "the rules allow a roster the solver says there is none of"


def test_rules_listen_to_planned_shifts_as_they_are_drawn():
    asker = Asker(rulebook=book_of(["when: {fact: shift_planned}\nposts: [senior]"]),
                  problem=desk(1, 1, [{}]), posts={"p0": frozenset({"agent"})})  # fmt: skip
    assert asker.listening(PLANNED)
    assert refused(replace(asker, norms={"p0": 0}), {("p0", FIRST): "early"}) == {("r0", FIRST)}
