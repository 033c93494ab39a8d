"""A simulated exchange: callers, patience and seats as they might be, the same for the same seed.

It knows neither the database nor the clock: it acts out some hours and tells of them as a real
exchange would. The demonstration and training hear it through the same door as any other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shouwen.calls.words import CallEvent, Told

LETS_RING = 20.0  # seconds until the call goes to another seat
AWAY = 30.0  # seconds until a seat that let it ring is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way through a menu: what is pressed on it, as told, and the queue it leads to.

    Callers with more ``priority`` go first. After ``longest`` seconds one goes on to
    ``overflow``. Where ``call_back`` is told, the caller asks for it and hangs up.
    """

    keyed: tuple[Mapping[str, Any], ...]
    queue: str = ""
    priority: int = 0
    longest: float | None = None
    overflow: str = ""
    call_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A centre to act out: ``seats`` are keys of members, times are seconds.

    Callers hang up after ``patience`` on average; half of the calls are shorter than ``service``.
    ``unheard`` is the share of rings that nobody at the seat picks up, ``menu`` of callers who hang
    up in the menu. Callers take one of the ``ways`` through it, each as likely as the others.
    """

    seats: tuple[str, ...]
    per_hour: float = 60.0
    patience: float = 120.0
    service: float = 150.0
    spread: float = 0.7
    after_call: float = 20.0
    unheard: float = 0.03
    menu: float = 0.05
    queue: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(slots=True)
class _Caller:
    """One caller on the way through the centre; times are seconds from its beginning."""

    ref: str
    came: float
    queued: float
    leaves: float
    told: list[tuple[float, Told, str, dict[str, Any]]]

    def tell(self, at: float, kind: Told, seat: str = "", **more: Any) -> None:
        self.told.append((at, kind, seat, more))


def acted_out(centre: Centre, *, begins: datetime, hours: float, seed: int) -> list[CallEvent]:
    """Return everything the exchange tells of the callers of some hours, in order of time.

    Who came last is spoken to as well, so the end lies somewhat after the hours. Raises ValueError
    for a centre without seats.
    """
    if not centre.seats:
        raise ValueError("A centre needs at least one seat.")
    chance = Random(seed)  # noqa: S311 - a play, no secret
    free = dict.fromkeys(centre.seats, 0.0)
    told: list[tuple[float, CallEvent]] = []
    for caller in _callers(centre, chance, hours * 3600):
        _serve(caller, centre, chance, free)
        told += _events(caller, begins)
    return [event for _at, event in sorted(told, key=lambda one: one[0])]


def _callers(centre: Centre, chance: Random, until: float) -> Iterator[_Caller]:
    """Yield the callers in the order in which they reach the queue, apart from each other."""
    found: list[_Caller] = []
    now = 0.0
    while (now := now + chance.expovariate(centre.per_hour / 3600)) < until:
        queued = now + chance.uniform(4, 14)
        # Few hang up at once; most wait about as long as people do.
        leaves = queued + 3 + chance.expovariate(1 / centre.patience)
        number = f"1390000{chance.randrange(10_000):04d}"
        caller = _Caller(f"s{len(found) + 1:06d}", now, queued, leaves, [])
        caller.tell(now, Told.ARRIVED, number=number)
        found.append(caller)
    yield from sorted(found, key=lambda caller: caller.queued)


def _serve(caller: _Caller, centre: Centre, chance: Random, free: dict[str, float]) -> None:
    """Bring one caller to an end: in the menu, in the queue, or after speaking to a seat."""
    if chance.random() < centre.menu:
        caller.tell(caller.queued, Told.ENDED, by="caller", menu=True)
        return
    way = chance.choice(centre.ways) if centre.ways else Way(keyed=(), queue=centre.queue)
    for said in way.keyed:
        caller.tell(caller.queued, Told.KEYED, **said)
    if way.call_back:
        caller.tell(caller.queued, Told.ENDED, by="caller")
        return
    caller.tell(caller.queued, Told.QUEUED, queue=way.queue)
    ready = caller.queued
    while True:
        seat = min(free, key=lambda key: (free[key], key))
        rings = max(ready, free[seat])
        if rings >= caller.leaves:
            break
        caller.tell(rings, Told.RANG, seat)
        if chance.random() >= centre.unheard:
            picks_up = rings + chance.uniform(2, 9)
            if picks_up < caller.leaves:
                free[seat] = _talk(caller, centre, chance, seat, rings, picks_up)
                return
            free[seat] = caller.leaves
            break
        ready = min(rings + LETS_RING, caller.leaves)
        free[seat] = ready + AWAY
        if ready < caller.leaves:
            caller.tell(ready, Told.NO_ANSWER, seat, rings=_rings(LETS_RING))
    caller.tell(caller.leaves, Told.ENDED, by="caller")


def _talk(
    caller: _Caller, centre: Centre, chance: Random, seat: str, rings: float, begun: float
) -> float:
    """Let a caller be spoken to; return when the seat is free again."""
    lasts = max(5.0, chance.lognormvariate(math.log(centre.service), centre.spread))
    caller.tell(begun, Told.ANSWERED, seat, rings=_rings(begun - rings))
    if lasts > 60 and chance.random() < 0.15:  # noqa: PLR2004 - now and then something is looked up
        held = begun + lasts * chance.uniform(0.2, 0.5)
        caller.tell(held, Told.HELD, seat)
        caller.tell(held + lasts * chance.uniform(0.05, 0.3), Told.RESUMED, seat)
    by = "caller" if chance.random() < 0.8 else "seat"  # noqa: PLR2004 - mostly the caller
    caller.tell(begun + lasts, Told.ENDED, seat, by=by)
    return begun + lasts + chance.expovariate(1 / centre.after_call)


def _rings(seconds: float) -> int:
    # One second of tone and four of silence.
    return int(seconds // 5) + 1


def _events(caller: _Caller, begins: datetime) -> Iterator[tuple[float, CallEvent]]:
    for number, (at, kind, seat, more) in enumerate(caller.told):
        moment = begins + timedelta(seconds=round(at, 3))
        yield at, CallEvent(
            call=f"{begins:%Y%m%d%H%M%S}-{caller.ref}", key=str(number), kind=kind, at=moment,
            received_at=moment, seat=seat, more=more,
        )  # fmt: skip
