"""For whom a member may sign on a day: in their own name and as a substitute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shouwen.people import queries as people
from shouwen.people.models import Holding, Member
from shouwen.people.periods import holding_on
from shouwen.people.standing import Place, Standing

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Signer:
    """A member in whose name one may sign, with the parties that member is on that day."""

    member: Member
    names: frozenset[Name]


def names_of(member: Member, on: date) -> frozenset[Name]:
    """Return every party, as (kind, key), that a member is on that day."""
    posts = {("post", key) for key in people.posts_of(member.username, on)}
    below = {("superior", report.username) for report in people.reports_of(member, on)}
    departments = {("department", key) for key in _departments_of(member, on)}
    return frozenset({("member", member.username)} | posts | below | departments)


def _departments_of(member: Member, on: date) -> list[str]:
    held = Holding.objects.filter(holding_on(on), member=member, team__department__isnull=False)
    return list(held.values_list("team__department__key", flat=True))


def signers_for(member: Member, on: date) -> list[Signer]:
    """Return the member first, then everybody they stand in for on that day."""
    absent = people.substituted_by(member, on)
    return [Signer(who, names_of(who, on)) for who in [member, *absent]]


def signers_at(member: Member, standing: Standing) -> list[Signer]:
    """Return the same as :func:`signers_for` from a standing that is already known."""
    absent = [
        Signer(Member(pk=who.pk, username=who.key, name=who.name), _names_at(who.key, place))
        for who, place in standing.absent
    ]
    return [Signer(member, _names_at(member.username, standing.own)), *absent]


def _names_at(key: str, place: Place) -> frozenset[Name]:
    posts = {("post", post) for post in place.posts}
    below = {("superior", report.key) for report in place.reports}
    departments = {("department", department) for department in place.departments}
    return frozenset({("member", key)} | posts | below | departments)


def any_party(names: frozenset[Name]) -> Q:
    """Return the condition that a request's party is one of ``names``."""
    found = Q(pk__in=[])
    for kind in sorted({kind for kind, _key in names}):
        found |= Q(kind=kind, key__in=sorted(key for k, key in names if k == kind))
    return found
