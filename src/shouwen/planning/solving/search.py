"""The search for a roster: the whole model first, then piece after piece of the best one so far.

A large team is too much for one model in the time people wait. So after a first roster most of it
is held fast and the rest, some people or some days, is solved anew, again and again. What the
caller handed in (progress, cancelled) is only called in the caller's own thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from statistics import median_low
from threading import Lock, Thread

from shouwen.planning.solving.answers import IsCancelled, OnProgress, Result
from shouwen.planning.solving.choosing import Choice
from shouwen.planning.solving.columns import SURE, Columns
from shouwen.planning.solving.diving import dive
from shouwen.planning.solving.judging import cost_of, faults
from shouwen.planning.solving.model import (
    BROKEN,
    Cell,
    Found,
    Held,
    Model,
    Run,
    price_of,
    touching,
    value_of,
)
from shouwen.planning.solving.pieces import Pieces
from shouwen.planning.solving.problem import Fair, Problem, Roster
from shouwen.planning.solving.rows import Rows
from shouwen.planning.solving.sweeping import Sweep
from shouwen.planning.solving.trackers import NotTrackedError
from shouwen.planning.solving.watching import Watch

TICK = 0.1
GROWING, DIVING = 0.5, 0.5
"""The part of the time in which rows are looked for; that of the time left for a roster of them."""
SOME, FEW, MORE = 0.2, 4, 1.05
"""The part, and the number, of people who get new rows; by how much they become more in vain."""
HOPELESS, CHOOSING = 0.6, 0.5
"""From which part of the people on a proof that nothing is cheaper gets which part of the time."""
PATIENCE = 0.1
"""The part of the time the whole model has before the search goes on piece by piece."""
HOPE = 0.6
"""The part it has while it has not found any roster."""
FIRST_LOOK = 5
"""Seconds the whole model has at least, if there are as many."""
SWEEPING = 0.3
"""The part of the time in which people answer one another, before pieces are solved anew."""
LARGE = 1_000
"""From so many days of people on, a first roster is made person by person, without that model."""


@dataclass
class Standing:
    """The best so far, shared by the threads that search."""

    roster: Roster | None = None
    cost: int | None = None
    bound: int = 0
    version: int = 0
    lock: Lock = field(default_factory=Lock)


def search(
    problem: Problem,
    *,
    seconds: float,
    workers: int,
    seed: int,
    progress: OnProgress | None,
    cancelled: IsCancelled | None,
    start: Roster | None,
) -> Result:
    """Search until nothing can be better, the time is up, or the caller has enough."""
    watch = Watch(seconds, progress, cancelled)
    rows = Rows(problem)
    columns = _columns(rows, watch)
    start = start or _swept(columns, watch, seed)
    found = _begun(rows, watch, columns, start) or _whole(
        rows, watch, workers=workers, seed=seed, start=start
    )
    standing = Standing(found.roster, found.objective, found.bound)
    if found.status in {"unknown", "feasible"} and not watch.is_over:
        standing.roster = standing.roster or start or {}
        _piecewise(rows, standing, watch, columns, workers=workers, seed=seed)
    return _result(problem, found, standing, watch)


def _columns(rows: Rows, watch: Watch) -> Columns | None:
    """Return the rows of shifts as unknowns; None for a small problem, or rules too far-sighted."""
    problem = rows.problem
    if len(problem.people) * problem.length < LARGE:
        return None
    try:
        return Columns(rows, lambda: watch.is_over)
    except NotTrackedError:
        return None


def _swept(columns: Columns | None, watch: Watch, seed: int) -> Roster | None:
    """Return a first roster of a large team, made person by person in seconds."""
    if columns is None:
        return None
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    return Sweep(columns, random, lambda: watch.gone > watch.seconds * SWEEPING).roster()


def _begun(rows: Rows, watch: Watch, columns: Columns | None, start: Roster | None) -> Found | None:
    """Take a large team's first roster for the whole model's answer, where it breaks nothing."""
    if columns is None or start is None:
        return None
    cost, _ = weigh(rows, start)
    if cost >= BROKEN:
        return None
    watch.look(cost, 0, start)
    return Found("feasible", dict(start), cost, 0)


def _result(problem: Problem, found: Found, standing: Standing, watch: Watch) -> Result:
    seconds, stopped = watch.gone, watch.stopped
    if found.status == "infeasible":
        return Result(status="infeasible", seconds=seconds)
    if standing.roster is None or (standing.cost or 0) >= BROKEN:
        return Result(status="unknown", bound=standing.bound, seconds=seconds, stopped=stopped)
    roster = dict(sorted(standing.roster.items()))
    breaches = faults(problem, roster)
    if any(one.is_hard for one in breaches):
        raise AssertionError(f"The model and the judge disagree: {breaches}")
    cost = cost_of(breaches)
    return Result(
        status="optimal" if cost <= standing.bound else "feasible",
        roster=roster,
        cost=cost,
        bound=min(standing.bound, cost),
        breaches=breaches,
        seconds=seconds,
        stopped=stopped,
    )


def _whole(rows: Rows, watch: Watch, *, workers: int, seed: int, start: Roster | None) -> Found:
    """Solve everything at once for a while: small problems end here, with a proof."""
    model = Model(rows, rows.rows)
    if start is not None:
        model.hint(start, levels_of(rows.problem, start))
    run = Run(model, seconds=watch.left, workers=workers, seed=seed)
    thread = Thread(target=run.run, daemon=True)
    thread.start()
    patience = watch.gone + max(watch.left * PATIENCE, min(watch.left, FIRST_LOOK))
    while thread.is_alive():
        thread.join(TICK)
        watch.look(run.objective, round(run.bound), run.best)
        # Without any roster yet the pieces have nothing to begin from: the whole model goes on.
        limit = patience if run.objective is not None else max(patience, watch.seconds * HOPE)
        if watch.stopped or watch.gone > limit:
            run.stop()
    return run.found()


def levels_of(problem: Problem, roster: Roster) -> Mapping[int, int]:
    """Return the common level of each fairness constraint in a roster."""
    found = {}
    for number, rule in enumerate(problem.constraints):
        if isinstance(rule, Fair):
            counts = [
                person.counted.get(rule.count, 0)
                + sum(
                    bool(shift) and (not rule.shifts or shift in rule.shifts)
                    for day in problem.days
                    if not rule.days or day in rule.days
                    for shift in [roster.get((person.key, day), "")]
                )
                for person in problem.whom(rule)
            ]
            found[number] = median_low(counts) if counts else 0
    return found


def weigh(rows: Rows, roster: Roster) -> tuple[int, Counter[Cell]]:
    """Return what a roster costs, broken hard rows dearly, and which cells it costs there."""
    levels = levels_of(rows.problem, roster)
    missed: Counter[object] = Counter()
    where: Counter[Cell] = Counter()
    for number, row in enumerate(rows.rows):
        total = sum(w * value_of(rows.problem, roster, v, levels) for v, w in row.terms.items())
        price = price_of(row, total, broken=True)
        if price:
            key = number if row.shared is None else row.shared
            missed[key] = max(missed[key], price)
            for day in row.days:
                where[row.person, day] += price
    return missed.total(), where


def _piecewise(
    rows: Rows,
    standing: Standing,
    watch: Watch,
    columns: Columns | None,
    *,
    workers: int,
    seed: int,
) -> None:
    """Improve the best roster piece by piece, in as many threads as there are workers."""
    standing.cost, where = weigh(rows, standing.roster or {})
    threads, searchers = [], []
    for number in range(workers):
        random = Random(f"{seed}:{number}")  # noqa: S311 - chance, not secrecy
        searcher = Searcher(rows, standing, watch, random, where, columns)
        work = searcher.run_with_columns if number == 0 else searcher.run
        threads.append(Thread(target=work, daemon=True))
        searchers.append(searcher)
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        threads[0].join(TICK)
        watch.look(standing.cost, standing.bound, standing.roster)
        if standing.cost is not None and standing.cost <= standing.bound:
            watch.stopped = True
        if watch.is_over:
            for searcher in searchers:
                searcher.stop()
    for thread in threads:
        thread.join()


class Searcher:
    """One thread that solves pieces of the best roster anew."""

    def __init__(
        self,
        rows: Rows,
        standing: Standing,
        watch: Watch,
        random: Random,
        where: Counter[Cell],
        columns: Columns | None = None,
    ) -> None:
        """Prepare; `run` does the work."""
        self.rows, self.standing, self.watch, self.random = rows, standing, watch, random
        self.touching = touching(rows)
        self.pieces = Pieces(rows.problem, random)
        self.where = where
        self.columns = columns
        self.choice: Choice | None = None

    def run(self) -> None:
        """Take piece after piece until the time is up."""
        while not self.watch.is_over:
            with self.standing.lock:
                roster, version = dict(self.standing.roster or {}), self.standing.version
            free = self.pieces.next(self.where)
            self._solve(roster, version, free)

    def run_with_columns(self) -> None:
        """Look for a bound and a roster by whole rows of shifts first, where the rules allow it."""
        try:
            columns = self.columns or Columns(self.rows, lambda: self.watch.is_over)
        except NotTrackedError:
            self.run()
            return
        columns.loosen()
        columns.offer(self.standing.roster or {})
        if self._grow(columns):
            self._offer(self._dived(columns))
            self._dive_again(columns)
        self._offer(self._dived(columns) if self.standing.cost is None else None)
        self.run()

    def _grow(self, columns: Columns) -> bool:
        """Look for rows that help; tell whether the time for it was enough."""
        while columns.grow():
            self._bounded(columns.bound)
            if self.watch.gone > self.watch.seconds * GROWING:
                return False
        self._bounded(columns.bound)
        return not self.watch.is_over

    def _dived(self, columns: Columns) -> Roster | None:
        """Make a roster of whole rows; when the time is up, those still without one sweep."""
        found = dive(columns, self.random, seconds=self.watch.left * DIVING)
        if found is None:
            found = Sweep(columns, self.random, lambda: self.watch.is_over).roster()
        return found

    def _dive_again(self, columns: Columns) -> None:
        """Make new rows for some people or all, again and again; for more where that is no use."""
        people = len(columns.members)
        size = max(people * SOME, FEW)
        is_open = True
        while self.standing.roster and not self.watch.is_over:
            if is_open and size >= people * HOPELESS:
                is_open = self._choose(columns)
                continue
            count = round(self.random.triangular(size, people, size))
            chosen = self.pieces.people(count, self.where)
            columns.keep(self.standing.roster, frozenset(chosen))
            under = (self.standing.cost or 0) - 1 + SURE
            found = dive(columns, self.random, seconds=self.watch.left * DIVING, under=under)
            self._offer(found)
            size = size if found else min(size * MORE, people)

    def _choose(self, columns: Columns) -> bool:
        """Choose among all rows that a roster at the bound could have; without one the bound rises.

        Tell whether it was decided: not where these rows are too many, or too little time is left.
        """
        cost = min(self.standing.bound, (self.standing.cost or 0) - 1)
        choice = Choice(columns, cost)
        if not choice.is_open:
            return False
        self.choice = choice
        is_decided, found = choice.run(self.watch.left * CHOOSING)
        self.choice = None
        self._offer(found)
        if is_decided:
            self._bounded(cost + 1 if found is None else weigh(self.rows, found)[0])
        return is_decided

    def stop(self) -> None:
        """Let go of what cannot look at the watch by itself."""
        if self.choice is not None:
            self.choice.stop()

    def _bounded(self, bound: int) -> None:
        with self.standing.lock:
            self.standing.bound = max(self.standing.bound, bound)

    def _offer(self, roster: Roster | None) -> None:
        if roster is None:
            return
        cost, where = weigh(self.rows, roster)
        with self.standing.lock:
            if self.standing.cost is None or cost < self.standing.cost:
                self.standing.roster, self.standing.cost, self.where = roster, cost, where
                self.standing.version += 1

    def _solve(self, roster: Roster, version: int, free: frozenset[Cell]) -> None:
        broken = (self.standing.cost or 0) >= BROKEN
        levels = levels_of(self.rows.problem, roster)
        chosen = sorted({number for cell in free for number in self.touching[cell]})
        model = Model(
            self.rows,
            [self.rows.rows[number] for number in chosen],
            held=Held(roster, free, levels),
            broken=broken,
        )
        before = model.before
        model.hint(roster, levels)
        seconds = min(self.pieces.seconds, self.watch.left)
        run = Run(model, seconds=seconds, workers=1, seed=self.random.randrange(1 << 20))
        run.run()
        found = run.found()
        gain = before - found.objective if found.objective is not None else -1
        self.pieces.learn(is_proved=found.status == "optimal", gain=gain)
        if found.roster is not None and gain >= 0:
            self._take(found.roster, free, version, gain)

    def _take(
        self, roster: dict[Cell, str], free: frozenset[Cell], version: int, gain: int
    ) -> None:
        standing = self.standing
        with standing.lock:
            if standing.version == version:
                standing.roster = roster
                standing.cost = (standing.cost or 0) - gain
                standing.version += 1
            elif gain:
                self._merge(roster, free)
        if gain:
            _, self.where = weigh(self.rows, standing.roster or {})

    def _merge(self, roster: dict[Cell, str], free: frozenset[Cell]) -> None:
        """Put a piece into a roster that has changed meanwhile, if it is still a gain there."""
        standing = self.standing
        merged = {cell: s for cell, s in (standing.roster or {}).items() if cell not in free}
        merged |= {cell: roster[cell] for cell in free if cell in roster}
        cost, _ = weigh(self.rows, merged)
        if cost <= (standing.cost or 0):
            standing.roster, standing.cost = merged, cost
            standing.version += 1
