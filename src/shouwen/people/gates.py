"""May this member reach this part of the department?"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.people import queries
from shouwen.people.models import Member


def require(member: Member, permission: str, on: date) -> None:
    """Let pass whoever may do this on that day; refuse everybody else."""
    if not queries.may(member, permission, on):
        raise PermissionDenied


def member_open_to_manager(manager: Member, key: str, on: date) -> Member:
    """Return a member to whoever manages people; to others that person is not there."""
    if not queries.may(manager, "people.manage", on):
        raise Http404
    found = queries.member_by_key(key)
    if found is None:
        raise Http404
    if found.is_system:
        raise Http404
    return found
