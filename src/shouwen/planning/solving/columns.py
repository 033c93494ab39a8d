"""Whole rows of shifts as the unknowns: a bound close to the best, and rosters close to it.

Each person's rules make a graph of the rows they allow. A linear programme mixes rows so that the
demands of the team (seats, fairness) are met best; its prices say which further rows would help,
and the cheapest row of each person at these prices is found in the graph. When none helps, the
programme's cost is a bound. Settling shift after shift in the same way gives a roster (`diving`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from shouwen.planning.solving.graph import FAR, Array, Graph
from shouwen.planning.solving.problem import Assignment, Cover, Fair, Roster
from shouwen.planning.solving.programme import Line, Programme, TeamLine
from shouwen.planning.solving.row import Row
from shouwen.planning.solving.rows import Rows
from shouwen.planning.solving.trackers import NotTrackedError, Tracker, before_of, trackers_of

TEAM = (Cover, Fair)
CLEAR, SURE = 1e-4, 0.01
"""What counts as nothing; how far a bound is rounded up."""
NEAR, LONG = 12, 40
"""How many rows of each person stay when the programme is written anew; from how many on it is."""
Offer = tuple[Line, int, dict[int, int]]
"""A row of shifts, what it costs by the person's own rules, what it adds to the team's demands."""


@dataclass
class Member:
    """One person: the graph of the rules, where it begins, and what single days cost.

    ``rules`` are the prices by the person's own rules, ``own`` the same with what was settled.
    """

    key: str
    graph: Graph
    root: int
    rules: Array
    uses: list[tuple[int, int, int, int]]
    costs: dict[Line, int]
    worths: dict[Line, dict[int, int]]
    fixed: Line | None = None
    hint: Line | None = None
    own: Array = field(init=False)
    settled: set[int] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing settled."""
        self.loosen()

    def loosen(self) -> None:
        """Take back everything that was fixed or settled."""
        self.fixed, self.own, self.settled = None, self.rules, set()

    def may(self, line: Line) -> bool:
        """Tell whether a row that keeps the rules goes with what was settled."""
        return self.own is self.rules or bool((self.own[np.arange(len(line)), line] < FAR).all())

    @cached_property
    def table(self) -> Array:
        """The uses as an array: day, shift, line of the programme, weight."""
        return np.array(self.uses, dtype=np.int64)


