"""Rhythms of duties: times of day, days of the month, in plain words and in a file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.kinds.rhythm import place_of
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulings import Nothing, Obligation
from shouwen.policy.worked_cases import run_cases
from tests.policy.calendars import OFFICE, wall
from tests.policy.department import (
    CONTEXT,
    ask_one,
    chinese,
    definition,
    faults,
    whole,
)
from tests.policy.rhythms import EACH, began, duty, periods

# ── rhythms ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rhythm", "since", "until", "expected"),
    [
        (
            'every: day, at: ["10:00", "15:00"]',
            "2024-03-04",
            "2024-03-04",
            [
                ("2024-03-04T10.00", "2024-03-04 00:00", "2024-03-04 10:00"),
                ("2024-03-04T15.00", "2024-03-04 10:00", "2024-03-04 15:00"),
            ],
        ),
        (
            "every: week, times: 2",
            "2024-03-04",
            "2024-03-04",
            [
                ("2024-W10.1", "2024-03-04 00:00", "2024-03-11 00:00"),
                ("2024-W10.2", "2024-03-04 00:00", "2024-03-11 00:00"),
            ],
        ),
        (
            'every: day, weekdays: [2, 4], by: {time: "18:00"}',
            "2024-03-04",
            "2024-03-08",
            [
                ("2024-03-05", "2024-03-05 00:00", "2024-03-05 18:00"),
                ("2024-03-07", "2024-03-07 00:00", "2024-03-07 18:00"),
            ],
        ),
        (
            "every: month, by: {day: 25, on_the_day: true}",
            "2024-03-01",
            "2024-03-31",
            [("2024-03", "2024-03-25 00:00", "2024-03-26 00:00")],
        ),
        (
            "every: month, by: {day: 10, months: [4, 10]}",
            "2024-01-01",
            "2024-12-31",
            [
                ("2024-04", "2024-04-01 00:00", "2024-04-11 00:00"),
                ("2024-10", "2024-10-01 00:00", "2024-10-11 00:00"),
            ],
        ),
        (
            "every: half_year, by: {day: last, months: [6, 12]}",
            "2024-01-01",
            "2024-12-31",
            [
                ("2024-H1", "2024-01-01 00:00", "2024-07-01 00:00"),
                ("2024-H2", "2024-07-01 00:00", "2025-01-01 00:00"),
            ],
        ),
        # The 30th and 31st of March 2024 were a weekend.
        (
            'every: month, by: {day: last_working_day, time: "17:00"}',
            "2024-03-01",
            "2024-03-01",
            [("2024-03", "2024-03-01 00:00", "2024-03-29 17:00")],
        ),
        (
            "every: month, by: {day: first_working_day}",
            "2024-06-01",
            "2024-06-01",
            [("2024-06", "2024-06-01 00:00", "2024-06-04 00:00")],
        ),
        (
            "every: month, by: {working_day: 3}",
            "2024-06-01",
            "2024-06-01",
            [("2024-06", "2024-06-01 00:00", "2024-06-06 00:00")],
        ),
        (
            'every: month, by: {weekday: 5, week: 2, time: "12:00"}',
            "2024-03-01",
            "2024-03-01",
            [("2024-03", "2024-03-01 00:00", "2024-03-08 12:00")],
        ),
        (
            "every: quarter, by: {weekday: 1, week: last, inclusive: false}",
            "2024-01-01",
            "2024-01-01",
            [("2024-Q1", "2024-01-01 00:00", "2024-03-25 00:00")],
        ),
    ],
)
def test_periods_begin_and_are_due(rhythm, since, until, expected):
    assert periods(rhythm, since, until) == expected


@pytest.mark.parametrize(
    "rhythm",
    [
        'every: day, at: ["10:00", "15:00", "24:00"]',
        "every: working_day, times: 3",
        "every: month, by: {working_day: 20}",
        "every: quarter, by: {weekday: 3, week: last}",
    ],
)
def test_what_begins_is_judged_with_the_time_that_was_announced(rhythm):
    recurring = duty(rhythm)

    for period in recurring.occurrences(date(2024, 1, 1), date(2024, 3, 31), OFFICE):
        ruling = ask_one(recurring, began(period.key))
        assert isinstance(ruling, Obligation)
        assert ruling.due_at == period.due


@given(
    day=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    place=st.sampled_from(
        [
            "day: last_working_day",
            "day: first_working_day",
            "working_day: 5",
            "weekday: 2, week: 1",
            "weekday: 7, week: last",
            "day: 25",
        ]
    ),
)
def test_what_is_due_in_a_month_is_due_inside_it(day, place):
    monthly = duty(f'every: month, by: {{{place}, time: "12:00"}}')

    (period,) = monthly.occurrences(day.replace(day=1), day.replace(day=1), OFFICE)

    assert period.due is not None
    assert period.begins <= period.due < period.begins + timedelta(days=31)
    assert period.due.month == day.month


@pytest.mark.parametrize("key", ["2024-03-04T10.00", "2024-W10.2", "2024-03", "2024", "2024-Q1.12"])
def test_the_name_of_a_period_can_be_taken_apart(key):
    place = place_of(key)

    assert (place.clock == "10:00") == ("T" in key)
    assert place.nth == (int(key.rpartition(".")[2]) if "." in key and "T" not in key else 0)


def test_a_time_left_blank_among_several_needs_a_figure():
    blank = duty('every: day, at: ["10:00", ____]')

    assert ask_one(blank, began("2024-03-04T15.00")).missing == ("figure:at.1",)


def test_the_time_of_day_has_to_be_known():
    several = duty('every: day, at: ["10:00", "15:00"]')

    assert ask_one(several, began("2024-03-04")).missing == ("period",)
    assert isinstance(ask_one(several, began("2024-03-04T11.00")), Nothing)


def test_a_month_that_is_not_the_dutys_asks_for_nothing():
    rare = duty("every: month, by: {day: 10, months: [4, 10]}")

    assert isinstance(ask_one(rare, began("2024-05")), Nothing)


# ── faults ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rhythm",
    [
        'every: week, at: ["10:00"]',
        'every: day, at: ["15:00", "10:00"]',
        'every: day, at: ["10:00"], by: {time: "18:00"}',
        "each: {fact: rule_broken}, times: 2",
        "every: week, weekdays: [1]",
        "every: week, by: {weekday: 1, week: 2}",
        "every: month, by: {week: 2}",
        "every: month, by: {day: 3, working_day: 2}",
        "every: month, by: {day: next_day}",
        "every: day, by: {on_the_day: true}",
        "every: day, by: {day: last_working_day}",
        "every: quarter, by: {months: [1, 2, 4, 7, 10], day: 3}",
        "each: {fact: rule_broken}, by: {weekday: 2}",
        "each: {fact: rule_broken}, by: {day: 5}",
        "each: {fact: shift_planned}, within: 1 day, before: {moment: begins, by: 1 hour}",
        "every: day, after: {moment: ends, within: 1 hour}",
        "each: {fact: rule_broken}, before: {moment: nothing, by: 1 hour}",
        "follows: r",
        "follows: clean, every: day",
        "every: day, evidence: {photo: many}",
        "each: {fact: rule_broken}, met_by: {fact: case_closed}, evidence: {photo: 2}",
        "every: day, review: {within: 1 day}",
    ],
)
def test_what_makes_no_sense_is_a_fault(rhythm):
    assert faults(f"{{kind: duty, owed_by: {{post: leader}}, duty: 报表, {rhythm}}}")


def test_only_the_holders_of_a_post_can_each_owe_something():
    text = "{kind: duty, every: day, duty: 报表, owed_by: {each: {detail: person}}}"

    assert any("each holder of a post" in fault for fault in faults(text))


# ── in plain words ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rhythm", "zh", "en"),
    [
        ('every: day, at: ["10:00", "15:00"]', "时点：10:00、15:00", "Times of day: 10:00, 15:00"),
        ("every: week, times: 2", "次数：每期 2 次", "How often: 2 times"),
        ("every: day, weekdays: [2, 4]", "限：周二、周四", "On: Tuesday, Thursday"),
        ("follows: clean", "接续：“clean”完成后", "Follows: once clean is done"),
        (
            "each: {fact: shift_planned}, before: {moment: begins, by: 15 minutes}",
            "时限：开始时间之前 15 分钟",
            "By when: 15 minutes before Begins",
        ),
        (
            "each: {fact: shift_planned}, after: {moment: ends, within: 1 hour}",
            "时限：结束时间之后 1 小时内",
            "By when: within 1 hour after Ends",
        ),
        (
            'every: month, by: {weekday: 5, week: 2, time: "12:00"}',
            "时限：第二个周五 12:00前",
            "By when: by the second Friday 12:00",
        ),
        (
            "every: month, by: {day: last_working_day}",
            "时限：最后一个工作日 24:00前",
            "By when: by the last working day 24:00",
        ),
        (
            "every: half_year, by: {working_day: 3, months: [6, 12]}",
            "时限：6、12 月第 3 个工作日 24:00前",
            "By when: by working day 3 (months 6, 12) 24:00",
        ),
        (
            "every: month, by: {day: 25, on_the_day: true}",
            "时限：25 日当天 24:00前",
            "By when: by day 25, on that day only 24:00",
        ),
        ("every: day, evidence: {photo: 2}", "凭据：照片 × 2", "Evidence: 2 × photo"),
        (
            "every: day, review: {by: {post: hr}, within: 1 day}",
            "复核：完成后 1 天内由人力专员复核",
            "Reviewed: by 人力专员 within 1 day once it is done",
        ),
    ],
)
def test_a_duty_is_described_in_both_languages(rhythm, zh, en):
    said = describe(
        definition(f"{{kind: duty, owed_by: {{post: leader}}, duty: 报表, {rhythm}}}"),
        CONTEXT.words,
    )

    assert zh in [f"{line.label[0]}：{line.text[0]}" for line in said.lines]
    assert en in [f"{line.label[1]}: {line.text[1]}" for line in said.lines]


def test_each_holder_is_described():
    said = describe(definition(EACH), CONTEXT.words)

    assert ("每位人力专员", "each 人力专员") in [line.text for line in said.lines]


# ── in a file ────────────────────────────────────────────────────────────────────────────────

ROUNDS = """---
regulation: rounds
title: 巡查办法
in_force: 2024-01-01
posts: {cleaner: 保洁员, leader: 主管}
---

