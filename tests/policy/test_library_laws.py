"""Laws that every bundled regulation obeys, checked on its own worked cases.

A case says what is given; here something is taken away from it, or several are judged in another
order, and the rulings must stay honest.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from shouwen.policy.facts import Fact
from shouwen.policy.file_reading.regulation import WorkedCase
from shouwen.policy.judge import ClausesDisagreeError, judge
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.sources.given import Entered
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Nothing, Permission, Ruling, Transfer, Unknown
from shouwen.policy.sentences import lines
from shouwen.policy.working.setting import Setting, Witness
from shouwen.regulations import library
from shouwen.regulations.holiday_table import holiday_table

each = pytest.mark.parametrize("name", library.names())
Rulings = tuple[Ruling, ...]
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@cache
def setting(name: str) -> Setting:
    return Setting.of(library.regulation(name), holiday_table())


def judged(name: str, case: WorkedCase, fact: Fact) -> Rulings:
    here = setting(name)
    answers = Witness(case.known).answers(here.rulebook, fact)
    return judge(here.rulebook, fact, answers, here.calendar)


def fact_of(name: str, case: WorkedCase) -> Fact:
    here = setting(name)
    given = {"fact": case.fact, "at": case.at, "about": case.about, "given": case.given}
    return here.fact(here.regulation.rules[case.rule], given)


@cache
def told(name: str) -> tuple[tuple[WorkedCase, Fact, Rulings], ...]:
    """Return the cases of a regulation that are about one fact under the default readings."""
    found = []
    here = library.regulation(name)
    for case in here.cases:
        alone = not (case.events or case.population is not None or case.settings)
        # A rule that exists under another reading only has nothing to say here.
        if not alone or case.rule not in here.rules:
            continue
        fact = fact_of(name, case)
        found.append((case, fact, judged(name, case, fact)))
    return tuple(found)


def without(fact: Fact, detail: str) -> Fact:
    return replace(fact, details={k: v for k, v in fact.details.items() if k != detail})


@cache
def taken_away(name: str) -> tuple[tuple[WorkedCase, Fact, Rulings, str, Rulings], ...]:
    """Return every case with one detail taken away at a time, and what is said then."""
    return tuple(_taken_away(name))


def _taken_away(name: str) -> Iterator[tuple[WorkedCase, Fact, Rulings, str, Rulings]]:
    for case, fact, whole in told(name):
        for detail in sorted(fact.details.keys() - _dispensable(name)):
            yield case, fact, whole, detail, judged(name, case, without(fact, detail))


@cache
def _dispensable(name: str) -> frozenset[str]:
    rules = library.regulation(name).rules.values()
    # A waiver counts only once recorded: without it the matter goes on, as the text says.
    waivers = {detail for rule in rules for detail in rule.waived_by}
    # A field that follows from others is worked out where nobody entered it.
    computed = {field for rule in rules if isinstance(rule, Form) for field in rule.computed}
    # The regulation itself says what counts where such a detail stays empty.
    entered = {
        source.entered.of
        for rule in rules
        for source in getattr(rule, "figures", {}).values()
        if isinstance(source, Entered)
    }
    return frozenset({"rule", "regulation"} | waivers | computed | entered)


def moved(rulings: Rulings) -> set[tuple[str, str, str, str]]:
    return {(r.rule, str(r.payer), str(r.payee), str(r.quantity))
            for r in rulings if isinstance(r, Transfer)}  # fmt: skip


def granted(rulings: Rulings) -> set[str]:
    return {r.rule for r in rulings if isinstance(r, Permission) and r.state == "granted"}


@each
def test_taking_a_detail_away_never_moves_another_amount(name):
    wrong = [
        (case.line, case.case, detail)
        for case, _, whole, detail, less in taken_away(name)
        if not moved(less) <= moved(whole)
    ]

    assert wrong == []


@each
def test_taking_a_detail_away_never_grants_what_was_not_granted(name):
    wrong = [
        (case.line, case.case, detail)
        for case, _, whole, detail, less in taken_away(name)
        if not granted(less) <= granted(whole)
    ]

    assert wrong == []


@each
def test_the_explanation_contains_every_figure_it_used(name):
    assert list(_unexplained(name)) == []


def _unexplained(name: str) -> Iterator[tuple[int, str, str, str]]:
    for case, fact, whole, detail, less in taken_away(name):
        number = _number(fact.details[detail])
        if number is None:
            continue
        # What is only filled in on a form is kept, not reckoned with.
        needed = {r.rule for r in less if isinstance(r, Unknown) and detail in r.missing} - _forms(
            name
        )
        for ruling in whole:
            if ruling.rule in needed and not isinstance(ruling, Nothing | Unknown):
                said = " ".join(str(line) for line in lines(ruling.steps, "zh"))
                if not _shows(said, number):
                    yield case.line, ruling.rule, detail, said


@cache
def _forms(name: str) -> frozenset[str]:
    rules = library.regulation(name).rules.values()
    return frozenset(rule.id for rule in rules if isinstance(rule, Form))


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+(\.\d+)?\s*[%‰]?", str(value)):
        return None
    return read_number(str(value))


def _shows(said: str, number: Fraction) -> bool:
    """Tell whether a number is among those said, as it is or as a percentage."""
    shown = {abs(Fraction(one)) for one in _FIGURE.findall(said.replace(",", ""))}
    return bool(shown & {abs(number), abs(number) * 100})


@each
def test_what_one_side_gains_the_other_loses(name):
    for _, _, rulings in told(name):
        sums: Mapping[str, list[int]] = defaultdict(list)
        for one in rulings:
            if isinstance(one, Transfer):
                assert one.quantity.parts > 0
                assert one.payer != one.payee
                sums[one.quantity.unit] += [one.quantity.parts, -one.quantity.parts]
        assert all(sum(parts) == 0 for parts in sums.values())


@each
def test_judging_in_another_order_says_the_same(name):
    cases = list(told(name))
    random.Random(name).shuffle(cases)

    again = [(case.line, judged(name, case, fact) == whole) for case, fact, whole in cases]

    assert [line for line, same in again if not same] == []


@each
def test_every_ruling_cites_a_clause_of_its_regulation_and_says_why(name):
    numbers = {node.number for node in library.regulation(name).clauses}
    for _, _, rulings in told(name):
        for ruling in rulings:
            assert ruling.cites.number in numbers
            assert ruling.steps


def test_one_house_can_live_by_all_regulations_at_once():
    whole = Rulebook(rule for read in library.regulations() for rule in read.rules.values())
    everything = [(name, case, fact) for name in library.names() for case, fact, _ in told(name)]

    differing = [
        words for name, case, fact in everything if (words := _differ(whole, name, case, fact))
    ]

    assert differing == []


def _differ(book: Rulebook, name: str, case: WorkedCase, fact: Fact) -> str:
    """Return how clauses differ about a fact, quoted, or an empty string."""
    answers = Witness(case.known).answers(book, fact)
    try:
        judge(book, fact, answers, setting(name).calendar)
    except ClausesDisagreeError as disagreement:
        return str(disagreement)
    return ""
