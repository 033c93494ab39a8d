"""The shift scheduling instances of Curtois and Qu (schedulingbenchmarks.org), read as they are.

Nothing here knows our solver. ``check`` is written from the published description: hard
constraints HC1 to HC10 and the four parts of the cost. Instances start on a Monday; "maximum
consecutive" counts days outside the horizon as days off, "minimum consecutive" assumes that the
neighbouring period completes the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Staff:
    """One employee's contract."""

    key: str
    most_shifts: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    most_weekends: int


@dataclass
class Instance:
    """One instance, with days as numbers from 0."""

    days: int
    shifts: dict[str, int] = field(default_factory=dict)
    barred: dict[str, frozenset[str]] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    days_off: dict[str, frozenset[int]] = field(default_factory=dict)
    wishes: list[tuple[str, int, str, int, bool]] = field(default_factory=list)
    cover: list[tuple[int, str, int, int, int]] = field(default_factory=list)


Plan = Mapping[tuple[str, int], str]


def read(path: Path) -> Instance:
    """Read one instance file."""
    parts: dict[str, list[list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("SECTION_"):
            rows = parts.setdefault(line.strip().removeprefix("SECTION_"), [])
        elif line.strip() and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    found = Instance(days=int(parts["HORIZON"][0][0]))
    for key, minutes, barred in parts["SHIFTS"]:
        found.shifts[key] = int(minutes)
        found.barred[key] = frozenset(barred.split("|")) - {""}
    for row in parts["STAFF"]:
        found.staff[row[0]] = _staff(row)
    for key, *days in parts["DAYS_OFF"]:
        found.days_off[key] = frozenset(int(day) for day in days)
    for name, worked in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
        for key, day, shift, weight in parts[name]:
            found.wishes.append((key, int(day), shift, int(weight), worked))
    for day, shift, needed, under, over in parts["COVER"]:
        found.cover.append((int(day), shift, int(needed), int(under), int(over)))
    return found


def _staff(row: list[str]) -> Staff:
    most = dict(one.split("=") for one in row[1].split("|"))
    numbers = [int(cell) for cell in row[2:]]
    return Staff(row[0], {shift: int(n) for shift, n in most.items()}, *numbers)


def check(instance: Instance, plan: Plan) -> tuple[list[str], int]:
    """Return every hard constraint a plan breaks, and its cost."""
    faults = [
        fault for staff in instance.staff.values() for fault in _faults(instance, staff, plan)
    ]
    faults += [f"HC1 nobody: {cell}" for cell in plan if cell[0] not in instance.staff]
    return faults, _cost(instance, plan)


def _faults(instance: Instance, staff: Staff, plan: Plan) -> Iterator[str]:
    row = [plan.get((staff.key, day)) for day in range(instance.days)]
    for day, (shift, then) in enumerate(pairwise(row)):
        if shift and then in instance.barred[shift]:
            yield f"HC2 {staff.key}: {then} after {shift} on day {day + 1}"
    for shift, most in staff.most_shifts.items():
        if row.count(shift) > most:
            yield f"HC3 {staff.key}: {row.count(shift)} of {shift}"
    minutes = sum(instance.shifts[shift] for shift in row if shift)
    if not staff.least_minutes <= minutes <= staff.most_minutes:
        yield f"HC4/5 {staff.key}: {minutes} minutes"
    yield from _runs(staff, row)
    weekends = sum(any(row[day : day + 2]) for day in range(instance.days) if day % 7 == SATURDAY)
    if weekends > staff.most_weekends:
        yield f"HC9 {staff.key}: {weekends} weekends"
    for day in instance.days_off.get(staff.key, ()):
        if row[day]:
            yield f"HC10 {staff.key}: works on day {day}"


def _runs(staff: Staff, row: list[str | None]) -> Iterator[str]:
    runs = [(works, len(list(days))) for works, days in groupby(row, key=bool)]
    for place, (works, length) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        if works and length > staff.longest_run:
            yield f"HC6 {staff.key}: {length} days of work"
        if works and inside and length < staff.shortest_run:
            yield f"HC7 {staff.key}: {length} days of work"
        if not works and inside and length < staff.shortest_rest:
            yield f"HC8 {staff.key}: {length} days off"


def _cost(instance: Instance, plan: Plan) -> int:
    cost = 0
    for key, day, shift, weight, worked in instance.wishes:
        cost += weight * ((plan.get((key, day)) == shift) is not worked)
    for day, shift, needed, under, over in instance.cover:
        there = sum(plan.get((key, day)) == shift for key in instance.staff)
        cost += under * max(needed - there, 0) + over * max(there - needed, 0)
    return cost
