"""When matters came to a team, for whoever plans how many people that needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwen.cases.grading import tree
from shouwen.cases.models import Case, SkillAsked
from shouwen.people.models import Team
from shouwen.roster.demand_sources import ContactSource


def moments_of(team: Team, skill: str, first: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when matters were opened by members of a team, or came to it without a first owner.

    With a skill only those matters count whose type or category asks for it.
    """
    found = Case.objects.filter(opened_at__gte=first, opened_at__lt=until)
    found = found.filter(Q(first_team=team.key) | Q(first_team="", team=team))
    if skill:
        found = found.filter(_asking(skill))
    return found.order_by("opened_at").values_list("opened_at", flat=True).iterator()


def _asking(skill: str) -> Q:
    asked = SkillAsked.objects.filter(skill__name=skill).values_list("case_type", "category")
    types = {case_type for case_type, category in asked if category is None}
    return Q(case_type__in=types) | Q(category__in=_below({c for _t, c in asked if c}))


def _below(roots: set[int]) -> set[int]:
    """Return categories with all that stand below them."""
    parents, found = tree(), set(roots)
    while more := {one for one, above in parents.items() if above in found} - found:
        found |= more
    return found


SOURCE = ContactSource(key="cases", label=_("Matters opened here"), moments=moments_of)
