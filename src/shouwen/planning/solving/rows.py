"""Constraints as linear rows over yes-or-no unknowns: the one translation every solver run reads.

A row says that a weighted sum lies between ``least`` and ``most``. Where a price is given it may
be missed for that price a unit. No solver is known here, and no regulation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from shouwen.planning.solving.problem import (
    DAY_MINUTES,
    AnyConstraint,
    Assignment,
    Cover,
    Fair,
    NotAfter,
    Person,
    Problem,
    Rest,
    Rotation,
    Run,
    Shift,
    Total,
    Weekends,
)
from shouwen.planning.solving.row import Row, Sum, added, row_of
from shouwen.planning.solving.stretches import periods
from shouwen.planning.solving.turning import rows_of_turns

ONE = timedelta(days=1)


class Rows:
    """The rows of a problem. Days outside the period are known from what people worked before."""

    def __init__(self, problem: Problem) -> None:
        """Translate every constraint."""
        self.problem = problem
        self.can: Mapping[str, tuple[Shift, ...]] = {
            person.key: tuple(s for s in problem.shifts if problem.can(person, s))
            for person in problem.people
        }
        self.inside = frozenset(problem.days)
        self.rows: list[Row] = []
        for number, rule in enumerate(problem.constraints):
            for row in _ROWS[rule.kind](self, rule, number):
                self.rows.append(row)

    def on(self, person: Person, day: date, shifts: frozenset[str]) -> Sum | None:
        """Return whether somebody works one of these shifts (any, if none is named); or None.

        None: the day lies outside the period and nothing is known of it.
        """
        if day not in self.inside:
            return self._earlier(person, day, shifts)
        if not shifts:
            return Sum({("w", person.key, day): 1})
        able = [shift.key for shift in self.can[person.key] if shift.key in shifts]
        return Sum({("x", person.key, day, key): 1 for key in able})

    def _earlier(self, person: Person, day: date, shifts: frozenset[str]) -> Sum | None:
        if day >= self.problem.first or day not in person.earlier:
            return None
        worked = self.problem.shift_of.get(person.earlier[day])
        return Sum({}, int(worked is not None and (not shifts or worked.key in shifts)))


# ── seats ────────────────────────────────────────────────────────────────────────────────────

Moment = frozenset[tuple[int, str]]


def _cover(rows: Rows, rule: Cover, number: int) -> Iterator[Row]:
    people = [p for p in rows.problem.whom(rule) if not rule.skill or rule.skill in p.skills]
    for day in rows.problem.days:
        if rule.days and day not in rule.days:
            continue
        moments = _moments(rows, rule, day)
        totals = [(one, _there(rows, people, day, one)) for one in moments]
        low = [total for one, total in totals if not any(other < one for other in moments)]
        high = [total for one, total in totals if not any(other > one for other in moments)]
        at = (rule, number, day)
        yield from _bounded(low, "least", rule.least, rule.weight, at)
        yield from _bounded(high, "most", rule.most, rule.weight, at)
        if len(moments) == 1 and rule.wanted is not None:
            yield _exactly(totals[0][1], rule, number, day)
        else:
            yield from _bounded(low, "least", rule.wanted, rule.under or 0, at)
            yield from _bounded(high, "most", rule.wanted, rule.over or 0, at)


def _bounded(
    totals: Sequence[Sum],
    side: str,
    limit: int | None,
    price: int | None,
    at: tuple[Cover, int, date],
) -> Iterator[Row]:
    """Yield that each of these sums keeps a limit; they miss it by the worst of them."""
    if limit is None:
        return
    rule, number, day = at
    prices = {"under": price, "over": price}
    shared = (number, day, side, limit, price)
    for total in totals:
        yield row_of(total, rule, number, **{side: limit}, **prices, days=(day,), shared=shared)


def _exactly(total: Sum, rule: Cover, number: int, day: date) -> Row:
    bounds = {"least": rule.wanted, "most": rule.wanted}
    return row_of(total, rule, number, **bounds, under=rule.under, over=rule.over, days=(day,))


def _moments(rows: Rows, rule: Cover, day: date) -> list[Moment]:
    """Return the sets of shifts (with 0 for today's, -1 for yesterday's) on duty together."""
    problem = rows.problem
    if rule.shift:
        return [frozenset({(0, rule.shift)})]
    first, last = rule.between or (0, DAY_MINUTES)
    if day == problem.first:
        first = max(first, problem.dark_until)
    last = min(last, DAY_MINUTES * ((problem.days[-1] - day).days + 1))
    spans = [
        (a + away * DAY_MINUTES, b + away * DAY_MINUTES, (away, shift.key))
        for shift in problem.shifts
        for a, b in shift.spans
        for away in (-1, 0, 1)
        if day + away * ONE <= problem.days[-1]
    ]
    edges = {first, *(m for a, b, _ in spans for m in (a, b))}
    moments = (m for m in sorted(edges) if first <= m < last)
    found = (frozenset(who for a, b, who in spans if a <= m < b) for m in moments)
    return list(dict.fromkeys(found))


def _there(rows: Rows, people: Sequence[Person], day: date, moment: Moment) -> Sum:
    by_day: dict[int, set[str]] = defaultdict(set)
    for away, shift in moment:
        by_day[away].add(shift)
    sums = (
        rows.on(person, day + away * ONE, frozenset(shifts))
        for person in people
        for away, shifts in by_day.items()
    )
    return added(one for one in sums if one is not None)


# ── one shift after another ──────────────────────────────────────────────────────────────────

Follows = Callable[[Shift, Shift, int], bool]


def _rest(rows: Rows, rule: Rest, number: int) -> Iterator[Row]:
    longest = max((shift.ends for shift in rows.problem.shifts), default=0)
    for away in range(1, (longest + rule.minutes) // DAY_MINUTES + 2):
        yield from _forbidden(rows, rule, number, away, _too_near(rule, away))


def _too_near(rule: Rest, away: int) -> Follows:
    def near(before: Shift, after: Shift, _: int = away) -> bool:
        return after.begins + away * DAY_MINUTES - before.ends < rule.minutes

    return near


def _not_after(rows: Rows, rule: NotAfter, number: int) -> Iterator[Row]:
    def follows(before: Shift, after: Shift, _: int = 1) -> bool:
        return before.key in rule.shifts and after.key in rule.then

    yield from _forbidden(rows, rule, number, 1, follows)


def _rotation(rows: Rows, rule: Rotation, number: int) -> Iterator[Row]:
    place = {key: at for at, key in enumerate(rule.order)}

    def goes_back(before: Shift, after: Shift, _: int = 1) -> bool:
        placed = before.key in place and after.key in place
        return placed and place[after.key] < place[before.key]

    yield from _forbidden(rows, rule, number, 1, goes_back)


def _forbidden(
    rows: Rows, rule: AnyConstraint, number: int, away: int, wrong: Follows
) -> Iterator[Row]:
    shifts = rows.problem.shifts
    barred = {s.key: frozenset(t.key for t in shifts if wrong(s, t, away)) for s in shifts}
    pairs = list(_pairs(barred, cliques=rule.weight is None))
    for person in rows.problem.whom(rule):
        for day in rows.problem.days:
            for firsts, thens in pairs:
                before = rows.on(person, day - away * ONE, firsts)
                after = rows.on(person, day, thens)
                if before and after and after.terms and (before.terms or before.known):
                    days = (day - away * ONE, day)
                    total = added((before, after))
                    yield row_of(total, rule, number, most=1, person=person.key, days=days)


def _pairs(
    barred: Mapping[str, frozenset[str]], *, cliques: bool
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield which shifts bar which. Of a hard constraint they are taken together: fewer, tighter.

    A soft one is counted by the shift that was worked first, so that each pair costs once.
    """
    if not cliques:
        yield from ((frozenset({key}), then) for key, then in barred.items() if then)
        return
    for then in dict.fromkeys(barred.values()):
        if then:
            yield frozenset(key for key, others in barred.items() if others >= then), then


