"""What changes channels: a follower's message taken once, and what is forgotten."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.channels.models import OfficialAccount, Taken, Thread
from shouwen.channels.official import Said
from shouwen.chat import actions as chats
from shouwen.chat import saying
from shouwen.chat.actions import Visitor
from shouwen.chat.choices import OPEN, ChatState, Side, Source
from shouwen.chat.models import Conversation
from shouwen.chat.saying import Words
from shouwen.enforcement import actions as enforcement
from shouwen.portal import keys
from shouwen.webhooks import signing

# So long after a customer's message the platform takes answers ("客服消息下发规则").
WINDOW = timedelta(hours=48)
# The signature refuses what is older than minutes; a day is more than enough.
REMEMBERED = timedelta(days=1)


def keep_account(*, account: OfficialAccount, secrets: dict[str, str]) -> OfficialAccount:
    """Keep the account's settings; a secret that is empty stays the one it was."""
    for name, text in secrets.items():
        if text:
            setattr(account, name, signing.sealed(text))
    account.pk, account.access, account.access_until, account.fault = 1, "", None, ""
    account.save()
    return account


@transaction.atomic
def take(*, said: Said, now: datetime) -> bool:
    """Take a follower's message into their conversation; return False for one taken already."""
    enforcement.take_turn(None)
    key = hashlib.sha256(f"wechat:{said.follower}:{said.key}".encode()).hexdigest()
    _row, new = Taken.objects.get_or_create(key=key, defaults={"at": now})
    if not new:
        return False
    text = _text_of(said)
    thread = _going_on(said.follower, now)
    if thread is None:
        thread = _open(said.follower, text, key, now)
    else:
        words = Words(side=Side.CUSTOMER, key=key, text=text)
        saying.say(conversation=thread.conversation, words=words, now=now)
    Thread.objects.filter(pk=thread.pk).update(wrote_at=now)
    found = Conversation.objects.filter(pk=thread.conversation_id)
    found.update(reply_until=now + WINDOW)
    return True


def _going_on(follower: str, now: datetime) -> Thread | None:
    """Return the conversation a follower is in; what became a matter is one for as long."""
    found = Thread.objects.filter(follower=follower).select_related("conversation")
    thread = found.order_by("-pk").first()
    if thread is None:
        return None
    state = thread.conversation.state
    is_on = state in OPEN or (state == ChatState.LEFT and now - thread.wrote_at < WINDOW)
    return thread if is_on else None


def _open(follower: str, text: str, key: str, now: datetime) -> Thread:
    visitor = Visitor(language=settings.LANGUAGE_CODE, source=Source.WECHAT)
    token = chats.open_conversation(visitor=visitor, text=text, key=key, now=now)
    one = Conversation.objects.get(token_digest=keys.of_link(token))
    return Thread.objects.create(conversation=one, follower=follower, wrote_at=now)


def _text_of(said: Said) -> str:
    text = said.text.strip()[: saying.LONGEST]
    if said.sort == "text" and text:
        return text
    with translation.override(settings.LANGUAGE_CODE):
        kinds = {
            "image": _("a picture"), "voice": _("a voice message"), "video": _("a video"),
            "shortvideo": _("a video"), "location": _("a place"), "link": _("a link"),
        }  # fmt: skip
        what = kinds.get(said.sort, _("something else"))
        return _("[The customer sent %(what)s; it is in the account's own console.]") % {
            "what": what
        }


def forget_due(*, now: datetime, limit: int) -> int:
    """Drop followers' ids of forgotten conversations and old keys; return how many."""
    old = Taken.objects.filter(at__lt=now - REMEMBERED).values("pk")[:limit]
    keys_gone, _each = Taken.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    found = Thread.objects.filter(conversation__forgotten_at__isnull=False).exclude(follower="")
    rows = list(found.values_list("pk", flat=True)[:limit])
    return keys_gone + Thread.objects.filter(pk__in=rows).update(follower="")
