"""Pay (奖惩薪酬): a fact moves money to or from a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shouwen.policy.amounts import YUAN
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.references import Loc


class Pay(Moves):
    """Money moves. What takes money from a member is a fine, on which other rules may follow.

    ``counts_as_fine: false`` keeps a deduction, such as a wage not earned, from being one.
    """

    kind: Literal["pay"]
    counts_as_fine: bool = True

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List the amounts that are not money."""
        yield from super().faults()
        for loc, unit in self.amount.units():
            if unit not in ("", YUAN):
                yield (
                    ("amount", *loc),
                    f"Pay is money, but the amount is in {unit}.",
                    "Write it in yuan, or use `kind: score`.",
                )
