"""What the quantity grammar finds in a stretch of text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Every = str
"""minute hour day week month quarter half_year year event"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit: exact when `low == high`, open where one of them is None.

    `unit` is a code ("yuan", "point", "hour", "percent", "time", "person", "nth" …), `said` the
    unit as printed; `before` and `after` are the words that bound it ("不超过", "内"); `low_in`
    and `high_in` say whether the end itself counts. `start` and `end` are offsets in the text.
    """

    start: int
    end: int
    unit: str
    said: str
    low: Decimal | None
    high: Decimal | None
    low_in: bool = True
    high_in: bool = True
    before: str = ""
    after: str = ""

    @property
    def value(self) -> Decimal:
        """Return the figure as printed: the only end, or of a range the lower one."""
        figure = self.low if self.low is not None else self.high
        return Decimal(0) if figure is None else figure

    @property
    def exact(self) -> bool:
        """Say whether nothing but one figure is meant."""
        return self.low == self.high

    @property
    def ranged(self) -> bool:
        """Say whether both ends are given and differ."""
        return self.low is not None and self.high is not None and self.low != self.high


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day ("17:30"), or from one to another; `day` counts days on from today."""

    start: int
    end: int
    time: str
    until: str = ""
    day: int | None = None
    before: str = ""
    after: str = ""

    @property
    def printed(self) -> str:
        """Return HH:MM, or HH:MM-HH:MM."""
        return f"{self.time}-{self.until}" if self.until else self.time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes round: every so many days, weeks, months, and when within them.

    `days` and `months` hold all of several weekdays or months, the first of which is `by_day` or
    `by_month`; empty when there is only one.
    """

    start: int
    end: int
    every: Every
    interval: Decimal = Decimal(1)
    times: Decimal | None = None
    by_day: Decimal | None = None
    by_month: Decimal | None = None
    last: bool = False
    days: tuple[Decimal, ...] = ()
    months: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All that the grammar finds in one text, each in the order of the text."""

    quantities: tuple[Quantity, ...]
    clocks: tuple[Clock, ...]
    rhythms: tuple[Rhythm, ...]
