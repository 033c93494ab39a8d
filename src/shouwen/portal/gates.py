"""Who may reach what at the door: an open portal, what it offers, and one's own matters only.

To somebody who proved nothing, a matter that is there and one that is not are the same.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import Http404

from shouwen.access.choices import Level
from shouwen.cases.choices import CaseType
from shouwen.cases.gates import VIEW_ALL, WORK
from shouwen.cases.models import Case
from shouwen.customers.phones import normal
from shouwen.people.asking import Objects
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.portal import keys
from shouwen.portal.choices import Way
from shouwen.portal.models import Filing, Offer, Portal
from shouwen.portal.visit import Visit

_KEEPER = frozenset({WORK, VIEW_ALL})
RELATED = ("category__parent", "customer", "handler", "responsible_department", "team__department")


_OPEN = Objects(lambda: Portal.objects.select_related("taker").filter(pk=1, is_on=True))


def open_portal() -> Portal | None:
    """Return the portal if customers may use it."""
    return next(iter(_OPEN.ask()), None)


def offer_open(pk: int) -> Offer:
    """Return a sort of matter that customers may file, else look absent."""
    found = Offer.objects.select_related("category").filter(pk=pk, is_shown=True).first()
    if found is None:
        raise Http404
    return found


def own(way: str, contact: str) -> Q:
    """Return the condition under which a matter is the customer's who confirmed this contact.

    What was filed with the contact is. Of what colleagues recorded, the customer's own number
    counts, and the number of whoever spoke; a confidential customer's matters stay inside.
    """
    digest = keys.of_contact(way, contact)
    mine = Q(pk__in=Filing.objects.filter(contact_digest=digest).values("case"))
    if way == Way.PHONE:
        phone = normal(contact)
        said = Q(customer__phone=phone) | Q(contact__phone=phone)
        mine |= said & Q(customer__secrecy=Level.ORDINARY)
    return mine


def matter_of(visit: Visit, number: str) -> Case | None:
    """Return a matter that this visit has proved to be the customer's, or None."""
    found = Case.objects.select_related(*RELATED).filter(number=number)
    if number in visit.matters:
        return found.first()
    if visit.is_confirmed:
        return found.filter(own(visit.way, visit.contact)).first()
    return None


def is_keeper(member: Member, on: date) -> bool:
    """Return whether a member keeps the portal: who works on matters and sees every one."""
    return standing_today(member, on).permissions >= _KEEPER


def require_keeper(member: Member, on: date) -> None:
    """Let pass whoever keeps the portal; to others its settings are not there."""
    if not is_keeper(member, on):
        raise Http404


def offer_kept(pk: int) -> Offer:
    """Return a sort of matter to whoever keeps the portal, else look absent."""
    found = Offer.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def type_known(name: str) -> CaseType:
    """Return a type of matter by its key, else look absent."""
    if name not in CaseType.values:
        raise Http404
    return CaseType(name)
