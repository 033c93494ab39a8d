"""Roster rules in force as constraints, each with its clause: verdict and solver are one rule.

The rules are not read twice. What a rule says of a shift, a number of people or of seats is asked
of the policy's own judge with the facts a plan would raise; what it refuses becomes a constraint.
So conditions, exceptions, settings and days in force count as they do when the fact is recorded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from shouwen.planning.solving.problem import (
    DAY_MINUTES,
    AnyConstraint,
    Assignment,
    Cover,
    Problem,
    Rest,
    Roster,
    Shift,
    Source,
    Total,
)
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import Answers, judge
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.questions import PostsOf, Question
from shouwen.policy.kinds.roster import Roster as RosterRule
from shouwen.policy.kinds.rosters.base import seconds_of
from shouwen.policy.kinds.rosters.seats import Floor
from shouwen.policy.kinds.rosters.shifts import minute_of
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.policy.rulings import Measure, Permission, Ruling

PLANNED, SEATS, COUNTED, OVERTIME = (
    "shift_planned",
    "seats_planned",
    "seats_counted",
    "overtime_requested",
)
HIGHEST_HOURS = 744
"""Hours of the longest month: whoever may work more overtime is not limited."""
Broken = frozenset[tuple[str, str, date]]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Asks the rules in force what they say of a plan.

    ``posts`` are the posts of each person. ``norms`` are the minutes a month after which each
    person's work is overtime. ``rest_price`` is what it costs to leave less than the rest that a
    rule keeps around swapped shifts: a plan itself is not a swap. None makes that hard as well.
    """

    rulebook: Rulebook
    problem: Problem
    team: str = ""
    posts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    norms: Mapping[str, int] = field(default_factory=dict)
    rest_price: int | None = 0

    @cached_property
    def rules(self) -> tuple[RosterRule, ...]:
        """The roster rules."""
        return tuple(rule for rule in self.rulebook.rules if isinstance(rule, RosterRule))

    @cached_property
    def _book(self) -> Rulebook:
        return Rulebook(self.rules, self.rulebook.zone)

    def listening(self, kind: str) -> list[RosterRule]:
        """Return the roster rules that listen to a kind of fact."""
        return [rule for rule in self.rules if kind in rule.fact_kinds()]

    def refused(self, kind: str, day: date, minute: int, **details: Detail) -> frozenset[Key]:
        """Return which rules refuse a fact, or find it falling short, at a minute of a day."""
        at = self.moment(day, minute)
        given = {name: value for name, value in details.items() if value is not None}
        if self.team:
            given["team"] = self.team
        fact = Fact(kind=kind, about="plan", happened_at=at, details=given)
        rulings = judge(self._book, fact, Answers(self._answer), _always)
        return frozenset(_key(one) for one in rulings if _is_no(one))

    def moment(self, day: date, minute: int) -> datetime:
        """Return a minute of a day of the plan as a moment."""
        midnight = datetime.combine(day, time(), tzinfo=self.rulebook.zone)
        return midnight + timedelta(minutes=minute)

    def shift_details(self, shift: Shift, day: date, *, people: int | None = None) -> Details:
        """Return what is recorded of a shift that is planned."""
        return {
            "shift": shift.key,
            "begins": self.moment(day, shift.begins).isoformat(),
            "ends": self.moment(day, shift.ends).isoformat(),
            "public_holiday": day in self.problem.holidays,
            "people": people,
        }

    def source(self, key: Key) -> Source:
        """Return the source of what a rule says."""
        rule = self._book.rule(*key)
        return Source(kind="clause", clause=rule.clause, rule=rule.id)

    def _answer(self, question: Question) -> object:
        if isinstance(question, PostsOf) and question.person in self.posts:
            return self.posts[question.person]
        return UNANSWERED


Details = dict[str, Detail]