class Columns:
    """The linear programme over rows of shifts, and what is got out of it."""

    def __init__(self, rows: Rows, is_over: Callable[[], bool]) -> None:
        """Build the graphs and the empty programme; raises NotTrackedError."""
        self.rows, self.problem, self.is_over = rows, rows.problem, is_over
        self.places = {day: n for n, day in enumerate(self.problem.days)}
        self.shift_at = {shift.key: n + 1 for n, shift in enumerate(self.problem.shifts)}
        self.written: list[TeamLine] = []
        self.is_loose = True
        self.bound, self.value, self.gap = 0, math.inf, math.inf
        self._home: dict[str, list[Line]] = {}
        self._settled: tuple[float, Array] | None = None
        self.members = self._members()
        self._write_team()
        # An exact demand has one line in the programme, and so one price.
        self.rhs = np.array([0 if one.joined else one.limit for one in self.written], dtype=float)
        self.programme = self._renewed(self._home)

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
        member_of = {member.key: member for member in self.members}
        for row in self.rows.rows:
            if row.rule < 0 or not isinstance(self.problem.constraints[row.rule], TEAM):
                continue
            sides = [side for side in ("least", "most") if getattr(row, side) is not None]
            for side in sides:
                joined = side == "most" and row.least == row.most
                self._write_side(row, side, joined=joined)
                self._write_terms(row, member_of)

    def _write_side(self, row: Row, side: str, *, joined: bool) -> None:
        limit, sign = getattr(row, side), 1 if side == "least" else -1
        price = row.under if side == "least" else row.over
        slack = (row.shared, side) if row.shared is not None else len(self.written)
        levels = {name[1]: weight for name, weight in row.terms.items() if name[0] == "l"}
        self.written.append(TeamLine(limit, sign, slack, price, levels, joined))

    def _write_terms(self, row: Row, member_of: Mapping[str, Member]) -> None:
        number = len(self.written) - 1
        for name, weight in row.terms.items():
            if name[0] != "l":
                member, day = member_of[name[1]], self.places[name[2]]
                shifts = [self.shift_at[name[3]]] if name[0] == "x" else self.shift_at.values()
                member.uses += [(day, shift, number, weight) for shift in shifts]

    def _renewed(self, near: Mapping[str, Sequence[Line]]) -> Programme:
        """Write the programme anew, with the rows that are near."""
        fresh = Programme(self.written, [member.key for member in self.members])
        for member in self.members:
            for line in [member.fixed] if member.fixed else near.get(member.key, ()):
                if member.may(line):
                    fresh.add(member.key, line, member.costs[line], member.worths[line])
        self._limit = max(LONG * len(self.members), 2 * fresh.count)
        return fresh

    def _near(self) -> dict[str, list[Line]]:
        """Return which rows of everybody are near in the programme that was just solved."""
        return {member.key: self.programme.nearest(member.key, NEAR) for member in self.members}

    # ── rows of shifts ───────────────────────────────────────────────────────────────────────

    def add(self, member: Member, line: Line, cost: float) -> None:
        """Offer a row of shifts to the programme."""
        if line not in member.costs:
            member.costs[line] = round(cost)
            member.worths[line] = self.worth(member, line)
        self.programme.add(member.key, line, member.costs[line], member.worths[line])

    def worth(self, member: Member, line: Line) -> dict[int, int]:
        """Return what a row of shifts adds to each demand of the team."""
        worth: dict[int, int] = defaultdict(int)
        if member.uses:
            use = member.table
            hit = use[np.array(line)[use[:, 0]] == use[:, 1], 2:]
            for number, weight in hit.tolist():
                worth[number] += weight
        return worth

    def offer(self, roster: Roster) -> None:
        """Offer the rows of a roster that keeps every rule about single people."""
        for member in self.members:
            found = (roster.get((member.key, day), "") for day in self.problem.days)
            line = tuple(self.shift_at.get(key, 0) for key in found)
            cost = self.cost_of(member, line)
            member.hint = None if cost is None else line
            if cost is not None:
                self.add(member, line, cost)

    def cost_of(self, member: Member, line: Line) -> int | None:
        """Return what a row costs by the person's own rules; None where it breaks one."""
        only = np.full(member.own.shape, FAR)
        for day, shift in enumerate(line):
            only[day, shift] = member.own[day, shift]
        walked = member.graph.cheapest(member.root, only)
        return None if walked is None else round(walked[0])

    def grow(self) -> bool:
        """Solve the programme and add each person's best row; return whether any helps."""
        if not self.programme.solve():
            return False
        self.value = self.programme.goal.Value()
        duals, level = self.programme.prices(), self.programme.levels()
        total = float(duals @ self.rhs) + self._fixed_at(duals)
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
        if self.is_loose:
            if not better:
                self._home, self._settled = self._near(), (total, duals)
            self.bound = max(self.bound, math.ceil(total - SURE))
        self.gap = self.value - total
        if self.programme.count > self._limit:
            self.programme = self._renewed(self._near())
        for member, line, cost in better:
            self.add(member, line, cost)
        return bool(better)

    def _fixed_at(self, duals: Array) -> float:
        """Return what the rows that are fixed cost at these prices."""
        return sum(
            member.costs[line] - sum(w * float(duals[n]) for n, w in member.worths[line].items())
            for member in self.members
            if (line := member.fixed) is not None
        )

    def within(self, cost: float, most: int) -> dict[str, list[Offer]] | None:
        """Return every row that a roster of at most this cost can have; None if more than ``most``.

        A row that is further above the cheapest at the programme's prices than the roster may be
        above the bound is in no such roster. None, too, before the bound is known.
        """
        if self._settled is None:
            return None
        self.loosen()
        total, duals = self._settled
        found: dict[str, list[Offer]] = {}
        for member in self.members:
            prices = self._prices(member, duals)
            least = member.graph.cheapest(member.root, prices)
            limit = (least or (math.inf,))[0] + cost - total + SURE
            walked = least and member.graph.near(member.root, prices, limit, most)
            if walked is None or self.is_over():
                return None
            most -= len(walked[0])
            found[member.key] = list(self._offers(member, *walked, prices - member.own))
        return found

    def _offers(self, member: Member, walks: Array, paid: Array, team: Array) -> Iterator[Offer]:
        days = np.arange(walks.shape[1])
        for walk, price in zip(walks, paid, strict=True):
            line = tuple(walk.tolist())
            yield line, round(price - team[days, walk].sum()), self.worth(member, line)

    def _prices(self, member: Member, duals: Array) -> Array:
        prices = member.own.copy()
        if member.uses:
            use = member.table
            np.subtract.at(prices, (use[:, 0], use[:, 1]), duals[use[:, 2]] * use[:, 3])
        return prices

    def _priced(self, member: Member, duals: Array) -> tuple[float, Line, float] | None:
        prices = self._prices(member, duals)
        found = member.graph.cheapest(member.root, prices)
        if found is None:
            return None
        line = tuple(found[1])
        paid = sum(prices[day, shift] - member.own[day, shift] for day, shift in enumerate(line))
        return found[0], line, round(found[0] - paid)

    # ── a roster ─────────────────────────────────────────────────────────────────────────────

    def shares(self, member: Member) -> Array:
        """Return with which share the programme gives somebody each shift on each day."""
        found = np.zeros(member.own.shape)
        for line, share in self.programme.shares[member.key].items():
            if share.solution_value() > CLEAR:
                found[np.arange(len(line)), line] += share.solution_value()
        return found

    def fix(self, member: Member, line: Line) -> None:
        """Give somebody this row for good."""
        member.fixed, self.is_loose = line, False
        self.programme.fix(member.key, line)

    def settle(self, member: Member, day: int, shift: int) -> None:
        """Give somebody this shift on this day for good; never, where no row would be left."""
        prices = member.own.copy()
        prices[day] = FAR
        prices[day, shift] = member.own[day, shift]
        if member.graph.cheapest(member.root, prices) is None:
            prices = member.own.copy()
            prices[day, shift] = FAR
        else:
            member.settled.add(day)
        member.own, self.is_loose = prices, False
        self.programme.bar(member.key, lambda line: bool(prices[day, line[day]] < FAR))

    def loosen(self) -> None:
        """Take back everything that was fixed or settled."""
        for member in self.members:
            member.loosen()
        self.is_loose = True
        self.programme = self._renewed(self._home)

    def keep(self, roster: Roster, free: Collection[str]) -> None:
        """Give everybody but some people, and who breaks a rule, the rows of a roster."""
        self.loosen()
        self.offer(roster)
        for member in self.members:
            if member.key not in free and member.hint is not None:
                self.fix(member, member.hint)

    def roster(self) -> Roster | None:
        """Return the roster of the rows that are fixed; None while somebody has none."""
        fixed = {member.key: member.fixed for member in self.members if member.fixed is not None}
        return self.roster_of(fixed) if len(fixed) == len(self.members) else None

    def roster_of(self, lines: Mapping[str, Line]) -> Roster:
        """Return the roster of these rows."""
        keys = ["", *(shift.key for shift in self.problem.shifts)]
        return {
            (person, day): keys[shift]
            for person, line in lines.items()
            for day, shift in zip(self.problem.days, line, strict=True)
            if shift
        }
