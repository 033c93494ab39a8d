"""The figures a rule contains, read into exact values once, when the rule is loaded.

A figure that the regulation leaves blank is written ``____`` or ``null`` and loads as None: the
rule then says which figure it needs and never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from shouwen.policy import amounts
from shouwen.policy.amounts import YUAN, AmountError, Length, Quantity

_CLOCK = re.compile(r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
_NUMBER_WITH_UNIT = re.compile(r"^\s*([+-]?\d+)(?:\.(\d+))?\s*(?:[A-Za-z_]\w*)?\s*$")


def wrong(what: str, mend: str) -> PydanticCustomError:
    """Return the error for a wrong value: one sentence says what, one how to mend it."""
    return PydanticCustomError("wrong", "{what} {mend}", {"what": what, "mend": mend})


def is_blank(value: object) -> bool:
    """Tell whether a figure was left open: ``null`` or underscores."""
    if value is None:
        return True
    return isinstance(value, str) and bool(value.strip()) and not value.strip().strip("_＿")


def none_if_blank(value: Any) -> Any:
    """Read a word that the regulation left blank as None."""
    return None if is_blank(value) else value


def _figure(read: Callable[[Any], Any]) -> PlainValidator:
    def validate(value: Any) -> Any:
        if is_blank(value):
            return None
        try:
            return read(value)
        except AmountError as fault:
            what, _, mend = str(fault).partition("; ")
            raise wrong(
                what.rstrip(".") + ".", mend[:1].upper() + mend[1:] or "Write a number."
            ) from None

    return PlainValidator(validate)


def _money(value: Any) -> Quantity:
    found = Quantity.parse(value)
    if found.unit != YUAN:
        raise AmountError(f"“{value}” is not money; write the amount in yuan: `270 yuan`.")
    return found


def _count(value: Any) -> Fraction:
    """Read a number; a unit behind it (``17 service_points``, ``35 %``) is allowed."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and value.strip()[-1:] in "%‰":
        return amounts.percent(value)
    found = _NUMBER_WITH_UNIT.match(value) if isinstance(value, str) else None
    if found is None:
        return Fraction(amounts.number(value))
    whole, decimals = found[1], found[2] or ""
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _rate(value: Any) -> Fraction:
    found = amounts.percent(str(value))
    if abs(found) > 1:
        raise AmountError(f"“{value}” is more than 100 %; write for example `80 %`.")
    return found


def _portion(value: Any) -> Fraction:
    found = _rate(value)
    if found < 0:
        raise AmountError(f"“{value}” is below 0 %; write for example `80 %`.")
    return found


def _clock(value: Any) -> str:
    found = _CLOCK.match(value) if isinstance(value, str) else None
    if not found:
        raise AmountError(
            f'“{value}” is not a time of day; write hours and minutes in quotes: `"18:00"`.'
        )
    return found[1]


def _length(value: Any) -> Length:
    return Length.parse(str(value))


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold with the words it was written in: ``99 %`` stays ``99 %``."""

    value: Fraction
    written: str

    @classmethod
    def read(cls, value: Any) -> Bound:
        """Read a number, an amount or a percentage; raise AmountError."""
        return cls(_count(value), str(value).strip())


# Each may be None: the figure was left blank. A key that is absent altogether is a fault.
Amount = Annotated[Quantity | None, _figure(lambda value: Quantity.parse(str(value)))]
Money = Annotated[Quantity | None, _figure(_money)]
Count = Annotated[Fraction | None, _figure(_count)]
Portion = Annotated[Fraction | None, _figure(_portion)]
Rate = Annotated[Fraction | None, _figure(_rate)]
Percent = Annotated[Fraction | None, _figure(lambda value: amounts.percent(str(value)))]
Threshold = Annotated[Bound | None, _figure(Bound.read)]
Span = Annotated[Length | None, _figure(_length)]
Clock = Annotated[str | None, _figure(_clock)]


class Exact(str):
    """A worked number in the place of a detail: it reads as a text and is reckoned with exactly."""

    __slots__ = ("exact",)

    exact: Fraction

    @classmethod
    def of(cls, number: Fraction) -> Exact:
        """Write a number as a detail."""
        found = cls(number_text(number))
        found.exact = number
        return found


def read_number(value: object) -> Fraction:
    """Read a recorded detail as an exact number; raise AmountError when it is none.

    Money may carry its unit (``12200.00 yuan``) and a share its sign (``49.9 %``).
    """
    return value.exact if isinstance(value, Exact) else _count(value)


def exact(answer: object) -> Fraction:
    """Return an answer as the exact number it is; a Fraction stays the one that was given."""
    return answer if isinstance(answer, Fraction) else Fraction(str(answer))


def number_text(value: Fraction | Decimal | int) -> str:
    """Write an exact number briefly: no exponent, no trailing zeros, at most six decimals."""
    exact = Fraction(value)
    places = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(places) != exact:
        places = places.quantize(Decimal("0.000001"))
    return amounts.plain(places)


def percent_text(value: Fraction) -> str:
    """Write a fraction as a percentage with at most two decimals: ``98.67 %``."""
    places = Decimal(value.numerator * 100) / Decimal(value.denominator)
    if places != places.quantize(Decimal("0.01")):
        places = places.quantize(Decimal("0.01"))
    return f"{amounts.plain(places)} %"
