"""Asking the rules in force what they say of a plan, fact by fact, and where a number turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from shouwen.planning.solving.problem import Problem, Shift, Source
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import Answers, judge
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.questions import PostsOf, Question
from shouwen.policy.kinds.roster import Roster as RosterRule
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.policy.rulings import Measure, Permission, Ruling

Details = dict[str, Detail]


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


def smallest(said: Callable[[int], bool], highest: int) -> int:
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


def allowed(refuses: Callable[[int], bool], highest: int) -> tuple[int, int | None]:
    """Return the smallest number that is not refused and the largest, None where none is too large.

    ``(0, None)`` where every number is refused: then it is something else that is wrong.
    """
    if refuses(0) and refuses(highest):
        # What is refused at both ends may be allowed in between.
        least = next((n for n in range(1, highest) if not refuses(n)), 0)
        if not least:
            return 0, None
    else:
        least = smallest(refuses, highest)
    if not refuses(highest):
        return least, None
    beyond = smallest(lambda n: not refuses(least + n), highest - least)
    return least, least + beyond - 1


def _key(ruling: Ruling) -> Key:
    return ruling.cites.regulation, ruling.rule


def _is_no(ruling: Ruling) -> bool:
    refused = isinstance(ruling, Permission) and ruling.state == "refused"
    return refused or (isinstance(ruling, Measure) and ruling.met is False)


def _always(_: str) -> Calendar:
    return Calendar.always()
