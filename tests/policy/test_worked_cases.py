"""Worked cases run through the judge; what differs is said on one line."""

from __future__ import annotations

import pytest

from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.worked_cases import CaseResult, run_cases
from shouwen.regulations.holiday_table import holiday_table

HEAD = """---
regulation: small-example
title: 示例办法
in_force: 2024-01-01
posts:
  cs_officer: 客服专员
  team_leader: 组长
  hr_officer: 人力行政专员
parties:
  pool: 奖金池
points:
  service_points: 服务点数
facts:
  rule_broken:
    label: 违规
    label_en: Rule broken
    details:
      person: {type: member, label: 当事人, label_en: Person}
      which: {type: text, label: 哪一条, label_en: Which}
      amount: {type: money, label: 金额, label_en: Amount}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 第一条 规则

"""
PUT_RIGHT = """id: put-right
kind: deadline
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 处理投诉
within: 3 working days
met_by: {fact: case_resolved}
warn: "50 %"
escalate: [{at: "100 %", to: {post: team_leader}}]
"""
FINE = """id: fine
kind: pay
when: {fact: rule_broken}
amount:
  occurrence:
    same: [person, which]
    amounts: [-100 yuan, -200 yuan]
    then: {duty: 辞退, owed_by: {post: hr_officer}}
"""
OTHER = """id: other
kind: pay
when: {fact: rule_broken}
amount: {fixed: -150 yuan}
settles: breach
"""
DOUBLE = """id: double
kind: pay
when: {fact: fine_imposed}
person: superior_of person
amount: {multiple: {of: amount, factor: -2}}
"""
REWARD = """id: reward
kind: pay
when: {fact: rule_broken}
amount: {range: {from: 200 yuan, to: 500 yuan, step: 1 yuan}}
shares: [{to: person, rate: 80 %}, {to: {fund: pool}, rate: 20 %}]
"""
APPROVAL = """id: approval
kind: approval
before: {fact: rule_broken}
tiers: [{any_of: [{post: team_leader}, {post: cs_officer}]}, {post: hr_officer}]
separate: [person]
"""
RATE = """id: rate
kind: target
every: month
metric: {share: {of: {fact: case_opened}, having: {fact: callback_made}}}
at_least: 99 %
"""
DAILY = """id: daily
kind: duty
every: day
by: {time: "18:00"}
owed_by: {post: cs_officer}
duty: 日报
"""
OPENED = 'at: "2024-04-03 10:00", given: {case_type: complaint, handler: wang}'


def results(rules: str | list[str], *cases: str) -> tuple[CaseResult, ...]:
    listed = [rules] if isinstance(rules, str) else rules
    blocks = [f"```rule\n{rule}```\n" for rule in listed]
    blocks.append("```cases\n" + "\n".join(f"- {{case: 例, {case}}}" for case in cases) + "\n```\n")
    reading = read_regulation(HEAD + "\n".join(blocks), "small.md")
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return run_cases(reading.regulation, holidays=holiday_table())


# Each line is one case.
SOUND = [
    (
        PUT_RIGHT,
        f"""{OPENED}, expect: {{due: "2024-04-09 18:00", owed_by: "member:wang"}}
        {OPENED}, expect: {{warned: "2024-04-08 09:15", duty: 处理投诉}}
        {OPENED}, expect: {{escalated: ["2024-04-09 18:00 post:team_leader"]}}
        {OPENED}, done: "2024-04-09 18:00", expect: {{met: in_time}}
        {OPENED}, done: "2024-04-09 18:00", expect: {{met: true}}
        {OPENED}, done: "2024-04-09 18:01", expect: {{met: late}}
        {OPENED}, done: "2024-04-04 10:00", done_fact: case_noted, expect: {{met: false}}
        given: {{case_type: complaint}}, expect: {{unknown: [handler]}}
        given: {{case_type: repair}}, expect: nothing""",
    ),
    (
        FINE,
        """given: {person: zhang, which: 甲}, expect: {pay: -100 yuan}
        given: {person: zhang, which: 甲}, known: {occurrences: 1}, expect: {pay: -200 yuan}
        given: {person: zhang, which: 甲}, known: {occurrences: 2}, expect: {duty: 辞退, due: none}
        fact: case_noted, expect: {pay: 0 yuan}""",
    ),
    (
        REWARD,
        """given: {person: zhang, amount: 400}, expect: {pay: [{to: zhang, amount: 320 yuan}, {to: pool, amount: 80 yuan}]}
        given: {person: zhang, amount: 199 yuan}, expect: {refused: true}""",  # noqa: E501
    ),
    (
        APPROVAL,
        """given: {person: zhang}, expect: {held: [[team_leader, cs_officer], [hr_officer]]}
        given: {person: zhang}, expect: {barred: [zhang]}
        given: {person: zhang}, known: {granted: true}, expect: {granted: true}""",
    ),
    (
        RATE,
        """population: {of: 150, having: 149}, expect: {measure: 99.33 %, met: true}
        population: {of: 150, having: 148}, expect: {measure: 98.67%, met: false}
        population: {of: 0, having: 0}, expect: {met: unknown}
        population: [{fact: case_opened}, {fact: callback_made}], expect: {measure: 100 %}""",
    ),
    (
        DAILY,
        """at: "2024-04-03", given: {period: 2024-04-03}, expect: {due: "2024-04-03 18:00"}
        at: "2024-04-03", given: {period: 2024-04-03}, done: "2024-04-03 17:00", expect: {met: true}
        """,
    ),
]
AGREE = [(rule, case.strip()) for rule, cases in SOUND for case in cases.strip().split("\n")]


