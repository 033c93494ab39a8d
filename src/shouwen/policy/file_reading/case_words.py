"""Whether a worked case speaks of facts and details that exist, with values that fit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.policy.amounts import AmountError
from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.regulation import WorkedCase
from shouwen.policy.file_reading.yaml_lines import Lines, Path
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import PERIOD_BEGAN
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.vocabulary import DetailType, Term, Vocabulary


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case with the lines of its block, so that a fault can point at one value."""

    case: WorkedCase
    lines: Lines
    position: int

    def line(self, *path: str | int) -> int:
        """Return the line of one key of the case."""
        return self.lines.at((self.position, *path))


@dataclass(frozen=True, slots=True)
class _Told:
    """One fact a case tells: of which kind, with which details, and where that stands."""

    kind: str
    details: Mapping[str, Any]
    kind_at: Path
    details_at: Path


def check_words(placed: PlacedCase, rule: Rule, facts: Vocabulary, pad: FaultPad) -> None:
    """Note every fact, detail and value of a case that the vocabulary does not have."""
    for told in _told(placed.case, rule):
        known = facts.kinds.get(told.kind)
        if known is None:
            mend = choose(told.kind, facts.kinds)
            pad.error(placed.line(*told.kind_at), f"There is no fact called `{told.kind}`.", mend)
            continue
        for name, value in told.details.items():
            line = placed.line(*told.details_at, name)
            term = known.details.get(name)
            if term is None:
                _note_missing(told, name, line, [*known.details, "person"], pad)
            elif value is not None and not fits(term, value):
                what = f"“{value}” cannot be the value of `{name}`."
                pad.error(line, what, how_to_write(term))


def _note_missing(told: _Told, name: str, line: int, known: list[str], pad: FaultPad) -> None:
    # A fact about a member needs no detail that repeats the person.
    if name != "person":
        what = f"The fact `{told.kind}` has no detail `{name}`."
        pad.error(line, what, choose(name, known[:-1]))


def _told(case: WorkedCase, rule: Rule) -> Iterator[_Told]:
    if case.events:
        yield from _events("events", case.events)
        return
    if isinstance(case.population, list):
        yield from _events("population", tuple(case.population))
    elif case.population is None:
        own = (rule.fact_kinds() or (PERIOD_BEGAN,))[0]
        yield _Told(case.fact or own, case.given, ("fact",), ("given",))
    met_by = _met_by(rule)
    if case.done and (case.done_fact or met_by):
        yield _Told(case.done_fact or met_by, case.done_given, ("done_fact",), ("done_given",))


def _events(key: str, events: tuple[Any, ...]) -> Iterator[_Told]:
    for number, event in enumerate(events):
        if isinstance(event, Mapping):
            given = event.get("given") or {}
            here: Path = (key, number)
            yield _Told(str(event.get("fact")), given, (*here, "fact"), (*here, "given"))


def _met_by(rule: Rule) -> str:
    if not isinstance(rule, Clocked):
        return ""
    conditions = rule.met_conditions()
    return conditions[0].fact if conditions else ""


def fits(term: Term, value: Any) -> bool:
    """Tell whether a plain value can be recorded under a detail."""
    match term.type:
        case DetailType.YES_NO:
            return isinstance(value, bool)
        case DetailType.NUMBER | DetailType.MONEY:
            return _is_number(value)
        case DetailType.MOMENT:
            return _is_moment(value)
        case DetailType.ONE_OF:
            return str(value) in term.choices
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    try:
        read_number(value)
    except AmountError:
        return False
    return True


def _is_moment(value: Any) -> bool:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def how_to_write(term: Term) -> str:
    """Say how a value of a detail is written."""
    match term.type:
        case DetailType.YES_NO:
            return "Write `true` or `false`."
        case DetailType.NUMBER | DetailType.MONEY:
            return "Write a number, for example `17.5` or `270.00 yuan`."
        case DetailType.MOMENT:
            return 'Write for example `"2024-03-06T08:45"`.'
        case DetailType.ONE_OF:
            return f"Use one of: {', '.join(term.choices)}."
    return "Write one word or a text."
