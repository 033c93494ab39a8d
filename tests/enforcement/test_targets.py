"""Targets are counted from the journal: matters of a period, and which of them comply."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from shouwen.enforcement import targets
from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.targets import Period, TargetRow
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.regulations.queries import in_force_on
from tests.enforcement.conftest import at, fact

TEXT = """---
regulation: indicators
title: 指标规定
industry: property-services
in_force: 2024-01-01
facts:
  call_taken:
    label: 接听来电
    label_en: Call taken
    details:
      person: {type: member, label: 话务员, label_en: Operator}
      rings: {type: number, label: 振铃声数, label_en: Number of rings}
---

## 1 回访率百分之九十

```rule
id: callbacks
kind: target
title: 回访率
title_en: Call-back rate
every: month
metric:
  share:
    of: {fact: case_opened, case_type: [repair, complaint]}
    having: {fact: callback_made, result: reached}
at_least: 90 %
```

## 2 满意度

```rule
id: satisfied
kind: target
title: 满意率
title_en: Satisfaction
every: month
metric:
  share:
    of: {fact: callback_made}
    having: {fact: callback_made, satisfaction: {at_least: 4}}
at_least: 50 %
```

## 3 三声之内接听

```rule
id: rings
kind: target
title: 三声之内接听
title_en: Answer within 3 rings
when: {fact: call_taken}
metric: {value: rings}
at_most: 3
```

## 4 上级另行下达

