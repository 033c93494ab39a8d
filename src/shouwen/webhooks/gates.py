"""Gates: who keeps webhooks, and who may change one."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.webhooks.choices import MANAGE, State
from shouwen.webhooks.models import Delivery, Subscription


def require_keeper(member: Member, on: date) -> None:
    """Let pass whoever keeps webhooks; refuse everybody else."""
    if not people.may(member, MANAGE, on):
        raise PermissionDenied


def open_to(member: Member, pk: int, on: date) -> Subscription:
    """Return a subscription to whoever keeps webhooks; to others it is not there."""
    if not people.may(member, MANAGE, on):
        raise Http404
    found = Subscription.objects.select_related("owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def running_open_to(member: Member, pk: int, on: date) -> Subscription:
    """Return a subscription that has not ended, to whoever keeps webhooks."""
    found = open_to(member, pk, on)
    if found.state == State.ENDED:
        raise Http404
    return found


def own(member: Member, pk: int, on: date) -> Subscription:
    """Return a subscription to its owner; refuse whoever would let another's sight leave.

    What is told is what its owner may see, so nobody else may say where it goes.
    """
    found = running_open_to(member, pk, on)
    if found.owner_id != member.pk:
        raise PermissionDenied
    return found


def delivery_of(subscription: Subscription, sequence: int) -> Delivery:
    """Return one delivery of a subscription, else look absent."""
    found = Delivery.objects.filter(subscription=subscription, sequence=sequence).first()
    if found is None:
        raise Http404
    return found
