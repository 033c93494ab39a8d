"""Choosing one whole row of shifts for everybody among all that a cheaper roster could have.

Where the bound is close to the best roster so far, few rows are left that a better one could be
made of. All of them are written out; a choice among them is the best there is, and none is a proof.
"""

from __future__ import annotations

from ortools.linear_solver import pywraplp

from shouwen.planning.solving.columns import Columns
from shouwen.planning.solving.problem import Roster
from shouwen.planning.solving.programme import Programme

MOST = 60_000
"""Among how many rows a choice is tried; more would take longer to write than is worth it."""


class Choice:
    """The choice of the cheapest roster that costs at most so much."""

    def __init__(self, columns: Columns, cost: int) -> None:
        """Write it, if there are few rows enough; `is_open` tells."""
        self.columns, self.cost = columns, cost
        found = columns.within(cost, MOST)
        self.is_open = found is not None
        keys = [member.key for member in columns.members]
        self.programme = Programme(columns.written, keys, whole=True)
        for key, rows in (found or {}).items():
            for line, price, worth in rows:
                if columns.is_over():
                    self.is_open = False
                    return
                self.programme.add(key, line, price, worth)
        self.programme.limit(cost)

    def run(self, seconds: float) -> tuple[bool, Roster | None]:
        """Return whether it was decided in the time, and the best roster there is, if any."""
        lp = self.programme.lp
        lp.SetTimeLimit(max(round(seconds * 1000), 1))
        status = lp.Solve()
        if status == pywraplp.Solver.INFEASIBLE:
            return True, None
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return False, None
        return status == pywraplp.Solver.OPTIMAL, self.columns.roster_of(self.programme.taken())

    def stop(self) -> None:
        """End the run without an answer; called from another thread."""
        self.programme.lp.InterruptSolve()
