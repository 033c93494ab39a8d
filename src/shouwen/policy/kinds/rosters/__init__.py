"""The shapes of a roster rule: swap, leave, overtime, attendance, shifts, rotation and so on."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.policy.kinds.rosters.attendance import Attendance
from shouwen.policy.kinds.rosters.base import RosterShape
from shouwen.policy.kinds.rosters.leave import Leave
from shouwen.policy.kinds.rosters.overtime import Overtime
from shouwen.policy.kinds.rosters.publishing import Publishing
from shouwen.policy.kinds.rosters.rotation import Rotation
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
    "Rotation",
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
    "rotation": Rotation,
    "seats": Seats,
    "publishing": Publishing,
}
