"""The linear programme over whole rows of shifts: which shares of which rows meet the demands best.

It is written anew, with the rows that matter only, whenever it has grown too long: what the library
takes for one more look at it grows with its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

Line = tuple[int, ...]
DEAR = 100_000.0
"""What a unit of a hard demand of the team costs while rows are still being looked for."""


@dataclass(frozen=True)
class TeamLine:
    """A demand of the team: its limit, on which side (1 is at least), and what missing it costs.

    ``joined``: it is the other side of the demand before it, which is an exact one.
    """

    limit: int
    sign: int
    slack: Any
    price: int | None
    levels: dict[int, int]
    joined: bool = False


class Programme:
    """The programme: a line for each demand and each person, an unknown share for each row."""

    def __init__(
        self, written: Sequence[TeamLine], keys: Iterable[str], *, whole: bool = False
    ) -> None:
        """Write the demands; nobody has a row yet. ``whole``: rows are never mixed."""
        self.whole = whole
        self.lp = pywraplp.Solver.CreateSolver("SCIP" if whole else "GLOP")
        if not whole:
            # Simplified anew each time, the programme would forget where it stood.
            self.lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.goal = self.lp.Objective()
        self.goal.SetMinimization()
        self.count = 0
        self.shares: dict[str, dict[Line, Any]] = {key: {} for key in keys}
        self._slacks: dict[Any, Any] = {}
        self._levels: dict[int, Any] = {}
        self.team: list[Any] = []
        for line in written:
            self.team.append(None if line.joined else self._demand(line))
            if line.joined:
                self._join(line)
        self.convex = {key: self.lp.Constraint(1, 1) for key in self.shares}
        for one in self.convex.values():
            one.SetCoefficient(self._unknown(DEAR * 10), 1)

    def _unknown(self, price: float) -> Any:
        found = self.lp.NumVar(0, self.lp.infinity(), "")
        self.goal.SetCoefficient(found, price)
        return found

    def _demand(self, line: TeamLine) -> Any:
        far = self.lp.infinity()
        found = self.lp.Constraint(*((line.limit, far) if line.sign > 0 else (-far, line.limit)))
        found.SetCoefficient(self._slack(line), line.sign)
        for rule, weight in line.levels.items():
            if rule not in self._levels:
                self._levels[rule] = self._unknown(0)
            found.SetCoefficient(self._levels[rule], weight)
        return found

    def _join(self, line: TeamLine) -> None:
        """Make the demand before this one an exact one; it has no line of its own."""
        before = next(one for one in reversed(self.team) if one is not None)
        before.SetBounds(line.limit, line.limit)
        before.SetCoefficient(self._slack(line), line.sign)

    def _slack(self, line: TeamLine) -> Any:
        if line.slack not in self._slacks:
            price = DEAR if line.price is None else line.price
            self._slacks[line.slack] = self._unknown(price)
        return self._slacks[line.slack]

    def add(self, key: str, line: Line, cost: float, worth: Mapping[int, int]) -> None:
        """Offer a row of shifts of somebody, unless it is there."""
        if line in self.shares[key]:
            return
        share = self.shares[key][line] = self._unknown(cost)
        share.SetInteger(self.whole)
        self.convex[key].SetCoefficient(share, 1)
        for number, weight in worth.items():
            if self.team[number] is not None:
                self.team[number].SetCoefficient(share, weight)
        self.count += 1

    def limit(self, cost: float) -> None:
        """Ask that all together costs at most so much."""
        line = self.lp.Constraint(-self.lp.infinity(), cost)
        for one in self.lp.variables():
            line.SetCoefficient(one, self.goal.GetCoefficient(one))

    def taken(self) -> dict[str, Line]:
        """Return the row each person has, where rows are not mixed."""
        return {
            key: max(shares, key=lambda line: shares[line].solution_value())
            for key, shares in self.shares.items()
        }

    def fix(self, key: str, line: Line) -> None:
        """Give somebody this row for good."""
        for other, share in self.shares[key].items():
            share.SetBounds(float(other == line), float(other == line))

    def bar(self, key: str, may: Callable[[Line], bool]) -> None:
        """Take those of somebody's rows away that may not be any more."""
        for line, share in self.shares[key].items():
            if share.ub() and not may(line):
                share.SetBounds(0, 0)

    def solve(self) -> bool:
        """Solve; tell whether it worked."""
        return bool(self.lp.Solve() == pywraplp.Solver.OPTIMAL)

    def prices(self) -> Any:
        """Return what one more of each demand would cost."""
        return np.array([0.0 if one is None else one.dual_value() for one in self.team])

    def levels(self) -> dict[str, float]:
        """Return what each person's row may cost at these prices."""
        return {key: one.dual_value() for key, one in self.convex.items()}

    def nearest(self, key: str, count: int) -> list[Line]:
        """Return the rows of somebody that are in the mix or nearest to it."""
        found = sorted((share.reduced_cost(), line) for line, share in self.shares[key].items())
        return [line for _, line in found[:count]]