## 一 巡查

```rule
id: clean
kind: duty
title: 清扫
title_en: Clean
every: day
at: ["10:00", "15:00"]
owed_by: {each: {post: cleaner}}
duty: 清扫楼道
duty_en: Clean the stairs
evidence: {photo: 2}
review: {by: {post: leader}, within: 4 hours}
```

```cases
- case: 上午一次，每人一份
  given: {period: 2024-03-04T10.00}
  known: {members: {cleaner: [wang, li]}}
  expect: {due: "2024-03-04 10:00", owed_by: [member:wang, member:li], evidence: {photo: 2}}
- case: 下午一次
  given: {period: 2024-03-04T15.00}
  at: "2024-03-04 10:00"
  known: {members: {cleaner: [wang]}}
  done: "2024-03-04 14:00"
  expect: {due: "2024-03-04 15:00", met: in_time}
- case: 只有一张照片
  given: {period: 2024-03-04T15.00}
  known: {members: {cleaner: [wang]}}
  done: "2024-03-04 14:00"
  done_given: {photos: 1}
  expect: {met: false}
- case: 别人做的不算
  given: {period: 2024-03-04T15.00}
  known: {members: {cleaner: [wang]}}
  done: "2024-03-04 14:00"
  done_given: {person: sun}
  expect: {met: false}
- case: 做完由主管复核
  fact: obligation_met
  at: "2024-03-04 09:00"
  expect: {opens: [review], due: "2024-03-04 13:00", owed_by: post:leader}
- case: 不知道谁在岗
  given: {period: 2024-03-04T15.00}
  expect: {unknown: ["members:cleaner"]}
```

