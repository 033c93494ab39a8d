"""Dividing an amount among several: each by its rate, the last takes the remainder."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator

from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.figures import Portion, wrong
from shouwen.policy.kinds.parties import Anybody
from shouwen.policy.kinds.task import Inner


class Share(Inner):
    """One part of the amount: who gets it and which rate."""

    to: Anybody
    rate: Portion


def _whole(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    rates = [share.rate for share in shares]
    if len(shares) == 1:
        raise wrong("One share is no division.", "Leave `shares` out, or name the others.")
    total = sum((rate for rate in rates if rate is not None), Fraction(0))
    if None not in rates and shares and total != 1:
        raise wrong(
            f"The shares add up to {float(total * 100):g} %, not to 100 %.",
            "Change the rates so that the whole amount is given out.",
        )
    return shares


Shares = Annotated[tuple[Share, ...], AfterValidator(_whole)]


def divide(quantity: Quantity, rates: tuple[Fraction, ...]) -> tuple[Quantity, ...]:
    """Divide an amount by rates; each part is rounded half up, the last takes the remainder.

    The parts always add up to the whole. No part takes more than the ones before it have left: of
    four fen for seven, four get one each.
    """
    rest = quantity.parts
    parts = []
    for rate in rates[:-1]:
        rounded = quantity.times(rate).parts
        part = min(rounded, rest) if quantity.parts >= 0 else max(rounded, rest)
        parts.append(Quantity(quantity.unit, part))
        rest -= part
    return (*parts, Quantity(quantity.unit, rest))
