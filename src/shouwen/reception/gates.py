"""Who may stand at the front desk: whoever works on matters."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.cases.gates import Standing, standing_now
from shouwen.people.models import Member
from shouwen.reception.models import Arrival

RELATED = ("customer", "received_by", "served_by", "case")


def require_work(member: Member, on: date) -> Standing:
    """Return where somebody stands who works on matters; refuse others."""
    where = standing_now(member, on)
    if not where.works:
        raise PermissionDenied
    return where


def arrival_open_to(member: Member, pk: int, on: date) -> Arrival:
    """Return an arrival to whoever works on matters, else look absent."""
    require_work(member, on)
    found = Arrival.objects.select_related(*RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether a member may read what an arrival's key names."""
    key = about.partition(":")[2]
    if not key.isdecimal() or not standing_now(member, on).works:
        return False
    return Arrival.objects.filter(pk=int(key)).exists()
