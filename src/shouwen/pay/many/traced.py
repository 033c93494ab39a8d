"""A number that notices what is asked of it, and for which others the answers were the same.

Rules mostly only compare a balance with something. Judged with a :class:`Traced` balance, a fact
tells between which balances its rulings stay the same, and those need no judge of their own.
Whatever else is done with the number (printed, multiplied by itself, rounded) ties it down to the
one it is.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from numbers import Rational
from typing import Any, Self

FAR = 2**62


class Seen:
    """Between which whole numbers of parts, both included, everything stays as it was."""

    __slots__ = ("high", "low", "parts")

    def __init__(self, parts: int) -> None:
        """Begin with no bounds."""
        self.parts, self.low, self.high = parts, -FAR, FAR

    def at_least(self, bound: int) -> None:
        """Keep to so many parts and more."""
        self.low = max(self.low, bound)

    def at_most(self, bound: int) -> None:
        """Keep to so many parts and less."""
        self.high = min(self.high, bound)

    def exactly(self) -> None:
        """Keep to the number itself."""
        self.low = self.high = self.parts


class Traced(Fraction):
    """``slope`` times the parts plus ``start``, as exact as any Fraction, and noticed."""

    __slots__ = ("_seen", "_slope", "_start")
    _seen: Seen
    _slope: Fraction
    _start: Fraction

    def __new__(cls, seen: Seen, slope: Fraction, start: Fraction) -> Self:
        """Return the number that the parts come to."""
        found = object.__new__(cls)
        found._seen, found._slope, found._start = seen, slope, start
        return found

    @classmethod
    def of(cls, parts: int, parts_per_unit: int) -> tuple[Traced, Seen]:
        """Return so many parts as a number of units, and what is seen of it."""
        seen = Seen(parts)
        return cls(seen, Fraction(1, parts_per_unit), Fraction()), seen

    @property
    def _value(self) -> Fraction:
        return self._slope * self._seen.parts + self._start

    # Whatever Fraction does by itself reads these two: then it is this number and no other.

    @property
    def _numerator(self) -> int:
        self._seen.exactly()
        return self._value.numerator

    @property
    def _denominator(self) -> int:
        self._seen.exactly()
        return self._value.denominator

    # ── what leaves it a number of the same parts ────────────────────────────────────────────

    def __add__(self, other: Any) -> Any:
        if not _is_plain(other):
            return Fraction.__add__(self, other)
        return Traced(self._seen, self._slope, self._start + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if not _is_plain(other):
            return Fraction.__sub__(self, other)
        return Traced(self._seen, self._slope, self._start - other)

    def __rsub__(self, other: Any) -> Any:
        if not _is_plain(other):
            return Fraction.__rsub__(self, other)
        return Traced(self._seen, -self._slope, other - self._start)

    def __neg__(self) -> Traced:
        return Traced(self._seen, -self._slope, -self._start)

    # ── comparisons ──────────────────────────────────────────────────────────────────────────

    def __lt__(self, other: Any) -> bool:
        return self._compared(other, Fraction.__lt__)

    def __le__(self, other: Any) -> bool:
        return self._compared(other, Fraction.__le__)

    def __gt__(self, other: Any) -> bool:
        return self._compared(other, Fraction.__gt__)

    def __ge__(self, other: Any) -> bool:
        return self._compared(other, Fraction.__ge__)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rational) or isinstance(other, Traced):
            return Fraction.__eq__(self, other)
        return self._side(Fraction(other)) == 0

    def __bool__(self) -> bool:
        return self._side(Fraction()) != 0

    def __hash__(self) -> int:  # type: ignore[override]
        self._seen.exactly()
        return hash(self._value)

    def _compared(self, other: Any, how: Callable[[Fraction, Any], bool]) -> bool:
        if not _is_plain(other):
            self._seen.exactly()
            return how(self._value, other)
        return how(Fraction(self._side(Fraction(other))), 0)

    def _side(self, other: Fraction) -> int:
        """Tell whether it is less (-1), the same or more, and stay on that side."""
        value = self._value
        edge = (other - self._start) / self._slope
        if value == other:
            self._seen.exactly()
        elif self._seen.parts > edge:
            self._seen.at_least(floor(edge) + 1)
        else:
            self._seen.at_most(ceil(edge) - 1)
        return (value > other) - (value < other)


def _is_plain(other: object) -> bool:
    return isinstance(other, Rational) and not isinstance(other, Traced)