```rule
id: blank
kind: target
title: 其他指标
title_en: Another target
when: {fact: call_taken}
metric: {value: rings}
at_least: ____
```
"""
MARCH = at("2024-03-20 10:00").date()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def indicators(cast) -> Version:
    """Adopt the regulation with its targets."""
    adopted = regulations.adopt(
        text=TEXT, file_name="indicators.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


@pytest.fixture
def record(cast, indicators):
    """Record a fact when it happens."""

    def do(said: Fact):
        return record_fact(said, actor=cast.li, recorded_at=said.happened_at).row

    return do


def measured(rule_id: str, day=MARCH) -> TargetRow:
    return next(row for row in targets.measured_on(day) if row.rule_id == rule_id)


def opened(record, number: int, when: str = "2024-03-04 10:00", case_type: str = "repair"):
    return record(fact("case_opened", when, f"case:{number}", case_type=case_type))


def called(record, number: int, when: str = "2024-03-05 10:00", **details):
    return record(fact("callback_made", when, f"case:{number}", **{"result": "reached", **details}))


@pytest.mark.parametrize(("reached", "met"), [(9, True), (8, False)])
def test_exactly_at_the_threshold_a_share_is_met(record, reached, met):
    for number in range(10):
        opened(record, number)
    for number in range(reached):
        called(record, number)

    row = measured("callbacks")

    assert (row.numerator, row.denominator, row.met) == (reached, 10, met)
    assert row.value == f"{reached * 10} %"
    assert (row.sign, row.threshold, row.clause_number) == ("≥", "90 %", "1")


def test_a_matter_counts_once_however_often_it_was_called_back(record):
    opened(record, 1)
    opened(record, 2, case_type="complaint")
    for _again in range(3):
        called(record, 1)
    called(record, 2, result="not_reached")

    row = measured("callbacks")

    assert (row.numerator, row.denominator) == (1, 2)


def test_other_matters_and_other_months_stay_out(record):
    opened(record, 1, case_type="praise")
    opened(record, 2, when="2024-02-29 23:59")
    opened(record, 3, when="2024-04-01 00:00")
    opened(record, 4, when="2024-03-01 00:00")

    assert measured("callbacks").denominator == 1


def test_a_fact_that_was_taken_back_does_not_count(cast, record):
    opened(record, 1)
    mistaken = called(record, 1)

    correct_fact(number=mistaken.number, reason="打错", actor=cast.li, at=at("2024-03-06 10:00"))

    assert measured("callbacks").numerator == 0


def test_without_matters_a_target_is_neither_met_nor_missed(indicators):
    row = measured("callbacks")

    assert (row.met, row.value, row.denominator) == (None, "", 0)


def test_a_comparison_of_numbers_is_counted_fact_by_fact(record):
    for number, satisfaction in enumerate(["5", "4", "3", None]):
        called(record, number, satisfaction=satisfaction)

    row = measured("satisfied")

    assert (row.numerator, row.denominator, row.met) == (2, 4, True)


def test_a_number_of_each_fact_says_how_many_comply_and_which_lack_it(record):
    for rings in ("3", "4", None):
        record(fact("call_taken", "2024-03-04 10:00", "member:wang", person="wang", rings=rings))

    row = measured("rings")

    assert (row.numerator, row.denominator, row.unknown) == (1, 2, 1)
    assert (row.value, row.met) == ("1 / 2", False)


def test_a_figure_left_blank_is_said_to_be_missing(record):
    record(fact("call_taken", "2024-03-04 10:00", "member:wang", person="wang", rings="9"))

    row = measured("blank")

    assert (row.needs_figure, row.met, row.threshold) == (True, None, "")


def test_what_did_not_comply_is_listed(record):
    for number in range(3):
        opened(record, number)
    called(record, 1)
    record(fact("call_taken", "2024-03-04 10:00", "member:wang", person="wang", rings="4"))

    def rows(rule_id, met):
        return targets.rows_of("indicators", rule_id, MARCH, met=met)

    assert [row.about for row in rows("callbacks", met=False)] == ["case:0", "case:2"]
    assert [row.about for row in rows("callbacks", met=True)] == ["case:1"]
    assert [row.about for row in rows("satisfied", met=False)] == ["case:1"]
    assert [row.value for row in rows("rings", met=False)] == ["4"]
    assert rows("rings", met=True) == []
    assert rows("callbacks", met=None) == []
    assert targets.rows_of("indicators", "unheard-of", MARCH, met=True) == []


def test_rows_go_on_after_the_last_one_seen(record):
    for number in range(3):
        opened(record, number)
        called(record, number, satisfaction="1")
    for rule_id in ("callbacks", "satisfied"):
        met = rule_id == "callbacks"
        first = targets.rows_of("indicators", rule_id, MARCH, met=met)
        assert [row.about for row in first] == ["case:0", "case:1", "case:2"]
        rest = targets.rows_of("indicators", rule_id, MARCH, met=met, after=first[0].place)
        assert rest == first[1:]


def test_a_trend_measures_each_period_and_knows_where_the_rule_was_not_yet(record):
    opened(record, 1)
    called(record, 1)
    opened(record, 2, when="2024-02-10 10:00")

    row = measured("callbacks")
    found = targets.trend(row, 5)

    assert [one and one.value for one in found] == [None, None, "", "0 %", "100 %"]
    assert found[-1] == row


@pytest.mark.parametrize(
    ("every", "since", "until"),
    [
        ("day", "2024-12-31", "2025-01-01"),
        ("week", "2024-12-30", "2025-01-06"),
        ("month", "2024-12-01", "2025-01-01"),
        ("quarter", "2024-10-01", "2025-01-01"),
        ("half_year", "2024-07-01", "2025-01-01"),
        ("year", "2024-01-01", "2025-01-01"),
    ],
)
def test_a_period_ends_before_the_next_begins(indicators, every, since, until):
    rules = targets.targets_in(in_force_on(MARCH), MARCH)
    rule = next(rule for rule in rules if rule.id == "callbacks").model_copy(
        update={"every": every}
    )

    found = targets.period_of(rule, at("2024-12-31 10:00").date())

    day = at("2024-12-31 10:00").date().fromisoformat
    assert found == Period(since=day(since), until=day(until))


def test_figures_are_kept_for_a_minute(record, django_assert_num_queries):
    now = at("2024-03-20 10:00")
    opened(record, 1)
    in_force = in_force_on(MARCH)
    rules = targets.targets_in(in_force, MARCH)
    first = targets.measured_lately(in_force, rules, now)

    with django_assert_num_queries(0):
        assert targets.measured_lately(in_force, rules, now) == first


def test_only_the_targets_that_are_shown_are_measured(record, django_assert_num_queries):
    in_force = in_force_on(MARCH)
    rules = targets.targets_in(in_force, MARCH)
    with django_assert_num_queries(1):
        targets.measured_lately(in_force, rules[:1], at("2024-03-20 10:00"))

    found = targets.measured_lately(in_force, rules, at("2024-03-20 10:00"))

    assert [row.rule_id for row in found] == [rule.id for rule in rules]


def test_a_share_costs_one_query_however_many_facts(record, django_assert_num_queries):
    for number in range(20):
        opened(record, number)
    in_force = in_force_on(MARCH)
    rule = targets.targets_in(in_force, MARCH)[0]

    with django_assert_num_queries(1):
        targets.measured_in(in_force, rule, MARCH)


LOOKS = """---
regulation: looks
title: 巡检规定
industry: property-services
in_force: 2024-01-01
posts: {team_leader: 坐席班长}
---

## 1 每日巡检

```rule
id: look
kind: duty
title: 每日巡检
every: day
owed_by: {post: team_leader}
duty: 巡检
duty_en: Look around
```

## 2 完成率

```rule
id: looked
kind: target
title: 巡检完成率
title_en: Looks made
every: month
metric:
  share:
    of: {fact: period_began, regulation: looks, rule: look}
    having: {fact: obligation_met}
at_least: 100 %
```
"""


def test_what_was_met_counts_though_no_rule_waits_for_it(cast):
    adopted = regulations.adopt(
        text=LOOKS, file_name="looks.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    for day in ("2024-03-19", "2024-03-20"):
        open_duties(now=at(f"{day} 08:00"))
    done = fact("duty_done", "2024-03-20 09:00", "duty:looks:look:2024-03-20", person="li")
    assert record_fact(done, actor=cast.li, recorded_at=done.happened_at).met

    row = next(r for r in targets.measured_on(MARCH) if r.rule_id == "looked")
    there = targets.rows_of("looks", "looked", MARCH, met=True)

    assert row.numerator == len(there) == 1
    assert row.denominator == len(there) + len(targets.rows_of("looks", "looked", MARCH, met=False))
    assert [each.about for each in there] == ["duty:looks:look:2024-03-20"]
