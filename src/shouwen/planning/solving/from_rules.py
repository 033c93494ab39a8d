"""Roster rules in force as constraints, each with its clause: verdict and solver are one rule.

The rules are not read twice. What a rule says of a shift, a number of people or of seats is asked
of the policy's own judge with the facts a plan would raise; what it refuses becomes a constraint.
So conditions, exceptions, settings and days in force count as they do when the fact is recorded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from shouwen.planning.solving.asking import Asker, Details, allowed, smallest
from shouwen.planning.solving.problem import (
    DAY_MINUTES,
    AnyConstraint,
    Assignment,
    Cover,
    Rest,
    Roster,
    Shift,
    Total,
    Turns,
)
from shouwen.policy.kinds.roster import Roster as RosterRule
from shouwen.policy.kinds.rosters.base import seconds_of
from shouwen.policy.kinds.rosters.rotation import NONE, SAME_WEEK, WEEK_BEFORE
from shouwen.policy.kinds.rosters.seats import Floor
from shouwen.policy.kinds.rosters.shifts import minute_of
from shouwen.policy.rulebook import Key

PLANNED, SEATS, COUNTED, OVERTIME = (
    "shift_planned",
    "seats_planned",
    "seats_counted",
    "overtime_requested",
)
HIGHEST_HOURS = 744
"""Hours of the longest month: whoever may work more overtime is not limited."""
# How many more than there are, of people or days, a rule may ask for and still be understood.
BEYOND = 100
# Limits of hours are written to the quarter of an hour at the finest.
_QUARTERS = 4
Broken = frozenset[tuple[str, str, date]]


def constraints_of(asker: Asker) -> tuple[AnyConstraint, ...]:
    """Return what the roster rules in force ask of a plan, as constraints with their clauses."""
    return (
        *_shifts(asker),
        *_people(asker),
        *_rest_days(asker),
        *_seats(asker),
        *_overtime(asker),
        *_turns(asker),
        *_rests(asker),
    )


def floors_of(asker: Asker) -> tuple[Cover, ...]:
    """Return the fewest seats that the rules in force ask for, each with its clause."""
    return tuple(_seats(asker))


def verdicts(asker: Asker, roster: Roster) -> Broken:
    """Return which rules refuse a plan on which day, by recording it fact by fact.

    This is the other use of the same rules: what a department would hear while it plans by hand.
    """
    found = set[tuple[str, str, date]]()
    for day in asker.problem.days:
        for shift in asker.problem.shifts:
            found |= _said_of_shift(asker, roster, day, shift)
        for minute, seats in _seated(asker, roster, day):
            begins = asker.moment(day, minute).isoformat()
            found |= _on(day, asker.refused(SEATS, day, minute, seats=seats, begins=begins))
            found |= _on(day, asker.refused(COUNTED, day, minute, seats=seats))
    return frozenset(found)


def _said_of_shift(asker: Asker, roster: Roster, day: date, shift: Shift) -> Broken:
    people = [key for (key, on), worked in roster.items() if on == day and worked == shift.key]
    details = asker.shift_details(shift, day, people=len(people))
    found: set[Key] = set()
    for person in people or [""]:
        planned = {**details, "person": person or None, **_of_person(asker, roster, person, day)}
        said = asker.refused(PLANNED, day, shift.begins, **planned)
        # A shift nobody works is not planned; only how many work it can be wrong.
        found |= said if person else {key for key in said if _reads(asker, key, "people")}
    of_shift = _said_of_seats(asker, day, shift, len(people))
    found |= {key for key in of_shift if _floors_by_shift(asker, key)}
    return _on(day, found)


def _of_person(asker: Asker, roster: Roster, person: str, day: date) -> Details:
    """Return what is recorded of somebody's other days beside a shift of theirs."""
    if not person:
        return {}
    off = asker.problem.length - sum(who == person for who, _ in roster)
    monday = day - timedelta(days=day.weekday())
    return {
        "rest_days": off,
        SAME_WEEK: _worked(asker, roster, person, monday, but=day),
        WEEK_BEFORE: _worked(asker, roster, person, monday - timedelta(days=7)),
    }


def _worked(
    asker: Asker, roster: Roster, person: str, monday: date, but: date | None = None
) -> str:
    """List the shifts of somebody's week, as a fact does."""
    earlier = asker.problem.person_of[person].earlier
    week = [monday + timedelta(days=n) for n in range(7)]
    keys = {roster.get((person, day)) or earlier.get(day, "") for day in week if day != but}
    return ",".join(sorted(keys - {""})) or NONE


def _on(day: date, keys: set[Key] | frozenset[Key]) -> Broken:
    return frozenset((*key, day) for key in keys)


def _reads(asker: Asker, key: Key, detail: str) -> bool:
    rule = asker.rulebook.rule(*key)
    return isinstance(rule, RosterRule) and detail in rule.only_if.tests


