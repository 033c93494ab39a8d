"""With which period an amount is settled: that in which its fact stands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.kinds.periods import begin_of, next_first_day
from shouwen.policy.sentences.wording import Pen
from tests.policy.department import ask_one, chinese, english, fact
from tests.policy.figured import CHINA

MIDDAY = datetime(2024, 8, 10, 12, tzinfo=CHINA)
RULE = """{id: x, kind: pay, when: {fact: service_finished}, amount: {fixed: 30 yuan},
    settled_in: %s}"""


def settled(per: str, at, **details: str):
    return ask_one(RULE % per, fact("service_finished", at, person="li", **details))


@given(st.integers(0, 9000), st.sampled_from(["month", "quarter", "half_year", "year"]))
def test_the_day_of_the_fact_lies_in_the_period(days, per):
    at = MIDDAY + timedelta(days=days)

    begins = begin_of(settled(per, at).settled)

    assert begins <= at.date() < next_first_day(begins, per)


@pytest.mark.parametrize(
    ("per", "name", "zh", "en"),
    [
        ("month", "2024-08", "2024年8月", "Aug 2024"),
        ("quarter", "2024-Q3", "2024年第三季度", "Q3 2024"),
        ("half_year", "2024-H2", "2024年下半年", "the second half of 2024"),
        ("year", "2024", "2024年", "2024"),
    ],
)
def test_the_period_is_said_in_the_explanation(per, name, zh, en):
    ruling = settled(per, MIDDAY)
    assert ruling.settled == name
    assert any(zh in line for line in chinese(ruling))
    assert any(en in line for line in english(ruling))
    assert Pen("zh").period(name) == zh


def test_a_closed_period_is_settled_with_itself_however_late():
    assert settled("half_year", MIDDAY, period="2024-H1").settled == "2024-H1"


def test_what_is_no_period_is_asked_for():
    assert settled("half_year", MIDDAY, period="spring").missing == ("period",)


def test_without_it_nothing_is_named():
    plain = RULE.replace(",\n    settled_in: %s", "")
    assert ask_one(plain, fact("service_finished", MIDDAY, person="li")).settled == ""
