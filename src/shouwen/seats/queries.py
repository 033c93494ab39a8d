"""What seats are doing, beside what the roster says of their members."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from shouwen.roster.choices import SEEN
from shouwen.roster.models import Shift
from shouwen.seats.choices import BreakKind, SeatState
from shouwen.seats.models import Seat

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One seat, what it does since when, and whether its member is planned to be there now."""

    member: int
    name: str
    state: str
    break_kind: str
    since: datetime | None
    on_shift: bool

    @property
    def label(self) -> str:
        """What the seat does, in the reader's language."""
        said = str(SeatState(self.state).label)
        return (
            f"{said} · {BreakKind(self.break_kind).label}"
            if self.state == SeatState.ON_BREAK
            else said
        )

    @property
    def absent(self) -> bool:
        """Whether somebody is planned to be there and is not."""
        return self.on_shift and self.state == SeatState.OFFLINE

    @property
    def unplanned(self) -> bool:
        """Whether somebody is there whom nobody planned."""
        return not self.on_shift and self.state != SeatState.OFFLINE


def state_of(member: int) -> SeatRow | None:
    """Return somebody's seat without asking the roster, or None where they never sat at one."""
    seat = Seat.objects.select_related("member").filter(member=member).first()
    return _row(seat, on_shift=False) if seat else None


def seats_of(members: Collection[int], *, now: datetime) -> list[SeatRow]:
    """List who sits at a seat or should, of these members, in two queries."""
    planned = {s.member_id: s for s in _shifts_at(members, now)}
    seats = Seat.objects.filter(member__in=members).select_related("member")
    rows = {
        seat.member_id: _row(seat, on_shift=seat.member_id in planned)
        for seat in seats.order_by("pk")[:PAGE]
    }
    missing = [s for pk, s in planned.items() if pk not in rows]
    rows |= {s.member_id: _never(s) for s in missing if s.member_id is not None}
    shown = (r for r in rows.values() if r.on_shift or r.state != SeatState.OFFLINE)
    return sorted(shown, key=lambda row: (row.absent, row.name))


def _shifts_at(members: Collection[int], now: datetime) -> list[Shift]:
    found = Shift.objects.filter(member__in=members, state__in=SEEN, begins__lte=now, ends__gt=now)
    return list(found.select_related("member")[:PAGE])


def _row(seat: Seat, *, on_shift: bool) -> SeatRow:
    return SeatRow(
        member=seat.member_id, name=seat.member.name, state=seat.state,
        break_kind=seat.break_kind, since=seat.since, on_shift=on_shift,
    )  # fmt: skip


def _never(shift: Shift) -> SeatRow:
    member = shift.member
    return SeatRow(
        member=member.pk if member else 0, name=member.name if member else "",
        state=SeatState.OFFLINE, break_kind="", since=None, on_shift=True,
    )  # fmt: skip


def states_of(keys: Collection[str]) -> dict[str, str]:
    """Return what each of these members does who is signed in at a seat, by key."""
    found = Seat.objects.filter(member__username__in=keys).exclude(state=SeatState.OFFLINE)
    return dict(found.values_list("member__username", "state"))


def ready(*, but: int) -> list[tuple[str, str]]:
    """List who is ready for a call, by key and name, leaving one member out."""
    found = Seat.objects.filter(state=SeatState.READY).exclude(member=but)
    named = found.order_by("member__name").values_list("member__username", "member__name")
    return list(named[:PAGE])


def states() -> dict[str, str]:
    """Return what every seat does at which somebody ever sat, by its member's key."""
    return dict(Seat.objects.values_list("member__username", "state"))