def _floors_by_shift(asker: Asker, key: Key) -> bool:
    rule = asker.rulebook.rule(*key)
    return isinstance(rule, RosterRule) and any(f.shift for f in _floors(rule))


def _seated(asker: Asker, roster: Roster, day: date) -> Iterator[tuple[int, int]]:
    """Yield the minutes of a day at which the number of people there may change, with it."""
    problem = asker.problem
    spans = []
    for away in (-1, 0):
        on = day + timedelta(days=away)
        for person in problem.people:
            key = roster.get((person.key, on), "")
            worked = problem.shift_of.get(key or person.earlier.get(on, ""))
            spans += [_moved(span, away) for span in (worked.spans if worked else ())]
    dark = problem.dark_until if day == problem.first else 0
    edges = {dark, *_edges(asker), *(minute for span in spans for minute in span)}
    for minute in sorted(edge for edge in edges if max(dark, 0) <= edge < DAY_MINUTES):
        yield minute, sum(first <= minute < last for first, last in spans)


def _moved(span: tuple[int, int], away: int) -> tuple[int, int]:
    return span[0] + away * DAY_MINUTES, span[1] + away * DAY_MINUTES


def _edges(asker: Asker) -> set[int]:
    pieces = (piece for rule in asker.rules for f in _floors(rule) for piece in _pieces(f))
    return {minute for piece in pieces for minute in piece}


# ── what becomes of each shape ───────────────────────────────────────────────────────────────


def _shifts(asker: Asker) -> Iterator[AnyConstraint]:
    """Forbid what a rule refuses to have planned: another shift, other hours, the wrong post."""
    if not asker.listening(PLANNED):
        return
    for people in _groups(asker):
        barred: dict[tuple[Key, str], set[date]] = defaultdict(set)
        for day in asker.problem.days:
            for shift in asker.problem.shifts:
                details = asker.shift_details(shift, day)
                details["person"] = min(people, default=None)
                for key in asker.refused(PLANNED, day, shift.begins, **details):
                    barred[key, shift.key].add(day)
        for (key, name), days in barred.items():
            yield Assignment(
                source=asker.source(key),
                people=people if asker.posts else frozenset(),
                days=frozenset(days),
                shifts=frozenset({name}),
                worked=False,
            )


def _groups(asker: Asker) -> list[frozenset[str]]:
    """Return the people apart by the posts they hold: no rule tells them apart otherwise."""
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for person in asker.problem.people:
        found[asker.posts.get(person.key, frozenset())].add(person.key)
    return [frozenset(people) for people in found.values()]


def _people(asker: Asker) -> Iterator[AnyConstraint]:
    """Ask for as many people on a shift as a rule lets it have at the least, and at the most."""
    rules = [rule for rule in asker.listening(PLANNED) if "people" in rule.only_if.tests]
    for rule in rules:
        days: dict[tuple[str, tuple[int, int | None]], set[date]] = defaultdict(set)
        for day in asker.problem.days:
            for shift in asker.problem.shifts:
                refuses = _refuses_people(asker, rule.key, shift, day)
                days[shift.key, allowed(refuses, _many(asker))].add(day)
        for (name, (least, most)), on in days.items():
            if least or most is not None:
                yield Cover(
                    source=asker.source(rule.key),
                    days=frozenset(on),
                    shift=name,
                    least=least or None,
                    most=most,
                )


def _refuses_people(asker: Asker, key: Key, shift: Shift, day: date) -> Callable[[int], bool]:
    def refuses(people: int) -> bool:
        details = asker.shift_details(shift, day, people=people)
        return key in asker.refused(PLANNED, day, shift.begins, **details)

    return refuses


def _rest_days(asker: Asker) -> Iterator[AnyConstraint]:
    """Leave as many days off in the period as a rule asks for, on whichever shift or day it does.

    What is asked of who works a certain shift is asked of everybody: that is never too little.
    """
    length = asker.problem.length
    for rule in asker.listening(PLANNED):
        if "rest_days" in rule.only_if.tests:
            least = max((_least_off(asker, rule.key, *one) for one in _planned(asker)), default=0)
            if least:
                yield Total(source=asker.source(rule.key), most=max(length - least, 0))


def _planned(asker: Asker) -> Iterator[tuple[Shift, date]]:
    return ((shift, day) for day in asker.problem.days for shift in asker.problem.shifts)


def _least_off(asker: Asker, key: Key, shift: Shift, day: date) -> int:
    details = asker.shift_details(shift, day)

    def refuses(days: int) -> bool:
        return key in asker.refused(PLANNED, day, shift.begins, **{**details, "rest_days": days})

    return smallest(refuses, asker.problem.length + BEYOND)


def _seats(asker: Asker) -> Iterator[Cover]:
    """Ask for the seats of each floor, on the days on which the rule would refuse fewer."""
    for rule in asker.rules:
        if any(floor.shift for floor in _floors(rule)):
            yield from _seats_by_shift(asker, rule)
        else:
            yield from _seats_by_hours(asker, rule)


