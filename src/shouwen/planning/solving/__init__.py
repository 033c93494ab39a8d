"""Rosters: a problem as data, a solver for it, and a judge that does not trust the solver.

``solve`` finds a roster, ``repair`` changes a published one as little as it can, ``clashes`` says
why there is none, and ``faults`` judges any roster, whoever made it. All four read the same
:class:`Problem`. The solver's library is imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shouwen.planning.solving.answers import (
    Breach,
    Change,
    Clash,
    Demand,
    IsCancelled,
    OnProgress,
    Progress,
    Relaxation,
    Repaired,
    Result,
)
from shouwen.planning.solving.judging import cost_of, faults
from shouwen.planning.solving.problem import (
    AnyConstraint,
    Assignment,
    Constraint,
    Cover,
    Fair,
    NotAfter,
    Person,
    Problem,
    Rest,
    Roster,
    Rotation,
    Run,
    Shift,
    Source,
    Total,
    Turns,
    Weekends,
    check,
)
from shouwen.planning.solving.saying import say

__all__ = [
    "AnyConstraint",
    "Assignment",
    "Breach",
    "Change",
    "Clash",
    "Constraint",
    "Cover",
    "Demand",
    "Fair",
    "NotAfter",
    "Person",
    "Problem",
    "Progress",
    "Relaxation",
    "Repaired",
    "Rest",
    "Result",
    "Roster",
    "Rotation",
    "Run",
    "Shift",
    "Source",
    "Total",
    "Turns",
    "Weekends",
    "check",
    "clashes",
    "cost_of",
    "faults",
    "repair",
    "say",
    "solve",
]


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 1,
    seed: int = 0,
    progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    start: Roster | None = None,
) -> Result:
    """Return the best roster found in so many seconds.

    ``progress`` is told of every better roster and about once a second; ``cancelled`` is asked as
    often, and ends the search with what there is. ``start`` is a roster to begin from. With one
    worker and time enough, the same seed gives the same roster. Raises ValueError for a problem
    that :func:`check` finds unreadable.
    """
    from shouwen.planning.solving.search import search  # noqa: PLC0415 - loads OR-Tools

    _readable(problem)
    return search(
        problem,
        seconds=seconds,
        workers=workers,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
        start=start,
    )


def repair(
    problem: Problem,
    published: Roster,
    *,
    changes: Sequence[Assignment],
    since: date,
    seconds: float = 20,
    workers: int = 1,
    seed: int = 0,
    progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Repaired:
    """Return the roster nearest to the published one in which the ``changes`` hold.

    ``changes`` are hard, such as an ill person's absence (``worked`` false). Days before ``since``
    stay as they were. The fewest days of people change; among those rosters the problem's own cost
    decides.
    """
    from shouwen.planning.solving.repairing import repaired  # noqa: PLC0415 - loads OR-Tools

    _readable(problem)
    return repaired(
        problem,
        published,
        changes=changes,
        since=since,
        seconds=seconds,
        workers=workers,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
    )


def clashes(
    problem: Problem,
    *,
    seconds: float = 20,
    workers: int = 1,
    seed: int = 0,
    cancelled: IsCancelled | None = None,
) -> Clash | None:
    """Return the fewest demands that cannot be met together, or None when there is a roster.

    None also where neither was found out in the time given.
    """
    from shouwen.planning.solving.clashing import clash  # noqa: PLC0415 - loads OR-Tools

    _readable(problem)
    return clash(problem, seconds=seconds, workers=workers, seed=seed, cancelled=cancelled)


def _readable(problem: Problem) -> None:
    said = check(problem)
    if said:
        raise ValueError(" ".join(said))
