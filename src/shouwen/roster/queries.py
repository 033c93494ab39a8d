"""A team's calendar and a person's own, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from shouwen.people import queries as people
from shouwen.people.models import Holding, Member, Team
from shouwen.roster import days as calendar
from shouwen.roster.choices import ASKED, LIVE, SEEN, AskState, PlanState, ShiftState
from shouwen.roster.days import Day
from shouwen.roster.models import (
    Correction,
    Leave,
    Overtime,
    Plan,
    Punch,
    Run,
    Shift,
    Swap,
    Template,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """One shift as a calendar shows it."""

    pk: int
    plan: int
    member: int | None
    day: date
    key: str
    label: str
    begins: datetime
    ends: datetime
    skill: str
    seat: str
    state: str
    pinned: bool
    seen: bool
    tone: int = 0

    @property
    def hours(self) -> str:
        """From when to when, on the house's clock."""
        first, last = timezone.localtime(self.begins), timezone.localtime(self.ends)
        return f"{first:%H:%M}–{last:%H:%M}"

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends - self.begins

    @property
    def at_night(self) -> bool:
        """Whether it ends on another day than it begins."""
        last = timezone.localtime(self.ends - timedelta(microseconds=1))
        return timezone.localtime(self.begins).date() != last.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of one person: shifts, and what kind of leave there is."""

    day: Day
    shifts: tuple[ShiftRow, ...] = ()
    leave: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person's line of the calendar; ``pk`` is None in the line of open shifts."""

    pk: int | None
    key: str
    name: str
    cells: tuple[Cell, ...]
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A team's shifts of some days, person by person, with what each day adds up to.

    ``people`` may be a part of them: ``more`` is how many come before the next part, 0 at the end,
    and ``whole`` how many there are.
    """

    team: Team
    days: tuple[Day, ...]
    people: tuple[PersonRow, ...]
    open: PersonRow
    templates: tuple[Template, ...]
    plans: tuple[Plan, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...] = ()
    tones: dict[str, int] = field(default_factory=dict)
    more: int = 0
    whole: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nobody is planned."""
        return not any(cell.shifts for row in (*self.people, self.open) for cell in row.cells)


TONES = 6
_SHIFT = (
    "pk", "plan", "member", "day", "key", "label", "begins", "ends", "skill", "seat", "state",
    "pinned", "seen_at",
)  # fmt: skip


def templates_of(team: Team) -> list[Template]:
    """List the kinds of shifts a team has, in the order of the day."""
    return list(Template.objects.filter(team=team, ended=False).order_by("begins", "minutes", "pk"))


def plans_between(team: Team, first: date, last: date) -> list[Plan]:
    """List the plans that have a day in common with a period."""
    found = Plan.objects.filter(team=team, first__lte=last, last__gte=first)
    return list(found.order_by("first"))


def plan_on(team: Team, day: date) -> Plan | None:
    """Return the plan that covers a day."""
    return Plan.objects.filter(team=team, first__lte=day, last__gte=day).first()


def members_of(team: Team, first: date, last: date) -> list[Member]:
    """List who holds a post in the team on any of these days, as they joined."""
    held = Holding.objects.filter(
        Q(until__isnull=True) | Q(until__gt=first), team=team, since__lte=last
    )
    members = Member.objects.filter(pk__in=held.values("member"), is_active=True)
    return list(members.order_by("pk"))


def shifts_between(team: Team, first: date, last: date, *, drafts: bool) -> list[ShiftRow]:
    """List a team's live shifts; those of a draft only for who plans."""
    found = Shift.objects.filter(team=team, day__gte=first, day__lte=last)
    found = found.filter(state__in=LIVE if drafts else SEEN)
    return [_shift(row) for row in found.order_by("begins", "pk").values_list(*_SHIFT)]


def _shift(row: Sequence[object]) -> ShiftRow:
    values = dict(zip(_SHIFT, row, strict=True))
    seen = values.pop("seen_at")
    return ShiftRow(**values, seen=seen is not None)  # type: ignore[arg-type]


