"""What changes a seat: its member, its calls, and the end of its lease. Each change is a fact."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.words import refusal_text
from shouwen.live import actions as live
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.roster.actions.punches import shift_at
from shouwen.seats.choices import CHOSEN, FLOOR, BreakKind, SeatState
from shouwen.seats.models import Seat

SIGNED_IN, SIGNED_OUT, CHANGED = "seat_signed_in", "seat_signed_out", "seat_state_changed"
# As many are looked at in one round of the watcher.
BATCH = 200


def enter(*, member: Member, state: str, now: datetime, break_kind: str = "") -> Seat:
    """Let a member choose what their seat does; the first choice signs them in.

    Raises RefusedError for a state nobody chooses, a break without its kind, and where a rule
    refuses signing in, such as outside a shift.
    """
    if state not in CHOSEN:
        raise RefusedError(_("Choose ready, after-call work, a break or training."), "state")
    if (state == SeatState.ON_BREAK) != (break_kind in BreakKind.values):
        raise RefusedError(_("Say what the break is for, and only for a break."), "break_kind")
    with transaction.atomic():
        enforcement.take_turn(None)
        seat = _seat_of(member, now)
        away = seat.state == SeatState.OFFLINE
        refused = _refused(seat, SIGNED_IN, now) if away else None
        if refused is None:
            return _change(seat, state, now, break_kind=break_kind)
    raise refused


def sign_out(*, member: Member, now: datetime) -> Seat:
    """Sign a member out of their seat; raises RefusedError where a rule refuses leaving."""
    with transaction.atomic():
        enforcement.take_turn(None)
        seat = _seat_of(member, now)
        if seat.state == SeatState.OFFLINE:
            Seat.objects.filter(pk=seat.pk).update(lapsed_from="")
            return seat
        refused = _refused(seat, SIGNED_OUT, now, {"lapsed": False})
        if refused is None:
            return _change(seat, SeatState.OFFLINE, now)
    raise refused


def hear(*, member: Member, now: datetime) -> Seat | None:
    """Renew the lease of a seat that is heard of; one that lapsed goes back to what it did.

    Return None for who is not signed in at a seat. Raises RefusedError as :func:`enter` does.
    """
    found = Seat.objects.filter(member=member).first()
    if found is None or not (found.lapsed_from or found.state != SeatState.OFFLINE):
        return None
    if found.state != SeatState.OFFLINE:
        heard = Seat.objects.filter(pk=found.pk, lease_until__lt=_lease(now))
        heard.exclude(state=SeatState.OFFLINE).update(lease_until=_lease(now))
        return found
    with transaction.atomic():
        enforcement.take_turn(None)
        seat = _seat_of(member, now)
        refused = _refused(seat, SIGNED_IN, now)
        if refused is None:
            return _change(seat, seat.lapsed_from, now, break_kind=seat.break_kind)
    raise refused


@transaction.atomic
def settle(*, member: Member, talking: bool, now: datetime) -> Seat | None:
    """Let a seat follow its calls: on a call while one is open there, else after-call work.

    A seat where nobody is signed in stays as it is.
    """
    seat = Seat.objects.select_for_update().filter(member=member).first()
    if seat is None or seat.state == SeatState.OFFLINE:
        if seat is not None and seat.lapsed_from == SeatState.ON_CALL and not talking:
            Seat.objects.filter(pk=seat.pk).update(lapsed_from=SeatState.AFTER_CALL)
        return seat
    if talking and seat.state != SeatState.ON_CALL:
        return _change(seat, SeatState.ON_CALL, now)
    if not talking and seat.state == SeatState.ON_CALL:
        return _change(seat, SeatState.AFTER_CALL, now)
    return seat


def lapse_due(*, now: datetime) -> int:
    """Sign out the seats that were not heard of until their lease ended; return how many."""
    due = Seat.objects.exclude(state=SeatState.OFFLINE).filter(lease_until__lt=now)
    found = list(due.order_by("lease_until").values_list("pk", flat=True)[:BATCH])
    return sum(_lapse(pk, now) for pk in found)


@transaction.atomic
def _lapse(pk: int, now: datetime) -> bool:
    enforcement.take_turn(None)
    seat = Seat.objects.select_for_update().select_related("member").get(pk=pk)
    if seat.state == SeatState.OFFLINE or seat.lease_until >= now:
        return False
    back_to = seat.state
    _record(seat, SIGNED_OUT, now, {"lapsed": True})
    _change(seat, SeatState.OFFLINE, now, lapsed_from=back_to)
    return True


# ── one seat ─────────────────────────────────────────────────────────────────────────────────


def _seat_of(member: Member, now: datetime) -> Seat:
    blank = {"since": now, "lease_until": now}
    seat, _made = Seat.objects.select_for_update().get_or_create(member=member, defaults=blank)
    return seat


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.SHOUWEN_SEAT_LEASE_SECONDS)


def _change(
    seat: Seat, state: str, now: datetime, *, break_kind: str = "", lapsed_from: str = ""
) -> Seat:
    """Write a seat's new state and its fact; the same state again only renews the lease."""
    if lapsed_from:
        break_kind = seat.break_kind
    before, kind_before = seat.state, seat.break_kind
    if (before, kind_before) != (state, break_kind):
        seconds = max(0, round((now - seat.since).total_seconds()))
        said: dict[str, Detail] = {
            "state": str(state), "before": str(before), "seconds": str(seconds),
        }  # fmt: skip
        if state == SeatState.ON_BREAK:
            said["break_kind"] = str(break_kind)
        _record(seat, CHANGED, now, said)
        seat.since = now
    seat.state, seat.break_kind, seat.lapsed_from = state, break_kind, lapsed_from
    seat.lease_until = _lease(now)
    seat.save()
    if before != state or kind_before != break_kind:
        live.say(stream=f"seat:{seat.member.username}", body={"state": str(state)}, now=now)
        live.say(stream=FLOOR, body={}, now=now)
    return seat


def _refused(
    seat: Seat, kind: str, now: datetime, said: dict[str, Detail] | None = None
) -> RefusedError | None:
    """Record what a member does at the seat; return why not, so that the attempt stays on record.

    Raise it only after the transaction.
    """
    fact = _fact(seat, kind, now, said or {}, actor=seat.member.username)
    outcome = enforcement.record_fact(fact, actor=seat.member, recorded_at=now)
    if outcome.refused is not None:
        return RefusedError(refusal_text(outcome.refused))
    if outcome.held is not None:
        return RefusedError(_("This waits for a signature, so nothing has changed yet."))
    return None


def _record(seat: Seat, kind: str, now: datetime, said: dict[str, Detail]) -> None:
    fact = _fact(seat, kind, now, said, actor="")
    enforcement.record_fact(fact, actor=None, recorded_at=now)


def _fact(seat: Seat, kind: str, now: datetime, said: dict[str, Detail], *, actor: str) -> Fact:
    shift = shift_at(seat.member, now)
    within = shift is not None and shift.begins <= now < shift.ends
    details: dict[str, Detail] = {"person": seat.member.username, "on_shift": within, **said}
    if within and shift is not None and kind == SIGNED_IN:
        details["shift"] = shift.key
    about = f"member:{seat.member.username}"
    return Fact(kind=kind, about=about, happened_at=now, details=details, actor=actor)
