"""Short ways to answer what figures ask, and to read what came of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.policy.judge import Answers
from shouwen.policy.rulings import Nothing, Party, Ruling, Transfer

CHINA = ZoneInfo("Asia/Shanghai")


def answering(answer: Any) -> Answers:
    """Return answers: one for everything, or what a function says."""
    return Answers(answer if callable(answer) else lambda _: answer)


def signed(ruling: Ruling, person: str = "li") -> Decimal:
    """Return the amount from the person's side; Nothing is nought."""
    if isinstance(ruling, Nothing):
        return Decimal(0)
    assert isinstance(ruling, Transfer), ruling
    gains = ruling.payee == Party("member", person)
    return ruling.quantity.value if gains else -ruling.quantity.value
