"""A plan as the solver reads it: people, kinds of shifts, and constraints with their clauses.

Every figure comes from a rule in force, from the team's kinds of shifts, from leave and from what
is published already. What the rules say is asked of the judge that answers when a shift is put by
hand (`from_rules.py`). What labour law says besides is only told, with a price (`law.json`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncDate

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.planning import solving
from shouwen.planning.solving import AnyConstraint, Roster, Source
from shouwen.planning.solving.asking import Asker
from shouwen.planning.solving.from_rules import constraints_of
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations
from shouwen.roster import busy, days, demand, queries, skills
from shouwen.roster.choices import LIVE, SEEN
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.queries import ShiftRow

NIGHT, HOLIDAY = "night", "holiday"
# What tells a demand that was forecast or typed from the people wanted on a kind of shift.
STREAMS = "streams"
# What a wish costs where it is missed: a seat too few, one too many, a turn more than others have.
# Rest after a night is dearer than a seat: nobody is planned without it unless a rule asks for it.
UNDER, OVER, UNEVEN, TIGHT, TIRED = 10, 2, 3, 25, 100
BY_DAY = Source(
    kind="plan",
    text="系统按每人每天一个班核对",
    text_en="Rosters are checked by one shift a day for each person",
)
AT_ONCE = Source(
    kind="plan",
    text="同一人的班次不能重叠",
    text_en="Nobody works two shifts at once",
)
_BEFORE, _YEAR = timedelta(days=14), timedelta(days=365)
_DAY = 24 * 60


def problem_of(plan: Plan, *, free: bool = False, book: Rulebook | None = None) -> solving.Problem:
    """Return a plan as a problem; ``free`` leaves what is planned but not pinned to the solver.

    ``book`` are the rules it is read by; without them those in force on its first day.
    """
    members = queries.members_of(plan.team, plan.first, plan.last)
    known = {member.pk: member.username for member in members}
    earlier = _earlier(plan, known)
    shifts = queries.shifts_between(plan.team, plan.first, plan.last, drafts=True)
    templates = queries.templates_of(plan.team)
    shapes = _shapes(templates, shifts, earlier)
    counted, able = _counted(plan, known), skills.held_by(known)
    bare = solving.Problem(
        first=plan.first,
        length=len(days.between(plan.first, plan.last)),
        people=tuple(_person(m, earlier, counted, able) for m in members),
        shifts=tuple(shapes.values()),
        holidays=days.holidays_between(plan.first, plan.last),
    )
    asker = _asker(plan, bare, book or regulations.rulebook_on(plan.first))
    asked = _constraints(plan, templates, shifts, known, asker, free=free)
    return replace(bare, constraints=tuple(asked))


def roster_of(plan: Plan) -> dict[tuple[str, date], str]:
    """Return who works what in a plan as it stands, one shift a day: the last to begin."""
    return {(who, day): key for who, day, key in _put(plan)}


def _put(plan: Plan) -> Iterator[tuple[str, date, str]]:
    found = Shift.objects.filter(
        team=plan.team, day__gte=plan.first, day__lte=plan.last, state__in=LIVE,
        member__isnull=False,
    )  # fmt: skip
    yield from found.order_by("begins").values_list("member__username", "day", "key")


# ── people and shapes ────────────────────────────────────────────────────────────────────────


def _earlier(plan: Plan, known: Mapping[int, str]) -> dict[str, dict[date, str]]:
    found = Shift.objects.filter(
        member__in=known, day__gte=plan.first - _BEFORE, day__lt=plan.first, state__in=SEEN
    )
    worked: dict[str, dict[date, str]] = {}
    for member, day, key in found.values_list("member", "day", "key"):
        worked.setdefault(known[member], {})[day] = key
    first = min((day for each in worked.values() for day in each), default=None)
    if first is None:
        return {}
    # A day inside what is known without a shift was a day off.
    span = days.between(first, plan.first - days.ONE)
    return {
        name: {day: worked.get(name, {}).get(day, "") for day in span} for name in known.values()
    }


def _counted(plan: Plan, known: Mapping[int, str]) -> dict[str, dict[str, int]]:
    """Count everybody's nights, weekends and holidays of the year before: turns even out."""
    before = days.holidays_between(plan.first - _YEAR, plan.first - days.ONE)
    found = Shift.objects.filter(
        member__in=known, day__gte=plan.first - _YEAR, day__lt=plan.first, state__in=SEEN
    )
    nights = found.annotate(b=TruncDate("begins"), e=TruncDate("ends")).filter(e__gt=F("b"))
    weekends, feasts = found.filter(day__iso_week_day__gte=6), found.filter(day__in=before)
    counted: dict[str, dict[str, int]] = {}
    for name, rows in ((NIGHT, nights), ("weekend", weekends), (HOLIDAY, feasts)):
        for member, n in rows.values_list("member").annotate(n=Count("pk")):
            counted.setdefault(known[member], {})[name] = n
    return counted


