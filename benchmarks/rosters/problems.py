"""The problems the benchmark solves: a published instance, and a large centre made from a seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from rosters.instance import Instance, Plan, Staff
from shouwen.planning.solving import (
    AnyConstraint,
    Assignment,
    Cover,
    Fair,
    NotAfter,
    Person,
    Problem,
    Rest,
    Roster,
    Run,
    Shift,
    Source,
    Total,
    Weekends,
)

MONDAY = date(2026, 1, 5)
CONTRACT = Source(kind="contract", text="contract")
LAW = Source(kind="law", text="labour law")
WISH = Source(kind="wish", text="wish")
DEMAND = Source(kind="demand", text="demand")
FAIR = Source(kind="fairness", text="fairness")


def problem_of(instance: Instance) -> Problem:
    """Return an instance as our problem."""
    days = [MONDAY + timedelta(days=n) for n in range(instance.days)]
    rules: list[AnyConstraint] = [
        NotAfter(source=LAW, shifts=frozenset({shift}), then=then)
        for shift, then in instance.barred.items()
        if then
    ]
    for staff in instance.staff.values():
        rules += _contract(staff)
    for key, off in instance.days_off.items():
        on = frozenset(days[day] for day in off)
        rules.append(Assignment(source=CONTRACT, people=_one(key), days=on, worked=False))
    for key, day, shift, weight, worked in instance.wishes:
        rules.append(
            Assignment(
                source=WISH,
                people=_one(key),
                days=frozenset({days[day]}),
                shifts=_one(shift),
                worked=worked,
                weight=weight,
            )
        )
    for day, shift, needed, under, over in instance.cover:
        on = frozenset({days[day]})
        rules.append(
            Cover(source=DEMAND, days=on, shift=shift, wanted=needed, under=under, over=over)
        )
    return Problem(
        first=MONDAY,
        length=instance.days,
        people=tuple(Person(key=key) for key in instance.staff),
        shifts=tuple(Shift(key=key, minutes=n) for key, n in instance.shifts.items()),
        constraints=tuple(rules),
    )


def _one(key: str) -> frozenset[str]:
    return frozenset({key})


def _contract(staff: Staff) -> list[AnyConstraint]:
    who = _one(staff.key)
    limits = staff.least_minutes, staff.most_minutes
    return [
        *(
            Total(source=CONTRACT, people=who, shifts=_one(shift), most=most)
            for shift, most in staff.most_shifts.items()
        ),
        Total(source=CONTRACT, people=who, of="minutes", least=limits[0], most=limits[1]),
        Run(source=CONTRACT, people=who, most=staff.longest_run, least=staff.shortest_run),
        Run(source=CONTRACT, people=who, off=True, least=staff.shortest_rest),
        Weekends(source=CONTRACT, people=who, most=staff.most_weekends),
    ]


def plan_of(roster: Roster) -> Plan:
    """Return our roster with days as the instances number them."""
    return {(key, (day - MONDAY).days): shift for (key, day), shift in roster.items()}


# ── a large centre ───────────────────────────────────────────────────────────────────────────

HOURS = {"early": 420, "day": 510, "middle": 660, "late": 840, "evening": 960, "night": 1380}
SHARES = {"early": 0.15, "day": 0.22, "middle": 0.1, "late": 0.17, "evening": 0.1, "night": 0.08}
SKILLS = ("mandarin", "cantonese", "english", "vip")


def centre(people: int = 300, weeks: int = 4, seed: int = 7) -> Problem:
    """Return a centre of so many seats with every kind of rule, the same for the same seed."""
    random = Random(seed)
    shifts = tuple(
        Shift(key=key, spans=((begins, begins + 480),), kinds=frozenset({key}))
        for key, begins in HOURS.items()
    )
    staff = tuple(_person(random, number) for number in range(people))
    days = [MONDAY + timedelta(days=n) for n in range(7 * weeks)]
    off = frozenset(random.sample(days, 2))
    weekend = frozenset(day for day in days if day.weekday() >= SIX)
    night = frozenset({"night"})
    rules: list[AnyConstraint] = [
        Rest(source=LAW, minutes=660),
        Run(source=LAW, most=6, least=2),
        Run(source=LAW, shifts=night, most=4),
        Run(source=LAW, off=True, least=2, weight=3),
        Weekends(source=LAW, most=3),
        Total(source=LAW, per="week", most=6),
        Total(source=LAW, of="minutes", per="week", most=4200, weight=0),
        NotAfter(source=LAW, shifts=night, then=frozenset(HOURS) - night),
        Cover(source=LAW, between=(540, 1200), least=people // 10),
        Cover(source=LAW, between=(0, 1440), least=people // 40),
        Fair(source=FAIR, count="night", shifts=night, weight=2),
        Fair(source=FAIR, count="weekend", days=weekend, weight=1),
    ]
    rules += _demand(random, people, days, off)
    rules += [rule for person in staff for rule in _own(random, person, days)]
    return Problem(
        first=MONDAY,
        length=len(days),
        people=staff,
        shifts=shifts,
        constraints=tuple(rules),
        holidays=off,
    )


SIX = 5


def _person(random: Random, number: int) -> Person:
    worked = random.choice([["day", "day", ""], ["", "", "late"], ["", "night", "night"], [""] * 3])
    return Person(
        key=f"p{number:03d}",
        skills=frozenset(
            skill for skill in SKILLS if random.random() < (0.9, 0.3, 0.4, 0.2)[SKILLS.index(skill)]
        ),
        earlier={MONDAY - timedelta(days=3 - at): key for at, key in enumerate(worked)},
        counted={"night": random.randrange(20, 30), "weekend": random.randrange(20, 30)},
    )


def _demand(
    random: Random, people: int, days: list[date], off: frozenset[date]
) -> list[AnyConstraint]:
    found: list[AnyConstraint] = []
    for day in days:
        quiet = 0.7 if day.weekday() >= SIX or day in off else 0.95
        for key, share in SHARES.items():
            wanted = round(people * share * quiet * random.uniform(0.9, 1.1) * 0.83)
            on = frozenset({day})
            found.append(Cover(source=DEMAND, days=on, shift=key, wanted=wanted, under=20, over=4))
        found += [
            Cover(
                source=DEMAND,
                days=frozenset({day}),
                between=(540, 1260),
                skill=skill,
                wanted=people // 60,
                under=15,
            )
            for skill in SKILLS[1:]
        ]
    return found


def _own(random: Random, person: Person, days: list[date]) -> list[AnyConstraint]:
    part_time = random.random() < 0.15
    minutes = 480 * len(days) * (3 if part_time else 5) // 7
    who = _one(person.key)
    # Nobody goes on leave on the second day of a run that the days before began.
    leave = frozenset(random.sample(days[3:], random.choice([0, 0, 0, 1, 2])))
    asked = frozenset(random.sample(days, 2))
    found: list[AnyConstraint] = [
        Total(source=CONTRACT, people=who, of="minutes", least=minutes - 960, most=minutes),
        Assignment(source=WISH, people=who, days=asked, worked=False, weight=random.randint(1, 4)),
    ]
    if leave:
        found.append(Assignment(source=CONTRACT, people=who, days=leave, worked=False))
    if random.random() < 0.1:
        no_nights = frozenset({"night"})
        found.append(
            Assignment(
                source=CONTRACT, people=who, days=frozenset(days), shifts=no_nights, worked=False
            )
        )
    return found
