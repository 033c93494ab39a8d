"""Whether a member may read or change a regulation.

Everybody who works here may read what they are judged by; changing it needs a permission.
"""

from __future__ import annotations

from django.http import Http404

from shouwen.people.models import Member, Team
from shouwen.regulations.models import Regulation, Version


def regulation_open_to(member: Member, slug: str) -> Regulation:
    """Return a regulation to anybody who works here."""
    found = Regulation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    if not member.is_active:
        raise Http404
    return found


def version_open_to(member: Member, slug: str, number: int) -> Version:
    """Return one version of a regulation to anybody who works here."""
    regulation = regulation_open_to(member, slug)
    every = Version.objects.filter(regulation=regulation, number=number)
    # Several texts may have waited to be the first version; the last one put up is meant.
    found = every.order_by("-pk").first()
    if found is None:
        raise Http404
    # The gate has the regulation already; whoever renders the version need not ask again.
    found.regulation = regulation
    return found


def team_named(key: str) -> Team | None:
    """Return the team whose calendar is meant; an empty key means the whole house."""
    if not key:
        return None
    found = Team.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found
