"""The opening hours of the house or a team through time: weeks with their first day, exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shouwen.policy.calendar import Calendar, CalendarError

DEFAULT_ZONE = "Asia/Shanghai"
# Only until somebody sets a calendar or adopts a regulation that names working hours.
USUAL_HOURS = {"mon-fri": ["09:00-12:00", "13:00-18:00"]}

ScheduleError = CalendarError


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly hours by the day they begin, and exceptional days by date; plain data throughout."""

    weeks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    days: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    time_zone: str = DEFAULT_ZONE
    holidays: str | None = "cn"

    def as_json(self) -> dict[str, Any]:
        """Return the schedule as one calendar version stores it."""
        return {
            "weeks": dict(self.weeks),
            "overrides": dict(self.days),
            "time_zone": self.time_zone,
            "holidays": self.holidays,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Schedule:
        """Return the schedule that :meth:`as_json` wrote."""
        return cls(
            weeks=data.get("weeks", {}),
            days=data.get("overrides", {}),
            time_zone=data.get("time_zone", DEFAULT_ZONE),
            holidays=data.get("holidays", "cn"),
        )

    def with_hours(self, since: date, hours: Mapping[str, Any]) -> Schedule:
        """Return the schedule with other weekly hours from a day on; raise ScheduleError."""
        earlier = {day: week for day, week in self.weeks.items() if day < since.isoformat()}
        changed = replace(self, weeks={**earlier, since.isoformat(): hours})
        Calendar.of(hours, time_zone=self.time_zone)
        return changed

    def with_day(self, day: date, opening: Mapping[str, Any]) -> Schedule:
        """Return the schedule with one exceptional day more; raise ScheduleError."""
        changed = replace(self, days={**self.days, day.isoformat(): opening})
        Calendar.from_json({**changed.definition(changed.week_of(day)), "holidays": None}, {})
        return changed

    def over(self, house: Schedule) -> Schedule:
        """Return a team's schedule laid over the house's: its own hours and days win."""
        if not self.weeks:
            return replace(house, days={**house.days, **self.days})
        return replace(self, days={**house.days, **self.days})

    def week_of(self, day: date | None) -> str:
        """Return the day from which the weekly hours of ``day`` count, or an empty text.

        Before the first ones begin, the first ones count too; without a day, the last ones.
        """
        begun = [since for since in sorted(self.weeks) if day is None or since <= day.isoformat()]
        return begun[-1] if begun else min(self.weeks, default="")

    def definition(self, week: str) -> dict[str, Any]:
        """Return what :meth:`Calendar.from_json` reads, with the hours that begin on ``week``."""
        return {
            "week": self.weeks.get(week, USUAL_HOURS),
            "overrides": dict(self.days),
            "time_zone": self.time_zone,
            "holidays": self.holidays,
        }

    def hours_on(self, day: date) -> Mapping[str, Any]:
        """Return the weekly hours that hold on a day."""
        return self.weeks.get(self.week_of(day), USUAL_HOURS)

    def planned_after(self, day: date) -> list[tuple[date, str]]:
        """Return the exceptional days from ``day`` on with their occasions, soonest first."""
        days = ((date.fromisoformat(d), str(o.get("name", ""))) for d, o in self.days.items())
        return sorted((d, name) for d, name in days if d >= day)
