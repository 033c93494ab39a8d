"""Whose statement a member may read."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import standing_today

VIEW_ALL = "ledger.view_all"


def sees_all(reader: Member, today: date) -> bool:
    """Return whether everybody's points and money are open to the reader."""
    return VIEW_ALL in standing_today(reader, today).permissions


def statement_open_to(reader: Member, key: str, today: date) -> Member:
    """Return the member whose statement this reader may open; to others it is not there."""
    if key == reader.username:
        return reader
    found = people.member_by_key(key)
    if found is None:
        raise Http404
    if found.is_system:
        raise Http404
    if sees_all(reader, today):
        return found
    if people.leads(reader, found, today):
        return found
    raise Http404


def require_all(reader: Member, today: date) -> None:
    """Let pass whoever sees everybody's statement; to others the list is not there."""
    if not sees_all(reader, today):
        raise Http404
