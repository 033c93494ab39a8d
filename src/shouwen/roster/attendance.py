"""Who came and went on a day of a team, and what the rules made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shouwen.people.models import Team
from shouwen.roster import queries
from shouwen.roster.choices import SEEN
from shouwen.roster.models import Punch, Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """One shift of a day with its punches; ``facts`` are the numbers of what was recorded."""

    shift: Shift
    punches: tuple[Punch, ...]
    facts: tuple[int, ...]
    judged: bool


def of_day(team: Team, day: date) -> list[Attended]:
    """List a team's shifts of a day with who came and went, in two queries."""
    found = Shift.objects.filter(team=team, day=day, state__in=SEEN, member__isnull=False)
    shifts = list(found.select_related("member").order_by("begins", "pk"))
    punched = queries.punches_of(shifts)
    return [
        Attended(
            shift=shift,
            punches=tuple(punched.get(shift.pk, ())),
            facts=tuple(p.fact_id for p in punched.get(shift.pk, ()) if p.fact_id),
            judged=shift.judged_at is not None,
        )
        for shift in shifts
    ]
