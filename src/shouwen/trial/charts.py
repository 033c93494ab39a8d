"""Trials as bars: what was missed month by month on either side, who would have more or less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shouwen.trial.replay.summing import MISSED

WIDTH, HEIGHT, GAP = 600, 120, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar from the ground up; ``side`` is now or drafted."""

    side: str
    value: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Month:
    """Both bars of a month with its label."""

    label: str
    middle: int
    bars: tuple[Bar, ...]


def missed_by_month(result: Mapping[str, Any]) -> list[Month]:
    """Return the bars: how many obligations that began in a month were missed."""
    months = [(str(one["month"]), _missed(one)) for one in result.get("months", ())]
    most = max((max(pair) for _label, pair in months), default=0)
    if not most:
        return []
    width = min((WIDTH - GAP * (len(months) - 1)) // len(months), WIDTH // 4)
    return [_month(label, pair, place, width, most) for place, (label, pair) in enumerate(months)]


def _missed(sums: Mapping[str, Any]) -> tuple[int, int]:
    pairs = [pair for key, pair in sums["owed"].items() if key in MISSED]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _month(label: str, pair: tuple[int, int], place: int, width: int, most: int) -> Month:
    x, half = place * (width + GAP), (width - 4) // 2
    bars = tuple(
        Bar(side=side, value=value, x=x + n * (half + 4), width=half,
            height=round(HEIGHT * value / most), y=HEIGHT - round(HEIGHT * value / most))
        for n, (side, value) in enumerate(zip(("now", "drafted"), pair, strict=True))
    )  # fmt: skip
    return Month(label, x + width // 2, bars)


# Half of the width of a row of gains and losses: bars go from the middle to either side.
HALF = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What somebody would have had more or less: their bar, and ``parts`` of the unit."""

    party: str
    parts: int
    x: int
    width: int


def gains(changes: Sequence[tuple[str, int]], shown: int) -> list[Gain]:
    """Return those who gain most, then those who lose most, at most ``shown`` of either."""
    ordered = sorted(changes, key=lambda one: -one[1])
    kept = [one for one in ordered if one[1] > 0][:shown]
    kept += [one for one in ordered if one[1] < 0][-shown:]
    most = max((abs(parts) for _party, parts in kept), default=1)
    return [_gain(party, parts, round(HALF * abs(parts) / most)) for party, parts in kept]


def _gain(party: str, parts: int, width: int) -> Gain:
    return Gain(party=party, parts=parts, x=HALF if parts > 0 else HALF - width, width=width)
