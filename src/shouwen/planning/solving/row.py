"""One linear row over yes-or-no unknowns, and the sums it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouwen.planning.solving.problem import AnyConstraint

Var = tuple[Any, ...]
"""("x", person, day, shift): works it; ("w", person, day): works; ("e", rule, person, n): works on
that weekend; ("t", person, days, shift): works it on one of these days; ("l", rule): the common
level, a number."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Unknowns with their weights, and what is already known."""

    terms: Mapping[Var, int] = field(default_factory=dict)
    known: int = 0

    def inverted(self) -> Sum:
        """Return 1 minus the sum."""
        return Sum({var: -weight for var, weight in self.terms.items()}, 1 - self.known)


def added(sums: Iterable[Sum]) -> Sum:
    """Return several sums as one."""
    terms: dict[Var, int] = defaultdict(int)
    known = 0
    for one in sums:
        known += one.known
        for var, weight in one.terms.items():
            terms[var] += weight
    return Sum(terms, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One linear row of a constraint. Rows with the same ``shared`` miss by the worst of them.

    ``under`` and ``over`` are prices; None means that it must not be missed. ``rule`` is the
    constraint's place in the problem; -1 where the row only says what an unknown means.
    """

    terms: Mapping[Var, int]
    least: int | None = None
    most: int | None = None
    under: int | None = None
    over: int | None = None
    rule: int = -1
    person: str = ""
    days: tuple[date, ...] = ()
    shared: Hashable = None

    @property
    def is_hard(self) -> bool:
        """Tell whether the row must not be missed."""
        return (self.least is None or self.under is None) and (
            self.most is None or self.over is None
        )


def row_of(total: Sum, rule: AnyConstraint, number: int, **more: Any) -> Row:
    """Make the row of a constraint; what is known moves to the bounds."""
    for name in ("least", "most"):
        if more.get(name) is not None:
            more[name] -= total.known
    more.setdefault("under", rule.weight)
    more.setdefault("over", rule.weight)
    return Row(terms=total.terms, rule=number, **more)
