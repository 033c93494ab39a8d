"""What chats do about facts of others: a clock that ran out, and an answer to a matter."""

from __future__ import annotations

from django.utils import timezone

from shouwen.cases.choices import Channel
from shouwen.chat import actions, saying, stating
from shouwen.chat.choices import ChatState, ClosedBy, Side
from shouwen.chat.models import Conversation
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.people import queries as people
from shouwen.regulations import queries as regulations

CHAT = "chat"


def follow_lapsed(row: FactRow, _outcome: Outcome) -> None:
    """Close a conversation whose customer kept silent for as long as a rule waits."""
    sort, _colon, key = row.about.partition(":")
    if sort != CHAT or not key.isdecimal() or not _waited_for_the_customer(row):
        return
    one = Conversation.objects.filter(pk=int(key), state=ChatState.TALKING).first()
    if one is None or one.waits_since is not None:
        return
    now = row.recorded_at
    stating.record(one, "chat_idle", now, operator=one.handler.username if one.handler else None)
    actions.close(conversation=one, closed_by=ClosedBy.RULE, now=now)


def _waited_for_the_customer(row: FactRow) -> bool:
    book = regulations.in_force_on(timezone.localdate(row.happened_at)).rulebook
    rule = book.find(str(row.details.get("regulation")), str(row.details.get("rule")))
    return rule is not None and any(each.fact == stating.SILENT for each in rule.when)


def follow_replied(row: FactRow, _outcome: Outcome) -> None:
    """Show the answer to a matter in the window in which its customer wrote."""
    if row.details.get("channel") not in (None, "", Channel.WEB):
        return  # they were told another way
    number = row.about.partition(":")[2]
    found = Conversation.objects.filter(case__number=number, state=ChatState.LEFT)
    for one in found.order_by("pk"):
        author = people.member_by_key(row.actor_key or "")
        text = str(row.details.get("text") or "")[: saying.LONGEST]
        if text:
            words = saying.Words(
                side=Side.OPERATOR, key=f"fact:{row.number}", text=text, author=author
            )
            saying.say_of_case(conversation=one, words=words, now=row.recorded_at)
