"""Quiet hours of posts: when mail leaves that is to wake nobody.

A span holds from its beginning up to, but not at, its end, by the clock of the house.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when to when the holders of a post are not disturbed; it may cross midnight."""

    since: time
    until: time

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after it begins."""
        return self.until <= self.since

    def holds_at(self, clock: time) -> bool:
        """Return whether it is quiet at a time of day."""
        if self.crosses_midnight:
            return clock >= self.since or clock < self.until
        return self.since <= clock < self.until


def leaves_at(at: datetime, spans: Collection[Quiet | None], zone: tzinfo) -> datetime:
    """Return the first moment from ``at`` on at which not every one of some posts is quiet.

    None stands for a post without quiet hours; whoever holds no post at all is never quiet.
    """
    return min((_over(at, span, zone) for span in spans), default=at)


def _over(at: datetime, span: Quiet | None, zone: tzinfo) -> datetime:
    local = at.astimezone(zone)
    clock = local.time()
    if span is None or not span.holds_at(clock):
        return at
    tomorrow = span.crosses_midnight and clock >= span.since
    day = local.date() + timedelta(days=tomorrow)
    # In the hour that a clock put back shows twice, it stays the one that it is.
    return datetime.combine(day, span.until, zone).replace(fold=local.fold).astimezone(UTC)
