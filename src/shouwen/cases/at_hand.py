"""The case whose fact is just being recorded, for whoever would otherwise read it again.

The journal's turn is taken meanwhile and everybody waits for it. What stands here is what stands in
the database: whoever changes a case's row while its fact is recorded must not put it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shouwen.cases.models import Case

_case: ContextVar[Case | None] = ContextVar("case_at_hand", default=None)


@contextmanager
def at_hand(case: Case | None) -> Iterator[None]:
    """Have a case at hand in this block, with its customer, contact and cell; None has none."""
    token = _case.set(case)
    try:
        yield
    finally:
        _case.reset(token)


def case_at_hand(number: str) -> Case | None:
    """Return the case of this number if it is at hand."""
    case = _case.get()
    return case if case is not None and case.number == number else None
