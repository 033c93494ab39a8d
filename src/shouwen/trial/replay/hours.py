"""The calendars that counted when each fact became known, looked up once for a whole period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, tzinfo

from shouwen.enforcement.book import calendar_named
from shouwen.policy.calendar import Calendar
from shouwen.regulations import queries as regulations
from shouwen.regulations.models import CalendarVersion
from shouwen.regulations.queries import Hours


class Calendars:
    """Finds a calendar by its name, the team of the fact, and when the house learned of it."""

    def __init__(self, zone: tzinfo) -> None:
        """Note when hours were ever set; days are those of the house's zone."""
        self._zone = zone
        moments = CalendarVersion.objects.order_by("created_at")
        self._set_at: list[datetime] = list(moments.values_list("created_at", flat=True))
        self._hours: dict[tuple[str, int], Hours] = {}
        self._found: dict[tuple[str, str, int, date], Calendar] = {}

    def of(self, team: object, known_at: datetime) -> Callable[[str], Calendar]:
        """Return how a rule finds the calendar it names, for a fact known at a moment."""
        return lambda name: self._named(name, str(team or ""), known_at)

    def _named(self, name: str, team: str, known_at: datetime) -> Calendar:
        epoch, day = bisect_right(self._set_at, known_at), known_at.astimezone(self._zone).date()
        key = (name, team, epoch, day)
        if key not in self._found:
            hours = replace(self._hours_of(team, epoch, known_at), on=day)
            self._found[key] = calendar_named(name, hours)
        return self._found[key]

    def _hours_of(self, team: str, epoch: int, known_at: datetime) -> Hours:
        if (team, epoch) not in self._hours:
            self._hours[team, epoch] = regulations.hours_of(team or None, known_at)
        return self._hours[team, epoch]
