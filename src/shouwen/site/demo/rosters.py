"""How the teams of a demonstration work in shifts, as its data file describes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from pydantic import BaseModel, ConfigDict, Field


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Read):
    """A kind of shift: when it begins, how many hours it lasts, how many are wanted."""

    key: str
    label: str
    begins: time
    hours: float
    break_minutes: int = 0
    wanted: int = 0


class Exchange(_Read):
    """Two swap a shift so many hours ago; ``agrees`` stays open where no word came yet."""

    asks: str
    asked: str
    hours_ago: float
    reason: str
    agrees: bool | None = None


class Away(_Read):
    """Leave asked for so many hours ago, for the first shift at least so many days ahead.

    ``signed`` is how many levels have signed since; ``details`` are what the rules ask besides.
    """

    person: str
    leave_type: str
    hours_ago: float
    days_ahead: int
    reason: str
    signed: int = 0
    details: Mapping[str, bool] = Field(default_factory=dict)


class StreamOf(_Read):
    """A kind of contact that comes to a team: its figures, and how much of it in a half hour.

    ``a_day`` is the mean of each half hour by its hour, ``weekdays`` the share of each weekday.
    """

    name: str
    minutes: int = 30
    handling: int
    patience: int = 0
    at_once: int = 1
    shrinkage: int = 0
    level: int
    within: int
    a_day: Mapping[str, float]
    weekdays: tuple[float, ...]


class RosterOf(_Read):
    """A team in shifts: ``lines`` are each member's kinds of shifts in turn, empty for a day off.

    ``late`` and ``missed`` are the chances of coming late and of not coming at all, ``forgets`` who
    once does not clock out and what they write a day later. ``offered`` is the kind of shift that
    is open to whoever picks it up. ``demand`` is what comes to the team.
    """

    team: str
    lead: str
    kinds: tuple[Kind, ...]
    lines: Mapping[str, tuple[str, ...]]
    late: float = 0.1
    missed: float = 0.0
    forgets: tuple[str, str] | None = None
    offered: str = ""
    swaps: tuple[Exchange, ...] = ()
    leave: tuple[Away, ...] = ()
    demand: tuple[StreamOf, ...] = ()

    def shifts(self, first: date, last: date) -> dict[tuple[str, date], str]:
        """Return who works which kind of shift on each day."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {
            (who, day): line[day.toordinal() % len(line)]
            for who, line in self.lines.items()
            for day in days
            if line[day.toordinal() % len(line)]
        }
