"""What happened in a call, out of whatever an exchange told of it, in whatever order.

The same events give the same story, however often and in whichever order they came. Nothing that
is missing leaves it open: what was said later proves what was not said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.calls.words import CallEvent, Ending, Told

_ORDER = {kind: place for place, kind in enumerate(Told)}
_TALKED = (Told.ANSWERED, Told.HELD, Told.RESUMED, Told.TRANSFERRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One seat that a call rang at, from when, and how often as far as the exchange counted."""

    seat: str
    at: datetime
    rings: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A call from its arrival to its end; times never run backwards, seconds are whole."""

    arrived: datetime
    queued: datetime | None
    answered: datetime | None
    ended: datetime | None
    ending: Ending
    answered_by: str
    with_seat: str
    held: bool
    hold_seconds: int
    queue: str
    number: str
    ended_by: str
    recording: str
    waited: int | None
    talked: int | None
    rang: tuple[Ring, ...]
    missed_by: tuple[Ring, ...]
    moved: tuple[tuple[str, str, datetime], ...]

    @property
    def state(self) -> str:
        """What the call is doing: waiting, ringing, talking, held or ended."""
        if self.ended is not None:
            return "ended"
        if self.answered is not None:
            return "held" if self.held else "talking"
        return "ringing" if self.rang and not self.missed_by else "waiting"

    @property
    def wait_seconds(self) -> int | None:
        """How long the caller waited for a person, from being queued; None while waiting."""
        until = self.answered or self.ended
        return _counted(self.waited, self.queued or self.arrived, until) if until else None

    @property
    def talk_seconds(self) -> int | None:
        """How long it lasted from answer to end, holding included; None where it did not."""
        if self.answered is None or self.ended is None:
            return None
        return _counted(self.talked, self.answered, self.ended)


def story_of(events: Iterable[CallEvent]) -> Story:
    """Return what happened in one call; raises ValueError where nothing was told."""
    once = {event.key: event for event in sorted(events, key=_received, reverse=True)}
    told = sorted(once.values(), key=_place)
    if not told:
        raise ValueError("Nothing was told of this call.")
    answered = _first(told, *_TALKED)
    ended, presumed = _end(told)
    return Story(
        arrived=told[0].moment,
        queued=_moment(_first(told, Told.QUEUED)),
        answered=_moment(answered),
        ended=ended,
        ending=_ending(told, answered, ended, presumed=presumed),
        answered_by=_answered_by(told),
        with_seat=_with_seat(told),
        held=_held(told),
        hold_seconds=_hold_seconds(told, ended),
        queue=_last_said(told, "queue"),
        number=_last_said(told, "number"),
        ended_by=_last_said([e for e in told if e.kind is Told.ENDED], "by"),
        recording=_last_said(told, "file"),
        waited=_last_count(told, "waited"),
        talked=_last_count(told, "talked"),
        rang=_rang(told),
        missed_by=_missed(told),
        moved=_moved(told),
    )


def _received(event: CallEvent) -> tuple[datetime, datetime, int, str, str]:
    # Of two with the same key the one received first is written over the later one below, so that
    # which of them counts does not hang on the way they are handed in.
    return event.received_at, event.at, _ORDER[event.kind], event.seat, str(sorted(event.more))


def _place(event: CallEvent) -> tuple[datetime, int, str]:
    return event.moment, _ORDER[event.kind], event.key


def _seconds(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds()))


def _counted(counted: int | None, begin: datetime, end: datetime) -> int:
    """Return the exchange's own count where the clocks agree but for the rounding, else theirs."""
    by_clocks = _seconds(begin, end)
    return counted if counted is not None and abs(counted - by_clocks) <= 1 else by_clocks


def _moment(event: CallEvent | None) -> datetime | None:
    return event.moment if event else None


def _first(told: Sequence[CallEvent], *kinds: Told) -> CallEvent | None:
    return next((event for event in told if event.kind in kinds), None)


def _last_said(told: Sequence[CallEvent], name: str) -> str:
    said = (str(event.more.get(name) or "") for event in reversed(told))
    return next((text for text in said if text), "")


def _last_count(told: Sequence[CallEvent], name: str) -> int | None:
    said = (event.more.get(name) for event in reversed(told))
    counts = (n for n in said if isinstance(n, int) and not isinstance(n, bool) and n >= 0)
    return next(counts, None)


