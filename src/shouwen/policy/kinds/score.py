"""Score (计分): a fact moves points to or from a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shouwen.policy.amounts import YUAN
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.references import Loc


class Score(Moves):
    """Points of one kind move."""

    kind: Literal["score"]

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List the amounts that are money instead of points."""
        yield from super().faults()
        for loc, unit in self.amount.units():
            if unit == YUAN:
                yield (
                    ("amount", *loc),
                    "A score is in points, but the amount is money.",
                    "Write it in a unit of `points:`, or use `kind: pay`.",
                )
