"""Gates: who may read the log of looks, tie classes, second somebody, and see a leak."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from shouwen.access import records
from shouwen.access.choices import State, What
from shouwen.access.models import Asking
from shouwen.access.records import Found, Record
from shouwen.journal import queries as journal
from shouwen.people import queries as people
from shouwen.people.models import Member

WORK, VIEW_ALL, ADOPT = "cases.work", "cases.view_all", "regulations.adopt"


def require_looks(member: Member, on: date) -> None:
    """Let pass whoever sees every matter: they may read who looked."""
    if not people.may(member, VIEW_ALL, on):
        raise PermissionDenied


def require_classes(member: Member, on: date) -> None:
    """Let pass whoever adopts regulations: they tie records to their classes."""
    if not people.may(member, ADOPT, on):
        raise PermissionDenied


def may_second(member: Member, on: date) -> bool:
    """Return whether the member may be the second person: whoever works on matters."""
    return people.may(member, WORK, on)


def record_open_to(member: Member, record: str, key: str, on: date) -> Found:
    """Return one record if its room opens it to the member, else look absent."""
    found = records.find(record, member, key, on)
    if found is None:
        raise Http404
    return found


def exportable(key: str) -> Record:
    """Return a kind of record that can be exported, else look absent."""
    found = records.record_named(key)
    if found is None or found.export is None:
        raise Http404
    return found


def waiting_for_second(member: Member, pk: int, now: datetime, on: date) -> Asking:
    """Return what waits for a second person, if the member may be it; else look absent."""
    found = Asking.objects.select_related("member").filter(pk=pk, state=State.SECOND).first()
    if found is None or (found.until and found.until <= now):
        raise Http404
    if found.member_id == member.pk:
        raise Http404
    if found.second_id not in (None, member.pk):
        raise Http404
    if not may_second(member, on):
        raise Http404
    return found


def own_asking(member: Member, pk: int) -> Asking:
    """Return one of the member's own askings, else look absent."""
    return get_object_or_404(Asking, pk=pk, member=member)


def own_export(member: Member, pk: int) -> Asking:
    """Return an export the member asked for, else look absent; nobody else may fetch it."""
    found = own_asking(member, pk)
    if found.what != What.EXPORT:
        raise Http404
    return found


def leak_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether the member may read about a leak: who reported it, and who sees all."""
    if people.may(member, VIEW_ALL, on):
        return True
    return any(row.actor_key == member.username for row in journal.timeline(about, limit=50))
