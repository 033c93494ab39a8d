"""How many are there at each time of a day, against what the rules ask for and the demand needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.people.models import Team
from shouwen.policy.clauses import Clause
from shouwen.roster import days, demand, queries, skills
from shouwen.roster.demand import Wanted
from shouwen.roster.floors import NamedFloor, floors_on
from shouwen.roster.queries import ShiftRow

Span = tuple[datetime, datetime]
STEP = timedelta(minutes=30)
# The drawing: width of one step, height of the bars, room for the axis.
_WIDE, _HIGH, _LEFT, _BELOW = 14, 140, 28, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Half an hour of a day: how many are there, the fewest by rule, and what the demand needs."""

    at: datetime
    there: int
    least: int
    wanted: int = 0

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(self.least - self.there, self.wanted - self.there, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time with too few people: a clause says so, or the ``demand`` of streams.

    ``there`` and ``least`` are those of its worst moment; ``skill`` is what they must have.
    """

    begins: datetime
    ends: datetime
    there: int
    least: int
    clause: Clause | None = None
    shift: str = ""
    demand: str = ""
    skill: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others of a day, for an address."""
        return f"{timezone.localtime(self.begins):%H%M}-{self.cause}"

    @property
    def cause(self) -> str:
        """What tells its cause from others: the clause's address, or the demand's skill."""
        return self.clause.address if self.clause else f"demand-{self.skill}"

    @property
    def source(self) -> str:
        """Say who asks for so many: the clause quoted, or what comes."""
        if self.clause is not None:
            return str(self.clause)
        if self.skill:
            said = _("demand of %(streams)s, skill: %(skill)s")
            return said % {"streams": self.demand, "skill": self.skill}
        return _("demand of %(streams)s") % {"streams": self.demand}


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
    """The chart of one day: bars for who is there, a line for the floor, one for the demand."""

    bars: tuple[Bar, ...]
    floor: str
    wanted: str
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
    floors = floors_on(team, day)
    lines = demand.wanted_between(team, day, day).get(day, [])
    begin = days.midnight(day)
    steps = [begin + STEP * n for n in range((days.midnight(day + days.ONE) - begin) // STEP)]
    found = [_moment(at, there, floors, lines) for at in steps]
    short = [gap for line in lines for gap in _missed(line, there, steps)]
    return found, sorted(
        [*_gaps(there, floors, steps, _times(team, day, shifts)), *short],
        key=lambda gap: gap.begins,
    )


def _present(at: datetime, shifts: Sequence[ShiftRow], key: str = "") -> int:
    return sum(s.begins <= at < s.ends and (not key or s.key == key) for s in shifts)


def _minute(at: datetime) -> int:
    local = timezone.localtime(at)
    return local.hour * 60 + local.minute


def _moment(
    at: datetime, shifts: Sequence[ShiftRow], floors: Sequence[NamedFloor], lines: Sequence[Wanted]
) -> Moment:
    asked = (n.least for n in floors if not n.shift and n.covers(_minute(at)))
    return Moment(
        at=at, there=_present(at, shifts), least=max(asked, default=0),
        wanted=_needed(lines[0], at) if lines else 0,
    )  # fmt: skip


def _needed(line: Wanted, at: datetime) -> int:
    return line.at(_minute(at), int(STEP.total_seconds()) // 60)


def _times(team: Team, day: date, shifts: Sequence[ShiftRow]) -> dict[str, list[Span]]:
    """Return when each kind of shift goes on, whether or not anybody works it."""
    found: dict[str, list[Span]] = {}
    for kind in queries.templates_of(team):
        for on in (day - days.ONE, day):
            found.setdefault(kind.key, []).append(days.moments(on, kind.begins, kind.minutes))
    for shift in shifts:
        found.setdefault(shift.key, []).append((shift.begins, shift.ends))
    return found


def _gaps(
    shifts: Sequence[ShiftRow],
    floors: Sequence[NamedFloor],
    steps: Sequence[datetime],
    times: Mapping[str, Sequence[Span]],
) -> list[Gap]:
    found: list[Gap] = []
    for named in floors:
        for at in steps:
            there = _present(at, shifts, named.shift)
            # A floor of one shift is asked for while that shift goes on.
            on = times.get(named.shift, ())
            idle = bool(named.shift) and not any(first <= at < last for first, last in on)
            if idle or not named.covers(_minute(at)) or there >= named.least:
                continue
            _add(found, at, there, named)
    return found


def _add(found: list[Gap], at: datetime, there: int, named: NamedFloor) -> None:
    """Make the last gap longer where it goes on, else begin another."""
    last = found[-1] if found else None
    begins = at
    same = (at, there, named.clause, named.shift)
    if last and (last.ends, last.there, last.clause, last.shift) == same:
        begins = last.begins
        found.pop()
    found.append(
        Gap(
            begins=begins, ends=at + STEP, there=there, least=named.least, clause=named.clause,
            shift=named.shift,
        )
    )  # fmt: skip


def _missed(line: Wanted, shifts: Sequence[ShiftRow], steps: Sequence[datetime]) -> list[Gap]:
    """Return where the demand is not covered; what follows one another is one gap."""
    able = skills.held_by([s.member for s in shifts if s.member]) if line.skill else {}
    counted = [s for s in shifts if not line.skill or line.skill in able.get(s.member or 0, ())]
    found: list[Gap] = []
    for at in steps:
        there, least = _present(at, counted), _needed(line, at)
        if there >= least:
            continue
        last = found.pop() if found and found[-1].ends == at else None
        if last and last.least - last.there >= least - there:
            there, least = last.there, last.least
        found.append(
            Gap(
                begins=last.begins if last else at, ends=at + STEP, there=there, least=least,
                demand=line.streams, skill=line.skill,
            )
        )  # fmt: skip
    return found


def drawing_of(moments: Sequence[Moment], words: str) -> Drawing:
    """Return the chart of a day; ``words`` says a bar's time and number."""
    top = max([max(m.there, m.least, m.wanted) for m in moments] + [1])
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
    hours = tuple(
        (_LEFT + n * _WIDE, f"{timezone.localtime(m.at):%H}")
        for n, m in enumerate(moments)
        if n % 4 == 0
    )
    return Drawing(
        bars=bars, floor=_line([m.least for m in moments], top), hours=hours,
        wanted=_line([m.wanted for m in moments], top),
        levels=tuple((_HIGH - _scaled(n, top), n) for n in sorted({0, -(-top // 2), top})),
        width=_LEFT + len(moments) * _WIDE, height=_HIGH + _BELOW,
    )  # fmt: skip


def _line(numbers: Sequence[int], top: int) -> str:
    """Return the corners of a line of steps; nothing where every number is 0."""
    if not any(numbers):
        return ""
    heights = [_HIGH - _scaled(number, top) for number in numbers]
    return " ".join(
        f"{_LEFT + n * _WIDE},{y} {_LEFT + (n + 1) * _WIDE},{y}" for n, y in enumerate(heights)
    )


def _scaled(number: int, top: int) -> int:
    return number * (_HIGH - 10) // top
