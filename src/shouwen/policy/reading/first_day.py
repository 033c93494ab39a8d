"""The first day of a regulation, where its own text names it: 自2026年11月1日起施行."""

from __future__ import annotations

import re
from datetime import date

from shouwen.policy.reading.nodes import Tree

_IN_FORCE = re.compile(
    r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起?\s*(?:正式)?(?:施行|执行|实施|生效|试行)"
)


def first_day(tree: Tree) -> date | None:
    """Return the day that the last clause to speak of it names, or None where none does."""
    for node in reversed(tree.nodes):
        if named := _IN_FORCE.search(tree.text_of(node)):
            try:
                return date(*map(int, named.groups()))
            except ValueError:
                continue
    return None
