"""What a fact does to obligations that are open: it meets them, stops their clock, or starts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Conditions, check_any
from shouwen.policy.kinds.duty import DUTY_DONE, Duty
from shouwen.policy.kinds.verdicts import YES, Verdict
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.steps import Step

PAUSED, RESUMED = "case_paused", "case_resumed"
Action = Literal["met", "not_met", "paused", "resumed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenObligation:
    """An obligation somebody still owes: which rule, about which matter, and its number.

    ``owner`` is the member it was opened for, empty where it fell to a post or department.
    """

    rule: str
    regulation: str
    about: str
    number: int
    opened_at: datetime | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """What a fact does to one open obligation.

    ``not_met`` is said when the fact is of a kind that could meet it, and the steps tell why it
    does not; ``missing`` are the details that were not recorded (a signature, say).
    """

    number: int
    action: Action
    cites: Clause
    rule: str
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def discharges(
    rulebook: Rulebook, fact: Fact, open_: Iterable[OpenObligation]
) -> tuple[Discharge, ...]:
    """Return what a fact does to open obligations, in their order.

    ``rulebook`` holds the rules under which they were opened. A fact meets what is about the same
    matter. A recurring duty whose ``met_by`` names another fact is met wherever that fact happens:
    the period it names, else the earliest one open. What happened before an obligation was opened
    does not touch it.
    """
    candidates = [
        one for one in open_ if one.opened_at is None or one.opened_at <= fact.happened_at
    ]
    return tuple(_effects(rulebook, fact, candidates))


def kinds_that_move(rulebook: Rulebook) -> frozenset[str]:
    """Return the kinds of facts that can meet, stop or start what these rules oblige to."""
    return frozenset(kind for rule in rulebook.rules for kind in _kinds_moving(rule))


def _kinds_moving(rule: Rule) -> Iterator[str]:
    if not isinstance(rule, Clocked):
        return
    if rule.pause:
        yield from (PAUSED, RESUMED)
    yield from (condition.fact for condition in _conditions_to_meet(rule))


def _conditions_to_meet(rule: Clocked) -> Conditions:
    return rule.met_conditions()


def _effects(
    rulebook: Rulebook, fact: Fact, candidates: Sequence[OpenObligation]
) -> Iterator[Discharge]:
    taken: set[tuple[str, str]] = set()
    for one in candidates:
        rule = rulebook.find(one.regulation, one.rule)
        if not isinstance(rule, Clocked):
            continue
        found = _effect(rule, fact, one, taken)
        if found is not None:
            yield found


def _effect(
    rule: Clocked, fact: Fact, one: OpenObligation, taken: set[tuple[str, str]]
) -> Discharge | None:
    if rule.pause and fact.about == one.about and fact.kind in (PAUSED, RESUMED):
        action: Action = "paused" if fact.kind == PAUSED else "resumed"
        return _discharge(rule, one, action, YES)
    conditions = _conditions_to_meet(rule)
    if not any(condition.fact == fact.kind for condition in conditions):
        return None
    if not _is_for(rule, fact, one, taken):
        return None
    verdict = check_any(conditions, fact, rule.words)
    if verdict.holds:
        verdict = rule.proved(fact)
    if verdict.holds:
        taken.add(rule.key)
    return _discharge(rule, one, "met" if verdict.holds else "not_met", verdict)


def _is_for(rule: Clocked, fact: Fact, one: OpenObligation, taken: set[tuple[str, str]]) -> bool:
    if one.owner and rule.owed_by.every_holder and fact.detail("obligation") is None:
        # Where each owes it, nobody does it for another, unless the fact says whose it is.
        if one.owner not in (fact.detail(rule.person.detail), fact.actor):
            return False
        taken = set()
    recurs = isinstance(rule, Duty) and rule.every is not None
    if not recurs or fact.kind == DUTY_DONE:
        return fact.about == one.about
    period = fact.detail("period")
    if period is not None:
        return one.about.endswith(f":{period}")
    return fact.about == one.about or rule.key not in taken


def _discharge(rule: Clocked, one: OpenObligation, action: Action, verdict: Verdict) -> Discharge:
    return Discharge(
        number=one.number,
        action=action,
        cites=rule.clause,
        rule=rule.id,
        missing=verdict.missing,
        steps=verdict.steps,
    )
