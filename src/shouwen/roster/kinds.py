"""What the rules in force name: kinds of shifts with their hours, kinds of leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from shouwen.enforcement.words import of_language
from shouwen.policy.clauses import Clause
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.roster import Roster
from shouwen.policy.kinds.rosters.shifts import minute_of
from shouwen.regulations import queries as regulations
from shouwen.roster import days

_DAY = 24 * 60
_LEAVE = ("leave_requested", "leave_type")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShift:
    """A kind of shift as a clause sets it."""

    key: str
    label: str
    begins: time
    minutes: int
    break_minutes: int
    clause: Clause


def rosters_in_force(day: date) -> Iterator[Roster]:
    """Go through the roster rules of a day."""
    rules: tuple[Rule, ...] = regulations.rulebook_on(day).rules
    for rule in rules:
        if isinstance(rule, Roster) and rule.is_in_force(day):
            yield rule


def change_within(first: date, last: date) -> date | None:
    """Return the first day after ``first`` on which other roster rules are in force, if any is."""
    before = _which(first)
    return next((day for day in days.between(first, last) if _which(day) != before), None)


def _which(day: date) -> list[Roster]:
    return list(rosters_in_force(day))


def rotates(day: date) -> bool:
    """Tell whether a rule in force turns people round week by week."""
    return any(rule.rotation for rule in rosters_in_force(day))


def blank_floors(day: date) -> list[Clause]:
    """List the clauses that ask for a number of seats and leave it blank: nobody is told there."""
    return [
        rule.clause
        for rule in rosters_in_force(day)
        if rule.seats and any(floor.is_blank for floor in rule.seats.floors)
    ]


def named_shifts(day: date) -> list[NamedShift]:
    """List the kinds of shifts whose hours a rule in force sets; blanks are left out."""
    found: dict[str, NamedShift] = {}
    for rule in rosters_in_force(day):
        for key, spans in (rule.shifts.hours if rule.shifts else {}).items():
            written = [span for span in spans if span]
            if written and len(written) == len(spans):
                found.setdefault(key, _named(rule, key, written))
    return list(found.values())


def _named(rule: Roster, key: str, spans: list[str]) -> NamedShift:
    cut = [tuple(minute_of(clock) for clock in span.split("-")) for span in spans]
    first, last = cut[0][0], cut[-1][1]
    length = (last - first) % _DAY or _DAY
    worked = sum((end - begin) % _DAY or _DAY for begin, end in cut)
    return NamedShift(
        key=key,
        label=of_language(rule.words.value_of("shift_planned", "shift", key)),
        begins=time(first % _DAY // 60, first % 60),
        minutes=length,
        break_minutes=max(length - worked, 0),
        clause=rule.clause,
    )


def leave_kinds(day: date) -> list[tuple[str, str]]:
    """List the kinds of leave in force, each with its name in the language of the page."""
    kind, detail = _LEAVE
    term = regulations.words_on(day).vocabulary.term(kind, detail)
    if term is None:
        return []
    english = term.choices_en
    return [(key, of_language((zh, english.get(key, zh)))) for key, zh in term.choices.items()]
