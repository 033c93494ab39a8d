"""The judge of rosters: plain Python that counts, and knows nothing of how a roster was made.

It is written apart from the solver's model on purpose: what the one gets wrong the other finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from statistics import median_low
from typing import Any

from shouwen.planning.solving.answers import Breach, Value
from shouwen.planning.solving.problem import (
    DAY_MINUTES,
    SKILL,
    AnyConstraint,
    Assignment,
    Cover,
    Fair,
    NotAfter,
    Person,
    Problem,
    Rest,
    Roster,
    Rotation,
    Run,
    Shift,
    Total,
    Turns,
    Weekends,
)
from shouwen.planning.solving.sheet import Sheet
from shouwen.planning.solving.stretches import periods, weeks

ONE = timedelta(days=1)
Found = Iterator[Breach]


def faults(problem: Problem, roster: Roster) -> tuple[Breach, ...]:
    """Return every hard rule a roster breaks, and every soft one it misses with its cost."""
    sheet = Sheet(problem, roster)
    found = list(_unable(sheet))
    for rule in problem.constraints:
        found += _JUDGES[rule.kind](sheet, rule)
    return tuple(found)


def cost_of(breaches: Sequence[Breach]) -> int:
    """Add up what breaches cost; hard ones have no price and do not count."""
    return sum(one.cost or 0 for one in breaches)


def _breach(rule: AnyConstraint, code: str, cost: int | None, **more: Any) -> Breach:
    return Breach(code=code, source=rule.source, constraint=rule, cost=cost, **more)


def _price(rule: AnyConstraint, units: int) -> int | None:
    return None if rule.weight is None else rule.weight * units


def _unable(sheet: Sheet) -> Found:
    for (key, day), shift in sheet.roster.items():
        person, known = sheet.problem.person_of.get(key), sheet.problem.shift_of.get(shift)
        values: dict[str, Value] = {"shift": known.label or shift if known else shift}
        inside = sheet.problem.first <= day <= sheet.problem.days[-1]
        if shift and not (person and known and inside):
            yield Breach(code="unknown", source=SKILL, person=key, days=(day,), values=values)
        elif person and known and not sheet.problem.can(person, known):
            values["skill"] = known.skill
            yield Breach(code="unskilled", source=SKILL, person=key, days=(day,), values=values)


# ── seats ────────────────────────────────────────────────────────────────────────────────────


def _cover(sheet: Sheet, rule: Cover) -> Found:
    for day in sheet.problem.days:
        if rule.days and day not in rule.days:
            continue
        counts = _counted(sheet, rule, day)
        if not counts:
            continue
        fewest, fullest = min(counts), max(counts)
        said = when(sheet.problem, rule)
        yield from _seats(rule, day, "seats_short", rule.least, fewest, said)
        yield from _seats(rule, day, "seats_over", rule.most, fullest, said)
        yield from _wanted(rule, day, fewest, fullest, said)


def _counted(sheet: Sheet, rule: Cover, day: date) -> list[int]:
    """Count the people on a shift, or at each moment of the interval that might be its worst."""
    if rule.shift:
        on = [p for p, shift in sheet.seated[day] if shift.key == rule.shift]
        return [sum(_counts(rule, person) for person in on)]
    first, last = rule.between or (0, DAY_MINUTES)
    if day == sheet.problem.first:
        first = max(first, sheet.problem.dark_until)
    last = min(last, DAY_MINUTES * ((sheet.problem.days[-1] - day).days + 1))
    spans = list(_spans(sheet, rule, day))
    moments = {m for m in (first, *(m for span in spans for m in span)) if first <= m < last}
    return [sum(a <= moment < b for a, b in spans) for moment in sorted(moments)]


def _spans(sheet: Sheet, rule: Cover, day: date) -> Iterator[tuple[int, int]]:
    """Yield when those who count are there, in minutes of the day; yesterday's and tomorrow's."""
    for away in (-1, 0, 1):
        for person, shift in sheet.seated.get(day + away * ONE, ()):
            if _counts(rule, person):
                for first, last in shift.spans:
                    yield first + away * DAY_MINUTES, last + away * DAY_MINUTES


def _counts(rule: Cover, person: Person) -> bool:
    named = not rule.people or person.key in rule.people
    return named and (not rule.skill or rule.skill in person.skills)


def _seats(rule: Cover, day: date, code: str, limit: int | None, there: int, said: str) -> Found:
    if limit is None:
        return
    missing = limit - there if code == "seats_short" else there - limit
    if missing > 0:
        values: dict[str, Value] = {"there": there, "limit": limit, "when": said}
        yield _breach(rule, code, _price(rule, missing), days=(day,), values=values)


def _wanted(rule: Cover, day: date, fewest: int, fullest: int, said: str) -> Found:
    if rule.wanted is None:
        return
    values: dict[str, Value] = {"limit": rule.wanted, "when": said}
    short, over = rule.wanted - fewest, fullest - rule.wanted
    if short > 0 and rule.under:
        below = {**values, "there": fewest}
        yield _breach(rule, "seats_below", short * rule.under, days=(day,), values=below)
    if over > 0 and rule.over:
        above = {**values, "there": fullest}
        yield _breach(rule, "seats_above", over * rule.over, days=(day,), values=above)


def when(problem: Problem, rule: Cover) -> str:
    """Say which shift or hours a demand for seats is about."""
    if rule.shift:
        return _name(problem.shift_of[rule.shift])
    first, last = rule.between or (0, DAY_MINUTES)
    return f"{clock(first)}–{clock(last)}"


def clock(minute: int) -> str:
    """Write minutes since midnight as a time of day; midnight at the end is 24:00."""
    minute = minute if minute == DAY_MINUTES else minute % DAY_MINUTES
    return f"{minute // 60:02d}:{minute % 60:02d}"


# ── one shift after another ──────────────────────────────────────────────────────────────────


def _rest(sheet: Sheet, rule: Rest) -> Found:
    for person, day, before, after, away in _pairs(sheet, rule, rule.minutes):
        free = after.begins + away * DAY_MINUTES - before.ends
        if free < rule.minutes:
            values: dict[str, Value] = {"free": free, "least": rule.minutes}
            days = (day, day + away * ONE)
            cost = _price(rule, 1)
            yield _breach(rule, "rest_short", cost, person=person.key, days=days, values=values)


def _pairs(
    sheet: Sheet, rule: AnyConstraint, reach: int
) -> Iterator[tuple[Person, date, Shift, Shift, int]]:
    """Yield every two shifts of a person near enough to matter, the later one in the period."""
    longest = max((shift.ends for shift in sheet.problem.shifts), default=0)
    for person in sheet.problem.whom(rule):
        for day in sheet.problem.days:
            after = sheet.at(person, day)
            for away in range(1, (longest + reach) // DAY_MINUTES + 2):
                before = sheet.at(person, day - away * ONE)
                if before and after:
                    yield person, day - away * ONE, before, after, away


def _not_after(sheet: Sheet, rule: NotAfter) -> Found:
    for person, day, before, after, away in _pairs(sheet, rule, 0):
        if away == 1 and before.key in rule.shifts and after.key in rule.then:
            yield _succession(rule, "not_after", person, day, (before, after))


def _rotation(sheet: Sheet, rule: Rotation) -> Found:
    place = {key: number for number, key in enumerate(rule.order)}
    for person, day, before, after, away in _pairs(sheet, rule, 0):
        placed = before.key in place and after.key in place
        if away == 1 and placed and place[after.key] < place[before.key]:
            yield _succession(rule, "rotates_back", person, day, (before, after))


def _turns(sheet: Sheet, rule: Turns) -> Found:
    """Say of each week which two shifts of a person do not go together, by what is worked in it."""
    for person in sheet.problem.whom(rule):
        for stretches in weeks(sheet.problem):
            last, known, now = (_placed(sheet, rule, person, days) for days in stretches)
            for code, pair in _clashing(rule, last, known, now):
                first, second = (_name(sheet.problem.shift_of[key]) for key in pair)
                values: dict[str, Value] = {"first": first, "second": second}
                cost, days = _price(rule, 1), tuple(stretches[-1])
                yield _breach(rule, code, cost, person=person.key, days=days, values=values)


def _placed(sheet: Sheet, rule: Turns, person: Person, days: Sequence[date]) -> set[str]:
    worked = (sheet.at(person, day) for day in days)
    return {shift.key for shift in worked if shift and shift.key in rule.order}


def _clashing(
    rule: Turns, last: set[str], known: set[str], now: set[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    yield from (("mixed_week", pair) for pair in combinations(sorted(now), 2))
    yield from (("mixed_week", pair) for pair in product(known, now) if pair[0] != pair[1])
    for one, other in product(last, now):
        if rule.next_of[one] != other:
            yield "out_of_turn", (one, other)


def _succession(
    rule: AnyConstraint, code: str, person: Person, day: date, pair: tuple[Shift, Shift]
) -> Breach:
    values: dict[str, Value] = {"first": _name(pair[0]), "second": _name(pair[1])}
    days = (day, day + ONE)
    return _breach(rule, code, _price(rule, 1), person=person.key, days=days, values=values)


def _name(shift: Shift) -> str:
    return shift.label or shift.key


# ── runs, weekends, totals ───────────────────────────────────────────────────────────────────


def _run(sheet: Sheet, rule: Run) -> Found:
    for person in sheet.problem.whom(rule):
        yield from _too_long(sheet, rule, person)
        yield from _too_short(sheet, rule, person)


def _in_run(sheet: Sheet, rule: Run, person: Person, day: date) -> bool:
    shift = sheet.at(person, day)
    if rule.off:
        return shift is None
    return shift is not None and (not rule.shifts or shift.key in rule.shifts)


def _length_until(sheet: Sheet, rule: Run, person: Person, day: date) -> tuple[int, bool]:
    """Return how many days of a run end on a day, and whether what was before is known."""
    length = 0
    while sheet.knows(person, day) and _in_run(sheet, rule, person, day):
        length, day = length + 1, day - ONE
    return length, sheet.knows(person, day)


def _too_long(sheet: Sheet, rule: Run, person: Person) -> Found:
    if rule.most is None:
        return
    for day in sheet.problem.days:
        length, _ = _length_until(sheet, rule, person, day)
        ends = day == sheet.problem.days[-1] or not _in_run(sheet, rule, person, day + ONE)
        if length > rule.most and ends:
            inside = min(length, (day - sheet.problem.first).days + 1)
            cost = _price(rule, min(length - rule.most, inside))
            yield _run_breach(rule, "run_long", person, day, length, cost)


def _too_short(sheet: Sheet, rule: Run, person: Person) -> Found:
    for day in sheet.problem.days:
        before = day - ONE
        if _in_run(sheet, rule, person, day) or not sheet.knows(person, before):
            continue
        length, bounded = _length_until(sheet, rule, person, before)
        if bounded and 0 < length < rule.least:
            cost = _price(rule, rule.least - length)
            yield _run_breach(rule, "run_short", person, before, length, cost)


def _run_breach(
    rule: Run, code: str, person: Person, last: date, length: int, cost: int | None
) -> Breach:
    limit = rule.least if code == "run_short" else rule.most or 0
    values: dict[str, Value] = {"days": length, "limit": limit}
    days = tuple(last - ONE * back for back in range(length - 1, -1, -1))
    code = f"{code}_off" if rule.off else code
    return _breach(rule, code, cost, person=person.key, days=days, values=values)


def _weekends(sheet: Sheet, rule: Weekends) -> Found:
    for person in sheet.problem.whom(rule):
        worked = [
            days for days in sheet.problem.weekends if any(sheet.at(person, day) for day in days)
        ]
        if len(worked) > rule.most:
            cost = _price(rule, len(worked) - rule.most)
            values: dict[str, Value] = {"count": len(worked), "limit": rule.most}
            days = tuple(day for weekend in worked for day in weekend)
            yield _breach(rule, "weekends", cost, person=person.key, days=days, values=values)


def _total(sheet: Sheet, rule: Total) -> Found:
    for days, is_whole in periods(sheet.problem, rule):
        for person in sheet.problem.whom(rule):
            count = sum(_worth(sheet, rule, person, day) for day in days)
            yield from _amount(rule, person, days, count, is_whole=is_whole)


def _worth(sheet: Sheet, rule: Total, person: Person, day: date) -> int:
    shift = sheet.at(person, day)
    if shift is None or (rule.days and day not in rule.days):
        return 0
    if rule.shifts and shift.key not in rule.shifts:
        return 0
    return shift.length if rule.of == "minutes" else 1


def _amount(
    rule: Total, person: Person, days: Sequence[date], count: int, *, is_whole: bool
) -> Found:
    over = count - rule.most if rule.most is not None else 0
    under = rule.least - count if rule.least is not None and is_whole else 0
    days = (days[0], days[-1])
    for side, units, limit in (("over", over, rule.most), ("under", under, rule.least)):
        if units > 0:
            values: dict[str, Value] = {"count": count, "limit": limit or 0}
            code, cost = f"{rule.of}_{side}", _price(rule, units)
            yield _breach(rule, code, cost, person=person.key, days=days, values=values)


# ── what one day shall be, and fairness ──────────────────────────────────────────────────────


def _assignment(sheet: Sheet, rule: Assignment) -> Found:
    for person in sheet.problem.whom(rule):
        for day in sheet.problem.days:
            if day not in rule.days:
                continue
            shift = sheet.at(person, day)
            met = shift is not None and (not rule.shifts or shift.key in rule.shifts)
            if met is not rule.worked:
                yield _unmet(sheet, rule, person, day, shift)


def _unmet(
    sheet: Sheet, rule: Assignment, person: Person, day: date, shift: Shift | None
) -> Breach:
    asked = "、".join(_name(sheet.problem.shift_of[key]) for key in sorted(rule.shifts))
    values: dict[str, Value] = {"shift": _name(shift) if shift else "", "asked": asked}
    code = "not_worked" if rule.worked else "worked"
    cost = _price(rule, 1)
    return _breach(rule, code, cost, person=person.key, days=(day,), values=values)


def _fair(sheet: Sheet, rule: Fair) -> Found:
    people = sheet.problem.whom(rule)
    totals = {person.key: _share(sheet, rule, person) for person in people}
    if not totals:
        return
    level = median_low(totals.values())
    weight = 1 if rule.weight is None else rule.weight
    for key, count in totals.items():
        if count != level:
            values: dict[str, Value] = {"count": count, "level": level, "of": rule.count}
            cost = weight * abs(count - level)
            yield _breach(rule, "unfair", cost, person=key, values=values)


def _share(sheet: Sheet, rule: Fair, person: Person) -> int:
    days = [day for day in sheet.problem.days if not rule.days or day in rule.days]
    shifts = [shift for day in days if (shift := sheet.at(person, day))]
    now = sum(not rule.shifts or shift.key in rule.shifts for shift in shifts)
    return now + person.counted.get(rule.count, 0)


_JUDGES: Mapping[str, Callable[..., Found]] = {
    "cover": _cover,
    "rest": _rest,
    "not_after": _not_after,
    "rotation": _rotation,
    "turns": _turns,
    "run": _run,
    "weekends": _weekends,
    "total": _total,
    "assignment": _assignment,
    "fair": _fair,
}
