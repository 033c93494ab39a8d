"""Charts of demand in the units of a small drawing: bars for contacts, a line for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _HIGH, _LEFT, _BELOW = 720, 140, 34, 20
_ROOM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with what it says, and where it leads."""

    x: float
    y: float
    height: float
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars over a common ground, a line over them, and the words below."""

    bars: tuple[Bar, ...]
    line: str
    levels: tuple[tuple[float, int], ...]
    words: tuple[tuple[float, str], ...]
    bar: float
    width: int = _WIDTH + _LEFT
    height: int = _HIGH + _BELOW
    base: int = _HIGH
    left: int = _LEFT

    @property
    def leads(self) -> bool:
        """Whether the bars lead anywhere."""
        return any(bar.href for bar in self.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one bar shows: how much, what it says, what stands below it."""

    value: float
    title: str
    word: str = ""
    href: str = ""


def chart_of(points: Sequence[Point], line: Sequence[float] = ()) -> Chart:
    """Return bars as high as their values; ``line`` is drawn to the same measure."""
    step = _WIDTH / max(len(points), 1)
    top = max([point.value for point in points] + list(line) + [1.0])
    bars = tuple(
        Bar(
            x=round(_LEFT + place * step, 1), y=round(_HIGH - _scaled(point.value, top), 1),
            height=round(_scaled(point.value, top), 1), title=point.title, href=point.href,
        )
        for place, point in enumerate(points)
    )  # fmt: skip
    words = tuple(
        (round(_LEFT + place * step, 1), point.word)
        for place, point in enumerate(points)
        if point.word
    )
    levels = sorted({0, int(top / 2), int(top)})
    return Chart(
        bars=bars, line=_corners(line, step, top), words=words, bar=round(max(step - 1.5, 1), 1),
        levels=tuple((round(_HIGH - _scaled(n, top), 1), n) for n in levels),
    )  # fmt: skip


def _corners(line: Sequence[float], step: float, top: float) -> str:
    if not any(line):
        return ""
    heights = [round(_HIGH - _scaled(value, top), 1) for value in line]
    return " ".join(
        f"{_LEFT + place * step:.1f},{y} {_LEFT + (place + 1) * step:.1f},{y}"
        for place, y in enumerate(heights)
    )


def _scaled(value: float, top: float) -> float:
    return value * (_HIGH - _ROOM) / top
