"""Questions about conversations, answered in rows as their reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.sight import Sight
from shouwen.cases.gates import Standing
from shouwen.cases.heads import Seen
from shouwen.chat import gates, routing
from shouwen.chat.choices import SHOWN, ChatState, Event, Side
from shouwen.chat.models import ChatDoor, Conversation, Message, Topic
from shouwen.enforcement.matters import Summary
from shouwen.files.models import Sort, StoredFile
from shouwen.people.asking import Objects

CHAT = "chat"
PAGE = 50
# A chat page asks for what is new; whoever was away longer asks again.
MOST_NEW = 200
TYPES_FOR = timedelta(seconds=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message as its reader may see it; ``file`` is the key of a file, for the gate to ask."""

    number: int
    key: str
    side: str
    author: str
    text: str
    file: str
    file_name: str
    is_photo: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRow:
    """One conversation in a list."""

    pk: int
    number: str
    state: str
    state_label: str
    customer: str
    topic: str
    handler: str
    handler_key: str
    first_owner: str
    opened_at: datetime
    waits_since: datetime | None
    closed_at: datetime | None
    unread: int
    stars: int | None
    case: str


def settings_of() -> ChatDoor:
    """Return the settings of the door, before anybody has saved some the usual ones."""
    return ChatDoor.objects.filter(pk=1).first() or ChatDoor()


def sites() -> list[str]:
    """Return the origins of pages that may show the window."""
    return settings_of().sites.split()


def in_language(text: str, text_en: str) -> str:
    """Return a text in the reader's language, where there is one."""
    chinese = (translation.get_language() or "zh").startswith("zh")
    return text if chinese or not text_en else text_en


def topics() -> list[Topic]:
    """List what customers may choose to talk about."""
    return list(Topic.objects.filter(is_shown=True).select_related("skill").order_by("pk"))


def seen_of(one: Conversation, sight: Sight) -> Seen:
    """Return how a reader sees who writes; a customer the house knows is covered by their level."""
    known = one.customer
    return Seen(
        sight,
        known.secrecy if known else Level.ORDINARY,
        known.name if known else one.name,
        known.unit if known else "",
        known.phone if known else one.phone,
        known.number if known else "",
        one.name if known else "",
        one.phone if known else "",
        known.email if known else "",
    )


def messages_for_customer(one: Conversation, after: int) -> list[MessageRow]:
    """List what the customer may read after a number, in order, with whom they speak by name."""
    return [_row(each, each.text) for each in _TO_CUSTOMERS.ask(one.pk, after)]


def messages_for_member(one: Conversation, after: int, seen: Seen) -> list[MessageRow]:
    """List what is new after a number as a member may see it, notes among it."""
    return [_row(each, seen.text(each.text)) for each in _TO_MEMBERS.ask(one.pk, after)]


def _messages(conversation: int, after: int) -> QuerySet[Message]:
    found = Message.objects.filter(conversation=conversation, number__gt=after).order_by("number")
    return found.select_related("author", "file")


_TO_MEMBERS = Objects(lambda pk, after: _messages(pk, after)[:MOST_NEW])
_TO_CUSTOMERS = Objects(lambda pk, after: _messages(pk, after).filter(side__in=SHOWN)[:MOST_NEW])


def _row(message: Message, text: str) -> MessageRow:
    if message.side == Side.HOUSE:
        text = str(Event(message.event).label)
        text = text % {"who": message.text} if "%(who)s" in text else text
    file = message.file
    return MessageRow(
        number=message.number, key=message.key, side=message.side,
        author=message.author.name if message.author else "", text=text,
        file=file.sha256 if file else "", file_name=file.name if file else "",
        is_photo=file is not None and file.sort == Sort.PHOTO, at=message.at,
    )  # fmt: skip


def is_typing(at: datetime | None, now: datetime) -> bool:
    """Return whether somebody typed a moment ago."""
    return at is not None and now - at < TYPES_FOR


def place_of(one: Conversation, now: datetime) -> tuple[int, timedelta | None]:
    """Return the place of a conversation that waits, and about how long it will; 0 for others."""
    if one.state != ChatState.WAITING:
        return 0, None
    place = routing.position_of(one)
    return place, routing.expected_wait(place, now)


# ── lists ────────────────────────────────────────────────────────────────────────────────────


def waiting(sight: Sight) -> list[ChatRow]:
    """List who waits for anybody, the longest first."""
    found = Conversation.objects.filter(state=ChatState.WAITING).order_by("opened_at")
    return _rows(found, sight)


def mine(member: int, sight: Sight) -> list[ChatRow]:
    """List the conversations a member is in: first who waits for an answer, the longest first."""
    found = Conversation.objects.filter(handler=member, state=ChatState.TALKING)
    rows = _rows(found.order_by("pk"), sight)
    return sorted(rows, key=lambda row: (row.waits_since is None, row.waits_since or row.opened_at))


def past(
    where: Standing, sight: Sight, after: int | None = None
) -> tuple[list[ChatRow], int | None]:
    """List conversations open to a member, the latest first; say where the next page begins."""
    found = Conversation.objects.filter(gates.open_to(where)).order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = _rows(found, sight, limit=PAGE + 1)
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def _rows(found: Any, sight: Sight, limit: int = PAGE) -> list[ChatRow]:
    return [row_of(one, sight) for one in found.select_related(*gates.RELATED)[:limit]]


def row_of(one: Conversation, sight: Sight) -> ChatRow:
    """Return a conversation as its reader may see it."""
    seen = seen_of(one, sight)
    return ChatRow(
        pk=one.pk, number=str(one), state=one.state, state_label=one.get_state_display(),
        customer=seen.name or _("Visitor"), topic=_topic(one),
        handler=one.handler.name if one.handler else "",
        handler_key=one.handler.username if one.handler else "",
        first_owner=one.first_owner.name if one.first_owner else "", opened_at=one.opened_at,
        waits_since=one.waits_since, closed_at=one.closed_at,
        unread=max(0, one.last - one.seen_by_operator), stars=one.stars,
        case=one.case.number if one.case else "",
    )  # fmt: skip


def _topic(one: Conversation) -> str:
    return in_language(one.topic.name, one.topic.name_en) if one.topic else ""


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise conversations for a list, without saying who wrote."""
    pks = {int(key) for key in keys if key.isdecimal()}
    found = Conversation.objects.filter(pk__in=pks).select_related("topic").only("pk", "topic")
    return {
        str(one.pk): Summary(label=_("Chat %(number)s") % {"number": one}, note=_topic(one))
        for one in found
    }


def file_of(pk: int, sha256: str) -> StoredFile | None:
    """Return a file that was sent in a conversation, or None."""
    found = Message.objects.filter(conversation=pk, file__sha256=sha256, side__in=SHOWN)
    one = found.select_related("file").first()
    return one.file if one else None


def answered_meanwhile(one: Conversation, after: int, me: int) -> str:
    """Return who else answered after a message, or an empty text."""
    newer = Message.objects.filter(conversation=one, number__gt=after, side=Side.OPERATOR)
    found = newer.exclude(author=me).exclude(author=None).order_by("-number")
    return found.values_list("author__name", flat=True).first() or ""
