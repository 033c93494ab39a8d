"""Whether two conditions can hold for one and the same fact."""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.policy.amounts import AmountError
from shouwen.policy.kinds.conditions import Condition, Same, Within, plain_value


def may_meet(ones: Iterable[Condition], others: Iterable[Condition]) -> bool:
    """Tell whether some fact can meet one of these conditions and one of those."""
    return any(_both(one, other) for one in ones for other in others)


def _both(one: Condition, other: Condition) -> bool:
    if one.fact != other.fact:
        return False
    shared = one.tests.keys() & other.tests.keys()
    return all(_compatible(one.tests[name], other.tests[name]) for name in shared)


def _compatible(one: Same | Within, other: Same | Within) -> bool:
    if isinstance(one, Same):
        return any(_admits(other, value) for value in one.values)
    if isinstance(other, Same):
        return any(_admits(one, value) for value in other.values)
    return _cross(one, other)


def _admits(test: Same | Within, value: object) -> bool:
    try:
        return test.check(plain_value(value))
    except AmountError:
        return False


def _cross(one: Within, other: Within) -> bool:
    """Tell whether two intervals share a number; a blank bound could be anything."""
    bounds = (*one.bounds, *other.bounds)
    lows = [
        (b, n == "more_than") for n, b in bounds if n in ("at_least", "more_than") and b is not None
    ]
    highs = [
        (b, n == "less_than") for n, b in bounds if n in ("at_most", "less_than") and b is not None
    ]
    if not lows or not highs:
        return True
    (low, above), (high, below) = max(lows), min(highs, key=lambda end: (end[0], not end[1]))
    return low < high or (low == high and not (above or below))
