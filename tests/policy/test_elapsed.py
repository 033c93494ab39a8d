"""How long it is between two recorded moments: exact, signed, and unknown while one is missing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.rulings import Unknown
from tests.policy.department import ask_one, chinese, english, fact, faults
from tests.policy.figured import CHINA, signed

LEFT = datetime(2024, 3, 4, 23, 50, tzinfo=CHINA)
BACK = LEFT + timedelta(minutes=12, seconds=30)


def rule(source: str) -> str:
    return f"""{{id: x, kind: pay, when: {{fact: service_finished}}, figures: {{
        x: {{label: 时长, label_en: Length, {source}}}}},
        amount: {{multiple: {{of: x, factor: 1}}}}}}"""


def finished(at: datetime, finished_at: str | None):
    return fact("service_finished", at, person="li", finished_at=finished_at)


@pytest.mark.parametrize(
    ("source", "amount"),
    [
        ("seconds_between: {since: finished_at}", 750),
        ("minutes_between: {since: finished_at}", 12.5),
        ("minutes_between: {until: finished_at}", -12.5),
        ("hours_between: {since: finished_at}", 0.21),
        ("days_between: {since: finished_at}", 1),
        ("days_between: {until: finished_at}", -1),
    ],
)
def test_a_length_is_counted_to_the_fact_or_from_it(source, amount):
    ruling = ask_one(rule(source), finished(BACK, LEFT.isoformat()))
    assert float(signed(ruling)) == amount


def test_a_time_without_a_zone_is_one_of_the_house():
    ruling = ask_one(
        rule("minutes_between: {since: finished_at}"), finished(BACK, "2024-03-04 23:50")
    )
    assert float(signed(ruling)) == 12.5


def test_both_moments_and_the_length_are_shown():
    ruling = ask_one(
        rule("minutes_between: {since: finished_at}"), finished(BACK, LEFT.isoformat())
    )
    assert "时长：2024-03-04 23:50 至 2024-03-05 00:02:30 相隔分钟数 = 12.5" in chinese(ruling)
    assert any(
        "minutes from 2024-03-04 23:50 to 2024-03-05 00:02:30 = 12.5" in line
        for line in english(ruling)
    )


@pytest.mark.parametrize("text", [None, "soon"])
def test_without_the_moment_the_length_is_unknown(text):
    ruling = ask_one(rule("minutes_between: {since: finished_at}"), finished(BACK, text))
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("finished_at",)


def test_a_length_from_a_moment_to_itself_is_a_fault():
    assert any("same moment" in fault for fault in faults(rule("minutes_between: {}")))


@given(st.integers(0, 50_000_000), st.integers(-100_000, 100_000))
def test_minutes_are_what_the_clock_says(later, minutes):
    begins = LEFT + timedelta(minutes=later)
    ends = begins + timedelta(minutes=minutes)
    source = rule("minutes_between: {since: finished_at}")
    assert float(signed(ask_one(source, finished(ends, begins.isoformat())))) == minutes
