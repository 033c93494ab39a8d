"""Conversations stand beside calls in the report by interval."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from shouwen.calls.beside import Contacts, beside
from shouwen.calls.reports import Wanted
from shouwen.chat import counting
from shouwen.chat.choices import ChatState
from shouwen.chat.models import Conversation
from tests.chat.conftest import NOW, Chat


def over(chat: Chat, *, after: timedelta, answered: int | None) -> None:
    """Keep a conversation that is over, answered after some seconds or by nobody."""
    began = NOW + after
    one = chat.open(now=NOW)
    at = None if answered is None else began + timedelta(seconds=answered)
    handler = None if answered is None else chat.cast.wang
    Conversation.objects.filter(pk=one.pk).update(
        opened_at=began, answered_at=at, closed_at=began + timedelta(hours=1), handler=handler,
        state=ChatState.CLOSED, closed_by="customer",
    )  # fmt: skip


def test_conversations_are_counted_by_interval_as_a_plain_count_says(chat: Chat, client: Client):
    over(chat, after=timedelta(minutes=1), answered=20)
    over(chat, after=timedelta(minutes=2), answered=None)
    over(chat, after=timedelta(minutes=31), answered=80)
    chat.open(now=NOW)
    day = NOW.date()

    def counted(step: str, team: str = "") -> list[Contacts]:
        found = beside(Wanted(since=day, until=day, step=step, team=team))
        return [row.contacts for each in found for row in each.rows]

    first = Contacts(came=2, answered=1, waited=20, longest_wait=20)
    assert counted("30") == [first, Contacts(came=1, answered=1, waited=80, longest_wait=80)]
    assert counted("day") == [Contacts(came=3, answered=2, waited=100, longest_wait=80)]
    assert [each.came for each in counted("day", team="desk")] == [2]
    assert counted("day", team="nowhere") == []
    assert not list(counting.by_quarter(NOW + timedelta(days=1), NOW + timedelta(days=2), ""))

    client.force_login(chat.cast.he)
    page = client.get(f"/calls/report/?since={day}&until={day}&step=30").content.decode()
    assert 'id="chat"' in page
    assert "0:50" in page
