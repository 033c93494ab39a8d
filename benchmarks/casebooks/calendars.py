"""The calendars of the three case books, as the rows themselves show them."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta
from functools import lru_cache

from shouwen.policy.calendar import Calendar, Override
from shouwen.regulations.holiday_table import holiday_table

BOSTON_HOURS = {"mon-fri": ["08:30-17:00"]}
BOSTON_YEARS = range(2015, 2022)
_NTH_WEEKDAY = {
    "Martin Luther King Day": (1, 3, months.MONDAY),
    "Presidents' Day": (2, 3, months.MONDAY),
    "Patriots' Day": (4, 3, months.MONDAY),
    "Memorial Day": (5, -1, months.MONDAY),
    "Labor Day": (9, 1, months.MONDAY),
    "Columbus Day": (10, 2, months.MONDAY),
    "Thanksgiving": (11, 4, months.THURSDAY),
}
_ON_DATE = {
    "New Year's Day": (1, 1),
    "Independence Day": (7, 4),
    "Veterans Day": (11, 11),
    "Christmas": (12, 25),
}
# The one Saturday, 11 November 2017, that was given back on the Friday before.
_MOVED_ONCE = date(2017, 11, 10)
# In 2018 the city's system knew only these; every other holiday of that year was worked through.
_KNOWN_IN_2018 = {"New Year's Day", "Christmas"}


@lru_cache(maxsize=1)
def baltimore_calendar() -> Calendar:
    """Return the calendar of calendar-day limits: always open, clocks as they stand."""
    return Calendar.always(time_zone="UTC")


@lru_cache(maxsize=1)
def boston_calendar() -> Calendar:
    """Return Boston's office hours with the holidays its system counted.

    Found from the targets: Massachusetts holidays without Evacuation Day, Bunker Hill Day and
    Juneteenth; a Sunday moves to Monday, a Saturday does not move, except once in 2017; 2018 and
    2022 were not entered.
    """
    closed = {
        day: Override.closed(name)
        for year in BOSTON_YEARS
        for name, day in _holidays(year)
        if year != 2018 or name in _KNOWN_IN_2018
    }
    closed[_MOVED_ONCE] = Override.closed("Veterans Day")
    return Calendar.of(BOSTON_HOURS, time_zone="America/New_York", overrides=closed)


def _holidays(year: int) -> list[tuple[str, date]]:
    moving = [(name, _nth_weekday(year, *rule)) for name, rule in _NTH_WEEKDAY.items()]
    fixed = [(name, _observed(date(year, *day))) for name, day in _ON_DATE.items()]
    return moving + fixed


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    length = months.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, length + 1)]
    matching = [day for day in days if day.weekday() == weekday]
    return matching[nth - 1 if nth > 0 else nth]


def _observed(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == months.SUNDAY else day


@lru_cache(maxsize=1)
def chinese_calendar() -> Calendar:
    """Return Chinese working days that end at midnight: a reply in the evening is still in time."""
    return Calendar.of({"mon-fri": ["00:00-24:00"]}, holidays=holiday_table())


@lru_cache(maxsize=1)
def chinese_office_calendar() -> Calendar:
    """Return the same working days with office hours, for the stricter reading."""
    return Calendar.of({"mon-fri": ["08:30-12:00", "13:30-17:30"]}, holidays=holiday_table())