def _seats_by_shift(asker: Asker, rule: RosterRule) -> Iterator[Cover]:
    """Ask for the seats of each shift: where one floor names a shift, seats are counted by it."""
    days: dict[tuple[str, int], set[date]] = defaultdict(set)
    for shift, day in _planned(asker):

        def refuses(seats: int, shift: Shift = shift, day: date = day) -> bool:
            return rule.key in _said_of_seats(asker, day, shift, seats)

        days[shift.key, smallest(refuses, _many(asker))].add(day)
    for (name, least), on in days.items():
        if least:
            source = asker.source(rule.key)
            yield Cover(source=source, days=frozenset(on), shift=name, least=least)


def _said_of_seats(asker: Asker, day: date, shift: Shift, seats: int) -> frozenset[Key]:
    """Return which rules refuse so many seats on a shift, planned or counted."""
    details: Details = {"seats": seats, "shift": shift.key}
    begins = asker.moment(day, shift.begins).isoformat()
    planned = asker.refused(SEATS, day, shift.begins, begins=begins, **details)
    return planned | asker.refused(COUNTED, day, shift.begins, **details)


def _seats_by_hours(asker: Asker, rule: RosterRule) -> Iterator[Cover]:
    for floor in _floors(rule):
        least = math.ceil(floor.at_least or 0)
        for piece in _pieces(floor):
            days = frozenset(
                day for day in asker.problem.days if _insists(asker, rule, day, piece[0], least)
            )
            if days:
                yield Cover(
                    source=asker.source(rule.key), days=days, between=piece, least=least
                )  # fmt: skip


def _floors(rule: RosterRule) -> list[Floor]:
    floors = rule.seats.floors if rule.seats else ()
    return [floor for floor in floors if floor.at_least and not floor.is_blank]


def _pieces(floor: Floor) -> list[tuple[int, int]]:
    """Return the hours of a floor in minutes, cut at midnight: each day's rules judge that day."""
    if not floor.between:
        return [(0, DAY_MINUTES)]
    first, last = (minute_of(clock) for clock in floor.between.split("-"))
    first, last = first % DAY_MINUTES, last % DAY_MINUTES or DAY_MINUTES
    if first < last:
        return [(first, last)]
    return [(0, last), (first, DAY_MINUTES)]


def _insists(asker: Asker, rule: RosterRule, day: date, minute: int, least: int) -> bool:
    details: Details = {"seats": least - 1}
    begins = asker.moment(day, minute).isoformat()
    return rule.key in (
        asker.refused(SEATS, day, minute, begins=begins, **details)
        | asker.refused(COUNTED, day, minute, **details)
    )


def _overtime(asker: Asker) -> Iterator[AnyConstraint]:
    """Let nobody work longer than the norm of the month and the overtime that is allowed."""
    day = asker.problem.first
    for rule in asker.listening(OVERTIME) if asker.norms else ():

        def allows(quarters: int, key: Key = rule.key) -> bool:
            so_far: Details = {"hours_so_far": str(quarters / _QUARTERS), "hours": 0}
            return key not in asker.refused(OVERTIME, day, 0, **so_far)

        beyond = smallest(allows, HIGHEST_HOURS * _QUARTERS)
        if not beyond:
            continue
        for person, norm in asker.norms.items():
            yield Total(
                source=asker.source(rule.key),
                people=frozenset({person}),
                of="minutes",
                per="month",
                most=norm + (beyond - 1) * 60 // _QUARTERS,
            )


def _turns(asker: Asker) -> Iterator[AnyConstraint]:
    """Turn everybody round by the order of a rule, where it refuses who is out of turn."""
    for rule in asker.listening(PLANNED):
        if rule.rotation is None:
            continue
        order = tuple(key for key in rule.rotation.order if key in asker.problem.shift_of)
        if set(rule.rotation.order) <= set(order) and _turns_round(asker, rule, order):
            yield Turns(source=asker.source(rule.key), order=order)


def _turns_round(asker: Asker, rule: RosterRule, order: Sequence[str]) -> bool:
    """Ask whether the rule refuses the first shift after a week of itself, on any of the days."""
    first = asker.problem.shift_of[order[0]]
    worked: Details = {SAME_WEEK: NONE, WEEK_BEFORE: first.key}
    return any(
        rule.key in asker.refused(PLANNED, day, first.begins, **{**details, **worked})
        for day in asker.problem.days
        for details in [asker.shift_details(first, day)]
    )


def _rests(asker: Asker) -> Iterator[AnyConstraint]:
    for rule in asker.rules:
        if rule.swap is not None and rule.swap.rest is not None:
            yield Rest(
                source=asker.source(rule.key),
                minutes=seconds_of(rule.swap.rest) // 60,
                weight=asker.rest_price,
            )


# ── asking ───────────────────────────────────────────────────────────────────────────────────


def _many(asker: Asker) -> int:
    return len(asker.problem.people) + BEYOND
