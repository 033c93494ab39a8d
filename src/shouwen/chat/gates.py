"""Who may reach a conversation: whoever works on matters; the rest only with its window's token."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from shouwen.cases.gates import Standing, standing_now
from shouwen.chat.models import ChatDoor, Conversation
from shouwen.people.asking import Objects
from shouwen.people.models import Member
from shouwen.portal import gates as portal
from shouwen.portal import keys
from shouwen.portal.models import Portal

RELATED = ("customer", "topic", "handler", "first_owner", "case")


# What every message asks is put together once.
_OPEN_DOOR = Objects(lambda: ChatDoor.objects.filter(pk=1, is_on=True))
_BY_TOKEN = Objects(
    lambda digest: Conversation.objects.select_related(*RELATED).filter(token_digest=digest)
)


def door(house: Portal | None = None) -> ChatDoor | None:
    """Return the door of chats while customers may write: the portal must be open as well."""
    if (house or portal.open_portal()) is None:
        return None
    return next(iter(_OPEN_DOOR.ask()), None)


def conversation_of(token: str) -> Conversation:
    """Return the conversation that a window's token proves; to others there is none."""
    found = _BY_TOKEN.ask(keys.of_link(token)) if token else []
    one = found[0] if found else None
    if one is None or one.forgotten_at is not None:
        raise Http404
    return one


def require_work(member: Member, on: date) -> Standing:
    """Return where somebody stands who works on matters; refuse others."""
    where = standing_now(member, on)
    if not where.works:
        raise PermissionDenied
    return where


def open_to(where: Standing) -> Q:
    """Return the condition under which a conversation is open to a member.

    Their own, those of whom they lead, and what waits for anybody; who sees every matter sees all.
    """
    if where.sees_all:
        return Q()
    hands = {where.member.pk, *where.below, *where.absent}
    return Q(handler__in=hands) | Q(first_owner__in=hands) | Q(handler=None)


def conversation_open_to(member: Member, pk: int, on: date) -> Conversation:
    """Return a conversation to whoever may read it, else look absent."""
    where = require_work(member, on)
    found = Conversation.objects.select_related(*RELATED).filter(open_to(where), pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether a member may read what a conversation's key names."""
    key = about.partition(":")[2]
    where = standing_now(member, on)
    if not where.works or not key.isdecimal():
        return False
    return Conversation.objects.filter(open_to(where), pk=int(key)).exists()
