"""Which rules are about meetings, notices, plans and reports is told by what they call them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouwen.office import sorts
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook

SORTS = (sorts.MEETING, sorts.NOTICE, sorts.PLAN, sorts.REPORT)
FILES = sorted((Path(__file__).parents[2] / "src/shouwen/packs").glob("*.md"))


@pytest.fixture(scope="module")
def rules():
    found: list[Any] = []
    for file in FILES:
        regulation = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
        found += regulation.rules.values()
    return found


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("召开部门例会", "meeting"),
        ("月度会纪要", "meeting"),
        ("拟人事公布单", "notice"),
        ("话务周报", "report"),
        ("月度总结和下月计划", "report"),
        ("年度工作计划", "plan"),
        ("发放每月清洁计划", "plan"),
        ("每日检查计划项目", ""),
        ("打扫大堂", ""),
        ("受理投诉", ""),
    ],
)
def test_a_text_tells_its_sort(text, sort):
    assert sorts.sort_of(text) == sort


@pytest.mark.parametrize("word", ["例会", "晨会", "早会", "周会"])
def test_every_meeting_the_library_asks_for_has_its_fact(rules, word):
    asked = [r for r in rules if isinstance(r, Duty) and word in r.title and r.every]

    assert all(sorts.sort_of_rule(rule) == sorts.MEETING for rule in asked)
    assert all(sorts.belongings_of(rule) for rule in asked)


def test_meetings_of_the_whole_library_are_offered_once_each(rules):
    book = Rulebook(tuple(rules))

    found = sorts.belongings(book, sorts.MEETING)

    assert len({one.key for one in found}) == len(found) > 15
    assert all(one.kind.by_hand for one in found)


@pytest.mark.parametrize("word", ["周报", "月报", "日报", "月度总结", "半年总结", "全年总结"])
def test_every_periodic_report_of_the_library_is_a_report(rules, word):
    asked = [r for r in rules if isinstance(r, Duty) and word in r.title and r.every]

    assert {sorts.sort_of_rule(rule) for rule in asked} <= {sorts.REPORT}


def test_a_declared_paper_goes_before_the_words(rules):
    declared = [r for r in expanded(rules) if isinstance(r, Clocked | Form) and r.paper]
    spoken = [r for r in declared if sorts.sort_of_rule(r.model_copy(update={"paper": None}))]

    assert {sorts.sort_of_rule(r) for r in declared} <= {"", *SORTS}
    assert all(sorts.sort_of_rule(r) == "" for r in declared if r.paper == "none")
    assert all(sorts.sort_of_rule(r) == r.paper for r in declared if r.paper != "none")
    assert spoken


def test_what_is_told_at_once_is_no_report_to_be_written(rules):
    told = [
        rule
        for rule in expanded(rules)
        if isinstance(rule, Deadline) and rule.id.endswith(".report") and rule.paper == "none"
    ]

    assert told
    assert not any(sorts.sort_of_rule(rule) for rule in told)
