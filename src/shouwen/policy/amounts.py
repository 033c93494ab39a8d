"""Amounts of money and points in whole units, and lengths of time with their unit.

Money is counted in fen and points in ten-thousandths, both as whole numbers, so nothing is ever
rounded twice. Rounding happens once, half up, when a product is turned into an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

YUAN = "yuan"
FEN_PER_YUAN = 100
PARTS_PER_POINT = 10_000

_QUANTITY = re.compile(r"^\s*([+-]?\d+(?:\.\d+)?)\s*([A-Za-z_][\w]*)\s*$")
_PERCENT = re.compile(r"^\s*([+-]?\d+(?:\.\d+)?)\s*(%|‰)\s*$")


class AmountError(ValueError):
    """A text is not an amount, a length or a percentage; the message says how to write one."""


def parts_per(unit: str) -> int:
    """Return how many whole parts make one of ``unit``: 100 for yuan, 10,000 for any points."""
    return FEN_PER_YUAN if unit == YUAN else PARTS_PER_POINT


def rounded(exact: Fraction) -> int:
    """Return the nearest whole number; a half goes away from zero (half up, 四舍五入)."""
    return half_up(exact.numerator, exact.denominator)


def half_up(above: int, below: int) -> int:
    """Return the whole number nearest to ``above / below``, with ``below`` greater than zero.

    The two need not be in lowest terms, so that a product can be rounded without reducing it first.
    """
    whole = (2 * abs(above) + below) // (2 * below)
    return whole if above >= 0 else -whole


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """So much of one unit, exactly: ``Quantity("yuan", 27000)`` is 270 yuan.

    ``unit`` is ``yuan`` or the name of a kind of points; ``parts`` counts fen or ten-thousandths.
    """

    unit: str
    parts: int

    @classmethod
    def of(cls, value: Decimal | Fraction | int | str, unit: str) -> Quantity:
        """Return ``value`` of ``unit``, rounded half up to a whole part."""
        exact = value if isinstance(value, Fraction) else Decimal(value)
        above, below = exact.as_integer_ratio()
        return cls(unit, half_up(above * parts_per(unit), below))

    @classmethod
    def product(cls, one: Fraction, other: Fraction, unit: str) -> Quantity:
        """Return ``one`` times ``other`` of ``unit``, rounded half up once to a whole part."""
        above = one.numerator * other.numerator * parts_per(unit)
        return cls(unit, half_up(above, one.denominator * other.denominator))

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read ``270 yuan``, ``-100.50 yuan`` or ``2 service_points``; raise AmountError."""
        found = _QUANTITY.match(str(text))
        if not found:
            raise AmountError(f"“{text}” is not an amount; write a number and a unit: `270 yuan`.")
        number, unit = Decimal(found[1]), found[2]
        exact = number * parts_per(unit)
        if exact != exact.to_integral_value():
            raise AmountError(f"“{text}” is finer than the smallest part of {unit}.")
        return cls(unit, int(exact))

    @property
    def value(self) -> Decimal:
        """The amount as a decimal number of its unit."""
        return Decimal(self.parts) / parts_per(self.unit)

    @property
    def exact(self) -> Fraction:
        """The amount as an exact fraction of its unit."""
        return Fraction(self.parts, parts_per(self.unit))

    def __neg__(self) -> Quantity:
        """Return the same amount the other way."""
        return Quantity(self.unit, -self.parts)

    def __abs__(self) -> Quantity:
        """Return the amount without its sign."""
        return Quantity(self.unit, abs(self.parts))

    def times(self, factor: Decimal | Fraction | int) -> Quantity:
        """Return ``factor`` times this amount, rounded half up once."""
        above, below = factor.as_integer_ratio()
        return Quantity(self.unit, half_up(above * self.parts, below))

    def __str__(self) -> str:
        """Write money with two decimals and points as short as they are exact."""
        if self.unit == YUAN:
            return f"{self.value:.2f} {self.unit}"
        return f"{plain(self.value)} {self.unit}"


def plain(number: Decimal) -> str:
    """Write a decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(text: str) -> Fraction:
    """Read ``99 %`` or ``5 ‰`` as an exact fraction; raise AmountError."""
    found = _PERCENT.match(str(text))
    if not found:
        raise AmountError(f"“{text}” is not a percentage; write for example `99 %`.")
    return Fraction(Decimal(found[1])) / (100 if found[2] == "%" else 1000)


def number(value: object) -> Decimal:
    """Read a plain number; raise AmountError for anything else, booleans included."""
    if isinstance(value, bool) or value is None:
        raise AmountError(f"“{value}” is not a number.")
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise AmountError(f"“{value}” is not a number.") from None
    if not found.is_finite():
        raise AmountError(f"“{value}” is not a number.")
    return found


class TimeUnit(StrEnum):
    """Units a length of time can have; ``working_`` ones pass only while the house is open."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WORKING_MINUTE = "working minute"
    WORKING_HOUR = "working hour"
    WORKING_DAY = "working day"


_LENGTH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*((?:working\s+)?[a-z]+?)s?\s*$")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as the regulation writes it: ``3 working days``, ``24 hours``."""

    count: Decimal
    unit: TimeUnit

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read ``3 working days`` or ``30 minutes``; raise AmountError."""
        found = _LENGTH.match(" ".join(str(text).split()))
        if not found or found[2] not in list(TimeUnit):
            units = ", ".join(f"{u}s" for u in TimeUnit)
            raise AmountError(
                f"“{text}” is not a length of time; write a number and one of: {units}."
            )
        unit = TimeUnit(found[2])
        count = Decimal(found[1])
        if unit is TimeUnit.MONTH and count != count.to_integral_value():
            raise AmountError(f"“{text}”: months are counted whole.")
        return cls(count, unit)

    def __str__(self) -> str:
        """Write the length back the way it is read."""
        plural = "" if self.count == 1 else "s"
        return f"{plain(self.count)} {self.unit}{plural}"
