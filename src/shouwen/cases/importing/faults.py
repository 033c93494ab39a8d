"""What is wrong with one row, or what a clause has against it."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.cases.actions.common import RuledOutError
from shouwen.cases.importing.reading import RawRow


@dataclass(frozen=True, slots=True)
class RowFault:
    """A refused row with its reason, and the number of the clause if a clause refuses it."""

    row: RawRow
    reason: str
    clause: str = ""


def fault_of(row: RawRow, refusal: Exception) -> RowFault:
    """Return why a row was refused, by the exception that refused it."""
    clause = refusal.permission.cites.number[:80] if isinstance(refusal, RuledOutError) else ""
    return RowFault(row, str(refusal), clause)
