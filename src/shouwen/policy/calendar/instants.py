"""Moments as whole microseconds since 1970 UTC, and what the clock on the wall says.

Inside the calendar every moment is one integer: comparing and adding them is exact, and summer
time cannot creep in. Where the wall clock jumps, a time that never shows means the jump itself, and
while an hour repeats the wall counts as standing still, so that later never turns into sooner.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND


def to_instant(moment: datetime) -> int:
    """Return an aware moment as an instant; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} carries no time zone; pass an aware moment.")
    return (moment - EPOCH) // MICROSECOND


def to_moment(instant: int, zone: tzinfo) -> datetime:
    """Return an instant as a moment on the clocks of ``zone``."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def at_wall(wall: datetime, zone: tzinfo) -> int:
    """Return the instant at which the clocks of ``zone`` first show the naive time ``wall``."""
    instant = to_instant(wall.replace(tzinfo=zone))
    if to_moment(instant, zone).replace(tzinfo=None) == wall:
        return instant
    before = to_instant(wall.replace(tzinfo=zone, fold=1))
    return _jump(min(before, instant), max(before, instant), zone)


def at_minute(day: date, minutes: int, zone: tzinfo) -> int:
    """Return the instant ``minutes`` after midnight of ``day``, as the wall clock counts."""
    midnight = datetime.combine(day, time())
    return at_wall(midnight + timedelta(minutes=minutes), zone)


def wall_of(instant: int, zone: tzinfo) -> datetime:
    """Return the naive wall time of an instant, standing still while an hour repeats."""
    moment = to_moment(instant, zone)
    if not moment.fold:
        return moment.replace(tzinfo=None)
    first = to_instant(moment.replace(fold=0))
    jump = _jump(first, instant, zone)
    shown = to_moment(jump, zone).replace(tzinfo=None)
    return shown + timedelta(microseconds=instant - first)


def _jump(low: int, high: int, zone: tzinfo) -> int:
    """Return the first instant after ``low`` whose offset is that of ``high``."""
    target = to_moment(high, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if to_moment(middle, zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return high
