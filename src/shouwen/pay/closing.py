"""A period is closed once for each member, or for each pool: a second closing would pay twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.people.refusals import RefusedError


def refuse_second(row: FactRow, _outcome: Outcome) -> None:
    """Raise RefusedError where a period was closed already for the same member or pool."""
    period, person = row.details.get("period"), row.details.get("person")
    if not period:
        return
    same = {"period": period} | ({"person": person} if person else {})
    about = None if person else row.about
    for other in journal.facts_of_kind(row.kind, details=same, about=about):
        if other.number != row.number and other.details.get("person") == person:
            raise RefusedError(
                _("%(period)s was closed already by fact %(number)s; take that one back first.")
                % {"period": period, "number": other.number}
            )
