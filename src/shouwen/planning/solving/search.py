"""Do the work behind the function of the package; not built yet."""

from __future__ import annotations

from shouwen.planning.solving.answers import (
    IsCancelled,
    OnProgress,
    Result,
)
from shouwen.planning.solving.problem import Problem, Roster


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
    """Do the work behind the function of the package; not built yet."""
    raise NotImplementedError