# ── runs, weekends, totals ───────────────────────────────────────────────────────────────────


def _run(rows: Rows, rule: Run, number: int) -> Iterator[Row]:
    for person in rows.problem.whom(rule):

        def inside(day: date, person: Person = person) -> Sum | None:
            found = rows.on(person, day, rule.shifts)
            return found.inverted() if found and rule.off else found

        if rule.most is not None:
            yield from _too_long(rows, rule, number, person, inside)
        for length in range(1, rule.least):
            yield from _too_short(rows, rule, number, person, inside, length)


In = Callable[[date], Sum | None]


def _too_long(rows: Rows, rule: Run, number: int, person: Person, inside: In) -> Iterator[Row]:
    most = rule.most or 0
    for last in rows.problem.days:
        days = [last - ONE * back for back in range(most, -1, -1)]
        sums = [inside(day) for day in days]
        known = [one for one in sums if one is not None]
        if len(known) == len(sums):
            total = added(known)
            yield row_of(total, rule, number, most=most, person=person.key, days=tuple(days))


def _too_short(
    rows: Rows, rule: Run, number: int, person: Person, inside: In, length: int
) -> Iterator[Row]:
    """Forbid a run of exactly this length: out, in so often, out again."""
    for last in rows.problem.days:
        days = [last - ONE * back for back in range(length + 1, -1, -1)]
        sums = [inside(day) for day in days]
        known = [one for one in sums if one is not None]
        if len(known) < len(sums):
            continue
        turned = [one.inverted() for one in known[1:-1]]
        total = added((known[0], *turned, known[-1]))
        price = None if rule.weight is None else rule.weight * (rule.least - length)
        worked = tuple(days[1:-1])
        yield row_of(total, rule, number, least=1, under=price, person=person.key, days=worked)


