"""The calendars of the tests, from an ordinary office to a night watch with odd days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from shouwen.policy.amounts import Length, TimeUnit
from shouwen.policy.calendar import Calendar, Override
from shouwen.regulations.holiday_table import holiday_table

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOSTON = ZoneInfo("America/New_York")
OFFICE_HOURS = {"mon-fri": ["08:30-12:00", "13:30-18:00"]}

OFFICE = Calendar.of(OFFICE_HOURS, holidays=holiday_table())
NIGHT_WATCH = Calendar.of({"daily": ["22:00-06:00"]})
ALWAYS = Calendar.always()
CITY_HALL = Calendar.of({"mon-fri": ["08:30-17:00"]}, time_zone="America/New_York")
# Half days, a closed Wednesday, a worked Sunday after a night that reaches into it.
ODD = Calendar.of(
    {"mon-fri": ["08:00-12:00", "20:00-02:00"], "sat": ["09:00-13:00"]},
    holidays=holiday_table(),
    make_up_like="tue",
    overrides={
        date(2024, 4, 10): Override.closed("盘点"),
        date(2024, 4, 11): Override.open_at(["01:00-03:30", "10:00-12:00"], "半天"),
        date(2024, 4, 14): Override.open_as_working_day("补班"),
        date(2024, 5, 2): Override.open_at(["23:00-22:00"], "值守"),
    },
)
NIGHTS_IN_BOSTON = Calendar.of({"daily": ["22:00-02:30"]}, time_zone="America/New_York")

EVERY = {
    "office": OFFICE,
    "night watch": NIGHT_WATCH,
    "always": ALWAYS,
    "city hall": CITY_HALL,
    "odd": ODD,
    "nights in Boston": NIGHTS_IN_BOSTON,
}

# A spring with holidays, make-up days and summer time; an autumn with the clocks going back.
_SPRING = st.datetimes(*map(datetime.fromisoformat, ("2024-03-01", "2024-05-20")))
_AUTUMN = st.datetimes(*map(datetime.fromisoformat, ("2024-09-10", "2024-11-20")))
moments = st.one_of(_SPRING, _AUTUMN).map(lambda moment: moment.replace(tzinfo=UTC))
calendars = st.sampled_from(list(EVERY.values()))
working_times = st.timedeltas(timedelta(0), timedelta(hours=90))
gaps = st.timedeltas(timedelta(0), timedelta(days=12))
counted = st.sampled_from(["to_day_end", "to_the_minute"])
_COUNTS: dict[TimeUnit, st.SearchStrategy[Any]] = {
    TimeUnit.SECOND: st.integers(0, 9999),
    TimeUnit.MINUTE: st.integers(0, 9999),
    TimeUnit.HOUR: st.decimals(0, 300, places=2),
    TimeUnit.DAY: st.decimals(0, 30, places=1),
    TimeUnit.WEEK: st.integers(0, 6),
    TimeUnit.MONTH: st.integers(0, 6),
    TimeUnit.WORKING_MINUTE: st.integers(0, 3000),
    TimeUnit.WORKING_HOUR: st.decimals(0, 80, places=2),
    TimeUnit.WORKING_DAY: st.decimals(0, 20, places=1),
}
lengths = st.sampled_from(list(TimeUnit)).flatmap(
    lambda unit: _COUNTS[unit].map(lambda count: Length(Decimal(count), unit))
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Read ``2024-03-04 10:00`` on the clocks of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def wall(moment: datetime | None) -> str:
    """Write a moment as the clocks of its zone show it."""
    assert moment is not None
    return f"{moment:%Y-%m-%d %H:%M}"
