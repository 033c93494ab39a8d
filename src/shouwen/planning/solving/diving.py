"""A roster out of the programme over whole rows: shift after shift is settled, then solved again.

What the programme is sure of is settled at once; of the rest one shift for each of a few people at
a time, so that everybody's row keeps room to answer what others were given. Settling single shifts
instead of whole rows is what brings the roster near the programme's bound.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from random import Random

import numpy as np

from shouwen.planning.solving.columns import Columns, Member
from shouwen.planning.solving.graph import FAR
from shouwen.planning.solving.problem import Roster

SURE = 0.95
"""From which share on a shift is settled at once."""
FEWEST, MOST = 0.05, 0.4
"""Which part of the people get a shift of which the programme is less sure, at a time."""
CLOSE, CLOSE_PART = 0.5, 0.0005
"""How near the programme must be to its bound before anything is settled; what part of its cost."""
CHANCE = 0.001
"""How much chance has a say between shares that are alike."""
Cell = tuple[float, Member, int, int]
"""The share, whose, on which day, which shift."""


def dive(
    columns: Columns, random: Random, *, seconds: float, under: float = math.inf
) -> Roster | None:
    """Settle shift after shift to a roster; whoever was fixed before stays so.

    Where the ``seconds`` are few, more people get one at a time. None when it cannot become cheaper
    than ``under`` in that time, or the search is over.
    """
    ends = time.monotonic() + seconds
    part = random.uniform(FEWEST, MOST)
    while True:
        began = time.monotonic()
        if not _is_near(columns, under, ends if under < math.inf else math.inf):
            return None
        free = [one for one in columns.members if one.fixed is None]
        if not free:
            return columns.roster()
        cells = sorted(_cells(columns, free, random), key=lambda cell: cell[0], reverse=True)
        steps = max(ends - time.monotonic(), 0) / (time.monotonic() - began + CHANCE)
        count = min(max(part * len(free), len(cells) / (steps + CHANCE)), len(free))
        _settle(columns, cells, math.ceil(count))
        _fix(columns, free)


def _is_near(columns: Columns, under: float, ends: float) -> bool:
    """Bring the programme near its bound; tell whether it can still come to less than ``under``."""
    while columns.grow() and columns.gap > CLOSE + CLOSE_PART * columns.value:
        if columns.value - columns.gap > under or time.monotonic() > ends:
            return False
    return not columns.is_over() and columns.value <= under and columns.programme.solve()


def _settle(columns: Columns, cells: list[Cell], count: int) -> None:
    """Settle what the programme is sure of, and one shift more for each of so many people."""
    given: set[str] = set()
    for share, member, day, shift in cells:
        if share <= SURE:
            if len(given) == count:
                break
            if member.key in given:
                continue
            given.add(member.key)
        columns.settle(member, day, shift)


def _fix(columns: Columns, free: list[Member]) -> None:
    """Give those whose days are all settled the row that is left."""
    for member in free:
        if len(member.settled) == columns.problem.length:
            line = tuple(member.own.argmin(axis=1).tolist())
            if line not in member.costs:
                columns.add(member, line, columns.cost_of(member, line) or 0)
            columns.fix(member, line)


def _cells(columns: Columns, free: list[Member], random: Random) -> Iterator[Cell]:
    """Yield the likeliest shift of every day that is not settled."""
    for member in free:
        shares = np.where(member.own < FAR, columns.shares(member), -1)
        for day in range(columns.problem.length):
            if day not in member.settled:
                shift = int(shares[day].argmax())
                yield shares[day, shift] + random.random() * CHANCE, member, day, shift
