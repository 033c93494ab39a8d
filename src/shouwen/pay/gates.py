"""Whose statement a member may read."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.pay.months import is_settled
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import Person, standing_today

VIEW_ALL = "ledger.view_all"
SETTLE = "ledger.settle"


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


def reports_of(reader: Member, today: date) -> tuple[Person, ...]:
    """Return those who answer to the reader; to whom nobody answers the list is not there."""
    found = standing_today(reader, today).own.reports
    if not found:
        raise Http404
    return found


def may_settle(member: Member, today: date) -> bool:
    """Return whether a member takes settlements a step on."""
    return SETTLE in standing_today(member, today).permissions


def require_settlements(member: Member, today: date) -> None:
    """Let pass whoever settles or sees everybody's statement; to others the list is not there."""
    if not (may_settle(member, today) or sees_all(member, today)):
        raise Http404


def settlement_open_to(reader: Member, name: str, today: date) -> str:
    """Return the period whose settlement this reader may open; to others it is not there."""
    if is_settled(name) and (sees_all(reader, today) or may_settle(reader, today)):
        return name
    raise Http404


def require_settle(member: Member, today: date) -> None:
    """Let pass whoever may settle; to others the button is not there."""
    if not may_settle(member, today):
        raise Http404


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether what is recorded about a settlement may be read by a member."""
    name = about.partition(":")[2]
    return is_settled(name) and bool(people.permissions_of(member, on) & {VIEW_ALL, SETTLE})