def constraints_of(asker: Asker) -> tuple[AnyConstraint, ...]:
    """Return what the roster rules in force ask of a plan, as constraints with their clauses."""
    return (
        *_shifts(asker),
        *_people(asker),
        *_rest_days(asker),
        *_seats(asker),
        *_overtime(asker),
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
        planned = {**details, "person": person or None}
        said = asker.refused(PLANNED, day, shift.begins, **planned)
        # A shift nobody works is not planned; only how many work it can be wrong.
        found |= said if person else {key for key in said if _reads(asker, key, "people")}
    seats: Details = {"seats": len(people), "shift": shift.key, "begins": details["begins"]}
    of_shift = asker.refused(SEATS, day, shift.begins, **seats)
    found |= {key for key in of_shift if _floors_by_shift(asker, key)}
    return _on(day, found)


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
    """Ask for as many people on a shift as a rule lets it have at the least."""
    rules = [rule for rule in asker.listening(PLANNED) if "people" in rule.only_if.tests]
    for rule in rules:
        days: dict[tuple[str, int], set[date]] = defaultdict(set)
        for day in asker.problem.days:
            for shift in asker.problem.shifts:
                least = _smallest(_refuses_people(asker, rule.key, shift, day), _many(asker))
                if least:
                    days[shift.key, least].add(day)
        for (name, least), on in days.items():
            yield Cover(source=asker.source(rule.key), days=frozenset(on), shift=name, least=least)


def _refuses_people(asker: Asker, key: Key, shift: Shift, day: date) -> Callable[[int], bool]:
    def refuses(people: int) -> bool:
        details = asker.shift_details(shift, day, people=people)
        return key in asker.refused(PLANNED, day, shift.begins, **details)

    return refuses


def _rest_days(asker: Asker) -> Iterator[AnyConstraint]:
    """Leave as many days off in the period as a rule asks for."""
    first, length = asker.problem.first, asker.problem.length
    for rule in asker.listening(PLANNED):
        if "rest_days" not in rule.only_if.tests:
            continue
        for shift in asker.problem.shifts[:1]:
            details = asker.shift_details(shift, first)

            def refuses(days: int, details: Details = details, key: Key = rule.key) -> bool:
                return key in asker.refused(PLANNED, first, 0, **{**details, "rest_days": days})

            least = _smallest(refuses, length + 1)
            if least:
                yield Total(source=asker.source(rule.key), most=max(length - least, 0))


def _seats(asker: Asker) -> Iterator[Cover]:
    """Ask for the seats of each floor, on the days on which the rule would refuse fewer."""
    for rule in asker.rules:
        for floor in _floors(rule):
            least = math.ceil(floor.at_least or 0)
            for piece in _pieces(floor):
                days = frozenset(
                    day
                    for day in asker.problem.days
                    if _insists(asker, rule, floor, day, piece[0], least)
                )
                if days and floor.shift in {"", *asker.problem.shift_of}:
                    yield Cover(
                        source=asker.source(rule.key),
                        days=days,
                        shift=floor.shift,
                        between=None if floor.shift else piece,
                        least=least,
                    )


def _floors(rule: RosterRule) -> list[Floor]:
    floors = rule.seats.floors if rule.seats else ()
    return [floor for floor in floors if floor.at_least and not floor.is_blank]


def _pieces(floor: Floor) -> list[tuple[int, int]]:
    """Return the hours of a floor in minutes, cut at midnight: each day's rules judge that day."""
    if not floor.between or floor.shift:
        return [(0, DAY_MINUTES)]
    first, last = (minute_of(clock) for clock in floor.between.split("-"))
    first, last = first % DAY_MINUTES, last % DAY_MINUTES or DAY_MINUTES
    if first < last:
        return [(first, last)]
    return [(0, last), (first, DAY_MINUTES)]


def _insists(
    asker: Asker, rule: RosterRule, floor: Floor, day: date, minute: int, least: int
) -> bool:
    shift = asker.problem.shift_of.get(floor.shift)
    minute = shift.begins if shift else minute
    details: Details = {"seats": least - 1, "shift": floor.shift or None}
    begins = asker.moment(day, minute).isoformat()
    return rule.key in (
        asker.refused(SEATS, day, minute, begins=begins, **details)
        | asker.refused(COUNTED, day, minute, **details)
    )


def _overtime(asker: Asker) -> Iterator[AnyConstraint]:
    """Let nobody work longer than the norm of the month and the overtime that is allowed."""
    day = asker.problem.first
    for rule in asker.listening(OVERTIME) if asker.norms else ():

        def allows(hours: int, key: Key = rule.key) -> bool:
            so_far = {"hours_so_far": hours, "hours": 0}
            return key not in asker.refused(OVERTIME, day, 0, **so_far)

        beyond = _smallest(allows, HIGHEST_HOURS)
        if not beyond:
            continue
        for person, norm in asker.norms.items():
            yield Total(
                source=asker.source(rule.key),
                people=frozenset({person}),
                of="minutes",
                per="month",
                most=norm + (beyond - 1) * 60,
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
    return len(asker.problem.people) + 1


def _smallest(said: Callable[[int], bool], highest: int) -> int:
    """Return the smallest number of which ``said`` is no longer so, from 0 on.

    0 where it is not so of 0 already, or where it is so of every number.
    """
    if not said(0) or said(highest):
        return 0
    low, high = 0, highest
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if said(middle) else (low, middle)
    return high


def _key(ruling: Ruling) -> Key:
    return ruling.cites.regulation, ruling.rule


def _is_no(ruling: Ruling) -> bool:
    refused = isinstance(ruling, Permission) and ruling.state == "refused"
    return refused or (isinstance(ruling, Measure) and ruling.met is False)


def _always(_: str) -> Calendar:
    return Calendar.always()
