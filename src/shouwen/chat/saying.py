"""Every message of a conversation: written once, in its turn, with the facts that follow.

A message is one short transaction that locks its conversation alone; sent again under its key it
changes nothing. Where a fact follows from it, the journal's turn comes first, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwen.cases import actions as cases
from shouwen.chat import stating
from shouwen.chat.choices import ChatState, Event, Side
from shouwen.chat.models import Conversation, Message
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.files.queries import told
from shouwen.live import actions as live
from shouwen.people.asking import Objects, Rows
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal

LONGEST = 2000
# The news of one member's list of conversations.
DESK = "chats"
LONGEST_KEY = 64
# Nobody types faster; a program that does is asked to wait.
MOST_IN_A_MINUTE = 60
# The words of the portal: its catalogue has them.
NEWS = "The customer added to %(number)s"
T = TypeVar("T")


class TooFastError(RefusedError):
    """So many messages within a minute are no person's."""


class _TurnNeededError(Exception):
    """A fact follows from a message after all; it is written again with the journal's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One message to write: its sender's key, its text, a file, or what the house tells."""

    side: str
    key: str
    text: str = ""
    author: Member | None = None
    file: StoredFile | None = None
    event: str = ""


def say(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Write a message once, with what follows from it; return it, or the one already there.

    Raises RefusedError for an empty one, a conversation that is over, and a program's pace.
    """
    worth_saying(words.text, words.key, empty=words.file is not None)
    return _in_turn(
        partial(_say, conversation.pk, words, now),
        at_once=conversation.state != ChatState.TALKING or conversation.answered_at is None,
    )


def attach(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Write a message, and with it a file, which whoever may read the conversation may see."""
    if words.file is None:
        return say(conversation=conversation, words=words, now=now)
    with transaction.atomic():
        message = say(conversation=conversation, words=words, now=now)
        files.name_in(files=[words.file], about=conversation.about, at=now)
        if conversation.case is not None:
            files.name_in(files=[words.file], about=conversation.case.about, at=now)
    return message


def say_of_case(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Show what was answered to a conversation's matter; the matter's own facts tell of it.

    The caller has the journal's turn.
    """
    one = locked(conversation.pk)
    return _known(one, words.key) or append(one, words, now)


def _in_turn(write: Callable[..., T], *, at_once: bool) -> T:
    """Write with the journal's turn where a fact follows, without it where none does."""
    if not at_once:
        try:
            with transaction.atomic():
                return write(has_turn=False)
        except _TurnNeededError:
            pass
    with transaction.atomic():
        enforcement.take_turn(None)
        return write(has_turn=True)


def _by_key(pk: int) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(pk=pk).select_for_update(of=("self",))
    return found.select_related("handler", "first_owner", "case", "customer", "topic")


# What every message asks is put together once.
_LOCKED = Objects(_by_key)
_KNOWN = Objects(lambda pk, key: Message.objects.filter(conversation=pk, key=key))
_LONG_AGO = Rows(
    lambda pk, number: Message.objects.filter(conversation=pk, number=number).values_list("at")
)


def locked(pk: int) -> Conversation:
    """Return a conversation that nobody else changes until the transaction ends."""
    return _LOCKED.ask(pk)[0]


def _known(one: Conversation, key: str) -> Message | None:
    return next(iter(_KNOWN.ask(one.pk, key)), None)


def _say(pk: int, words: Words, now: datetime, *, has_turn: bool) -> Message:
    one = locked(pk)
    known = _known(one, words.key)
    if known is not None:
        return known
    if words.side != Side.NOTE and one.state == ChatState.CLOSED:
        raise RefusedError(_("The conversation is closed; begin another one."))
    _keep_pace(one, words, now)
    _keep_window(one, words, now)
    if not has_turn and _is_a_fact(one, words, now):
        raise _TurnNeededError
    message = append(one, words, now)
    if words.side == Side.CUSTOMER:
        _customer_said(one, message, now)
    elif words.side == Side.OPERATOR:
        _operator_said(one, words.author, now)
    return message


def _is_a_fact(one: Conversation, words: Words, now: datetime) -> bool:
    if words.side == Side.NOTE:
        return False
    if one.state == ChatState.LEFT or one.answered_at is None:
        return True
    is_turn = (words.side == Side.CUSTOMER) == (one.waits_since is None)
    return is_turn and is_clocked(now)


def is_clocked(now: datetime) -> bool:
    """Return whether a clause in force runs a clock by who waits for whom."""
    return any(stating.is_heard(kind, now) for kind in (stating.WAITS, stating.SILENT))


def _customer_said(one: Conversation, message: Message, now: datetime) -> None:
    if one.state == ChatState.LEFT and one.case is not None:
        named = told([message.file.sha256]) if message.file else None
        cases.add_from_customer(
            case=one.case, text=message.text, files=named, at=now,
            key=f"{one.about}:{message.number}",
        )  # fmt: skip
        portal.tell_handler(one.case, now, NEWS)
    elif one.waits_since is None:
        one.waits_since = now
        one.save(update_fields=["waits_since"])
        tell_desk(one.handler, now)
        if one.answered_at is not None and is_clocked(now):
            stating.record(one, stating.WAITS, now, operator=handler_of(one))


def _operator_said(one: Conversation, author: Member | None, now: datetime) -> None:
    if one.state == ChatState.WAITING and author is not None:
        assign(one, author, _("taken by hand"), now)
    waited = str(round((now - one.waits_since).total_seconds())) if one.waits_since else None
    turn = one.waits_since is not None
    one.waits_since = None
    if one.answered_at is None:
        one.answered_at = now
        stating.record(
            one, "chat_answered", now, actor=author, operator=key_of(author), seconds=waited,
            in_hours=stating.in_hours(now),
        )  # fmt: skip
    elif turn and is_clocked(now):
        stating.record(
            one, stating.REPLIED, now, actor=author, operator=key_of(author), seconds=waited
        )
    if turn and is_clocked(now):
        stating.record(one, stating.SILENT, now, operator=key_of(author))
    one.save(update_fields=["answered_at", "waits_since"])


def assign(one: Conversation, member: Member, reason: str, now: datetime) -> None:
    """Give a conversation to a colleague, for a reason that is kept; tell both sides."""
    stating.record(
        one, "chat_assigned", now, operator=member.username, reason=reason,
        in_hours=stating.in_hours(now),
    )  # fmt: skip
    one.state, one.handler = ChatState.TALKING, member
    one.first_owner = one.first_owner or member
    one.save(update_fields=["state", "handler", "first_owner"])
    tell(one, Event.JOINED, member.name, now)
    tell_desk(member, now)


def append(one: Conversation, words: Words, now: datetime) -> Message:
    """Write a message at the conversation's next number; its row is locked by the caller."""
    one.last += 1
    Conversation.objects.filter(pk=one.pk).update(last=one.last)
    live.say(stream=one.about, body={"last": one.last}, now=now)
    return Message.objects.create(
        conversation=one, number=one.last, key=words.key, side=words.side, author=words.author,
        text=words.text.strip(), event=words.event, file=words.file, at=now,
    )  # fmt: skip


def tell(one: Conversation, event: Event, who: str, now: datetime) -> None:
    """Write what the house tells of a conversation: who joined, which matter it became."""
    key = f"house:{event}:{one.last + 1}"
    append(one, Words(side=Side.HOUSE, key=key, event=event, text=who), now)


def tell_desk(member: Member | None, now: datetime) -> None:
    """Tell a colleague's page that their list of conversations changed."""
    if member is not None:
        live.say(stream=f"{DESK}:{member.username}", body={}, now=now)


def worth_saying(text: str, key: str, *, empty: bool = False) -> str:
    """Return a message's text; raise RefusedError for an empty or long one, or a bad key."""
    said = text.strip()
    if not (said or empty):
        raise RefusedError(_("Write something first."), "text")
    if len(said) > LONGEST:
        sentence = _("A message has at most %(n)s signs.")
        raise RefusedError(sentence % {"n": LONGEST}, "text")
    if not 1 <= len(key) <= LONGEST_KEY or key.startswith("house:"):
        raise RefusedError(_("The message has no key of its own; reload the page."), "key")
    return said


def _keep_pace(one: Conversation, words: Words, now: datetime) -> None:
    if words.side != Side.CUSTOMER or one.last < MOST_IN_A_MINUTE:
        return
    at = next((at for (at,) in _LONG_AGO.ask(one.pk, one.last - MOST_IN_A_MINUTE + 1)), None)
    if at is not None and now - at < timedelta(minutes=1):
        raise TooFastError(_("That was very fast. Please wait a moment."))


def _keep_window(one: Conversation, words: Words, now: datetime) -> None:
    """Refuse an answer that the channel would not carry to the customer."""
    if one.reply_until is None or words.side != Side.OPERATOR:
        return
    if now >= one.reply_until:
        raise RefusedError(
            _(
                "The customer's channel takes no more answers until they write again. "
                "Reach them another way."
            )
        )
    if words.file is not None:
        raise RefusedError(_("This channel carries text only; send the file another way."))


def handler_of(one: Conversation) -> str | None:
    """Return the user name of whoever has a conversation."""
    return key_of(one.handler)


def key_of(member: Member | None) -> str | None:
    """Return a member's user name, or None for nobody."""
    return member.username if member else None
