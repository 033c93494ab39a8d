"""A run of printed numbers: exactly those that were not found are missing, and are named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.kinds.runs import Run, in_short
from shouwen.policy.rulings import Permission, Unknown
from tests.policy.department import ask_one, chinese, english, fact

NOON = datetime(2024, 3, 5, 4, tzinfo=UTC)
RUN = Run(first="a", last="b", found="c")
# Any kind of fact with three texts will do.
FORM = """{id: x, kind: form, when: {fact: form_filled}, fields: [form],
    run: {first: number, last: form, found: regulation}}"""


def of(first: str, last: str, found: str):
    return RUN.check(fact("case_noted", NOON, a=first, b=last, c=found))


@given(st.integers(0, 900), st.integers(1, 60), st.sets(st.integers(0, 59)), st.booleans())
def test_what_was_not_found_is_missing_and_nothing_else(first, length, found, by_stretches):
    numbers = [f"A{first + n:04d}" for n in range(length)]
    there = tuple(number for n, number in enumerate(numbers) if n in found)

    written = in_short(there) if by_stretches else " ".join(there)
    run = of(numbers[0], numbers[-1], written)

    assert run.missing == tuple(n for n in numbers if n not in there)
    assert run.unreadable == ""


@pytest.mark.parametrize(
    "written", ["000101-000103", "000101 - 000103", "000101至000103", "000101、000102，000103"]
)
def test_a_list_may_be_written_in_several_ways(written):
    assert of("000101", "000104", written).missing == ("000104",)


@pytest.mark.parametrize(
    ("first", "last", "found", "wrong"),
    [
        ("one", "000104", "000101", "a"),
        ("000101", "00104", "000101", "b"),
        ("000104", "000101", "000101", "b"),
        ("000001", "999999", "000001", "b"),
        ("000101", "000104", "000105", "c"),
        ("000101", "000104", "B00101", "c"),
        ("000101", "000104", "000103-000102", "c"),
        ("000101", "000104", "about four", "c"),
    ],
)
def test_what_is_no_number_of_the_run_is_named(first, last, found, wrong):
    assert of(first, last, found).unreadable == wrong


def test_numbers_that_follow_each_other_are_written_as_a_stretch():
    assert in_short(("08", "09", "10", "12", "A12", "A13")) == "08–10, 12, A12–A13"


def filled(found: str | None):
    details = {"number": "07", "form": "12"} | ({"regulation": found} if found else {})
    return ask_one(FORM, fact("form_filled", NOON, **details))


def test_a_form_names_the_numbers_that_are_missing():
    ruling = filled("07-08 10 12")
    assert isinstance(ruling, Permission)
    assert (ruling.state, ruling.reason) == ("refused", "run_broken")
    assert ruling.absent == ("09", "11")
    assert "07 至 12 号缺 2 张：09, 11 不能结算" in " ".join(chinese(ruling)).replace("  ", " ")
    assert any("2 missing: 09, 11" in line for line in english(ruling))


def test_a_run_that_nobody_listed_is_asked_for():
    ruling = filled(None)
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("regulation",)


def test_a_whole_run_is_granted():
    ruling = filled("07–12")
    assert isinstance(ruling, Permission)
    assert ruling.state == "granted"
