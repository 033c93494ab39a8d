"""A rostering problem as data: people, shifts, days, and constraints that say whence they come.

Nothing here knows a regulation: a constraint is a shape with figures and a :class:`Source`. It is
hard where ``weight`` is None; otherwise each unit by which it is missed costs ``weight``, and a
weight of 0 only tells. ``people``, ``shifts`` and ``days`` left empty mean all of them. Minutes
count from the midnight on which a shift's day begins; a shift that ends tomorrow ends after 1,440.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from shouwen.policy.clauses import Clause

DAY_MINUTES = 24 * 60
Roster = Mapping[tuple[str, date], str]
"""Who works what: (person's key, day) → shift's key. Whoever is not in it is off that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a constraint comes from: a clause, the law, a contract, somebody's wish, the plan.

    ``text`` is what is shown where there is no clause; a clause quotes itself.
    """

    kind: Literal["clause", "law", "contract", "absence", "plan", "demand", "fairness", "wish"]
    text: str = ""
    text_en: str = ""
    clause: Clause | None = None
    rule: str = ""

    def __str__(self) -> str:
        """Quote the clause, or say the words."""
        return str(self.clause) if self.clause else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One kind of shift: its spans of minutes, and the skill it asks for.

    ``minutes`` is what counts as working time; without it the spans are added up. ``kinds`` are
    words such as ``night`` by which constraints may name several shifts.
    """

    key: str
    label: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    minutes: int | None = None
    skill: str = ""
    kinds: frozenset[str] = frozenset()

    @property
    def begins(self) -> int:
        """The minute at which the shift begins."""
        return self.spans[0][0] if self.spans else 0

    @property
    def ends(self) -> int:
        """The minute at which the shift ends; beyond 1,440 where that is tomorrow."""
        return self.spans[-1][1] if self.spans else 0

    @property
    def length(self) -> int:
        """The minutes that count as working time."""
        if self.minutes is not None:
            return self.minutes
        return sum(last - first for first, last in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to be planned.

    ``earlier`` is what was worked on days before the period: a shift's key, or "" for a day known
    to be off. ``counted`` is what fairness starts from, such as ``{"night": 12}`` of the last year.
    """

    key: str
    name: str = ""
    team: str = ""
    skills: frozenset[str] = frozenset()
    earlier: Mapping[date, str] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """What every constraint has: whence it comes, whom it concerns, what missing it costs."""

    source: Source
    people: frozenset[str] = frozenset()
    weight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Constraint):
    """Seats on a shift, or at every moment ``between`` two minutes of the day (may cross midnight).

    ``least`` and ``most`` are hard. Each seat below (above) ``wanted`` costs ``under`` (``over``);
    of an interval its worst moment counts. ``skill``: only people who have it are counted. With
    neither shift nor interval the whole day is meant. ``weight`` makes ``least`` and ``most`` soft.
    """

    kind: Literal["cover"] = "cover"
    days: frozenset[date] = frozenset()
    shift: str = ""
    between: tuple[int, int] | None = None
    skill: str = ""
    least: int | None = None
    most: int | None = None
    wanted: int | None = None
    under: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest(Constraint):
    """At least ``minutes`` free between the end of a shift and the beginning of a later one."""

    kind: Literal["rest"] = "rest"
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAfter(Constraint):
    """On the day after one of ``shifts`` none of ``then`` is worked."""

    kind: Literal["not_after"] = "not_after"
    shifts: frozenset[str]
    then: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation(Constraint):
    """From one day of work to the next the shift never goes back in ``order`` (early, late, …).

    A day off starts anew. Shifts that are not in the order may stand anywhere.
    """

    kind: Literal["rotation"] = "rotation"
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns(Constraint):
    """In a calendar week one shift of ``order`` only, and in the next week the one that follows it.

    After the last comes the first. Whoever worked none of the order the week before begins with
    any; shifts that are not in the order may stand anywhere. Two shifts that do not go together
    cost ``weight`` once a week.
    """

    kind: Literal["turns"] = "turns"
    order: tuple[str, ...]

    @property
    def next_of(self) -> Mapping[str, str]:
        """Which shift follows which."""
        return dict(zip(self.order, (*self.order[1:], *self.order[:1]), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Constraint):
    """How many days in a row: of work, of days ``off``, or of certain shifts.

    Before the period what is known counts; an unknown day ends a run for ``most``, and completes
    it for ``least``. A run still going on at the end of the period is never too short.
    """

    kind: Literal["run"] = "run"
    off: bool = False
    shifts: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekends(Constraint):
    """At most so many weekends with work on the Saturday or the Sunday."""

    kind: Literal["weekends"] = "weekends"
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Constraint):
    """How many days worked, or minutes, in the period, each calendar week or month, or a window.

    Only ``days`` and ``shifts`` that are named count. A week or month that began before the period
    includes what is known of it; one that ends after the period has no ``least``. ``window`` is a
    number of days that slides.
    """

    kind: Literal["total"] = "total"
    of: Literal["days", "minutes"] = "days"
    per: Literal["period", "week", "month", "window"] = "period"
    window: int = 7
    shifts: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Constraint):
    """On a day one of ``shifts`` is to be worked, or (``worked`` false) none of them.

    Without shifts: any work at all. It is how pinned shifts, absences, forbidden shifts, days off
    and requests on or off are said.
    """

    kind: Literal["assignment"] = "assignment"
    days: frozenset[date]
    shifts: frozenset[str] = frozenset()
    worked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fair(Constraint):
    """Everybody has as many: what each is away from the common level costs ``weight``.

    Counted are days with one of ``shifts`` on ``days``, beside ``counted[count]`` of each person.
    Always soft: without a weight it costs 1.
    """

    kind: Literal["fair"] = "fair"
    count: str = ""
    shifts: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()


AnyConstraint = Annotated[
    Cover | Rest | NotAfter | Rotation | Turns | Run | Weekends | Total | Assignment | Fair,
    Field(discriminator="kind"),
]
SKILL = Source(kind="contract", text="技能不符", text_en="Lacks the skill")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Who is to be planned for which days, on which shifts, under which constraints.

    ``first`` is the first of ``length`` days. ``holidays`` are public holidays.
    """

    first: date
    length: int
    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]
    constraints: tuple[AnyConstraint, ...] = ()
    holidays: frozenset[date] = frozenset()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the period in order."""
        return tuple(self.first + timedelta(days=n) for n in range(self.length))

    @cached_property
    def shift_of(self) -> Mapping[str, Shift]:
        """The shifts by key."""
        return {shift.key: shift for shift in self.shifts}

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """The people by key."""
        return {person.key: person for person in self.people}

    @cached_property
    def weekends(self) -> tuple[tuple[date, ...], ...]:
        """The Saturdays and Sundays of the period, those of one weekend together."""
        found: dict[date, list[date]] = {}
        for day in self.days:
            if day.weekday() >= 5:  # noqa: PLR2004 - Saturday
                found.setdefault(day - timedelta(days=day.weekday()), []).append(day)
        return tuple(tuple(days) for days in found.values())

    @cached_property
    def dark_until(self) -> int:
        """The minute of the first day until which somebody of the day before may still be there.

        0 where that day is known. Until then no seats are asked for: they were planned before.
        """
        before = self.first - timedelta(days=1)
        if any(before in person.earlier for person in self.people):
            return 0
        return max((shift.ends - DAY_MINUTES for shift in self.shifts), default=0)

    def whom(self, constraint: Constraint) -> tuple[Person, ...]:
        """Return the people a constraint concerns, in the problem's order."""
        if not constraint.people:
            return self.people
        return tuple(person for person in self.people if person.key in constraint.people)

    def can(self, person: Person, shift: Shift) -> bool:
        """Tell whether somebody has the skill a shift asks for."""
        return not shift.skill or shift.skill in person.skills

    def of_kind(self, kind: str) -> frozenset[str]:
        """Return the keys of the shifts of a kind such as ``night``."""
        return frozenset(shift.key for shift in self.shifts if kind in shift.kinds)


def check(problem: Problem) -> Sequence[str]:
    """List what makes a problem unreadable: names that are not in it, doubles, empty periods."""
    people, shifts = frozenset(problem.person_of), frozenset(problem.shift_of)
    said = []
    if problem.length < 1:
        said.append("The period has no day; give a length of at least 1.")
    if len(people) < len(problem.people) or len(shifts) < len(problem.shifts):
        said.append("Two people or two shifts share a key; give each its own.")
    for rule in problem.constraints:
        said += [
            f"“{key}” is no shift here; add it ({rule.source})." for key in _used(rule) - shifts
        ]
        said += [
            f"“{key}” is nobody here; add them ({rule.source})." for key in rule.people - people
        ]
    return tuple(sorted(set(said)))


def _used(rule: AnyConstraint) -> frozenset[str]:
    match rule:
        case Cover():
            return frozenset({rule.shift} - {""})
        case NotAfter():
            return rule.shifts | rule.then
        case Rotation() | Turns():
            return frozenset(rule.order)
        case Run() | Total() | Assignment() | Fair():
            return rule.shifts
    return frozenset()
