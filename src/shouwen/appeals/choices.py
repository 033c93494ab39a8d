"""The sorts of lines that can be questioned, as addresses name them."""

from __future__ import annotations

from collections.abc import Callable

from shouwen.appeals import lines
from shouwen.appeals.lines import Line

SORTS: dict[str, Callable[[int], Line]] = {
    "entry": lines.of_transfer,
    "duty": lines.of_duty,
    "fact": lines.of_fact,
}
