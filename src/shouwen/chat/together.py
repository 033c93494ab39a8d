"""Messages that customers' windows send over their sockets: many in one transaction.

Only what no fact follows from is written here, where the conversation merely goes on. Whatever else
a message may be, the window sends it by its form, where the whole of :mod:`shouwen.chat.saying`
stands, and is told why where it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from shouwen.chat import gates, saying
from shouwen.chat.choices import ChatState, Side
from shouwen.chat.hearing import CUSTOMER
from shouwen.chat.models import Conversation, Message
from shouwen.live import actions as live
from shouwen.live.streams import Uttered
from shouwen.people.asking import Objects, Rows
from shouwen.people.refusals import RefusedError
from shouwen.portal import keys
from shouwen.ui.words import day_time

_LANGUAGES = {code for code, _ in settings.LANGUAGES}
Answer = dict[str, Any]
_LOCKED = Objects(
    lambda pks: Conversation.objects.filter(pk__in=pks)
    .order_by("pk").select_related("handler").select_for_update(of=("self",))
)  # fmt: skip
_KNOWN = Rows(
    lambda pks, sent: Message.objects.filter(conversation__in=pks, key__in=sent)
    .values_list("conversation", "key", "number", "at")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """One message as a window sends it."""

    pk: int
    token: str
    key: str
    text: str
    language: str


def take(said: Sequence[Uttered]) -> list[Answer]:
    """Write what windows send; return for each its number, moment and time as shown, or nothing.

    One of each conversation: what a window sends before it is answered goes by the form.
    """
    now = timezone.now()  # clock: a message stands when it is written
    sent = [_read(each) for each in said]
    firsts = {one.pk: one for one in reversed([one for one in sent if one])}
    if not firsts or gates.door() is None:
        return [{} for _ in said]
    with transaction.atomic():
        written = _write(firsts, now)
    return [_answer(one, written, firsts, now) for one in sent]


def _read(uttered: Uttered) -> _Sent | None:
    body, pk = uttered.body, uttered.key
    key, text, language = (str(body.get(name) or "") for name in ("key", "text", "lang"))
    try:
        text = saying.worth_saying(text, key)
    except RefusedError:
        return None
    if uttered.role != CUSTOMER or not uttered.token or "\0" in text + key:
        return None
    return _Sent(pk=int(pk), token=uttered.token, key=key, text=text, language=language)


def _answer(
    one: _Sent | None, written: dict[int, tuple[int, datetime]], firsts: dict[int, _Sent],
    now: datetime,
) -> Answer:  # fmt: skip
    if one is None or firsts[one.pk] is not one or one.pk not in written:
        return {}
    number, at = written[one.pk]
    with translation.override(one.language if one.language in _LANGUAGES else None):
        return {"number": number, "at": at.isoformat(), "time": day_time(at, now)}


def _write(sent: dict[int, _Sent], now: datetime) -> dict[int, tuple[int, datetime]]:
    """Write what can be written; return the number and moment of each message that stands."""
    locked = [one for one in _LOCKED.ask(sorted(sent)) if _is_theirs(one, sent[one.pk])]
    known = _known([sent[one.pk] for one in locked])
    clocked = saying.is_clocked(now)
    fast = _fast(locked, now)
    plain = [
        one for one in locked
        if one.pk not in known and one.pk not in fast and _is_plain(one, clocked=clocked)
    ]  # fmt: skip
    _append(plain, sent, now)
    return known | {one.pk: (one.last + 1, now) for one in plain}


def _is_theirs(one: Conversation, sent: _Sent) -> bool:
    return one.forgotten_at is None and one.token_digest == keys.of_link(sent.token)


def _known(sent: Sequence[_Sent]) -> dict[int, tuple[int, datetime]]:
    """Return which of these messages stand already: they were sent again."""
    if not sent:
        return {}
    mine = {(one.pk, one.key) for one in sent}
    rows = _KNOWN.ask([one.pk for one in sent], [one.key for one in sent])
    return {pk: (number, at) for pk, key, number, at in rows if (pk, key) in mine}


def _is_plain(one: Conversation, *, clocked: bool) -> bool:
    talks = one.state == ChatState.TALKING and one.answered_at is not None
    return talks and not (clocked and one.waits_since is None)


def _fast(locked: Iterable[Conversation], now: datetime) -> set[int]:
    """Return the conversations whose customers have sent more than a person types."""
    most = saying.MOST_IN_A_MINUTE
    places = [Q(conversation=one, number=one.last - most + 1) for one in locked if one.last >= most]
    if not places:
        return set()
    asked = Q(*places, _connector=Q.OR)
    recent = Message.objects.filter(asked, at__gt=now - timedelta(minutes=1))
    return set(recent.values_list("conversation", flat=True))


def _append(plain: Sequence[Conversation], sent: dict[int, _Sent], now: datetime) -> None:
    if not plain:
        return
    Message.objects.bulk_create(
        Message(
            conversation=one, number=one.last + 1, key=sent[one.pk].key, side=Side.CUSTOMER,
            text=sent[one.pk].text, at=now,
        )
        for one in plain
    )  # fmt: skip
    Conversation.objects.filter(pk__in=[one.pk for one in plain]).update(last=F("last") + 1)
    begin = [one for one in plain if one.waits_since is None]
    if begin:
        Conversation.objects.filter(pk__in=[one.pk for one in begin]).update(waits_since=now)
    desks: dict[str, Answer] = {
        f"{saying.DESK}:{one.handler.username}": {} for one in begin if one.handler
    }
    news = {one.about: {"last": one.last + 1} for one in plain}
    live.say_together(bodies=news | desks, now=now)