@pytest.mark.parametrize(("rule", "case"), AGREE)
def test_what_a_case_may_expect(rule, case):
    (result,) = results(rule, case)

    assert result.difference == ""
    assert result.ok


DIFFER = [
    (PUT_RIGHT, f'{OPENED}, expect: {{due: "2024-04-08 18:00"}}', "got due: 2024-04-09 18:00"),
    (PUT_RIGHT, f"{OPENED}, expect: nothing", "expected nothing, got due: 2024-04-09 18:00"),
    (PUT_RIGHT, f'{OPENED}, done: "2024-04-09 19:00", expect: {{met: true}}', "met: late"),
    (PUT_RIGHT, "given: {case_type: complaint}, expect: nothing", "got unknown: [handler]"),
    (FINE, "given: {person: zhang, which: 甲}, expect: {pay: -200 yuan}", "amount: 100.00 yuan"),
    (FINE, "given: {person: zhang, which: 甲}, expect: {pay: 100 yuan}", "amount: 100.00 yuan"),
    (FINE, "fact: case_noted, expect: {pay: -100 yuan}", "got nothing"),
    (REWARD, "given: {person: zhang, amount: 199 yuan}, expect: {pay: 199 yuan}", "refused: true"),
    (APPROVAL, "given: {person: zhang}, expect: {held: [[hr_officer]]}", "[team_leader, cs_off"),
    (RATE, "population: {of: 150, having: 148}, expect: {met: true}", "98.67 %, met: false"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "case", "got"), DIFFER)
def test_a_difference_says_what_was_expected_what_came_and_why(rule, case, got):
    (result,) = results(rule, case)

    assert not result.ok
    assert got in result.difference
    assert "\n" not in result.difference
    assert (result.clause, result.case) == ("第一条", "例")


def test_the_steps_of_a_difference_are_in_chinese_unless_asked_otherwise():
    (result,) = results(PUT_RIGHT, f"{OPENED}, expect: nothing")

    assert "事项登记" in result.difference


# ── several facts ────────────────────────────────────────────────────────────────────────────

TWICE = (
    'events: [{fact: rule_broken, at: "2024-03-05", given: {person: zhang, which: 甲}},'
    ' {fact: rule_broken, at: "2024-03-06", given: {person: zhang, which: 甲}}],'
    " known: {superior: {zhang: chen}}, expect: {totals: {zhang: [%s], chen: [%s]}}"
)


def test_events_count_each_other_and_fines_follow_fines():
    (result,) = results([DOUBLE, FINE], TWICE % ("-300 yuan", "-600 yuan"))

    assert result.ok, result.difference


def test_a_wrong_total_names_the_account():
    (result,) = results([DOUBLE, FINE], TWICE % ("-200 yuan", "-600 yuan"))

    assert result.difference == "expected zhang -200 yuan, got -300.00 yuan"


def test_rules_that_disagree_are_quoted_in_the_difference():
    other = OTHER.replace("id: other", "id: third").replace("150", "160")

    (result,) = results([other, OTHER], "given: {person: zhang}, expect: {pay: -150 yuan}")

    assert "《示例办法》第一条" in result.difference
    assert "apply together and differ" in result.difference


def test_exceptions_in_a_circle_are_said_in_every_case():
    rules = [FINE + "excepts: double\n", DOUBLE.replace("fine_imposed", "rule_broken")
             + "excepts: fine\n"]  # fmt: skip

    (result,) = results(rules, "given: {person: zhang, which: 甲}, expect: nothing")

    assert "circle" in result.difference
