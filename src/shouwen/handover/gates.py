"""Whether a member may read a handover."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.handover.models import Handover
from shouwen.people import queries as people
from shouwen.people.models import Member

ALL = ("cases.view_all", "facts.record")


def handover_open_to(member: Member, pk: int, on: date) -> Handover:
    """Return a handover to both sides, to who leads one of them, and to who may read them all."""
    found = Handover.objects.select_related("outgoing", "incoming").filter(pk=pk).first()
    if found is None or not _may_read(member, found, on):
        raise Http404
    return found


def _may_read(member: Member, found: Handover, on: date) -> bool:
    if member.pk in (found.outgoing_id, found.incoming_id):
        return True
    if people.leads(member, found.outgoing, on):
        return True
    if people.leads(member, found.incoming, on):
        return True
    return sees_all(member, on)


def sees_all(member: Member, on: date) -> bool:
    """Return whether every handover is open to a member, not just their own."""
    return bool(people.permissions_of(member, on) & set(ALL))


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether what is recorded about a handover may be read by a member."""
    key = about.partition(":")[2]
    found = Handover.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return found is not None and _may_read(member, found, on)


def matter_link(key: str) -> tuple[str, str]:
    """Return what a handover is called and where it is read."""
    label = _("Handover %(number)s") % {"number": key}
    return label, reverse("handover:handover", args=[key]) if key.isdecimal() else ""
