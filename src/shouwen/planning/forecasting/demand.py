"""What came: counts by day and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


WEEK = 7


@dataclass(frozen=True, slots=True)
class Demand:
    """Contacts per interval on days that follow one another.

    ``counts`` has a row for each day and a column for each interval of the day. ``kinds`` says of
    each day what sets it apart (see `day_kinds`); the empty text stands for an ordinary day.
    """

    first: date
    minutes: int
    counts: Numbers
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse tables whose sides do not fit.

        Raises:
            ValueError: When days or intervals do not agree with the table.
        """
        if self.counts.ndim != 2 or self.counts.shape[1] * self.minutes != 24 * 60:  # noqa: PLR2004
            raise ValueError("Counts need one column for each interval of a whole day.")
        if len(self.kinds) != len(self.counts):
            raise ValueError("Every day needs a kind; ordinary days have the empty text.")

    @classmethod
    def of(
        cls, rows: Sequence[Sequence[float]], *, first: date, kinds: Sequence[str] = ()
    ) -> Demand:
        """Make a table from plain rows, one for each day; without kinds all days are ordinary."""
        import numpy as np  # noqa: PLC0415

        counts = np.asarray(rows, dtype=float)
        minutes = 24 * 60 // counts.shape[1]
        return cls(first, minutes, counts, tuple(kinds) or ("",) * len(counts))

    def __len__(self) -> int:
        return len(self.counts)

    def day(self, row: int) -> date:
        """Return the day of a row; rows past the end are the days after the last."""
        return self.first + timedelta(days=row)

    def until(self, row: int) -> Demand:
        """Return the days before a row."""
        return Demand(self.first, self.minutes, self.counts[:row], self.kinds[:row])

    def totals(self) -> Numbers:
        """Return the contacts of each day."""
        found: Numbers = self.counts.sum(axis=1)
        return found
