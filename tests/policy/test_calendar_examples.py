"""Deadlines a person can check with a wall calendar: the catalogue's worked examples and more."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from shouwen.policy.amounts import Length
from shouwen.policy.calendar import Calendar, Override
from shouwen.regulations.holiday_table import holiday_table
from tests.policy.calendars import (
    ALWAYS,
    BOSTON,
    CITY_HALL,
    NIGHT_WATCH,
    NIGHTS_IN_BOSTON,
    OFFICE,
    OFFICE_HOURS,
    at,
    wall,
)


def due(start, length, calendar=OFFICE, **options):
    return wall(calendar.due(at(start), Length.parse(length), **options).at)


@pytest.mark.parametrize(
    ("received", "length", "expected"),
    [
        # 1.3c, worked examples 1 to 4.
        ("2024-03-04 10:00", "1 working day", "2024-03-05 18:00"),
        ("2024-03-05 17:00", "1 week", "2024-03-13 00:00"),
        ("2024-03-08 09:00", "3 working days", "2024-03-13 18:00"),
        ("2024-03-13 18:00", "2 weeks", "2024-03-28 00:00"),
        ("2024-04-03 10:00", "3 working days", "2024-04-09 18:00"),
        ("2024-03-07 15:00", "2 days", "2024-03-10 00:00"),
        ("2024-03-09 11:00", "3 days", "2024-03-13 00:00"),
        ("2024-03-15 11:00", "2 weeks", "2024-03-30 00:00"),
        # 3.1-42: within 24 hours of the order's creation.
        ("2026-11-20 15:55", "24 hours", "2026-11-21 15:55"),
        # 4.4, worked example 7: received 3 March, closed by the end of 10 March.
        ("2024-03-03 09:30", "7 days", "2024-03-11 00:00"),
        # 4.6, worked examples 1 and 5.
        ("2024-03-04 14:10", "2 hours", "2024-03-04 16:10"),
        ("2024-03-01 11:00", "2 working days", "2024-03-05 18:00"),
    ],
)
def test_the_catalogues_lengths(received, length, expected):
    assert due(received, length) == expected


def test_ignoring_holidays_fifteen_working_days_are_three_weeks():
    # 4.6, worked example 6: issued Monday 6 May, counted from 7 May, make-up days ignored.
    plain = Calendar.of(OFFICE_HOURS)

    assert due("2024-05-06 09:00", "15 working days", plain) == "2024-05-27 18:00"


def test_one_working_day_to_the_minute_is_eight_hours_of_opening_time():
    # The picture on the desk: 20 November 2026, Saturday worked in exchange.
    worked_saturday = {date(2026, 11, 21): Override.open_as_working_day("调休")}
    calendar = Calendar.of(OFFICE_HOURS, holidays=holiday_table(), overrides=worked_saturday)

    found = calendar.due(
        at("2026-11-20 16:50"), Length.parse("1 working day"), counted="to_the_minute"
    )

    assert wall(found.at) == "2026-11-21 16:50"
    assert [(step.code, step.values.get("seconds")) for step in found.steps] == [
        ("calendar.standard_days", 8 * 3600),
        ("calendar.rest_of_day", 70 * 60),
        ("calendar.opened_named", None),
        ("calendar.used_of_day", 410 * 60),
    ]


def test_before_the_sixth_ends_with_the_fifth():
    # 1.4-22 strictly, and with the department's own reading.
    start = at("2024-11-20 10:00")

    assert wall(OFFICE.due_by_month_day(start, 6, "next").at) == "2024-12-06 00:00"
    assert wall(OFFICE.due_by_month_day(start, 6, "next", inclusive=True).at) == "2024-12-07 00:00"


def test_by_the_tenth_of_the_following_month():
    # 4.4, worked example 8.
    found = OFFICE.due_by_month_day(at("2024-03-31 23:00"), 10, "next", inclusive=True)

    assert wall(found.at) == "2024-04-11 00:00"


@pytest.mark.parametrize(
    ("day", "inclusive", "expected"),
    [
        (31, True, "2024-03-01 00:00"),
        (30, False, "2024-03-01 00:00"),
        (29, False, "2024-02-29 00:00"),
        (1, False, "2024-02-01 00:00"),
        (1, True, "2024-02-02 00:00"),
        ("last", False, "2024-03-01 00:00"),
    ],
)
def test_days_past_the_end_of_february_mean_its_last(day, inclusive, expected):
    found = OFFICE.due_by_month_day(at("2024-01-15 10:00"), day, "next", inclusive=inclusive)

    assert wall(found.at) == expected


def test_a_day_of_the_month_may_have_a_clock_time():
    found = OFFICE.due_by_month_day(at("2024-03-04 10:00"), "last", clock=time(18))

    assert wall(found.at) == "2024-03-31 18:00"


def test_by_six_today_is_overdue_after_six():
    assert wall(OFFICE.due_by_clock(at("2024-03-04 10:00"), "18:00").at) == "2024-03-04 18:00"
    assert wall(OFFICE.due_by_clock(at("2024-03-04 18:30"), "18:00").at) == "2024-03-04 18:00"


def test_the_next_working_day_skips_the_holiday_but_the_next_day_does_not():
    start = at("2024-04-03 10:00")

    assert wall(OFFICE.due_by_clock(start, "12:00", day="next_day").at) == "2024-04-04 12:00"
    found = OFFICE.due_by_clock(start, "12:00", day="next_working_day")
    assert wall(found.at) == "2024-04-07 12:00"
    assert [step.code for step in found.steps] == [
        "calendar.holiday_named_run",
        "calendar.make_up_named",
        "calendar.by_clock_next_working_day",
    ]


@pytest.mark.parametrize(
    ("length", "counted", "expected"),
    [
        # 4.17, worked example 1, both readings, and one hour before the shift.
        ("1 day", "to_day_end", "2024-06-12 00:00"),
        ("1 day", "to_the_minute", "2024-06-11 08:00"),
        ("1 hour", "to_day_end", "2024-06-12 07:00"),
        # 8 to 10 June 2024 are the Dragon Boat days: working days are 11, 7 and 6 June.
        ("3 working days", "to_day_end", "2024-06-06 18:00"),
        ("2 working days", "to_the_minute", "2024-06-07 08:30"),
        ("90 working minutes", "to_day_end", "2024-06-11 16:30"),
        ("1 month", "to_day_end", "2024-05-13 00:00"),
        ("1 month", "to_the_minute", "2024-05-12 08:00"),
        ("0 working days", "to_day_end", "2024-06-12 08:00"),
    ],
)
def test_so_long_before_a_shift(length, counted, expected):
    found = OFFICE.before(at("2024-06-12 08:00"), Length.parse(length), counted=counted)

    assert wall(found.at) == expected


def test_thirty_minutes_at_a_quarter_to_six_run_into_the_morning():
    assert due("2024-05-06 17:45", "30 working minutes") == "2024-05-07 08:45"


def test_time_that_ends_at_closing_is_due_at_closing():
    assert due("2024-05-06 17:30", "30 working minutes") == "2024-05-06 18:00"
    assert due("2024-05-06 11:00", "1 working hour") == "2024-05-06 12:00"


def test_a_weekend_complaint_starts_its_clock_on_monday():
    found = OFFICE.due(at("2024-05-18 10:00"), Length.parse("30 working minutes"))

    assert wall(found.at) == "2024-05-20 09:00"
    assert found.steps[1].values == {"at": "2024-05-20T08:30:00+08:00"}


def test_five_years_of_working_hours_are_summed_up():
    found = OFFICE.due(at("2019-01-02 08:30"), Length.parse("10000 working hours"))

    # 10,000 hours are 1,250 days of eight.
    last = OFFICE.nth_working_day(date(2019, 1, 1), 1250)
    assert wall(found.at) == f"{last} 18:00"
    assert len(found.steps) < 8


@pytest.mark.parametrize(
    ("start", "counted", "expected"),
    [
        ("2024-01-31 10:00", "to_day_end", "2024-03-01 00:00"),
        ("2024-01-31 10:00", "to_the_minute", "2024-02-29 10:00"),
        ("2024-03-15 10:00", "to_day_end", "2024-04-16 00:00"),
    ],
)
def test_a_month_is_the_same_day_or_the_last_one(start, counted, expected):
    assert due(start, "1 month", counted=counted) == expected


def test_parts_of_a_day_count_as_a_day_unless_counted_to_the_minute():
    assert due("2024-05-06 10:00", "0.5 working days") == "2024-05-07 18:00"
    assert (
        due("2024-05-06 10:00", "0.5 working days", counted="to_the_minute") == "2024-05-06 15:30"
    )
    assert due("2024-05-06 10:00", "1.5 days", counted="to_the_minute") == "2024-05-07 22:00"


def test_no_days_at_all_means_the_end_of_the_day_that_has_not_ended():
    assert due("2024-05-06 10:00", "0 working days") == "2024-05-06 18:00"
    assert due("2024-05-06 18:30", "0 working days") == "2024-05-07 18:00"
    assert due("2024-05-06 18:30", "0 days") == "2024-05-07 00:00"


def test_a_night_belongs_to_the_day_it_began_on():
    # Two in the morning of 7 May is still the watch of 6 May.
    assert due("2024-05-07 02:00", "1 working day", NIGHT_WATCH) == "2024-05-08 06:00"
    assert due("2024-05-07 07:00", "1 working day", NIGHT_WATCH) == "2024-05-09 06:00"
    assert due("2024-05-07 05:00", "2 working hours", NIGHT_WATCH) == "2024-05-07 23:00"
    assert NIGHT_WATCH.is_open(at("2024-05-07 05:59"))
    assert not NIGHT_WATCH.is_open(at("2024-05-07 06:00"))


def test_a_calendar_that_never_closes_counts_every_day_to_midnight():
    assert due("2024-05-04 10:00", "1 working day", ALWAYS) == "2024-05-06 00:00"
    assert due("2024-05-04 10:00", "30 working hours", ALWAYS) == "2024-05-05 16:00"


def test_days_keep_the_clock_time_when_summer_time_begins():
    start = at("2021-03-10 13:07", BOSTON)
    length = Length.parse("7 days")

    assert wall(CITY_HALL.due(start, length, counted="to_the_minute").at) == "2021-03-17 13:07"
    hours = CITY_HALL.due(start, Length.parse("168 hours"))
    assert wall(hours.at) == "2021-03-17 14:07"


def test_a_clock_time_that_never_shows_is_the_moment_the_clocks_jump():
    start = at("2024-03-09 02:30", BOSTON)

    found = CITY_HALL.due(start, Length.parse("1 day"), counted="to_the_minute").at

    assert found is not None
    assert wall(found) == "2024-03-10 03:00"
    assert NIGHTS_IN_BOSTON.between(at("2024-03-09 22:00", BOSTON), found) == timedelta(hours=4)


def test_working_days_to_the_minute_are_worth_a_standard_day_each():
    # City hall: 8.5 hours a day, so five working days are 42.5 hours.
    start = at("2021-02-26 14:55", BOSTON)
    length = Length.parse("5 working days")

    found = CITY_HALL.due(start, length, counted="to_the_minute").at

    assert found is not None
    assert wall(found) == "2021-03-05 14:55"
    assert CITY_HALL.between(start, found) == timedelta(hours=42.5)


def test_a_working_day_to_the_minute_leads_from_opening_to_opening():
    # Received before opening: the day begins at 08:30 and ends at 08:30 of the next one.
    start = at("2024-05-13 07:00")

    found = OFFICE.due(start, Length.parse("1 working day"), counted="to_the_minute")

    assert wall(found.at) == "2024-05-14 08:30"
    assert found.steps[-1].code == "calendar.next_opening"


def test_a_half_day_counts_half_to_the_minute_and_a_day_to_the_day():
    half = {date(2024, 5, 7): Override.open_at(["08:30-12:30"], "店庆")}
    calendar = Calendar.of(OFFICE_HOURS, overrides=half)

    assert due("2024-05-06 10:00", "1 working day", calendar) == "2024-05-07 12:30"
    exact = due("2024-05-06 10:00", "1 working day", calendar, counted="to_the_minute")
    assert exact == "2024-05-07 10:00"
    two = due("2024-05-06 10:00", "2 working days", calendar, counted="to_the_minute")
    assert two == "2024-05-08 15:30"


def test_the_companys_word_wins_over_the_notice_and_the_notice_over_the_week():
    overrides = {
        date(2024, 4, 7): Override.closed("公司不调休"),
        date(2024, 4, 4): Override.open_as_working_day("值班"),
    }
    calendar = Calendar.of(OFFICE_HOURS, holidays=holiday_table(), overrides=overrides)

    assert due("2024-04-03 10:00", "2 working days", calendar) == "2024-04-08 18:00"
    assert calendar.is_working_day(date(2024, 4, 4))
    assert not calendar.is_working_day(date(2024, 4, 7))
    assert OFFICE.is_working_day(date(2024, 4, 7))


def test_a_make_up_day_has_the_hours_of_the_weekday_one_chooses():
    hours = {"mon": ["09:00-17:00"], "tue-fri": ["08:00-16:00"]}
    first = Calendar.of(hours, holidays=holiday_table())
    chosen = Calendar.of(hours, holidays=holiday_table(), make_up_like="fri")

    assert due("2024-04-03 10:00", "1 working day", first) == "2024-04-07 17:00"
    assert due("2024-04-03 10:00", "1 working day", chosen) == "2024-04-07 16:00"


def test_eighty_percent_of_a_working_deadline_is_measured_in_working_time():
    start, end = at("2024-05-17 17:00"), at("2024-05-20 17:00")

    assert wall(OFFICE.point(start, end, Fraction(1, 2), working=True)) == "2024-05-20 11:30"
    assert wall(OFFICE.point(start, end, Fraction(1, 2), working=False)) == "2024-05-19 05:00"


def test_without_opening_time_in_between_the_share_is_of_elapsed_time():
    start, end = at("2024-05-18 10:00"), at("2024-05-18 20:00")

    assert wall(OFFICE.point(start, end, Fraction(4, 5), working=True)) == "2024-05-18 18:00"


def test_beyond_the_announced_years_a_deadline_is_provisional():
    found = OFFICE.due(at("2026-12-30 10:00"), Length.parse("3 working days"))

    assert found.provisional
    assert found.steps[-1].code == "calendar.provisional"
    assert not OFFICE.due(at("2026-11-20 10:00"), Length.parse("3 working days")).provisional
    assert not OFFICE.due(at("2026-12-30 10:00"), Length.parse("7 days")).provisional


def test_a_minute_by_minute_count_agrees():
    """An independent reckoning of three weeks around Qingming, one minute at a time."""
    closed = {date(2024, 4, 4), date(2024, 4, 5), date(2024, 4, 6)}
    opened = {date(2024, 4, 7)}

    def counted(moment):
        day, minute = moment.date(), moment.hour * 60 + moment.minute
        works = day in opened or (day.weekday() < 5 and day not in closed)
        return works and (510 <= minute < 720 or 810 <= minute < 1080)

    start = at("2024-03-28 09:17")
    moment, minutes = start, 0
    while moment < at("2024-04-17 21:00"):
        if moment.minute == 11:
            assert OFFICE.between(start, moment) == timedelta(minutes=minutes)
            assert OFFICE.is_open(moment) == counted(moment)
        minutes += counted(moment)
        moment += timedelta(minutes=1)
