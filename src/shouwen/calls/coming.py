"""When calls came to a team, for whoever plans how many people that needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shouwen.calls import intervals, menus
from shouwen.calls.choices import CallEnding
from shouwen.people.models import Team
from shouwen.roster.demand_sources import ContactSource


def moments_of(team: Team, skill: str, first: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when calls that are over arrived for a team; who ended in the menu asked for nobody.

    With a skill only the queues of the team's telephone menus that ask for it count.
    """
    asked = intervals.arrived(first=first, until=until, queue=team.name)
    found = asked.exclude(ending=CallEnding.IN_MENU)
    if skill:
        found = found.filter(queue__in=_asking(team, skill))
    return found.order_by("arrived").values_list("arrived", flat=True).iterator()


def _asking(team: Team, skill: str) -> list[str]:
    listed = [queue for one in menus.in_use().values() for queue in menus.menu_of(one).queues]
    return [one.name for one in listed if one.team == team.key and one.skill == skill]


SOURCE = ContactSource(key="calls", label=_("Calls that came here"), moments=moments_of)