# ── the end ──────────────────────────────────────────────────────────────────────────────────


def _end(told: Sequence[CallEvent]) -> tuple[datetime | None, bool]:
    """Return when it ended and whether that is only presumed.

    What is told of a call after its end, by a clock that runs ahead, moves the end and does not
    open it again; what proves that it goes on takes back a presumption.
    """
    spoken = [e for e in told if e.kind not in {Told.RECORDED, Told.PRESUMED_ENDED}]
    latest = spoken[-1].moment if spoken else told[-1].moment
    real = _first(told, Told.ENDED)
    if real is not None:
        return max(real.moment, latest), False
    presumed = [e for e in told if e.kind is Told.PRESUMED_ENDED]
    if presumed and presumed[-1].moment >= latest:
        return presumed[-1].moment, True
    return None, False


def _ending(
    told: Sequence[CallEvent], answered: CallEvent | None, ended: datetime | None, *, presumed: bool
) -> Ending:
    if ended is None:
        return Ending.OPEN
    if answered is not None:
        return Ending.ANSWERED
    if presumed:
        return Ending.LOST
    asked = _first(told, Told.QUEUED, Told.RANG, Told.NO_ANSWER) or _asks_for_a_call(told)
    menu = any(event.more.get("menu") is True for event in told)
    return Ending.IN_MENU if menu and asked is None else Ending.ABANDONED


def _asks_for_a_call(told: Sequence[CallEvent]) -> CallEvent | None:
    """Return where a caller asked in the menu to be called back, which is owed as to no other."""
    return next((e for e in told if e.kind is Told.KEYED and e.more.get("call_back")), None)


# ── who spoke ────────────────────────────────────────────────────────────────────────────────


def _answered_by(told: Sequence[CallEvent]) -> str:
    """Return who took the call first: who answered, else at whose seat it was talked or rang."""
    for kinds in ((Told.ANSWERED,), _TALKED):
        seat = next((e.seat for e in told if e.kind in kinds and e.seat), "")
        if seat:
            return seat
    talked = _first(told, *_TALKED)
    rang = [e.seat for e in told if e.kind is Told.RANG and e.seat]
    return rang[-1] if talked is not None and rang else ""


def _with_seat(told: Sequence[CallEvent]) -> str:
    """Return who speaks last: who answered, or to whom it was transferred."""
    seat = _answered_by(told)
    for event in told:
        if event.kind is Told.TRANSFERRED:
            seat = str(event.more.get("to") or seat)
        elif event.kind is Told.ANSWERED and event.seat:
            seat = event.seat
    return seat


def _held(told: Sequence[CallEvent]) -> bool:
    held = False
    for event in told:
        if event.kind in _TALKED:
            held = event.kind is Told.HELD
    return held


def _hold_seconds(told: Sequence[CallEvent], ended: datetime | None) -> int:
    total, since = 0, None
    for event in told:
        if event.kind is Told.HELD:
            since = since or event.moment
        elif event.kind in _TALKED and since is not None:
            total, since = total + _seconds(since, event.moment), None
    if since is not None and ended is not None:
        total += _seconds(since, ended)
    return total


def _rang(told: Sequence[CallEvent]) -> tuple[Ring, ...]:
    return tuple(
        Ring(seat=event.seat, at=event.moment, rings=_rings(told, event.seat))
        for event in told
        if event.kind is Told.RANG and event.seat
    )


def _rings(told: Sequence[CallEvent], seat: str) -> int | None:
    return _last_count([e for e in told if e.seat == seat], "rings")


def _missed(told: Sequence[CallEvent]) -> tuple[Ring, ...]:
    """Return the seats that let it ring: told so, once each and never who took it."""
    took = {e.seat for e in told if e.kind in _TALKED}
    missed: dict[str, Ring] = {}
    for event in told:
        if event.kind is Told.NO_ANSWER and event.seat and event.seat not in took:
            ring = Ring(seat=event.seat, at=event.moment, rings=_rings(told, event.seat))
            missed.setdefault(event.seat, ring)
    return tuple(missed.values())


def _moved(told: Sequence[CallEvent]) -> tuple[tuple[str, str, datetime], ...]:
    return tuple(
        (event.seat, str(event.more.get("to") or ""), event.moment)
        for event in told
        if event.kind is Told.TRANSFERRED
    )
