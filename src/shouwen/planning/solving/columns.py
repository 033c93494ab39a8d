"""Whole rows of shifts as the unknowns: a bound close to the best, and rosters close to it.

Each person's rules make a graph of the rows they allow. A linear programme mixes rows so that the
demands of the team (seats, fairness) are met best; its prices say which further rows would help,
and the cheapest row of each person at these prices is found in the graph. When none helps, the
programme's cost is a bound. Fixing people one after another in the same way gives a roster.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from shouwen.planning.solving.graph import FAR, Array, Graph
from shouwen.planning.solving.problem import Assignment, Cover, Fair, Roster
from shouwen.planning.solving.rows import Row, Rows
from shouwen.planning.solving.trackers import NotTrackedError, Tracker, before_of, trackers_of

TEAM = (Cover, Fair)
DEAR = 100_000.0
"""What a unit of a hard demand of the team costs while rows are still being looked for."""
CLEAR, SURE, ALMOST = 1e-4, 0.01, 0.95
STEPS = 16
"""In how many steps at most a roster is made of whole rows."""
HIGHEST = 100_000
"""What counts as nothing; how far a bound is rounded up; the share from which a row is taken."""
Line = tuple[int, ...]
Terms = list[tuple[Any, int]]


@dataclass
class Member:
    """One person: the graph of the rules, where it begins, and what single days cost."""

    key: str
    graph: Graph
    root: int
    own: Array
    uses: list[tuple[int, int, int, int]]
    lines: dict[Line, Any]
    costs: dict[Line, int]
    fixed: Line | None = None
    hint: Line | None = None

    @cached_property
    def table(self) -> Array:
        """The uses as an array: day, shift, line of the programme, weight."""
        return np.array(self.uses, dtype=np.int64)


@dataclass(frozen=True)
class TeamLine:
    """A demand of the team: its limit, on which side (1 is at least), and what missing it costs."""

    limit: int
    sign: int
    slack: Any
    price: int | None
    levels: dict[int, int]


class Columns:
    """The linear programme over rows of shifts, and what is got out of it."""

    def __init__(self, rows: Rows, is_over: Callable[[], bool]) -> None:
        """Build the graphs and the empty programme; raises NotTrackedError."""
        self.rows, self.problem, self.is_over = rows, rows.problem, is_over
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        # Simplified anew each time, the programme would forget where it stood.
        self.lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.goal = self.lp.Objective()
        self.goal.SetMinimization()
        self.places = {day: n for n, day in enumerate(self.problem.days)}
        self.shift_at = {shift.key: n + 1 for n, shift in enumerate(self.problem.shifts)}
        self.team: list[Any] = []
        self.written: list[TeamLine] = []
        self.rhs: list[float] = []
        self.bound = 0
        self.members = self._members()
        self._write_team()
        self.convex = {m.key: self.lp.Constraint(1, 1) for m in self.members}
        for member in self.members:
            missing = self.lp.NumVar(0, 1, "")
            self.goal.SetCoefficient(missing, DEAR * 10)
            self.convex[member.key].SetCoefficient(missing, 1)

    # ── building ─────────────────────────────────────────────────────────────────────────────

    def _members(self) -> list[Member]:
        rules: dict[str, list[Tracker]] = {person.key: [] for person in self.problem.people}
        for rule in self.problem.constraints:
            # What costs nothing is only told: no walk has to remember it.
            if isinstance(rule, (*TEAM, Assignment)) or rule.weight == 0:
                continue
            found = list(trackers_of(self.problem, rule))
            for person in self.problem.whom(rule):
                rules[person.key] += found
        alike: dict[tuple[Tracker, ...], list[str]] = defaultdict(list)
        for key, trackers in rules.items():
            alike[tuple(dict.fromkeys(trackers))].append(key)
        members = {
            m.key: m for trackers, keys in alike.items() for m in self._alike(trackers, keys)
        }
        return [members[person.key] for person in self.problem.people]

    def _alike(self, trackers: tuple[Tracker, ...], keys: list[str]) -> list[Member]:
        starts = {}
        for key in keys:
            before = before_of(self.problem, self.problem.person_of[key])
            starts[key] = tuple(tracker.start(before) for tracker in trackers)
        if self.is_over():
            raise NotTrackedError
        graph = Graph(self.problem, trackers, list(starts.values()))
        return [
            Member(key, graph, graph.root[starts[key]], self._own(key), [], {}, {}) for key in keys
        ]

    def _own(self, key: str) -> Array:
        """Return what each shift costs on each day by the rules about this person's single days."""
        prices = np.zeros((self.problem.length, len(self.problem.shifts) + 1))
        person = self.problem.person_of[key]
        for shift in self.problem.shifts:
            if not self.problem.can(person, shift):
                prices[:, self.shift_at[shift.key]] = FAR
        for rule in self.problem.constraints:
            if isinstance(rule, Assignment) and (not rule.people or key in rule.people):
                named = [self.shift_at[k] for k in rule.shifts] or list(self.shift_at.values())
                hit = np.zeros(prices.shape[1], dtype=bool)
                hit[named] = True
                price = FAR if rule.weight is None else rule.weight
                for day in rule.days:
                    if day in self.places:
                        prices[self.places[day]] += np.where(hit != rule.worked, price, 0.0)
        return np.minimum(prices, FAR)

    def _write_team(self) -> None:
        slacks: dict[Any, Any] = {}
        levels: dict[int, Any] = {}
        member_of = {member.key: member for member in self.members}
        for row in self.rows.rows:
            if row.rule < 0 or not isinstance(self.problem.constraints[row.rule], TEAM):
                continue
            for side in ("least", "most"):
                limit = getattr(row, side)
                if limit is not None:
                    number = self._write_side(row, side, limit, slacks)
                    self._write_terms(row, number, member_of, levels)

    def _write_side(self, row: Row, side: str, limit: int, slacks: dict[Any, Any]) -> int:
        far = self.lp.infinity()
        low, high = (limit, far) if side == "least" else (-far, limit)
        line = self.lp.Constraint(low, high)
        price = row.under if side == "least" else row.over
        key = (row.shared, side) if row.shared is not None else len(self.team)
        if key not in slacks:
            slacks[key] = self.lp.NumVar(0, far, "")
            self.goal.SetCoefficient(slacks[key], DEAR if price is None else price)
        sign = 1 if side == "least" else -1
        line.SetCoefficient(slacks[key], sign)
        self.team.append(line)
        self.written.append(TeamLine(limit, sign, key, price, {}))
        self.rhs.append(limit)
        return len(self.team) - 1

    def _write_terms(
        self, row: Row, number: int, member_of: Mapping[str, Member], levels: dict[int, Any]
    ) -> None:
        for name, weight in row.terms.items():
            if name[0] == "l":
                if name[1] not in levels:
                    levels[name[1]] = self.lp.NumVar(0, self.lp.infinity(), "")
                self.team[number].SetCoefficient(levels[name[1]], weight)
                self.written[number].levels[name[1]] = weight
                continue
            member, day = member_of[name[1]], self.places[name[2]]
            shifts = [self.shift_at[name[3]]] if name[0] == "x" else self.shift_at.values()
            member.uses += [(day, shift, number, weight) for shift in shifts]

    # ── rows of shifts ───────────────────────────────────────────────────────────────────────

    def add(self, member: Member, line: Line, cost: float) -> None:
        """Offer a row of shifts to the programme."""
        if line in member.lines:
            return
        var = self.lp.NumVar(0, self.lp.infinity(), "")
        member.lines[line] = var
        self.goal.SetCoefficient(var, cost)
        self.convex[member.key].SetCoefficient(var, 1)
        member.costs[line] = round(cost)
        for number, weight in self._worth(member, line).items():
            self.team[number].SetCoefficient(var, weight)

    def _worth(self, member: Member, line: Line) -> dict[int, int]:
        """Return what a row of shifts adds to each demand of the team."""
        worth: dict[int, int] = defaultdict(int)
        for day, shift, number, weight in member.uses:
            if line[day] == shift:
                worth[number] += weight
        return worth

    def offer(self, roster: Roster) -> None:
        """Offer the rows of a roster that keeps every rule about single people."""
        for member in self.members:
            found = (roster.get((member.key, day), "") for day in self.problem.days)
            line = tuple(self.shift_at.get(key, 0) for key in found)
            only = np.full(member.own.shape, FAR)
            for day, shift in enumerate(line):
                only[day, shift] = member.own[day, shift]
            walked = member.graph.cheapest(member.root, only)
            if walked is not None:
                self.add(member, line, round(walked[0]))
                member.hint = line

    def grow(self) -> bool:
        """Solve the programme and add each person's best row; return whether any helps."""
        if self.lp.Solve() != pywraplp.Solver.OPTIMAL:
            return False
        duals = np.array([line.dual_value() for line in self.team])
        level = {key: line.dual_value() for key, line in self.convex.items()}
        total = float(np.dot(duals, self.rhs))
        better: list[tuple[Member, Line, float]] = []
        free = [member for member in self.members if member.fixed is None]
        for member in free:
            found = self._priced(member, duals)
            if found is None or self.is_over():
                return False
            value, line, cost = found
            total += value
            if value < level[member.key] - CLEAR:
                better.append((member, line, cost))
        if len(free) == len(self.members):
            self.bound = max(self.bound, math.ceil(total - SURE))
        for member, line, cost in better:
            self.add(member, line, cost)
        return bool(better)

    def _priced(self, member: Member, duals: Array) -> tuple[float, Line, float] | None:
        prices = member.own.copy()
        if member.uses:
            use = member.table
            np.subtract.at(prices, (use[:, 0], use[:, 1]), duals[use[:, 2]] * use[:, 3])
        found = member.graph.cheapest(member.root, prices)
        if found is None:
            return None
        line = tuple(found[1])
        paid = sum(prices[day, shift] - member.own[day, shift] for day, shift in enumerate(line))
        return found[0], line, round(found[0] - paid)

    # ── a roster ─────────────────────────────────────────────────────────────────────────────

    def shares(self, member: Member) -> list[tuple[float, Line]]:
        """Return which rows the programme mixes for somebody, the largest share first."""
        found = ((var.solution_value(), line) for line, var in member.lines.items())
        return sorted((one for one in found if one[0] > CLEAR), reverse=True)

    def fix(self, member: Member, line: Line) -> None:
        """Give somebody this row for good."""
        member.fixed = line
        for other, var in member.lines.items():
            var.SetBounds(float(other == line), float(other == line))

    def loosen(self) -> None:
        """Take back everything that was fixed."""
        for member in self.members:
            member.fixed = None
            for var in member.lines.values():
                var.SetBounds(0, self.lp.infinity())

    def dive(self, random: Random, *, rounds: int = 2) -> Roster | None:
        """Fix people one after another, those the programme is surest of first, to a roster."""
        self.loosen()
        while free := [member for member in self.members if member.fixed is None]:
            for _ in range(rounds):
                if not self.grow():
                    break
            if self.is_over() or self.lp.Solve() != pywraplp.Solver.OPTIMAL:
                return None
            sure = [(shares[0], member) for member in free if (shares := self.shares(member))]
            if len(sure) < len(free):
                return None
            sure.sort(key=lambda one: one[0][0] + random.random() * SURE, reverse=True)
            almost = sum(one[0][0] > ALMOST for one in sure)
            for (_, line), member in sure[: max(almost, len(self.members) // STEPS, 1)]:
                self.fix(member, line)
        return self.roster()

    def mix(self, seconds: float, seed: int) -> Roster | None:
        """Choose the best row for everybody among all that were found."""
        model = cp_model.CpModel()
        cost: Terms = []
        sums: list[Terms] = [[] for _ in self.written]
        chosen: dict[tuple[str, Line], Any] = {}
        for member in self.members:
            for line, price in member.costs.items():
                var = chosen[member.key, line] = model.new_bool_var("")
                model.add_hint(var, line == member.hint)
                cost.append((var, price))
                for number, weight in self._worth(member, line).items():
                    sums[number].append((var, weight))
            model.add_exactly_one(chosen[member.key, line] for line in member.costs)
        self._team_of(model, sums, cost)
        model.minimize(_summed(cost))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.1)
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = seed
        if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        for member in self.members:
            taken = [line for line in member.costs if solver.value(chosen[member.key, line])]
            member.fixed = taken[0]
        return self.roster()

    def _team_of(self, model: Any, sums: list[Terms], cost: Terms) -> None:
        slacks: dict[Any, Any] = {}
        levels: dict[int, Any] = {}
        for line, terms in zip(self.written, sums, strict=True):
            for rule, weight in line.levels.items():
                if rule not in levels:
                    levels[rule] = model.new_int_var(0, HIGHEST, "")
                terms.append((levels[rule], weight))
            if line.price is not None and line.slack not in slacks:
                slacks[line.slack] = model.new_int_var(0, HIGHEST, "")
                cost.append((slacks[line.slack], line.price))
            if line.slack in slacks:
                terms.append((slacks[line.slack], line.sign))
            total = _summed(terms)
            model.add(total >= line.limit if line.sign > 0 else total <= line.limit)

    def roster(self) -> Roster | None:
        """Return the roster of the rows that are fixed; None while somebody has none."""
        keys = ["", *(shift.key for shift in self.problem.shifts)]
        found = {}
        for member in self.members:
            if member.fixed is None:
                return None
            for day, shift in zip(self.problem.days, member.fixed, strict=True):
                if shift:
                    found[member.key, day] = keys[shift]
        return found


def _summed(terms: Terms) -> Any:
    return cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [w for _, w in terms])
