"""Rows as a CP-SAT model: whole, or with most of a roster held fast. The only file with OR-Tools.

It is imported when something is to be solved, not before: the library is large.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ortools.sat.python import cp_model

from shouwen.planning.solving.problem import Assignment, Problem, Roster
from shouwen.planning.solving.row import Row, Var
from shouwen.planning.solving.rows import Rows

Cell = tuple[str, date]
HIGHEST = 100_000
"""More than any common level, or any number of seats or minutes that may be missing."""
BROKEN = 100_000
"""What a unit of a broken hard rule costs while a search may still break it."""


def value_of(problem: Problem, roster: Roster, var: Var, level: Mapping[int, int]) -> int:
    """Return what an unknown is in a roster."""
    kind = var[0]
    if kind == "x":
        return int(roster.get((var[1], var[2]), "") == var[3])
    if kind == "w":
        return int(bool(roster.get((var[1], var[2]), "")))
    if kind == "e":
        return int(any(roster.get((var[2], day), "") for day in problem.weekends[var[3]]))
    if kind == "t":
        return int(any(roster.get((var[1], day), "") == var[3] for day in var[2]))
    return level[var[1]]


@dataclass(frozen=True, slots=True)
class Held:
    """What stays as it is while the ``free`` cells are solved anew; ``levels`` stay, too."""

    roster: Roster
    free: Collection[Cell]
    levels: Mapping[int, int]


class Model:
    """One CP-SAT model. ``broken``: hard rows may be missed at a great price.

    With ``assumed`` each hard row is switched by a literal of its group, so that a subset that
    cannot be met can be named.
    """

    def __init__(
        self,
        rows: Rows,
        chosen: Iterable[Row],
        *,
        held: Held | None = None,
        broken: bool = False,
        groups: Mapping[int, Hashable] | None = None,
    ) -> None:
        """Write the rows that say something about what is free."""
        self.rows, self.held, self.broken, self.groups = rows, held, broken, groups
        self.model = cp_model.CpModel()
        self.vars: dict[Var, Any] = {}
        self.switches: dict[Hashable, Any] = {}
        self.cost: list[tuple[Any, int]] = []
        self.constant = 0
        self._before: dict[Hashable, int] = {}
        self._slacks: dict[Hashable, Any] = {}
        self._open: set[Cell] = set()
        self._write_days()
        for number, row in enumerate(chosen):
            self._write(row, number)
        pairs = self.cost
        self.objective = cp_model.LinearExpr.weighted_sum(
            [var for var, _ in pairs], [price for _, price in pairs]
        )
        if groups is None:
            self.model.minimize(self.objective + self.constant)

    # ── unknowns ─────────────────────────────────────────────────────────────────────────────

    def _write_days(self) -> None:
        problem = self.rows.problem
        cells = (
            self.held.free
            if self.held
            else [(person.key, day) for person in problem.people for day in problem.days]
        )
        for person, day in cells:
            works = self.model.new_bool_var("")
            shifts = [self.model.new_bool_var("") for _ in self.rows.can[person]]
            self.vars["w", person, day] = works
            for shift, var in zip(self.rows.can[person], shifts, strict=True):
                self.vars["x", person, day, shift.key] = var
            self.model.add_exactly_one([*shifts, ~works])
            self._open.add((person, day))

    def _var(self, var: Var) -> Any:
        """Return the unknown, made when it is first met; None where it is held."""
        found = self.vars.get(var)
        if found is None and not self._is_held(var):
            if var[0] in {"e", "t"}:
                found = self.model.new_bool_var("")
            else:
                found = self.model.new_int_var(0, HIGHEST, "")
            self.vars[var] = found
        return found

    def _is_held(self, var: Var) -> bool:
        if self.held is None:
            return False
        if var[0] == "e":
            days = self.rows.problem.weekends[var[3]]
            return not any((var[2], day) in self._open for day in days)
        if var[0] == "t":
            return not any((var[1], day) in self._open for day in var[2])
        return True

    # ── rows ─────────────────────────────────────────────────────────────────────────────────

    def _write(self, row: Row, number: int) -> None:
        terms: list[Any] = []
        weights: list[int] = []
        known = 0
        for name, weight in row.terms.items():
            var = self._var(name)
            if var is None:
                known += weight * self._held_value(name)
            else:
                terms.append(var)
                weights.append(weight)
        if self.held is not None:
            key = number if row.shared is None else row.shared
            self._before[key] = max(self._missed(row), self._before.get(key, 0))
        if row.rule < 0 or (row.is_hard and not self.broken):
            if terms or self.held is None:
                self._hard(row, terms, weights, known, number)
        else:
            self._soft(row, terms, weights, known)

    def _held_value(self, name: Var) -> int:
        assert self.held is not None  # noqa: S101 - only then is anything held
        return value_of(self.rows.problem, self.held.roster, name, self.held.levels)

    def _missed(self, row: Row) -> int:
        total = sum(weight * self._held_value(name) for name, weight in row.terms.items())
        return price_of(row, total, broken=self.broken)

    def _hard(
        self, row: Row, terms: list[Any], weights: list[int], known: int, number: int
    ) -> None:
        least = None if row.least is None else row.least - known
        most = None if row.most is None else row.most - known
        low, high = _range(weights)
        if (least is None or low >= least) and (most is None or high <= most):
            return
        if self.groups is None and set(weights) == {1} and least is None and most == 1:
            self.model.add_at_most_one(terms)
            return
        negative = sum(weight < 0 for weight in weights)
        if self.groups is None and most is None and least == 1 - negative and _units(weights):
            pairs = zip(terms, weights, strict=True)
            self.model.add_bool_or([var if weight > 0 else ~var for var, weight in pairs])
            return
        total = cp_model.LinearExpr.weighted_sum(terms, weights) if terms else 0
        written = self._bounded(total, least, most, low, high)
        if self.groups is not None and number in self.groups:
            written.only_enforce_if(self._switch(self.groups[number]))

    def _bounded(self, total: Any, least: int | None, most: int | None, low: int, high: int) -> Any:
        first = low if least is None else least
        last = high if most is None else most
        if first > last:
            return self.model.add_bool_or([])
        return self.model.add_linear_constraint(total + 0, first, last)

    def _switch(self, group: Hashable) -> Any:
        if group not in self.switches:
            self.switches[group] = self.model.new_bool_var("")
        return self.switches[group]

    def _soft(self, row: Row, terms: list[Any], weights: list[int], known: int) -> None:
        under = BROKEN if row.under is None else row.under
        over = BROKEN if row.over is None else row.over
        if not terms and row.shared is None:
            self.constant += price_of(row, known, broken=self.broken)
            return
        if self._is_plain(row):
            self._plain(row, terms)
            return
        total = cp_model.LinearExpr.weighted_sum(terms, weights) + known if terms else known
        low, high = (bound + known for bound in _range(weights))
        if any(name[0] == "l" for name in row.terms):
            low, high = -HIGHEST, HIGHEST
        if row.least is not None and low < row.least and under:
            slack = self._slack(row, "under", row.least - low, under)
            if row.most == row.least and row.shared is None:
                more = self._slack(row, "over", max(high - row.most, 0), over or 0)
                self.model.add(total + slack - more == row.least)
                return
            self.model.add(total + slack >= row.least)
        if row.most is not None and high > row.most and over:
            slack = self._slack(row, "over", high - row.most, over)
            self.model.add(total - slack <= row.most)

    def _is_plain(self, row: Row) -> bool:
        rules = self.rows.problem.constraints
        return row.rule >= 0 and isinstance(rules[row.rule], Assignment) and bool(row.terms)

    def _plain(self, row: Row, terms: list[Any]) -> None:
        """Price a wish about one day directly: it is met or it is not."""
        under = BROKEN if row.under is None else row.under
        if row.least == 1:
            self.constant += under
            self.cost += [(var, -under) for var in terms]
        else:
            over = BROKEN if row.over is None else row.over
            self.cost += [(var, over) for var in terms]

    def _slack(self, row: Row, side: str, most: int, price: int) -> Any:
        key = None if row.shared is None else (row.shared, side)
        if key is not None and key in self._slacks:
            return self._slacks[key]
        most = HIGHEST if key is not None else most
        slack = self.model.new_int_var(0, most, "")
        if price:
            self.cost.append((slack, price))
        if key is not None:
            self._slacks[key] = slack
        return slack

    @property
    def before(self) -> int:
        """What the rows written here cost in the roster that is held."""
        return sum(self._before.values())

    # ── what comes out ───────────────────────────────────────────────────────────────────────

    def hint(self, roster: Roster, levels: Mapping[int, int]) -> None:
        """Begin from a roster."""
        for name, var in self.vars.items():
            self.model.add_hint(var, value_of(self.rows.problem, roster, name, levels))

    def roster(self, value: Any) -> dict[Cell, str]:
        """Read a roster, given how to read an unknown; what is held stays."""
        found = dict(self.held.roster) if self.held else {}
        for name, var in self.vars.items():
            if name[0] == "w" and not value(var):
                found.pop((name[1], name[2]), None)
            elif name[0] == "x" and value(var):
                found[name[1], name[2]] = name[3]
        return found


def price_of(row: Row, total: int, *, broken: bool = False) -> int:
    """Return what a row costs when its sum is so much; a broken hard row only if asked for."""
    short = max(row.least - total, 0) if row.least is not None else 0
    over = max(total - row.most, 0) if row.most is not None else 0
    none = BROKEN if broken else 0
    under_price = none if row.under is None else row.under
    over_price = none if row.over is None else row.over
    return short * under_price + over * over_price


def _range(weights: Sequence[int]) -> tuple[int, int]:
    return sum(w for w in weights if w < 0), sum(w for w in weights if w > 0)


def _units(weights: Sequence[int]) -> bool:
    return all(weight in {1, -1} for weight in weights)


def touching(rows: Rows) -> Mapping[Cell, list[int]]:
    """Return for each day of each person the rows that speak of it, those they share included."""
    found: dict[Cell, list[int]] = defaultdict(list)
    for number, row in enumerate(rows.rows):
        for cell in {cell for name in row.terms for cell in _cells(rows.problem, name)}:
            found[cell].append(number)
    return found


def _cells(problem: Problem, name: Var) -> list[Cell]:
    if name[0] in {"x", "w"}:
        return [(name[1], name[2])]
    if name[0] == "e":
        return [(name[2], day) for day in problem.weekends[name[3]]]
    if name[0] == "t":
        return [(name[1], day) for day in name[2]]
    return []


@dataclass(frozen=True, slots=True)
class Found:
    """What one run of the solver came back with."""

    status: str
    roster: dict[Cell, str] | None
    objective: int | None
    bound: int


class Run:
    """One run of the solver in a thread of its own, so that whoever waits can look and stop it."""

    def __init__(self, model: Model, *, seconds: float, workers: int, seed: int) -> None:
        """Prepare; nothing runs yet."""
        self.model = model
        self.solver = cp_model.CpSolver()
        self.best: dict[Cell, str] | None = None
        self.objective: int | None = None
        self.bound: float = 0
        self.status = cp_model.UNKNOWN
        self.fault: BaseException | None = None
        parameters = self.solver.parameters
        parameters.max_time_in_seconds = max(seconds, 0.01)
        parameters.num_workers = workers
        parameters.random_seed = seed
        parameters.linearization_level = 2
        self.solver.best_bound_callback = self._bounded

    def _bounded(self, bound: float) -> None:
        self.bound = bound

    def run(self) -> None:
        """Solve; what is raised is kept for the one who waits."""
        try:
            self.status = self.solver.solve(self.model.model, _Keeper(self))
        except BaseException as fault:  # noqa: BLE001 - raised again by found()
            self.fault = fault

    def stop(self) -> None:
        """End the run with what there is."""
        self.solver.stop_search()

    def found(self) -> Found:
        """Return the outcome of a run that has ended."""
        if self.fault:
            raise self.fault
        names = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
        }
        status = names.get(self.status, "unknown")
        bound = self.bound if status == "unknown" else self.solver.best_objective_bound
        return Found(status, self.best, self.objective, round(bound))


class _Keeper(cp_model.CpSolverSolutionCallback):
    """Keeps the best roster of a run as it is found."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def on_solution_callback(self) -> None:
        """Read the roster."""
        run = self._run
        run.best = run.model.roster(self.boolean_value)
        run.objective = round(self.objective_value)
        run.bound = self.best_objective_bound
