"""Answers told to followers in their order, each until it arrives or the window ends.

A line is sent before it is written down as told: killed between the two, it is sent again. The
platform knows no key by which it would notice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.channels import platform
from shouwen.channels.models import OfficialAccount, Thread
from shouwen.chat import saying as chats
from shouwen.chat.choices import Event, Side
from shouwen.chat.models import Message
from shouwen.chat.saying import Words
from shouwen.webhooks.signing import KeyChangedError

Clock = Callable[[], datetime]
LEASE = timedelta(minutes=2)
DELAYS = tuple(timedelta(seconds=each) for each in (10, 60, 300))
AT_ONCE = 20
# Nobody answers what is older by the channel it came by.
OLDEST = timedelta(days=90)


def send_due(*, clock: Clock) -> int:
    """Send what waits to be told; return how many messages are done with."""
    now = clock()
    account = _held(now)
    if account is None:
        return 0
    try:
        return sum(_tell(account, thread, clock) for thread in _waiting(now))
    finally:
        OfficialAccount.objects.filter(pk=account.pk).update(lease_until=None)


def _held(now: datetime) -> OfficialAccount | None:
    found = OfficialAccount.objects.filter(pk=1, is_on=True)
    free = found.filter(Q(lease_until=None) | Q(lease_until__lt=now))
    if not _waiting(now) or not free.update(lease_until=now + LEASE):
        return None
    return found.first()


def _waiting(now: datetime) -> list[Thread]:
    found = Thread.objects.filter(
        Q(retry_at=None) | Q(retry_at__lte=now),
        wrote_at__gt=now - OLDEST, conversation__last__gt=F("told"),
    ).exclude(follower="")  # fmt: skip
    return list(found.select_related("conversation").order_by("wrote_at")[:AT_ONCE])


def _tell(account: OfficialAccount, thread: Thread, clock: Clock) -> int:
    rows = Message.objects.filter(conversation=thread.conversation_id, number__gt=thread.told)
    done = 0
    for message in rows.order_by("number")[:AT_ONCE]:
        if not _is_told(account, thread, message, clock()):
            break
        done += 1
    return done


def _is_told(account: OfficialAccount, thread: Thread, message: Message, now: datetime) -> bool:
    """Return whether a message is done with: told, nothing to tell, or never to be told."""
    text = _text_of(message)
    try:
        if text:
            _send(account, thread, text, now)
    except (platform.NotTakenError, KeyChangedError) as fault:
        reason = str(fault) or type(fault).__name__
        OfficialAccount.objects.filter(pk=1).update(fault=reason[:200], fault_at=now)
        if not getattr(fault, "final", False) and now < _ends(thread):
            thread.retry_at = now + DELAYS[min(thread.tries, len(DELAYS) - 1)]
            thread.tries += 1
            thread.save(update_fields=["retry_at", "tries"])
            return False
        _say_so(thread, message, now)
    thread.told, thread.tries, thread.retry_at = message.number, 0, None
    thread.save(update_fields=["told", "tries", "retry_at"])
    return True


def _send(account: OfficialAccount, thread: Thread, text: str, now: datetime) -> None:
    if now >= _ends(thread):
        raise platform.NotTakenError("the reply window has ended", code=platform.FINAL[0])
    platform.send(account, thread.follower, text, now)


def _ends(thread: Thread) -> datetime:
    return thread.conversation.reply_until or thread.wrote_at


def _text_of(message: Message) -> str:
    """Return what the customer is told of a message; the greeting of a handler is not."""
    if message.side == Side.OPERATOR:
        return message.text
    if message.side == Side.HOUSE and message.event == Event.LEFT:
        with translation.override(settings.LANGUAGE_CODE):
            return str(Event.LEFT.label) % {"who": message.text}
    return ""


def _say_so(thread: Thread, message: Message, now: datetime) -> None:
    """Leave a note between colleagues that an answer did not reach the customer."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Not delivered by WeChat: “%(text)s”. Reach the customer another way.")
        words = Words(
            side=Side.NOTE, key=f"undelivered:{message.number}",
            text=text % {"text": message.text[:200]},
        )  # fmt: skip
    chats.say(conversation=thread.conversation, words=words, now=now)
