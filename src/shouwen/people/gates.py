"""Whether a member may reach a part of the department."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.people.models import Grant, Holding, Member, Post
from shouwen.people.periods import holding_on


def may(member: Member, permission: str, on: date) -> bool:
    """Return whether a post held on that day lets this member do this; administrators may all."""
    if not member.is_active:
        return False
    if member.is_superuser:
        return True
    held = Holding.objects.filter(holding_on(on), member=member)
    return Grant.objects.filter(permission=permission, post__in=held.values("post")).exists()


def require(member: Member, permission: str, on: date) -> None:
    """Let pass whoever may do this on that day; refuse everybody else."""
    if not may(member, permission, on):
        raise PermissionDenied


def member_open_to_manager(manager: Member, key: str, on: date) -> Member:
    """Return a member to whoever manages people; to others that person is not there."""
    if not may(manager, "people.manage", on):
        raise Http404
    found = Member.objects.filter(username=key).first()
    if found is None:
        raise Http404
    if found.is_system:
        raise Http404
    return found


def post_open_to_manager(manager: Member, key: str, on: date) -> Post:
    """Return a post to whoever manages people; to others it is not there."""
    if not may(manager, "people.manage", on):
        raise Http404
    found = Post.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found