def _weekends(rows: Rows, rule: Weekends, number: int) -> Iterator[Row]:
    weekends = rows.problem.weekends
    for person in rows.problem.whom(rule):
        for place, days in enumerate(weekends):
            spent = ("e", number, person.key, place)
            for day in days:
                terms = {("w", person.key, day): 1, spent: -1}
                yield Row(terms=terms, most=0)
        total = Sum({("e", number, person.key, place): 1 for place in range(len(weekends))})
        days = tuple(day for weekend in weekends for day in weekend)
        yield row_of(total, rule, number, most=rule.most, person=person.key, days=days)


def _total(rows: Rows, rule: Total, number: int) -> Iterator[Row]:
    for days, is_whole in periods(rows.problem, rule):
        counted = [day for day in days if not rule.days or day in rule.days]
        for person in rows.problem.whom(rule):
            total = added(_worth(rows, rule, person, day) for day in counted)
            least = rule.least if is_whole else None
            span = (days[0], days[-1])
            yield row_of(
                total, rule, number, least=least, most=rule.most, person=person.key, days=span
            )


def _worth(rows: Rows, rule: Total, person: Person, day: date) -> Sum:
    if rule.of == "days":
        return rows.on(person, day, rule.shifts) or Sum()
    shifts = (s for s in rows.problem.shifts if not rule.shifts or s.key in rule.shifts)
    return added(_times(rows.on(person, day, frozenset({s.key})), s.length) for s in shifts)


def _times(one: Sum | None, factor: int) -> Sum:
    if one is None:
        return Sum()
    return Sum({var: weight * factor for var, weight in one.terms.items()}, one.known * factor)


# ── what one day shall be, and fairness ──────────────────────────────────────────────────────


def _assignment(rows: Rows, rule: Assignment, number: int) -> Iterator[Row]:
    for person in rows.problem.whom(rule):
        for day in sorted(rule.days & rows.inside):
            total = rows.on(person, day, rule.shifts) or Sum()
            bounds = {"least": 1} if rule.worked else {"most": 0}
            yield row_of(total, rule, number, **bounds, person=person.key, days=(day,))


def _fair(rows: Rows, rule: Fair, number: int) -> Iterator[Row]:
    price = 1 if rule.weight is None else rule.weight
    for person in rows.problem.whom(rule):
        days = [day for day in rows.problem.days if not rule.days or day in rule.days]
        sums = [one for day in days if (one := rows.on(person, day, rule.shifts))]
        total = added((*sums, Sum({("l", number): -1}, person.counted.get(rule.count, 0))))
        bounds = {"least": 0, "most": 0, "under": price, "over": price}
        yield row_of(total, rule, number, **bounds, person=person.key)


_ROWS: Mapping[str, Callable[..., Iterator[Row]]] = {
    "cover": _cover,
    "rest": _rest,
    "not_after": _not_after,
    "rotation": _rotation,
    "run": _run,
    "turns": rows_of_turns,
    "weekends": _weekends,
    "total": _total,
    "assignment": _assignment,
    "fair": _fair,
}
