"""How many numbers of a run are missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.runs import Run, in_short
from shouwen.policy.kinds.sources.base import Figure, Known, Source, shown
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.steps import Step


class MissingOfRun(Source):
    """``{missing_of_run: {first: first_number, last: last_number, found: handed_in}}``."""

    missing_of_run: Run

    def reckon(self, task: Task, name: str) -> Figure:
        """Count the numbers that were not found, and name them."""
        run, fact = self.missing_of_run, task.fact
        unfilled = run.unfilled(fact)
        if unfilled:
            steps = tuple(Step("detail_missing", task.labels(one)) for one in unfilled)
            return Needs(unfilled, steps)
        found = run.check(fact)
        if found.unreadable:
            return Needs((found.unreadable,), (self._unreadable(task, found.unreadable),))
        number = Fraction(len(found.missing))
        told = {key: str(fact.detail(getattr(run, key))) for key in ("first", "last", "found")}
        values = {**shown(task, name, number), **told, "missing": in_short(found.missing)}
        code = "figure_missing_of_run" if found.missing else "figure_run_complete"
        return Known(number, (Step(code, values),))

    def _unreadable(self, task: Task, name: str) -> Step:
        values = {**task.labels(name), "value": str(task.fact.detail(name))}
        return Step("run_unreadable", values)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the details of the run."""
        yield from super().references(loc, kinds)
        yield from self.missing_of_run.references((*loc, "missing_of_run"), kinds)
