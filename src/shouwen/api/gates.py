"""Whose tokens a member may touch."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.api.models import Token
from shouwen.people import queries as people
from shouwen.people.models import Member


def token_open_to(member: Member, pk: int, on: date) -> Token:
    """Return a token to its owner and to whoever manages people; to others it is not there."""
    found = Token.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.member_id == member.pk:
        return found
    if people.may(member, "people.manage", on):
        return found
    raise Http404