## 二 检查

```rule
id: check
kind: duty
title: 检查
title_en: Check
follows: clean
by: {time: "17:00"}
owed_by: {post: leader}
duty: 当日检查
duty_en: Check on the same day
```

```cases
- case: 上午清扫，下午检查
  at: "2024-03-04 09:00"
  done: "2024-03-04 16:00"
  expect: {due: "2024-03-04 17:00", owed_by: post:leader, met: in_time}
- {case: 别的职责不引起检查, given: {rule: other}, expect: nothing}
```
"""


def test_duties_in_full_can_be_written_and_tried():
    reading = read_regulation(ROUNDS, "rounds.md")

    assert [str(fault) for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


def test_a_duty_follows_a_rule_of_the_same_file():
    reading = read_regulation(ROUNDS.replace("follows: clean", "follows: clear"), "rounds.md")

    assert [fault.what for fault in reading.faults] == ["check: There is no rule called `clear`."]


# ── periods that are none of the duty's ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rhythm", "period", "is_one"),
    [
        ("every: day, weekdays: [1, 3]", "2024-03-04", True),
        ("every: day, weekdays: [1, 3]", "2024-03-05", False),
        ("every: week, times: 2", "2024-W10.2", True),
        ("every: week, times: 2", "2024-W10.3", False),
        ("every: week", "2024-W10.1", False),
        ("every: day", "2024-03-04T10.00", False),
        ("every: working_day", "2024-04-03", True),
        ("every: working_day", "2024-04-04", False),
    ],
)
def test_a_period_the_duty_does_not_have_asks_for_nothing(rhythm, period, is_one):
    assert isinstance(ask_one(duty(rhythm), began(period)), Obligation if is_one else Nothing)


@pytest.mark.parametrize(
    ("by", "period", "due"),
    [
        # 4 April 2024 was a Thursday off, the 7th a Sunday at work.
        ('weekday: 4, time: "12:00", if_closed: next_working_day', "2024-W14", "2024-04-07 12:00"),
        ("weekday: 4, if_closed: previous_working_day", "2024-W14", "2024-04-04 00:00"),
        ("weekday: 3, if_closed: next_working_day", "2024-W14", "2024-04-04 00:00"),
    ],
)
def test_a_day_on_which_the_house_is_closed_is_moved(by, period, due):
    ruling = ask_one(duty(f"every: week, by: {{{by}}}"), began(period))

    assert wall(ruling.due_at) == due


def test_a_moved_day_says_so():
    ruling = ask_one(duty("every: week, by: {weekday: 4, if_closed: next_working_day}"),
                     began("2024-W14"))  # fmt: skip

    assert any("4月4日" in line and "不上班，改为4月7日" in line for line in chinese(ruling))


def test_a_rhythm_can_be_listed():
    text = "every: month, by: {day: 25, on_the_day: true}, evidence: {photo: 2}"

    assert duty(text).listed() == {
        "every": "month",
        "on_the_day": True,
        "evidence": ["photo", "photo"],
    }
