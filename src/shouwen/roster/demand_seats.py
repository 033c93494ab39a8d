"""From contacts to seats and people, interval by interval, and the service they should give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError
from shouwen.roster.demand_figures import Promise, promise_of
from shouwen.roster.models import Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the contacts of a day need: seats staffed, and people rostered for them."""

    seats: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What so many seats should give in one interval, in per cent and seconds."""

    level: float
    abandoned: float
    wait: float
    busy: float


def needs(stream: Stream, days: Mapping[date, Sequence[float]]) -> dict[date, Need]:
    """Return what the contacts of some days need; equal intervals are worked out once.

    Raises:
        RefusedError: Where nothing is promised, or no number of seats can keep the promise.
    """
    known: dict[tuple[float, Promise], tuple[int, int]] = {}
    found: dict[date, Need] = {}
    for day, counts in days.items():
        promise = promise_of(stream, day)
        pairs = [_pair(known, stream, round(count, 2), promise) for count in counts]
        found[day] = Need(
            seats=tuple(seats for seats, _people in pairs),
            people=tuple(people for _seats, people in pairs),
        )
    return found


def _pair(
    known: dict[tuple[float, Promise], tuple[int, int]],
    stream: Stream,
    count: float,
    promise: Promise,
) -> tuple[int, int]:
    if (count, promise) not in known:
        known[count, promise] = _worked(stream, count, promise)
    return known[count, promise]


def _worked(stream: Stream, count: float, promise: Promise) -> tuple[int, int]:
    from shouwen.planning.staffing import Aim, Interval, plan  # noqa: PLC0415 - heavy

    interval = Interval(
        count, stream.minutes, stream.handling, stream.patience, at_once=stream.at_once
    )
    aim = Aim(level=promise.level, within=promise.within)
    try:
        (seats,) = plan([interval], aim, shrinkage=stream.shrinkage / 100)
    except ValueError:
        said = _("No number of seats answers %(level)s %% within %(within)s seconds.")
        values = {"level": round(promise.level * 100), "within": round(promise.within)}
        raise RefusedError(said % values) from None
    return seats.seats, seats.people


def given(
    stream: Stream, counts: Sequence[float], seats: Sequence[int], promise: Promise
) -> list[Given]:
    """Return the service that seats should give, interval by interval, each by itself."""
    from shouwen.planning.staffing import Load, service  # noqa: PLC0415 - heavy

    found = []
    for count, staffed in zip(counts, seats, strict=True):
        load = Load(count / (stream.minutes * 60), stream.handling, stream.patience)
        told = service(load, seats=staffed * stream.at_once, within=promise.within)
        found.append(
            Given(
                level=told.level * 100, abandoned=told.abandoned * 100, wait=told.wait,
                busy=told.busy * 100,
            )
        )  # fmt: skip
    return found
