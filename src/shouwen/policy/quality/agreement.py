"""How far several checkers agree on the same sample (校准): percent, weighted kappa, alpha.

Marks are numbers on one scale. What somebody did not mark is None; it is left out, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Marks = Sequence[float | None]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["linear", "quadratic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far checkers agree: 1 is wholly; kappa and alpha are 0 where chance would do as much.

    None is what cannot be told: nobody marked the same contact, or all marks are the same.
    ``pairs`` is how many pairs of marks were compared.
    """

    percent: float | None
    kappa: float | None
    alpha: float | None
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How a checker marks beside the others on the same contacts: above nought is milder."""

    checker: str
    by: float
    shared: int


def agreement(
    marks: Mapping[str, Marks], *, level: Level = "ordinal", weights: Weights = "quadratic"
) -> Agreement:
    """Return the agreement of checkers; each has a mark, or None, for the same contacts in order.

    Kappa is the mean over all pairs of checkers, each weighed by the contacts both marked.
    """
    same, pairs, kappas, shared = 0, 0, 0.0, 0
    for one, other in combinations(marks.values(), 2):
        both = _both(one, other)
        pairs += len(both)
        same += sum(a == b for a, b in both)
        kappa = _kappa(both, weights)
        if kappa is not None:
            kappas += kappa * len(both)
            shared += len(both)
    return Agreement(
        percent=same / pairs if pairs else None,
        kappa=kappas / shared if shared else None,
        alpha=alpha(tuple(marks.values()), level=level),
        pairs=pairs,
    )


def weighted_kappa(one: Marks, other: Marks, *, weights: Weights = "quadratic") -> float | None:
    """Return Cohen's kappa of two checkers, a disagreement weighed by how far it goes.

    The distance is between the marks themselves, so that a scale with gaps keeps them.
    """
    return _kappa(_both(one, other), weights)


def _both(one: Marks, other: Marks) -> list[tuple[float, float]]:
    pairs = zip(one, other, strict=True)
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def _kappa(both: Sequence[tuple[float, float]], weights: Weights) -> float | None:
    power = 2 if weights == "quadratic" else 1
    seen = sum(abs(a - b) ** power for a, b in both) / len(both) if both else 0.0
    ones, others = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(
        times * count * abs(a - b) ** power
        for a, times in ones.items()
        for b, count in others.items()
    )
    return 1 - seen * len(both) ** 2 / chance if chance else None


def alpha(marks: Sequence[Marks], *, level: Level = "ordinal") -> float | None:
    """Return Krippendorff's alpha of several checkers; None where all marks are the same."""
    import krippendorff  # noqa: PLC0415 - brings numpy along
    import numpy as np  # noqa: PLC0415

    table = np.array([[np.nan if m is None else m for m in row] for row in marks], dtype=float)
    compared = (~np.isnan(table)).sum(axis=0) > 1 if table.size else np.array([], dtype=bool)
    values = table[:, compared] if compared.any() else np.array([])
    if len(set(values[~np.isnan(values)].tolist())) < 2:  # noqa: PLR2004 - one mark only
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))


def leanings(marks: Mapping[str, Marks]) -> tuple[Leaning, ...]:
    """Return how far each checker marks above or below the others, the mildest first.

    Whoever shares no contact with anybody is not listed.
    """
    found = (_leaning(checker, marks) for checker in marks)
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.by, one.checker)))


def _leaning(checker: str, marks: Mapping[str, Marks]) -> Leaning | None:
    gaps = list(_gaps(checker, marks))
    return Leaning(checker=checker, by=sum(gaps) / len(gaps), shared=len(gaps)) if gaps else None


def _gaps(checker: str, marks: Mapping[str, Marks]) -> Iterator[float]:
    others = [row for name, row in marks.items() if name != checker]
    for place, own in enumerate(marks[checker]):
        given = [mark for row in others if (mark := row[place]) is not None]
        if own is not None and given:
            yield own - sum(given) / len(given)


def drift(
    periods: Mapping[str, Mapping[str, Marks]], *, level: Level = "ordinal"
) -> tuple[tuple[str, Agreement], ...]:
    """Return the agreement of each period, in the order of their names."""
    return tuple((name, agreement(periods[name], level=level)) for name in sorted(periods))
