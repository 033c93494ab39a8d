"""Why there is no roster: the fewest demands that clash, and what giving way would take."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from shouwen.planning.solving.answers import Clash, Demand, IsCancelled, Relaxation
from shouwen.planning.solving.judging import faults
from shouwen.planning.solving.model import Model, Run
from shouwen.planning.solving.problem import AnyConstraint, Cover, Problem, Source, Total
from shouwen.planning.solving.row import Row
from shouwen.planning.solving.rows import Rows
from shouwen.planning.solving.search import search

ONCE, MINUTE = 60, 1
"""What a unit weighs when one demand is weighed against another: a day or a seat, a minute."""
Unit = tuple[int, str, tuple[date, ...]]
Cut = Callable[[Unit], Hashable]


def clash(
    problem: Problem, *, seconds: float, workers: int, seed: int, cancelled: IsCancelled | None
) -> Clash | None:
    """Narrow down what clashes: constraints first, then people, days and single demands."""
    bare = _hard_only(problem)
    finder = _Finder(Rows(bare), seconds * 0.5, workers, seed, cancelled)
    units = finder.narrowed()
    if units is None:
        return None
    demands = tuple(
        Demand(constraint=bare.constraints[rule], person=person, days=days)
        for rule, person, days in sorted(units, key=lambda unit: (unit[0], unit[2], unit[1]))
    )
    rules = sorted({rule for rule, _, _ in units})
    share = seconds * 0.5 / (len(rules) + 1)
    weigh = _Weigher(bare, share, workers, seed, cancelled)
    ways = [(bare.constraints[rule].source, weigh.relaxed({rule})) for rule in rules]
    found: tuple[tuple[Source, Relaxation], ...] = tuple(
        (source, way) for source, way in ways if way is not None
    )
    cheapest = weigh.relaxed(set(range(len(bare.constraints))))
    return Clash(demands=demands, is_minimal=finder.is_minimal, ways=found, cheapest=cheapest)


def _hard_only(problem: Problem) -> Problem:
    """Return the problem without anything that may be missed."""
    hard = (rule for rule in problem.constraints if rule.weight is None and rule.kind != "fair")
    bare = (replace(r, wanted=None) if isinstance(r, Cover) else r for r in hard)
    return replace(problem, constraints=tuple(bare))


class _Finder:
    """Finds demands that clash, none of which could be left out."""

    def __init__(
        self, rows: Rows, seconds: float, workers: int, seed: int, cancelled: IsCancelled | None
    ) -> None:
        self.rows, self.workers, self.seed, self.cancelled = rows, workers, seed, cancelled
        self.until = time.monotonic() + seconds
        self.is_minimal = True

    def narrowed(self) -> list[Unit] | None:
        """Return the demands; None when they can all be met, or nobody knows in time."""
        rules = self._core(range(len(self.rows.rows)), lambda unit: unit[0])
        if rules is None:
            return None
        numbers = [n for n, row in enumerate(self.rows.rows) if row.rule in rules or row.rule < 0]
        cuts: Sequence[Cut] = (
            lambda unit: unit[0],
            lambda unit: unit[1] or unit[2],
            lambda unit: unit[2][:1],
            lambda unit: unit,
        )
        for cut in cuts:
            found = self._core(numbers, cut)
            if found is None:
                self.is_minimal = False
                continue
            numbers = self._kept(numbers, cut, found)
            numbers = self._deleted(numbers, cut)
        return sorted({self._unit(n) for n in numbers if self.rows.rows[n].rule >= 0})

    def _unit(self, number: int) -> Unit:
        row = self.rows.rows[number]
        return row.rule, row.person, row.days

    def _kept(self, numbers: Iterable[int], cut: Cut, groups: set[Hashable]) -> list[int]:
        rows = self.rows.rows
        return [n for n in numbers if rows[n].rule < 0 or cut(self._unit(n)) in groups]

    def _core(self, numbers: Iterable[int], cut: Cut) -> set[Hashable] | None:
        """Return groups of rows which the solver says suffice to clash; None if none do."""
        numbers = list(numbers)
        groups = {
            place: cut(self._unit(number))
            for place, number in enumerate(numbers)
            if self.rows.rows[number].rule >= 0
        }
        model = Model(self.rows, [self.rows.rows[n] for n in numbers], groups=groups)
        names = {switch.index: group for group, switch in model.switches.items()}
        model.model.add_assumptions(list(model.switches.values()))
        run = self._run(model, workers=1)
        if run.found().status != "infeasible":
            return None
        core = run.solver.sufficient_assumptions_for_infeasibility()
        # Where the clash was seen before the search began, the solver names nothing.
        return {names[index] for index in core} or set(groups.values())

    def _deleted(self, numbers: list[int], cut: Cut) -> list[int]:
        """Leave out group after group as long as what remains still clashes."""
        groups = dict.fromkeys(cut(self._unit(n)) for n in numbers if self.rows.rows[n].rule >= 0)
        for group in groups:
            rest = [n for n in numbers if self.rows.rows[n].rule < 0 or cut(self._unit(n)) != group]
            status = self._status(rest)
            if status == "infeasible":
                numbers = rest
            elif status == "unknown":
                self.is_minimal = False
        return numbers

    def _status(self, numbers: list[int]) -> str:
        if self._is_over():
            return "unknown"
        chosen: list[Row] = [self.rows.rows[n] for n in numbers]
        return self._run(Model(self.rows, chosen), workers=self.workers).found().status

    def _run(self, model: Model, *, workers: int) -> Run:
        left = max(self.until - time.monotonic(), 0.1)
        run = Run(model, seconds=left, workers=workers, seed=self.seed)
        run.run()
        return run

    def _is_over(self) -> bool:
        return time.monotonic() > self.until or bool(self.cancelled and self.cancelled())


class _Weigher:
    """Finds by how much certain constraints would have to be missed so that there is a roster."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        workers: int,
        seed: int,
        cancelled: IsCancelled | None,
    ) -> None:
        self.problem, self.seconds, self.workers = problem, seconds, workers
        self.seed, self.cancelled = seed, cancelled

    def relaxed(self, rules: set[int]) -> Relaxation | None:
        """Relax these constraints only; None if that does not help, or not in time."""
        softened = tuple(
            replace(rule, weight=_weight(rule)) if number in rules else rule
            for number, rule in enumerate(self.problem.constraints)
        )
        result = search(
            replace(self.problem, constraints=softened),
            seconds=self.seconds,
            workers=self.workers,
            seed=self.seed,
            progress=None,
            cancelled=self.cancelled,
            start=None,
        )
        if result.roster is None:
            return None
        broken = tuple(one for one in faults(self.problem, result.roster) if one.is_hard)
        return Relaxation(breaches=broken, units=result.cost or 0, roster=result.roster)


def _weight(rule: AnyConstraint) -> int:
    return MINUTE if isinstance(rule, Total) and rule.of == "minutes" else ONCE
