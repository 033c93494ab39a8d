"""Opening hours, overrides and whole calendars as people write them, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shouwen.policy.calendar import Calendar, CalendarError, Override
from shouwen.regulations.holiday_table import holiday_tables
from tests.policy.calendars import OFFICE, at


@pytest.mark.parametrize(
    ("hours", "complaint"),
    [
        ({}, "never open"),
        ({"mon": []}, "never open"),
        ({"mon": ["closed"]}, "never open"),
        ({"mo": ["08:00-12:00"]}, "names no days"),
        ({"monthly": ["08:00-12:00"]}, "names no days"),
        ({"mon-tue-wed": ["08:00-12:00"]}, "names no days"),
        ({"mon": ["8-12"]}, "not a time of day"),
        ({"mon": ["08:00"]}, "not opening hours"),
        ({"mon": ["08:60-12:00"]}, "not a time of day"),
        ({"mon": ["24:01-25:00"]}, "not a time of day"),
        ({"mon": ["24:00-06:00"]}, "begins at 24:00"),
        ({"mon": ["08:00-12:00", "11:00-18:00"]}, "overlap"),
        ({"mon-fri": ["08:00-12:00"], "fri": ["08:00-11:00"]}, "twice"),
        ({"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}, "runs into"),
        ({"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}, "runs into"),
    ],
)
def test_unusable_hours_are_refused_with_a_sentence(hours, complaint):
    with pytest.raises(CalendarError, match=complaint):
        Calendar.of(hours)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"time_zone": "Asia/Shangai"}, "not a time zone"),
        ({"make_up_like": "sun"}, "it is closed"),
        ({"make_up_like": "someday"}, "not a weekday"),
    ],
)
def test_an_unusable_zone_or_model_day_is_refused(options, complaint):
    with pytest.raises(CalendarError, match=complaint):
        Calendar.of({"mon-fri": ["08:00-12:00"]}, **options)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({}, "no `week`"),
        ({"week": {"mon": ["08:00-12:00"]}, "holidays": "us"}, "No holidays are named"),
        ({"week": {"mon": ["08:00-12:00"]}, "overrides": ["2024-05-01"]}, "its own entry"),
        ({"week": {"mon": ["08:00-12:00"]}, "overrides": {"1 May": {}}}, "not a date"),
        ({"week": {"mon": ["08:00-12:00"]}, "overrides": {"2024-05-01": {}}}, "does not say when"),
    ],
)
def test_unusable_plain_data_is_refused_with_a_sentence(data, complaint):
    with pytest.raises(CalendarError, match=complaint):
        Calendar.from_json(data, holiday_tables())


def test_days_may_be_named_alone_in_a_run_or_together():
    week = {"sat-sun": "10:00-16:00", "mon, wed": ["08:00-12:00"], "friday": ["08:00 - 12:00"]}

    calendar = Calendar.of(week)

    assert calendar.as_json()["week"] == {
        "mon": ["08:00-12:00"],
        "wed": ["08:00-12:00"],
        "fri": ["08:00-12:00"],
        "sat": ["10:00-16:00"],
        "sun": ["10:00-16:00"],
    }


def test_hours_that_touch_are_one_opening():
    assert Calendar.of({"mon": ["13:00-18:00", "08:00-13:00"]}).as_json()["week"] == {
        "mon": ["08:00-18:00"]
    }


def test_a_closed_day_is_written_back_as_no_hours():
    closed = Override.from_json({"open": "closed", "name": "盘点"})

    assert closed == Override.closed("盘点")
    assert closed.as_json() == {"name": "盘点", "open": []}


def test_a_special_night_is_not_counted_again_by_the_morning_after():
    overrides = {date(2024, 5, 6): Override.open_at(["20:00-10:00"], "值守")}
    calendar = Calendar.of({"mon-fri": ["08:00-12:00"]}, overrides=overrides)

    assert calendar.between(at("2024-05-06 00:00"), at("2024-05-08 00:00")) == timedelta(hours=16)
    assert calendar.day(date(2024, 5, 7)).length == 2 * 3600 * 1_000_000


def test_a_house_that_never_opens_again_says_so():
    closed = {date(2024, 1, 1) + timedelta(days=n): Override.closed() for n in range(4000)}
    calendar = Calendar.of({"daily": ["08:00-12:00"]}, overrides=closed)

    with pytest.raises(CalendarError, match="never open in the ten years after"):
        calendar.nth_working_day(date(2024, 1, 1), 1)
    with pytest.raises(CalendarError, match="never open in the ten years before"):
        calendar.nth_working_day(date(2034, 6, 1), -1)


def test_a_negative_working_time_is_refused():
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add(at("2024-05-06 10:00"), timedelta(hours=-1))


def test_unknown_days_are_refused():
    start = at("2024-05-06 10:00")
    never: Any = "sometime"

    with pytest.raises(ValueError, match="is no day; use one of"):
        OFFICE.due_by_clock(start, "18:00", day=never)
    with pytest.raises(ValueError, match="is no day of a month"):
        OFFICE.due_by_month_day(start, 32)
    with pytest.raises(ValueError, match="is no month"):
        OFFICE.due_by_month_day(start, 3, never)
