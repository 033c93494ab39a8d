"""The trend of a target as bars: where each stands, reckoned in the units of a small drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shouwen.enforcement.targets import TargetRow

WIDTH, HEIGHT, GAP = 600, 120, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period: a bar from the ground up; ``row`` is None where nothing was measured."""

    row: TargetRow | None
    label: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Where the label stands."""
        return self.x + self.width // 2

    @property
    def tone(self) -> str:
        """Met, missed, or nothing to say."""
        if self.row is None or self.row.met is None:
            return "calm"
        return "fine" if self.row.met else "late"


def bars(rows: Sequence[TargetRow | None], labels: Sequence[str]) -> list[Bar]:
    """Return a bar for each period; the full height is everything that is counted."""
    width = (WIDTH - GAP * (len(rows) - 1)) // max(len(rows), 1)
    return [
        _bar(row, label, place * (width + GAP), width)
        for place, (row, label) in enumerate(zip(rows, labels, strict=True))
    ]


def _bar(row: TargetRow | None, label: str, x: int, width: int) -> Bar:
    height = round(share_of(row) * HEIGHT)
    return Bar(row=row, label=label, x=x, y=HEIGHT - height, width=width, height=height)


def share_of(row: TargetRow | None) -> Fraction:
    """Return how much of what is counted complies; nothing counted is nothing drawn."""
    if row is None or not row.denominator:
        return Fraction(0)
    return Fraction(row.numerator, row.denominator)


def threshold_line(row: TargetRow) -> int | None:
    """Return how high the threshold stands, or None where it is no share of what is counted."""
    if not row.is_share or not row.threshold.endswith("%"):
        return None
    return HEIGHT - round(Fraction(row.threshold.rstrip("% ")) / 100 * HEIGHT)