def _person(
    member: Member,
    earlier: Mapping[str, dict[date, str]],
    counted: Mapping[str, dict[str, int]],
    able: Mapping[int, frozenset[str]],
) -> solving.Person:
    key = member.username
    return solving.Person(
        key=key, name=member.name, skills=able.get(member.pk, frozenset()),
        earlier=earlier.get(key, {}), counted=counted.get(key, {}),
    )  # fmt: skip


def _shapes(
    templates: Sequence[Template],
    shifts: Sequence[ShiftRow],
    earlier: Mapping[str, Mapping[date, str]],
) -> dict[str, solving.Shift]:
    """Return the kinds of shifts by key, with those that are only planned or were once."""
    known = skills.names() if any(t.skill for t in templates) else ()
    found = {t.key: shape_of(t, known) for t in templates}
    for shift in shifts:
        found.setdefault(shift.key, _shape_of_row(shift))
    for worked in earlier.values():
        for key in worked.values():
            if key:
                found.setdefault(key, solving.Shift(key=key, label=key))
    return found


def shape_of(template: Template, known: Container[str] = ()) -> solving.Shift:
    """Return a kind of shift as the solver reads it; a skill binds where the house knows it."""
    first = template.begins.hour * 60 + template.begins.minute
    last = first + template.minutes
    return solving.Shift(
        key=template.key, label=template.label, spans=((first, last),),
        minutes=max(template.minutes - template.break_minutes, 1),
        skill=template.skill if template.skill in known else "",
        kinds=frozenset({NIGHT}) if last > _DAY else frozenset(),
    )  # fmt: skip


