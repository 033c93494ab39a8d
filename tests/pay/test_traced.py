"""A traced number is as good as the number, and what was found with it holds between its bounds."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from shouwen.pay.many.traced import FAR, Traced

pytestmark = pytest.mark.once


def _walked(number: Fraction, seed: int) -> list[object]:
    """Do something with a number, as rules do, and tell everything that came of it."""
    chance = random.Random(seed)
    found: list[object] = []
    for _ in range(5):
        other = Fraction(chance.randrange(-900, 900), chance.choice((1, 3, 100)))
        deed = chance.randrange(8)
        if deed == 0:
            number = number + other
        elif deed == 1:
            number = other - number
        elif deed == 2:
            number = max(number, other)
        elif deed == 3:
            number = min(other, number)
        elif deed == 4:
            found.append(number == other)
        elif deed == 5:
            found.append(min([other, number]) is other)
        else:
            found.append((number <= other, other < number, bool(number)))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_between_its_bounds_everything_comes_out_the_same(seed):
    parts = random.Random(seed).randrange(-60_000, 60_000)
    traced, seen = Traced.of(parts, 100)

    found = _walked(traced, seed)

    assert seen.low <= parts <= seen.high
    inside = {max(seen.low, parts - 5000), parts, min(seen.high, parts + 5000)}
    for other in inside | {max(seen.low, -FAR), min(seen.high, FAR)}:
        assert _walked(Fraction(other, 100), seed) == found


@pytest.mark.parametrize(
    "leak", [str, float, int, hash, lambda n: n * n, lambda n: n / 3, Fraction]
)
def test_whoever_looks_at_the_number_itself_ties_it_down(leak):
    traced, seen = Traced.of(12_345, 100)

    assert leak(traced) == leak(Fraction(12_345, 100))
    assert (seen.low, seen.high) == (12_345, 12_345)
