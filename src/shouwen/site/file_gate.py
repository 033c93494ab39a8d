"""Who may see a kept file: asked of the room that keeps the matter naming it."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.enforcement import gates
from shouwen.people.models import Member

FACT, OBLIGATION = "fact", "obligation"


def may_see(member: Member, about: str, on: date) -> bool:
    """Return whether a member may read the fact, the obligation or the matter that names a file."""
    sort, _colon, key = about.partition(":")
    if sort == FACT and key.isdecimal():
        return _is_open(gates.fact_open_to, member, key, on)
    if sort == OBLIGATION and key.isdecimal():
        return _is_open(gates.obligation_open_to, member, key, on)
    return gates.matter_or_member(member, about, on)


def _is_open(gate: object, member: Member, key: str, on: date) -> bool:
    try:
        gate(member, int(key), on)  # type: ignore[operator]  # one of the two above
    except Http404:
        return False
    return True
