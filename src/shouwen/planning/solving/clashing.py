"""Do the work behind the function of the package; not built yet."""

from __future__ import annotations

from shouwen.planning.solving.answers import (
    Clash,
    IsCancelled,
)
from shouwen.planning.solving.problem import Problem


def clash(
    problem: Problem, *, seconds: float, workers: int, seed: int, cancelled: IsCancelled | None
) -> Clash | None:
    """Do the work behind the function of the package; not built yet."""
    raise NotImplementedError
