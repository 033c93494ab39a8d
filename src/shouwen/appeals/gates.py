"""Who may read an appeal."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.appeals.models import Appeal
from shouwen.approvals import queries as requests
from shouwen.people import queries as people
from shouwen.people.models import Member

ALL = "ledger.view_all"


def appeal_open_to(member: Member, pk: int, on: date) -> Appeal:
    """Return an appeal to its appellant, their superiors, its judges, and who may read them all."""
    found = _all().filter(pk=pk).first()
    if found is None or not _may_read(member, found, on):
        raise Http404
    return found


def _all() -> QuerySet[Appeal]:
    return Appeal.objects.select_related("appellant", "fact", "filed", "request")


def _may_read(member: Member, found: Appeal, on: date) -> bool:
    if found.appellant_id == member.pk:
        return True
    if people.leads(member, found.appellant, on):
        return True
    if sees_all(member, on):
        return True
    if requests.may_decide(found.request, member, on):
        return True
    return any(d.member_key == member.username for d in requests.decisions_of(found.request_id))


def sees_all(member: Member, on: date) -> bool:
    """Return whether every appeal is open to a member."""
    return people.may(member, ALL, on)


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether what is recorded about an appeal may be read by a member."""
    return any(_may_read(member, found, on) for found in _of_matter(about.partition(":")[2]))


def _of_matter(key: str) -> list[Appeal]:
    fact, _dash, appellant = key.partition("-")
    if not (fact.isdecimal() and appellant.isdecimal()):
        return []
    return list(_all().filter(fact=int(fact), appellant=int(appellant)).order_by("-pk"))


def matter_link(key: str) -> tuple[str, str]:
    """Return what an appeal is called and where it is read: its newest level."""
    label = _("Appeal about fact %(number)s") % {"number": key.partition("-")[0]}
    found = _of_matter(key)
    return label, reverse("appeals:appeal", args=[found[0].pk]) if found else ""
