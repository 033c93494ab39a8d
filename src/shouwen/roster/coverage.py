"""How many are there at each time of a day, against the fewest that the rules in force ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from shouwen.people.models import Team
from shouwen.policy.clauses import Clause
from shouwen.roster import days, kinds, queries
from shouwen.roster.kinds import NamedFloor
from shouwen.roster.queries import ShiftRow

STEP = timedelta(minutes=30)
# The drawing: width of one step, height of the bars, room for the axis.
_WIDE, _HIGH, _LEFT, _BELOW = 14, 140, 28, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Half an hour of a day: how many are there, and the fewest there shall be."""

    at: datetime
    there: int
    least: int

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(self.least - self.there, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time with too few people, and the clause that says so."""

    begins: datetime
    ends: datetime
    there: int
    least: int
    clause: Clause
    shift: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others of a day, for an address."""
        return f"{timezone.localtime(self.begins):%H%M}-{self.clause.address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the drawing, in its units."""

    x: int
    y: int
    height: int
    short: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The chart of one day: bars for who is there, a line for the floor."""

    bars: tuple[Bar, ...]
    floor: str
    hours: tuple[tuple[int, str], ...]
    levels: tuple[tuple[int, int], ...]
    width: int
    height: int
    bar: int = _WIDE - 2
    base: int = _HIGH


def moments_of(
    team: Team, day: date, *, drafts: bool, without: int | None = None
) -> tuple[list[Moment], list[Gap]]:
    """Return a day of a team in half hours, and where somebody is missing.

    ``without`` leaves a member's shifts out: what would be if they were away.
    """
    shifts = queries.shifts_between(team, day - days.ONE, day + days.ONE, drafts=drafts)
    there = [s for s in shifts if s.member is not None and s.member != without]
    floors = kinds.floors(day)
    begin = days.midnight(day)
    steps = [begin + STEP * n for n in range((days.midnight(day + days.ONE) - begin) // STEP)]
    found = [_moment(at, there, floors) for at in steps]
    return found, _gaps(there, floors, steps)


def _present(at: datetime, shifts: Sequence[ShiftRow], key: str = "") -> int:
    return sum(s.begins <= at < s.ends and (not key or s.key == key) for s in shifts)


def _asked(named: NamedFloor, at: datetime) -> bool:
    return named.floor.covers(timezone.localtime(at), named.floor.shift)


def _moment(at: datetime, shifts: Sequence[ShiftRow], floors: Sequence[NamedFloor]) -> Moment:
    least = max((n.least for n in floors if not n.floor.shift and _asked(n, at)), default=0)
    return Moment(at=at, there=_present(at, shifts), least=least)


def _gaps(
    shifts: Sequence[ShiftRow], floors: Sequence[NamedFloor], steps: Sequence[datetime]
) -> list[Gap]:
    found: list[Gap] = []
    for named in floors:
        for at in steps:
            there = _present(at, shifts, named.floor.shift)
            # A floor of one shift is asked for only while that shift is planned.
            idle = bool(named.floor.shift) and not there
            if idle or not _asked(named, at) or there >= named.least:
                continue
            _add(found, at, there, named)
    return sorted(found, key=lambda gap: gap.begins)


def _add(found: list[Gap], at: datetime, there: int, named: NamedFloor) -> None:
    """Make the last gap longer where it goes on, else begin another."""
    last = found[-1] if found else None
    begins = at
    same = (at, there, named.clause, named.floor.shift)
    if last and (last.ends, last.there, last.clause, last.shift) == same:
        begins = last.begins
        found.pop()
    found.append(
        Gap(
            begins=begins, ends=at + STEP, there=there, least=named.least, clause=named.clause,
            shift=named.floor.shift,
        )
    )  # fmt: skip


def drawing_of(moments: Sequence[Moment], words: str) -> Drawing:
    """Return the chart of a day; ``words`` says a bar's time and number."""
    top = max([m.there for m in moments] + [m.least for m in moments] + [1])
    bars = tuple(
        Bar(
            x=_LEFT + n * _WIDE,
            y=_HIGH - _scaled(m.there, top),
            height=_scaled(m.there, top),
            short=m.short > 0,
            title=words % {"at": f"{timezone.localtime(m.at):%H:%M}", "n": m.there},
        )
        for n, m in enumerate(moments)
    )
    line = " ".join(
        f"{_LEFT + n * _WIDE},{_HIGH - _scaled(m.least, top)} "
        f"{_LEFT + (n + 1) * _WIDE},{_HIGH - _scaled(m.least, top)}"
        for n, m in enumerate(moments)
    )
    hours = tuple(
        (_LEFT + n * _WIDE, f"{timezone.localtime(m.at):%H}")
        for n, m in enumerate(moments)
        if n % 4 == 0
    )
    return Drawing(
        bars=bars, floor=line if any(m.least for m in moments) else "", hours=hours,
        levels=tuple((_HIGH - _scaled(n, top), n) for n in sorted({0, -(-top // 2), top})),
        width=_LEFT + len(moments) * _WIDE, height=_HIGH + _BELOW,
    )  # fmt: skip


def _scaled(number: int, top: int) -> int:
    return number * (_HIGH - 10) // top
