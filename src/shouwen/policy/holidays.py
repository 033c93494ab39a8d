"""Public holidays with make-up working days (调休), read from the yearly notices as plain data.

The data of one year is ``{"year": 2024, "days": [{"name", "date", "isOffDay"}, …]}``. A notice may
list days of the neighbouring year (29 December 2018 stands in the notice for 2019), so a table is
built from all years at once.

A notice makes days off of the statutory days (法定节假日) and of others, worked in exchange; it
does not say which is which. The ordinance names the statutory days: they are a list of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

# Every notice so far that reached back into the old year reached no further than 29 December.
_REACH = (12, 29)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day the notice names: a day off, or (``off`` false) a day worked in exchange."""

    day: date
    name: str
    off: bool


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """Every named day by date, and the years whose notice has been published.

    ``statutory`` are the days that the ordinance itself names, by year.
    """

    name: str
    days: Mapping[date, Holiday] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    statutory: Mapping[int, frozenset[date]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash by name and years; equality still compares every day."""
        return hash((self.name, self.years))

    def on(self, day: date) -> Holiday | None:
        """Return what the notices say about ``day``, or None for an ordinary day."""
        return self.days.get(day)

    def is_statutory(self, day: date) -> bool | None:
        """Return whether the ordinance names the day; None for a year whose days are not listed."""
        listed = self.statutory.get(day.year)
        return None if listed is None else day in listed

    def provisional(self, day: date) -> bool:
        """Return whether the notice that could still name ``day`` is unpublished.

        That is a day of a year without notice, and the last days of December while the next
        year's notice is missing, because New Year's make-up days may reach back to them.
        """
        if day.year not in self.years:
            return True
        return (day.month, day.day) >= _REACH and day.year + 1 not in self.years


def read_table(
    name: str,
    notices: Iterable[Mapping[str, Any]],
    statutory: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> HolidayTable:
    """Build a table from the data of all years; a year without days is not yet published.

    ``statutory`` are the days of the ordinance, by year.

    Raises ValueError where two notices contradict each other about one day.
    """
    days: dict[date, Holiday] = {}
    years: set[int] = set()
    for notice in notices:
        listed = [_holiday(entry) for entry in notice["days"]]
        if listed:
            years.add(int(notice["year"]))
        for holiday in listed:
            _enter(days, holiday)
    named = {int(year): frozenset(map(date.fromisoformat, of)) for year, of in statutory.items()}
    return HolidayTable(name, days, frozenset(years), named)


def _holiday(entry: Mapping[str, Any]) -> Holiday:
    return Holiday(date.fromisoformat(entry["date"]), str(entry["name"]), bool(entry["isOffDay"]))


def _enter(days: dict[date, Holiday], holiday: Holiday) -> None:
    known = days.setdefault(holiday.day, holiday)
    if known.off != holiday.off:
        raise ValueError(
            f"{holiday.day}: “{known.name}” and “{holiday.name}” disagree whether it is a day off; "
            "correct one of the notices."
        )
