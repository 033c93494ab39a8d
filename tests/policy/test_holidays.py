"""The bundled notices of 2024 to 2026 against the days as the State Council named them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwen.policy.holidays import read_table
from shouwen.regulations.holiday_table import holiday_table, holiday_tables
from tests.policy.calendars import OFFICE

MAKE_UP_DAYS = [
    *["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28"],
    *["2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"],
    *["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    *["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
]


def days(year):
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_every_make_up_day_of_three_years_is_worked_and_no_other_weekend_is():
    weekends = [d for year in (2024, 2025, 2026) for d in days(year) if d.weekday() > 4]

    worked = [d.isoformat() for d in weekends if OFFICE.is_working_day(d)]

    assert worked == MAKE_UP_DAYS


@pytest.mark.parametrize(("year", "working"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year_add_up(year, working):
    assert sum(OFFICE.is_working_day(d) for d in days(year)) == working


def test_make_up_days_have_the_hours_of_a_normal_working_day():
    assert OFFICE.day(date(2024, 4, 7)).length == OFFICE.day(date(2024, 4, 8)).length
    assert OFFICE.day(date(2024, 4, 7)).note == "make_up"


def test_a_day_may_stand_in_the_notice_of_the_neighbouring_year():
    # Saturday 29 December 2018 was worked for 31 December, says the notice for 2019.
    assert OFFICE.is_working_day(date(2018, 12, 29))
    assert not OFFICE.is_working_day(date(2018, 12, 31))


def test_a_year_without_a_notice_is_provisional_and_so_are_the_days_it_may_reach_back_to():
    assert OFFICE.provisional(date(2027, 1, 1))
    assert OFFICE.provisional(date(2026, 12, 29))
    assert not OFFICE.provisional(date(2026, 12, 28))
    assert not OFFICE.provisional(date(2025, 12, 31))


def test_a_table_is_the_same_value_when_read_again():
    assert holiday_table() is holiday_tables()["cn"]
    assert hash(holiday_table()) == hash(holiday_table("cn"))


def test_notices_that_contradict_each_other_are_refused():
    off = {"name": "元旦", "date": "2018-12-31", "isOffDay": True}
    notices = [
        {"year": 2018, "days": [off]},
        {"year": 2019, "days": [{**off, "isOffDay": False}]},
    ]

    with pytest.raises(ValueError, match="disagree whether it is a day off"):
        read_table("cn", notices)


def test_a_table_that_is_not_bundled_is_refused():
    with pytest.raises(ValueError, match="No holidays named “us” are bundled; use one of: cn"):
        holiday_table("us")
