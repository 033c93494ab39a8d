"""Duties: the periods of a rhythm, when each is due, and duties that follow a fact."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.periods import begin_of, first_day, name_of, next_first_day
from shouwen.policy.rulings import Obligation, Unknown
from tests.policy.calendars import OFFICE, at, wall
from tests.policy.department import ask, ask_one, fact, faults, rule


def duty(rhythm):
    return rule(f"{{kind: duty, owed_by: {{post: leader}}, duty: 报表, {rhythm}}}")


def periods(rhythm, since, until):
    found = duty(rhythm)
    assert isinstance(found, Duty)
    days = date.fromisoformat(since), date.fromisoformat(until)
    return [(p.key, wall(p.due)) for p in found.occurrences(*days, OFFICE)]


def began(period, rule_id="r", regulation="house"):
    return fact(
        "period_began",
        at(f"{period}-01 00:00") if len(period) == 7 else at("2024-01-01 00:00"),
        f"duty:{regulation}:{rule_id}:{period}",
        period=period,
        rule=rule_id,
        regulation=regulation,
    )


@pytest.mark.parametrize(
    ("rhythm", "since", "until", "expected"),
    [
        (
            'every: day, by: {time: "18:00"}',
            "2024-03-04",
            "2024-03-05",
            [("2024-03-04", "2024-03-04 18:00"), ("2024-03-05", "2024-03-05 18:00")],
        ),
        ("every: day", "2024-03-04", "2024-03-04", [("2024-03-04", "2024-03-05 00:00")]),
        # 4 to 6 April were a holiday, Sunday the 7th a make-up day.
        (
            'every: working_day, by: {time: "09:00"}',
            "2024-04-03",
            "2024-04-08",
            [
                ("2024-04-03", "2024-04-03 09:00"),
                ("2024-04-07", "2024-04-07 09:00"),
                ("2024-04-08", "2024-04-08 09:00"),
            ],
        ),
        (
            "every: week, by: {weekday: 5}",
            "2024-03-04",
            "2024-03-11",
            [("2024-W10", "2024-03-09 00:00"), ("2024-W11", "2024-03-16 00:00")],
        ),
        ("every: week", "2024-12-30", "2024-12-30", [("2025-W01", "2025-01-06 00:00")]),
        (
            "every: month, by: {day: 25}",
            "2024-02-15",
            "2024-04-01",
            [("2024-03", "2024-03-26 00:00"), ("2024-04", "2024-04-26 00:00")],
        ),
        (
            "every: month, by: {day: 6, inclusive: false}",
            "2024-03-01",
            "2024-03-01",
            [("2024-03", "2024-03-06 00:00")],
        ),
        (
            'every: month, by: {day: last, time: "17:00"}',
            "2024-02-01",
            "2024-02-01",
            [("2024-02", "2024-02-29 17:00")],
        ),
        (
            "every: quarter, by: {day: 10}",
            "2024-01-01",
            "2024-04-01",
            [("2024-Q1", "2024-03-11 00:00"), ("2024-Q2", "2024-06-11 00:00")],
        ),
        (
            "every: half_year, by: {day: 15, months: [1, 7]}",
            "2024-01-01",
            "2024-12-31",
            [("2024-H1", "2024-01-16 00:00"), ("2024-H2", "2024-07-16 00:00")],
        ),
        (
            "every: year, by: {day: last, months: [3]}",
            "2024-01-01",
            "2025-01-01",
            [("2024", "2024-04-01 00:00"), ("2025", "2025-04-01 00:00")],
        ),
        ("every: ____", "2024-01-01", "2024-12-31", []),
    ],
)
def test_periods_and_when_they_are_due(rhythm, since, until, expected):
    assert periods(rhythm, since, until) == expected


def test_the_beginning_of_a_period_opens_what_its_occurrence_announced():
    monthly = duty(
        "every: month, by: {day: 25}, evidence: [text, photo], reviewer: {post: manager}"
    )
    (announced,) = monthly.occurrences(date(2024, 3, 1), date(2024, 3, 31), OFFICE)

    ruling = ask_one(monthly, began("2024-03"))

    assert isinstance(ruling, Obligation)
    assert (ruling.due_at, ruling.opened_at) == (announced.due, announced.begins)
    assert ruling.evidence == ("text", "photo")
    assert str(ruling.reviewer) == "post:manager"


@pytest.mark.parametrize("about", [began("2024-03", "other"), began("2024-03", "r", "elsewhere")])
def test_a_period_of_another_rule_is_none_of_its_business(about):
    assert ask(duty("every: month"), about) == ()


def test_a_period_nobody_can_read_is_asked_for():
    broken = fact("period_began", rule="r", regulation="house", period="spring")

    assert ask_one(duty("every: month"), broken).missing == ("period",)


@pytest.mark.parametrize(
    ("rhythm", "figure"),
    [("every: ____", "figure:every"), ("every: day, by: {time: ____}", "figure:by.time")],
)
def test_a_rhythm_or_time_left_blank_needs_a_figure(rhythm, figure):
    ruling = ask_one(duty(rhythm), began("2024-03"))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (figure,)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("", None),
        (', by: {time: "18:00"}', "2024-03-04 18:00"),
        (", within: 2 days", "2024-03-07 00:00"),
    ],
)
def test_a_duty_may_follow_each_fact(limit, due):
    ruling = ask_one(duty(f"each: {{fact: rule_broken}}{limit}"), fact("rule_broken"))

    assert (wall(ruling.due_at) if due else ruling.due_at) == due


@pytest.mark.parametrize(
    "rhythm",
    [
        "every: month, within: 2 days",
        "every: day, by: {weekday: 1}",
        "every: day, by: {day: 3}",
        "every: month, each: {fact: rule_broken}",
        "promptly: true",
        "every: half_year, by: {months: [1, 2], day: 3}",
        "every: fortnight",
        "every: month, when: {fact: rule_broken}",
    ],
)
def test_a_rhythm_that_makes_no_sense_is_a_fault(rhythm):
    assert faults(f"{{kind: duty, owed_by: {{post: leader}}, duty: 报表, {rhythm}}}")


@pytest.mark.parametrize("per", ["day", "week", "month", "quarter", "half_year", "year"])
def test_periods_follow_each_other_and_can_be_found_by_name(per):
    begins = first_day(date(2023, 12, 30), per)

    for _ in range(30):
        following = next_first_day(begins, per)
        assert begins < following == first_day(following, per)
        assert begin_of(name_of(begins, per)) == begins
        begins = following
