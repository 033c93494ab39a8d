"""When people cannot be planned: on leave, or on a shift of another plan, to the minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from shouwen.planning.solving import AnyConstraint, Assignment, Problem, Source
from shouwen.roster import days
from shouwen.roster.choices import LIVE, AskState
from shouwen.roster.models import Leave, Plan, Shift

_AWAY = Source(kind="absence", text="请假", text_en="On leave")
_ELSEWHERE = Source(kind="plan", text="另有班次", text_en="On another shift then")
Span = tuple[int, datetime, datetime]


def barred(plan: Plan, known: Mapping[int, str], bare: Problem) -> Iterator[AnyConstraint]:
    """Forbid each kind of shift on the days on which it meets leave or a shift of another plan.

    ``known`` are the usernames by number. It is what is refused when a shift is put by hand.
    """
    for source, spans in ((_AWAY, _leave(plan, known)), (_ELSEWHERE, _elsewhere(plan, known))):
        for (who, shifts), on in _alike(_met(spans, known, bare), bare).items():
            yield Assignment(
                source=source, people=frozenset({who}), days=frozenset(on), shifts=shifts,
                worked=False,
            )  # fmt: skip


def _leave(plan: Plan, known: Mapping[int, str]) -> Iterable[Span]:
    found = Leave.objects.filter(
        person__in=known, state=AskState.DONE, ends__gt=days.midnight(plan.first),
        begins__lt=_until(plan),
    )  # fmt: skip
    return found.values_list("person", "begins", "ends")


def _elsewhere(plan: Plan, known: Mapping[int, str]) -> Iterable[Span]:
    found = Shift.objects.filter(
        member__in=known, state__in=LIVE, ends__gt=days.midnight(plan.first),
        begins__lt=_until(plan),
    )  # fmt: skip
    others = found.exclude(team=plan.team, day__gte=plan.first, day__lte=plan.last)
    return others.values_list("member", "begins", "ends")


def _until(plan: Plan) -> datetime:
    # A shift that begins on the last day may end a day or two later.
    return days.midnight(plan.last + 3 * days.ONE)


def _met(
    spans: Iterable[Span], known: Mapping[int, str], bare: Problem
) -> Mapping[tuple[str, date], set[str]]:
    """Return which kinds of shifts a person cannot work on which day."""
    met: dict[tuple[str, date], set[str]] = defaultdict(set)
    for member, begins, ends in spans:
        first, last = timezone.localdate(begins) - 2 * days.ONE, timezone.localdate(ends)
        for day in days.between(max(first, bare.first), min(last, bare.days[-1])):
            midnight = days.midnight(day)
            for shape in bare.shifts:
                starts, stops = (
                    midnight + timedelta(minutes=m) for m in (shape.begins, shape.ends)
                )
                if starts < ends and stops > begins:
                    met[known[member], day].add(shape.key)
    return met


def _alike(
    met: Mapping[tuple[str, date], set[str]], bare: Problem
) -> Mapping[tuple[str, frozenset[str]], set[date]]:
    """Put days together on which a person cannot work the same; no shift named is any at all."""
    every = {shape.key for shape in bare.shifts if shape.spans}
    alike: dict[tuple[str, frozenset[str]], set[date]] = defaultdict(set)
    for (who, day), keys in met.items():
        alike[who, frozenset() if keys >= every else frozenset(keys)].add(day)
    return alike
