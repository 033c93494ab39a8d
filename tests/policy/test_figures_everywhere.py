"""A worked figure stands wherever a detail may stand, also where nothing moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.judge import Answers
from shouwen.policy.kinds.figures import Exact, read_number
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.rulings import Measure, Permission, Unknown
from tests.policy.department import ask_one, chinese, english, fact, faults

EIGHT = datetime(2024, 3, 5, tzinfo=UTC)
LENGTH = (
    "length: {label: 时长, label_en: Length, hours_between: {since: begins_at, until: ends_at}}"
)
ROSTER = f"""{{id: x, kind: roster, when: {{fact: stand_in_requested}}, figures: {{{LENGTH}}},
    only_if: {{length: {{at_most: 4}}}}}}"""
APPROVAL = f"""{{id: x, kind: approval, before: {{fact: stand_in_requested}},
    figures: {{{LENGTH}}}, tiers: [{{post: leader}},
    {{post: manager, only: {{length: {{more_than: 4}}}}}}]}}"""
FORM = f"""{{id: x, kind: form, when: {{fact: stand_in_requested}}, figures: {{{LENGTH}}},
    fields: [person, {{field: special, only: {{length: {{more_than: 4}}}}}}]}}"""
CONDUCT = f"""{{id: x, kind: conduct, when: {{fact: stand_in_requested}}, figures: {{{LENGTH}}},
    measured: {{length: {{at_most: 4}}}}}}"""
IN_LINE = """{id: x, kind: roster, when: {fact: stand_in_requested},
    only_if: {stand_in: {superior_of: person}}}"""


def asked(ends: datetime | None = None, **more: Any):
    told: dict[str, Any] = {"begins_at": EIGHT.isoformat(), "person": "wang", **more}
    if ends is not None:
        told["ends_at"] = ends.isoformat()
    return fact("stand_in_requested", EIGHT, **told)


def state(rule: str, ends: datetime) -> str:
    ruling = ask_one(rule, asked(ends))
    assert isinstance(ruling, Permission), ruling
    return ruling.state


@given(st.integers(0, 36000))
def test_four_hours_to_the_second_decide_whether_it_may_be(seconds):
    ends = EIGHT + timedelta(seconds=seconds)
    assert state(ROSTER, ends) == ("granted" if seconds <= 14400 else "refused")


def test_the_length_is_said_with_both_moments_before_what_it_decides():
    ruling = ask_one(ROSTER, asked(EIGHT + timedelta(hours=4, minutes=5)))
    assert "时长：2024-03-05 08:00 至 2024-03-05 12:05 相隔小时数 = 4.083333" in chinese(ruling)
    assert any("4.083333" in line and "at most 4" in line for line in english(ruling))


@pytest.mark.parametrize("rule", [ROSTER, APPROVAL, FORM, CONDUCT])
def test_what_a_length_lacks_is_asked_for_and_never_the_length_itself(rule):
    ruling = ask_one(rule, asked())
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("ends_at",)


@given(st.integers(0, 36000))
def test_a_length_says_who_signs_and_what_is_filled_in(seconds):
    long, ends = seconds > 14400, EIGHT + timedelta(seconds=seconds)
    held = ask_one(APPROVAL, asked(ends))
    assert isinstance(held, Permission)
    assert len(held.tiers) == 1 + long
    form = ask_one(FORM, asked(ends))
    assert isinstance(form, Unknown if long else Permission)


def test_conduct_is_measured_by_a_length():
    found = ask_one(CONDUCT, asked(EIGHT + timedelta(hours=4, minutes=30)))
    assert isinstance(found, Measure)
    assert (found.met, found.value, found.findings) == (False, "4.5", ("length",))


def test_a_figure_that_hides_a_detail_is_a_fault_here_too():
    hidden = CONDUCT.replace("length:", "special:")
    assert any("already a detail" in str(fault) for fault in faults(hidden))


@given(st.fractions(-(10**12), 10**12, max_denominator=10**6))
def test_a_worked_number_is_read_as_exactly_as_it_was_worked_out(number):
    assert read_number(Exact.of(number)) == number


@pytest.mark.parametrize(
    ("stand_in", "superior", "state"),
    [("li", "li", "granted"), ("zhao", "li", "refused"), ("li", None, "refused")],
)
def test_only_the_direct_superior_is_the_superior(stand_in, superior, state):
    ruling = ask_one(IN_LINE, asked(stand_in=stand_in), Answers(lambda _: superior))
    assert isinstance(ruling, Permission)
    assert ruling.state == state


def test_whose_superior_is_not_known_is_asked():
    ruling = ask_one(IN_LINE, asked(stand_in="li"), Answers(lambda _: UNANSWERED))
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("superior:wang",)


def test_a_member_may_have_to_be_whom_another_detail_names():
    same = IN_LINE.replace("superior_of: person", "detail: person")
    for stand_in, wanted in (("wang", "granted"), ("li", "refused")):
        ruling = ask_one(same, asked(stand_in=stand_in))
        assert isinstance(ruling, Permission)
        assert ruling.state == wanted


def test_only_a_detail_with_a_member_can_be_somebodys_superior():
    wrong = IN_LINE.replace("stand_in:", "special:")
    assert faults(wrong)