def _shape_of_row(row: ShiftRow) -> solving.Shift:
    first = int((row.begins - days.midnight(row.day)).total_seconds() // 60)
    last = first + int(row.length.total_seconds() // 60)
    return solving.Shift(
        key=row.key, label=row.label, spans=((first, last),),
        kinds=frozenset({NIGHT}) if last > _DAY else frozenset(),
    )  # fmt: skip


# ── constraints ──────────────────────────────────────────────────────────────────────────────


def _constraints(
    plan: Plan,
    templates: Sequence[Template],
    shifts: Sequence[ShiftRow],
    known: Mapping[int, str],
    asker: Asker,
    *,
    free: bool,
) -> Iterator[AnyConstraint]:
    bare, rules = asker.problem, constraints_of(asker)
    yield from rules
    if not any(isinstance(rule, solving.Rest) for rule in rules):
        yield from _after_night(bare)
    wanted = demand.wanted_between(plan.team, plan.first, plan.last)
    yield from _wanted(templates, bare, wanted)
    yield from _demanded(bare, wanted)
    yield from busy.barred(plan, known, bare)
    yield from _at_once(bare)
    yield from _fixed(shifts, known, free=free)
    yield from _fairness(plan, bare)
    yield from _law()


def _asker(plan: Plan, bare: solving.Problem, book: Rulebook) -> Asker:
    """Return who asks the rules, as they are asked when a shift is put by hand."""
    return Asker(
        rulebook=book, problem=bare,
        posts=people.posts_by_member(list(bare.person_of), plan.first), rest_price=TIGHT,
    )  # fmt: skip


def _after_night(bare: solving.Problem) -> Iterator[AnyConstraint]:
    """Wish that a night is followed by as much rest as it was long, where no rule speaks of it."""
    source = Source(
        kind="wish", text="夜班之后先休息", text_en="Rest after a night before the next shift"
    )
    for night in (shape for shape in bare.shifts if NIGHT in shape.kinds):
        rested = night.ends + (night.ends - night.begins)
        soon = frozenset(s.key for s in bare.shifts if s.begins + _DAY < rested)
        then = soon - bare.of_kind(NIGHT)
        if then:
            yield solving.NotAfter(
                source=source, shifts=frozenset({night.key}), then=then, weight=TIRED
            )


def _wanted(
    templates: Sequence[Template], bare: solving.Problem, demanded: Mapping[date, object]
) -> Iterator[AnyConstraint]:
    """Want so many on each kind of shift, on the days of which no demand is known."""
    source = Source(kind="demand", text="每日所需人数", text_en="People wanted each day")
    others = frozenset(day for day in bare.days if day not in demanded)
    for template in templates if others else ():
        yield solving.Cover(
            source=source, days=others, shift=template.key, wanted=template.wanted, under=UNDER,
            over=OVER,
        )  # fmt: skip


def _demanded(
    bare: solving.Problem, demanded: Mapping[date, Sequence[demand.Wanted]]
) -> Iterator[AnyConstraint]:
    """Want as many as the demand needs between any two moments at which shifts begin or end.

    In between nobody comes or goes, so the busiest interval is what counts. Whoever is there beyond
    that costs something only where everybody is counted.
    """
    alike: dict[tuple[str, str, tuple[int, int], int], set[date]] = {}
    for day, lines in demanded.items():
        for line in lines:
            for span in pairwise(_edges(bare)):
                needed = line.at(span[0], span[1] - span[0])
                if needed or not line.skill:
                    key = (line.skill, line.streams, line.within(span), needed)
                    alike.setdefault(key, set()).add(day)
    for (skill, streams, span, needed), on in alike.items():
        yield solving.Cover(
            source=_demand(streams, skill), days=frozenset(on), between=span, skill=skill,
            wanted=needed, under=UNDER, over=0 if skill else OVER,
        )  # fmt: skip


def _edges(bare: solving.Problem) -> list[int]:
    """Return the minutes of a day at which a shift begins or ends."""
    ends = {minute % _DAY for shape in bare.shifts for span in shape.spans for minute in span}
    return sorted({0, _DAY, *ends})


def _demand(streams: str, skill: str) -> Source:
    text, text_en = f"业务量：{streams}", f"Demand: {streams}"
    if skill:
        text, text_en = f"{text}（技能：{skill}）", f"{text_en} (skill: {skill})"
    return Source(kind="demand", text=text, text_en=text_en, rule=STREAMS)


def _at_once(bare: solving.Problem) -> Iterator[AnyConstraint]:
    """Let nobody begin a shift before the one of the day before ends."""
    earliest = min((shape.begins for shape in bare.shifts), default=0)
    if any(shape.ends > earliest + _DAY for shape in bare.shifts):
        yield solving.Rest(source=AT_ONCE, minutes=0)


def _fixed(
    shifts: Sequence[ShiftRow], known: Mapping[int, str], *, free: bool
) -> Iterator[AnyConstraint]:
    if not free:
        return
    source = Source(kind="plan", text="已固定的班次", text_en="Kept as it is")
    for shift in shifts:
        name = known.get(shift.member or 0)
        if name and (shift.pinned or shift.state in SEEN):
            yield solving.Assignment(
                source=source, people=frozenset({name}),
                days=frozenset({shift.day}), shifts=frozenset({shift.key}),
            )  # fmt: skip


def _fairness(plan: Plan, bare: solving.Problem) -> Iterator[AnyConstraint]:
    nights = bare.of_kind(NIGHT)
    whole = days.between(plan.first, plan.last)
    weekend = frozenset(day for day in whole if day.isoweekday() > 5)  # noqa: PLR2004 - Friday
    everything = Source(kind="fairness", text="工作量均衡", text_en="Even shares of work")
    yield solving.Fair(source=everything, weight=UNEVEN)
    if nights:
        source = Source(kind="fairness", text="夜班均衡", text_en="Even shares of nights")
        yield solving.Fair(source=source, count=NIGHT, shifts=nights, weight=UNEVEN)
    if weekend:
        source = Source(kind="fairness", text="周末均衡", text_en="Even shares of weekends")
        yield solving.Fair(source=source, count="weekend", days=weekend, weight=UNEVEN)
    if bare.holidays:
        source = Source(kind="fairness", text="节假日均衡", text_en="Even shares of holidays")
        yield solving.Fair(source=source, count=HOLIDAY, days=bare.holidays, weight=UNEVEN)


@cache
def _law_lines() -> tuple[dict[str, Any], ...]:
    text = files("shouwen.roster").joinpath("law.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))


def _law() -> Iterator[AnyConstraint]:
    for line in _law_lines():
        source = Source(kind="law", text=line["text"], text_en=line["text_en"])
        if line["shape"] == "run":
            yield solving.Run(source=source, most=line["most"], weight=line["weight"])
        else:
            yield solving.Total(
                source=source, of="minutes", per="week", most=line["most"], weight=line["weight"]
            )


def faults_of(plan: Plan, book: Rulebook | None = None) -> tuple[solving.Breach, ...]:
    """Return where a plan as it stands misses a constraint, by the rules of its first day.

    ``book`` are other rules to read it by.
    """
    put = [*_put(plan)]
    roster: Roster = {(who, day): key for who, day, key in put}
    problem = problem_of(plan, book=book)
    mine = {key: shift for key, shift in roster.items() if key[0] in problem.person_of}
    return (*_twice(put, mine), *solving.faults(problem, mine))


def _twice(put: Sequence[tuple[str, date, str]], roster: Roster) -> Iterator[solving.Breach]:
    """Yield who works twice on a day: judged are both when they are put, then the last only."""
    often = Counter((who, day) for who, day, _key in put)
    for who, day in roster:
        if often[who, day] > 1:
            yield solving.Breach(
                code="twice", source=BY_DAY, person=who, days=(day,), cost=0,
                values={"count": often[who, day]},
            )  # fmt: skip
