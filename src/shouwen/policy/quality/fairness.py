"""Signals of gaming (公平信号): whose share of something is far above that of the others.

A signal is no verdict: it says whom to look at, and why. The test is exact and conditional
(Fisher's, with an odds ratio that is let pass): how likely would so many be, or more, if this
person's odds were as much as ``times`` those of the others?
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import asin, exp, floor, inf, lgamma, log, sqrt
from statistics import median

from shouwen.policy.kinds.figures import percent_text
from shouwen.policy.steps import Step

# What makes a median deviation comparable with a standard deviation, for a normal spread.
_SPREAD = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a person's contacts are of a kind: ended at once, passed on, rated the best."""

    person: str
    having: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """How a person stands beside all others together.

    ``chance`` is the exact test's, after the number of people who were looked at (Holm).
    ``apart`` is how many robust standard deviations the share lies above the team's median, None
    where the team has no spread. ``marked`` tells that it is to be looked at.
    """

    person: str
    having: int
    of: int
    share: Fraction
    others: Fraction
    chance: float
    apart: float | None
    marked: bool
    steps: tuple[Step, ...]


def signals(
    tallies: Iterable[Tally], *, times: float = 2.0, level: float = 0.01
) -> tuple[Signal, ...]:
    """Return everybody with contacts, whoever stands out most first.

    ``times`` is how far the odds may lie above the others' before it means something, ``level``
    how often chance alone may mark anybody in a team where nobody games.
    """
    team = [one for one in tallies if one.of > 0]
    chances = _holm([_chance(one, team, times) for one in team])
    spread = _spread(team)
    found = [
        _signal(one, team, chance, spread, times=times, level=level)
        for one, chance in zip(team, chances, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (not one.marked, -one.share, one.person)))


def _signal(
    one: Tally, team: Sequence[Tally], chance: float, spread: tuple[float, float],
    *, times: float, level: float,
) -> Signal:  # fmt: skip
    having, of = _others(one, team)
    share, others = Fraction(one.having, one.of), Fraction(having, of) if of else Fraction()
    middle, width = spread
    apart = (_angle(one) - middle) / width if width else None
    marked = chance < level
    return Signal(
        person=one.person, having=one.having, of=one.of, share=share, others=others,
        chance=chance, apart=apart, marked=marked,
        steps=(
            Step("share_of_own", {"having": one.having, "of": one.of, "share": _short(share)}),
            Step("share_of_others", {"having": having, "of": of, "share": _short(others)}),
            Step(
                "share_stands_out" if marked else "share_within_chance",
                {"times": f"{times:g}", "chance": _small(chance), "level": f"{level:g}"},
            ),
        ),
    )  # fmt: skip


def _others(one: Tally, team: Sequence[Tally]) -> tuple[int, int]:
    return sum(each.having for each in team) - one.having, sum(each.of for each in team) - one.of


def _short(share: Fraction) -> str:
    # Tenths of a percent are enough to look at somebody; what is compared stays exact.
    return percent_text(Fraction(floor(share * 1000 + Fraction(1, 2)), 1000))


def _small(chance: float) -> str:
    return f"{chance:.2g}" if chance >= 1e-6 else "< 0.000001"  # noqa: PLR2004 - what is readable


def _chance(one: Tally, team: Sequence[Tally], times: float) -> float:
    having, of = _others(one, team)
    return chance_of(one.having, one.of, having, of, times=times)


def chance_of(having: int, of: int, others: int, of_others: int, *, times: float = 1.0) -> float:
    """Return how likely ``having`` or more of ``of`` is, given all, at odds ``times`` the others'.

    With ``times`` 1 it is Fisher's exact test, one-sided (upwards).
    """
    whole = having + others
    low, high = max(0, whole - of_others), min(of, whole)
    weights = [
        _choose(of, k) + _choose(of_others, whole - k) + k * log(times)
        for k in range(low, high + 1)
    ]
    top = max(weights, default=-inf)
    shares = [exp(weight - top) for weight in weights]
    return min(1.0, sum(shares[having - low :]) / sum(shares))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _holm(chances: Sequence[float]) -> list[float]:
    """Return the chances after so many were looked at: the least times all, and never falling."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    found, reached = [0.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        reached = max(reached, min(1.0, chances[place] * (len(chances) - rank)))
        found[place] = reached
    return found


def _angle(one: Tally) -> float:
    # On this scale a share varies alike wherever it lies.
    return 2 * asin(sqrt(one.having / one.of))


def _spread(team: Sequence[Tally]) -> tuple[float, float]:
    if not team:
        return 0.0, 0.0
    angles = [_angle(one) for one in team]
    middle = median(angles)
    return middle, _SPREAD * median(abs(angle - middle) for angle in angles)
