"""The fewest seats of a day as the rules in force ask for them: one reading for all who look.

The solver, the chart of coverage and the alarms ask the same judge (`from_rules.py`), so that
conditions, exceptions and settings of a rule count everywhere alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shouwen.people.models import Team
from shouwen.planning import solving
from shouwen.planning.solving import Cover
from shouwen.planning.solving.asking import Asker
from shouwen.planning.solving.from_rules import floors_of
from shouwen.policy.clauses import Clause
from shouwen.regulations import queries as regulations
from shouwen.roster import queries
from shouwen.roster.problem import shape_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFloor:
    """The fewest seats of a clause: on a shift, or between two minutes of the day."""

    least: int
    clause: Clause
    shift: str = ""
    between: tuple[int, int] | None = None

    def covers(self, minute: int) -> bool:
        """Tell whether the floor is about a minute of its day."""
        return self.between is None or self.between[0] <= minute < self.between[1]


def floors_on(team: Team, day: date) -> list[NamedFloor]:
    """List the fewest seats that the rules in force ask of a team on a day."""
    shapes = {each.key: shape_of(each) for each in queries.templates_of(team)}
    bare = solving.Problem(first=day, length=1, people=(), shifts=tuple(shapes.values()))
    asker = Asker(rulebook=regulations.rulebook_on(day), problem=bare)
    return [_named(cover) for cover in floors_of(asker)]


def _named(cover: Cover) -> NamedFloor:
    clause = cover.source.clause
    assert clause is not None  # noqa: S101 - a floor comes from a rule
    return NamedFloor(
        least=cover.least or 0, clause=clause, shift=cover.shift, between=cover.between
    )