def calendar_of(
    team: Team, first: date, last: date, *, today: date, drafts: bool, only: Collection[int] = (),
    start: int = 0, most: int | None = None,
) -> Calendar:  # fmt: skip
    """Gather a team's calendar; ``only`` leaves the lines of these members.

    With ``most`` no more lines than that are drawn, from the one at ``start`` on.
    """
    shown = calendar.days_of(first, last, today)
    shifts = shifts_between(team, first, last, drafts=drafts)
    templates = templates_of(team)
    tones = _tones(templates, shifts)
    members = _with_shifts(members_of(team, first, last), shifts)
    kept = [m for m in members if m.pk in only] if only else members
    end = len(kept) if most is None else start + most
    whole, kept = len(kept), kept[start:end]
    away = leave_days([m.pk for m in kept], first, last)
    by_place: dict[tuple[int | None, date], list[ShiftRow]] = {}
    for shift in shifts:
        by_place.setdefault((shift.member, shift.day), []).append(shift)
    return Calendar(
        team=team,
        days=tuple(shown),
        people=tuple(_line(m.pk, m.username, m.name, shown, by_place, away) for m in kept),
        open=_line(None, "", "", shown, by_place, {}),
        templates=tuple(templates),
        plans=tuple(plans_between(team, first, last)),
        counts=tuple(_counts(templates, shown, shifts)),
        tones=tones,
        more=end if end < whole else 0,
        whole=whole,
    )


def _with_shifts(members: list[Member], shifts: Iterable[ShiftRow]) -> list[Member]:
    """Return the members with those who left the team but still have a shift there."""
    known = {member.pk for member in members}
    others = {s.member for s in shifts if s.member is not None} - known
    if not others:
        return members
    return [*members, *Member.objects.filter(pk__in=others).order_by("pk")]


def _tones(templates: Iterable[Template], shifts: Iterable[ShiftRow]) -> dict[str, int]:
    names = dict.fromkeys([t.key for t in templates] + [s.key for s in shifts])
    return {name: place % TONES for place, name in enumerate(names)}


def _line(
    pk: int | None,
    key: str,
    name: str,
    shown: Sequence[Day],
    by_place: dict[tuple[int | None, date], list[ShiftRow]],
    away: dict[tuple[int, date], str],
) -> PersonRow:
    cells = tuple(
        Cell(
            day=day,
            shifts=tuple(by_place.get((pk, day.on), ())),
            leave=away.get((pk, day.on), "") if pk is not None else "",
        )
        for day in shown
    )
    lengths = [shift.length for cell in cells for shift in cell.shifts]
    return PersonRow(pk=pk, key=key, name=name, cells=cells, hours=calendar.hours_text(lengths))


def _counts(
    templates: Iterable[Template], shown: Sequence[Day], shifts: Iterable[ShiftRow]
) -> Iterable[tuple[str, tuple[int, ...]]]:
    sums: dict[tuple[str, date], int] = {}
    for shift in shifts:
        if shift.member is not None:
            sums[shift.key, shift.day] = sums.get((shift.key, shift.day), 0) + 1
    for template in templates:
        yield template.label, tuple(sums.get((template.key, day.on), 0) for day in shown)


def leave_days(members: Collection[int], first: date, last: date) -> dict[tuple[int, date], str]:
    """Return the kind of leave of each member on each day it touches."""
    found = Leave.objects.filter(
        person__in=members,
        state=AskState.DONE,
        begins__lt=calendar.midnight(last + calendar.ONE),
        ends__gt=calendar.midnight(first),
    )
    days: dict[tuple[int, date], str] = {}
    for person, kind, begins, ends in found.values_list("person", "leave_type", "begins", "ends"):
        until = timezone.localdate(ends - timedelta(microseconds=1))
        for day in calendar.between(timezone.localdate(begins), until):
            days[person, day] = kind
    return days


# ── one person ───────────────────────────────────────────────────────────────────────────────


def own_shifts(member: Member, first: date, last: date) -> list[Shift]:
    """List somebody's shifts of some days that they may see, in order."""
    found = Shift.objects.filter(member=member, day__gte=first, day__lte=last, state__in=SEEN)
    return list(found.select_related("team").order_by("begins"))


