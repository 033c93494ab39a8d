"""How much opening time is left until something is due, for the badges of lists and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.obligations.queries import OwedRow, State
from shouwen.policy.kinds.clock import Clocked
from shouwen.regulations.queries import House


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """A due time as a badge reads it, with the clause it comes from.

    ``remaining`` is opening time; None where the rule counts by the clock on the wall.
    """

    pk: int
    due_at: datetime | None
    remaining: timedelta | None
    provisional: bool
    opened_at: datetime
    warn_at: datetime | None
    state: str
    late: bool
    clause_number: str
    title: str


def due_of(row: OwedRow, house: House, now: datetime) -> DueRow:
    """Return how an obligation's clock stands; nothing is asked of the database."""
    return DueRow(
        pk=row.id,
        due_at=row.due_at,
        remaining=remaining(row, house, now),
        provisional=row.provisional,
        opened_at=row.opened_at,
        warn_at=row.warn_at,
        state=row.state,
        late=row.late,
        clause_number=row.clause_number,
        title=row.title,
    )


def remaining(row: OwedRow, house: House, now: datetime) -> timedelta | None:
    """Return the opening time left of a clock that runs by opening hours, else None."""
    if row.due_at is None or row.state != State.OPEN or row.due_at <= now:
        return None
    rule = house.rule(row.regulation, row.rule_id, row.version_id)
    unit = rule.length_unit() if isinstance(rule, Clocked) else None
    if unit is None or not unit.startswith("working"):
        return None
    of_team = isinstance(rule, Clocked) and rule.calendar == "team"
    return house.calendar(row.team_key if of_team else "").between(now, row.due_at)
