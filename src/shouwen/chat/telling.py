"""Conversations told to rooms that check what was said; what the customer never read stays here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from shouwen.access.sight import Sight
from shouwen.cases import heads
from shouwen.cases.choices import CaseType, Channel
from shouwen.cases.models import Case
from shouwen.chat import gates, queries
from shouwen.chat.choices import ChatState, Side, Source
from shouwen.chat.models import Conversation, Message
from shouwen.files import queries as files
from shouwen.portal import queries as portal
from shouwen.quality.conversation import CUSTOMER, STAFF, Said
from shouwen.quality.telling import Talk, Teller

# A conversation longer than this is cut.
MOST = 400
CHUNK = 500
_SAID = (Side.CUSTOMER, Side.OPERATOR)


def known(numbers: Collection[int]) -> dict[int, Talk]:
    """Return conversations with what was said in them by number, those that were not forgotten."""
    found = Conversation.objects.filter(pk__in=list(numbers), forgotten_at=None)
    return {int(talk.about.partition(":")[2]): talk for talk in _talks(found)}


def of_case(case: Case) -> list[Talk]:
    """Return the conversations of a matter; one that became it stands in the matter itself."""
    found = Conversation.objects.filter(case=case, forgotten_at=None).order_by("pk")
    return _talks(found.exclude(state=ChatState.LEFT)[:10])


def between(since: datetime, until: datetime) -> Iterator[Talk]:
    """Yield the conversations that ended then and somebody took, in chunks."""
    numbers = list(_ended(since, until).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), CHUNK):
        chunk = numbers[first : first + CHUNK]
        yield from _talks(Conversation.objects.filter(pk__in=chunk).order_by("pk"))


def many(limit: int, since: datetime, until: datetime) -> bool:
    """Return whether more conversations ended then; no further ones are counted."""
    return _ended(since, until)[: limit + 1].count() > limit


def _ended(since: datetime, until: datetime) -> QuerySet[Conversation]:
    return Conversation.objects.filter(
        closed_at__gte=since, closed_at__lt=until, state=ChatState.CLOSED, handler__isnull=False,
        forgotten_at=None,
    )  # fmt: skip


def _talks(found: QuerySet[Conversation]) -> list[Talk]:
    rows = list(found.select_related(*gates.RELATED))
    form = portal.rating_form(CaseType.CONSULTATION)
    said = _said_in([one.pk for one in rows])
    return [
        Talk(
            about=one.about, label=str(one), person=one.handler or one.first_owner,
            at=one.opened_at, ended_at=one.closed_at, said=tuple(said[one.pk]),
            seen=partial(_seen, one), channel=_channel(one),
            customer=str(one.customer_id or one.phone),
            satisfied=one.stars > form.unsatisfied_at if form and one.stars is not None else None,
        )
        for one in rows
    ]  # fmt: skip


def _channel(one: Conversation) -> str:
    return Channel.WEB if one.source == Source.WEB else Channel.WECHAT


def _seen(one: Conversation, sight: Sight) -> heads.Seen:
    return queries.seen_of(one, sight)


def _said_in(numbers: list[int]) -> dict[int, list[Said]]:
    rows = Message.objects.filter(
        conversation__in=numbers, side__in=_SAID, number__lte=MOST
    ).select_related("author", "file")
    said = defaultdict(list)
    ordered = list(rows.order_by("conversation", "number"))
    attached = files.of([row.file.sha256 for row in ordered if row.file])
    for row in ordered:
        staff = row.side == Side.OPERATOR
        author = row.author if staff else None
        file = attached.get(row.file.sha256) if row.file else None
        said[row.conversation_id].append(
            Said(
                number=row.number, side=STAFF if staff else CUSTOMER,
                who=author.name if author else "", who_key=author.username if author else "",
                at=row.at, text=row.text, place=f"chat-{row.conversation_id}-{row.number}",
                files=(file,) if file else (),
            )
        )  # fmt: skip
    return said


TELLER = Teller(ended="chat_closed", known=known, of_case=of_case, between=between, many=many)