def to_acknowledge(member: Member, now: datetime) -> list[Plan]:
    """List published plans with a coming shift that somebody has not acknowledged."""
    unseen = Shift.objects.filter(
        member=member, state__in=SEEN, seen_at__isnull=True, ends__gt=now
    ).values("plan")
    found = Plan.objects.filter(pk__in=unseen, state=PlanState.PUBLISHED)
    return list(found.select_related("team").order_by("first"))


def swaps_of(member: Member, limit: int = 30) -> list[Swap]:
    """List the swaps somebody asked for or was asked for, the latest first."""
    found = Swap.objects.filter(Q(person=member) | Q(partner=member)).select_related(
        "person", "partner", "shift", "payback"
    )
    return list(found.order_by("-pk")[:limit])


def leave_of(member: Member, limit: int = 30) -> list[Leave]:
    """List somebody's leave, and what they asked for others, the latest first."""
    found = Leave.objects.filter(Q(person=member) | Q(by=member)).select_related("person", "by")
    return list(found.order_by("-pk")[:limit])


def corrections_of(member: Member, limit: int = 30) -> list[Correction]:
    """List the punches somebody asked to have corrected, the latest first."""
    found = Correction.objects.filter(person=member).select_related("shift")
    return list(found.order_by("-pk")[:limit])


def overtime_of(member: Member, limit: int = 30) -> list[Overtime]:
    """List the overtime somebody asked for, the latest first."""
    return list(Overtime.objects.filter(person=member).order_by("-pk")[:limit])


def open_shifts(teams: Collection[int], now: datetime, limit: int = 50) -> list[Shift]:
    """List coming shifts of some teams that nobody works yet."""
    found = Shift.objects.filter(
        team__in=teams, member__isnull=True, state=ShiftState.PUBLISHED, begins__gt=now
    )
    return list(found.select_related("team", "plan").order_by("begins", "pk")[:limit])


def waiting_for(member: Member) -> int:
    """Count the swaps that wait for somebody's word."""
    return Swap.objects.filter(partner=member, state=AskState.PROPOSED).count()


def punches_of(shifts: Iterable[Shift]) -> dict[int, list[Punch]]:
    """Return the punches of some shifts in order."""
    found: dict[int, list[Punch]] = {}
    for punch in Punch.objects.filter(shift__in=list(shifts)).order_by("at", "pk"):
        found.setdefault(punch.shift_id or 0, []).append(punch)
    return found


def following(shift: Shift) -> list[Shift]:
    """List the shifts of the team that go on when one ends, the first to begin first."""
    found = Shift.objects.filter(
        team=shift.team_id, state__in=SEEN, begins__lte=shift.ends, ends__gt=shift.ends,
        begins__gt=shift.begins, member__isnull=False,
    )  # fmt: skip
    return list(found.select_related("member").order_by("-begins", "pk"))


def relief_of(member: Member, now: datetime) -> Member | None:
    """Return who takes over from somebody on the shift they work now, if that is planned."""
    found = Shift.objects.filter(member=member, state__in=SEEN, begins__lte=now)
    shift = found.order_by("-begins").first()
    # Whoever is relieved late still hands over: until the next shift is over as well.
    after = following(shift) if shift is not None else []
    return next((one.member for one in after if one.ends > now), None)


def swap_in_hand(shift: Shift) -> bool:
    """Tell whether a shift is part of a swap that is not finished."""
    one = Q(shift=shift) | Q(payback=shift)
    return Swap.objects.filter(one, state__in=ASKED).exists()


def latest_run(plan: Plan) -> Run | None:
    """Return the last time a program planned this plan."""
    return Run.objects.filter(plan=plan).order_by("-pk").first()


def team_ids(member: Member, on: date) -> set[int]:
    """Return the teams somebody belongs to on a day."""
    held = Holding.objects.filter(people.holding_on(on), member=member, team__isnull=False)
    return set(held.values_list("team", flat=True))
