"""One line of a case book, whatever kind of file it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in the file; ``flaws`` say what is wrong with a cell, by place.

    An open-ended one ends with its last filled cell, as a sheet's rows do; any other that is
    shorter than the header is torn.
    """

    number: int
    cells: list[str]
    flaws: Mapping[int, str] = field(default_factory=dict)
    is_open_ended: bool = False
