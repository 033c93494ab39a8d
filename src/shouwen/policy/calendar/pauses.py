"""Pauses: stretches in which one obligation's clock stands still."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from shouwen.policy.calendar.instants import to_instant
from shouwen.policy.calendar.working import Pause

Pauses = Sequence[tuple[datetime, datetime | None]]


def read_pauses(pauses: Pauses) -> tuple[Pause, ...]:
    """Return pauses as sorted, disjoint stretches; those without length vanish.

    A pause is ``(paused, resumed)``; ``resumed`` None means it still lasts. Raises ValueError for
    one that is resumed before it began.
    """
    return _merged(sorted((_read(p) for p in pauses), key=lambda p: p[0])) if pauses else ()


def _read(pause: tuple[datetime, datetime | None]) -> Pause:
    begins = to_instant(pause[0])
    ends = None if pause[1] is None else to_instant(pause[1])
    if ends is not None and ends < begins:
        raise ValueError(f"The pause of {pause[0]} ends at {pause[1]}, before it began.")
    return begins, ends


def _merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    out: list[Pause] = []
    for begins, ends in pauses:
        if ends == begins:
            continue
        if out and (out[-1][1] is None or out[-1][1] >= begins):
            out[-1] = (out[-1][0], _later(out[-1][1], ends))
        else:
            out.append((begins, ends))
    return tuple(out)


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def standing(pauses: Sequence[Pause], instant: int) -> Pause | None:
    """Return the pause in which the clock stands still at ``instant``, if any."""
    for begins, ends in pauses:
        if begins <= instant and (ends is None or instant < ends):
            return begins, ends
    return None
