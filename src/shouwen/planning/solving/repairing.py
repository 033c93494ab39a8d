"""Do the work behind the function of the package; not built yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shouwen.planning.solving.answers import (
    IsCancelled,
    OnProgress,
    Repaired,
)
from shouwen.planning.solving.problem import Assignment, Problem, Roster


def repaired(
    problem: Problem,
    published: Roster,
    *,
    changes: Sequence[Assignment],
    since: date,
    seconds: float,
    workers: int,
    seed: int,
    progress: OnProgress | None,
    cancelled: IsCancelled | None,
) -> Repaired:
    """Do the work behind the function of the package; not built yet."""
    raise NotImplementedError
