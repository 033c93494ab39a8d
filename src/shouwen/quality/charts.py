"""Small charts of quality: values over time as joined dots, in the units of a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

WIDTH, HEIGHT, LEFT, TOP, BELOW = 720, 200, 44, 14, 28
# So many words fit below a chart without touching each other, on a telephone as well.
MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a line: how much, what it says, where it leads; None leaves a gap."""

    value: float | None
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One value as it is drawn."""

    x: int
    y: int
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One line: its dots, and the runs of dots that are joined."""

    css: str
    dots: tuple[Dot, ...]
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines over one ground, with levels at the side and words below."""

    lines: tuple[Drawn, ...]
    levels: tuple[tuple[int, str], ...]
    words: tuple[tuple[int, str], ...]
    width: int = LEFT + WIDTH
    height: int = TOP + HEIGHT + BELOW
    left: int = LEFT
    base: int = TOP + HEIGHT

    @property
    def leads(self) -> bool:
        """Whether any dot leads anywhere."""
        return any(dot.href for line in self.lines for dot in line.dots)


def chart_of(
    lines: Sequence[tuple[str, Sequence[Value]]], words: Sequence[str], *, step: float
) -> Chart:
    """Return lines, each with its style; levels are multiples of ``step`` around all values."""
    known = [one.value for _css, values in lines for one in values if one.value is not None]
    low = floor(min(known, default=0) / step) * step
    high = max(ceil(max(known, default=0) / step) * step, low + step)
    every = max(ceil(len(words) / MOST_WORDS), 1)
    return Chart(
        lines=tuple(_drawn(css, values, low, high) for css, values in lines),
        levels=tuple((_y(n, low, high), f"{n:g}") for n in (low, (low + high) / 2, high)),
        words=tuple(
            (_x(place, len(words)), word)
            for place, word in enumerate(words)
            if not place % every
        ),
    )  # fmt: skip


def _x(place: int, of: int) -> int:
    return LEFT + round((place + 0.5) * WIDTH / of)


def _y(value: float, low: float, high: float) -> int:
    return TOP + round((high - value) * HEIGHT / (high - low))


def _drawn(css: str, values: Sequence[Value], low: float, high: float) -> Drawn:
    dots = [
        None
        if one.value is None
        else Dot(
            x=_x(place, len(values)), y=_y(one.value, low, high), title=one.title, href=one.href
        )
        for place, one in enumerate(values)
    ]
    return Drawn(css=css, dots=tuple(dot for dot in dots if dot), runs=tuple(_runs(dots)))


def _runs(dots: Sequence[Dot | None]) -> Iterator[str]:
    run: list[Dot] = []
    for dot in (*dots, None):
        if dot is not None:
            run.append(dot)
            continue
        if len(run) > 1:
            yield " ".join(f"{one.x},{one.y}" for one in run)
        run = []
