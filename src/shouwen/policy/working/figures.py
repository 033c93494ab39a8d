"""What the sources of figures come to in a worked example: as it says, or from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.kinds.figuring import Figuring
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.questions import Booked, Recorded, Restarted, Standings, Stocked
from shouwen.policy.kinds.sources.recorded import is_one_of, tally
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Party, Transfer

Bookings = Sequence[tuple[Fact, Transfer]]


def as_said(known: Mapping[str, Any], question: Booked | Recorded | Standings | Stocked) -> object:
    """Return what the case says under ``known: {figures: …}``, or None.

    A list is by period, the fact's own first; a mapping is by member.
    """
    if isinstance(question, Standings):
        listed = (known.get("figures") or {}).get(question.of.figure)
        if not isinstance(listed, Mapping):
            return None
        return {member: read_number(listed.get(member, 0)) for member in question.members}
    said = (known.get("figures") or {}).get(question.figure)
    if isinstance(said, list):
        said = said[question.back] if question.back < len(said) else None
    return None if said is None or isinstance(said, Mapping) else read_number(said)


def each_of(question: Standings, ask: Callable[[Booked | Recorded], object]) -> object:
    """Return the answer for each member, or None while one is unknown."""
    found = {member: ask(question.about(member)) for member in question.members}
    return None if None in found.values() else found


def booked(question: Booked, bookings: Bookings) -> Fraction:
    """Return what earlier events have booked for the holder."""
    return sum((_share(question, *one) for one in bookings), Fraction())


def recorded(question: Recorded, earlier: Iterable[Fact], rulebook: Rulebook) -> Fraction | None:
    """Return what earlier events come to, or None while one of them lacks a detail."""
    rule = rulebook.rule(question.regulation, question.rule)
    if not isinstance(rule, Figuring):
        return None
    facts = [fact for fact in earlier if is_one_of(question, fact)]
    return tally(rule.recorder(question.figure), facts, rule.words)


def stocked(question: Stocked, earlier: Iterable[Fact], rulebook: Rulebook) -> Fraction | None:
    """Return what earlier events left of an item of a stock; None if there was none."""
    forms = [rule for rule in rulebook.rules if isinstance(rule, Form) and rule.shares(question)]
    level: Fraction | None = None
    for fact, form in ((fact, form) for fact in earlier for form in forms):
        if fact.kind in form.fact_kinds() and form.applies(fact):
            whole = form.completed(fact)
            for stock in form.moved(fact):
                if (stock.stock, stock.key(whole)) == (question.figure, question.item):
                    level = stock.begins(whole, level) + stock.change(whole)
    return level


def restarted(question: Restarted, earlier: Iterable[Fact]) -> datetime | None:
    """Return when earlier events last let the person begin anew."""
    asked = question.as_recorded()
    return max((fact.happened_at for fact in earlier if is_one_of(asked, fact)), default=None)


def _share(question: Booked, fact: Fact, transfer: Transfer) -> Fraction:
    at, quantity = fact.happened_at, transfer.quantity
    in_time = at < question.until and (question.since is None or question.since <= at)
    named = not question.rules or transfer.rule in question.rules
    mine = transfer.cites.regulation == question.regulation and quantity.unit == question.unit
    if not (in_time and named and mine):
        return Fraction()
    holder = Party(*question.holder)
    return quantity.exact * ((transfer.payee == holder) - (transfer.payer == holder))
