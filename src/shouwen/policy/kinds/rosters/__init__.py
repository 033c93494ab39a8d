"""The shapes of a roster rule: swap, leave, overtime, attendance, shifts, seats, publishing."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.policy.kinds.rosters.attendance import Attendance
from shouwen.policy.kinds.rosters.base import RosterShape
from shouwen.policy.kinds.rosters.leave import Leave
from shouwen.policy.kinds.rosters.overtime import Overtime
from shouwen.policy.kinds.rosters.publishing import Publishing
from shouwen.policy.kinds.rosters.seats import Seats
from shouwen.policy.kinds.rosters.shifts import Shifts
from shouwen.policy.kinds.rosters.swap import Swap

__all__ = [
    "ROSTER_SHAPES",
    "Attendance",
    "Leave",
    "Overtime",
    "Publishing",
    "RosterShape",
    "Seats",
    "Shifts",
    "Swap",
]

ROSTER_SHAPES: Mapping[str, type[RosterShape]] = {
    "swap": Swap,
    "leave": Leave,
    "overtime": Overtime,
    "attendance": Attendance,
    "shifts": Shifts,
    "seats": Seats,
    "publishing": Publishing,
}
