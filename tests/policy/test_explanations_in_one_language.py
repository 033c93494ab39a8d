"""Every step of the bundled regulations' worked cases, said in one language: no key, no mixture."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from shouwen.policy import worked_cases
from shouwen.policy.judge import judge
from shouwen.policy.sentences import say
from shouwen.regulations.holiday_table import holiday_table
from tests.policy.test_describe import chinese_in, raw_keys
from tests.policy.test_packs import PACKS, whole

pytestmark = pytest.mark.once
# Many cases of a rule say the same.
CASES_OF_A_RULE = 2
# Goods are called as the department calls them, in every language.
GOODS = {"啤酒", "可乐"}


def first_cases(pack):
    """Return the first worked cases of every rule, and whom they name."""
    seen: dict[str, int] = {}
    cases = []
    for case in pack.cases:
        seen[case.rule] = seen.get(case.rule, 0) + 1
        if seen[case.rule] <= CASES_OF_A_RULE:
            cases.append(case)
    told = " ".join(repr((case.given, case.known, case.population)) for case in cases)
    return cases, set(re.findall(r"'([a-z]+\d*)'", told))


@whole
def test_steps_are_said_in_one_language(name, monkeypatch):
    pack = PACKS[name]
    said: set[tuple[str, str]] = set()

    def overheard(*asked, **more):
        rulings = judge(*asked, **more)
        said.update(
            (say(step, "zh", year=2024), say(step, "en", year=2024))
            for one in rulings
            for step in one.steps
        )
        return rulings

    monkeypatch.setattr(worked_cases, "judge", overheard)
    cases, people = first_cases(pack)
    worked_cases.run_cases(replace(pack, cases=tuple(cases)), holidays=holiday_table())
    names = {*pack.posts.values(), *pack.parties.values(), *pack.departments.values(), *GOODS}
    names |= {f"《{pack.title}》{clause}" for clause in pack.rule_clauses.values()} | {pack.title}
    assert said
    for chinese, english in said:
        assert not set(raw_keys(chinese)) - (people - {"yuan"}), chinese
        assert not chinese_in(re.sub("《[^》]*》[^ ]*", "", english), names), english
