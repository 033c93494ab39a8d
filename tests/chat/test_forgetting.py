"""Conversations are kept as long as the notice says; the journal keeps that they happened."""

from __future__ import annotations

from datetime import timedelta

from shouwen.cases.models import Case
from shouwen.chat import actions, forgetting
from shouwen.chat.models import Conversation, Message
from shouwen.journal.models import FactRow
from shouwen.portal import actions as portal
from tests.chat.conftest import NIGHT, NOW, Chat

YEAR = timedelta(days=366)


def months(chat: Chat, count: int | None) -> None:
    portal.give_notice(
        text="我们保存您的会话。", text_en="", by=chat.cast.he, at=NOW, keep_months=count
    )


def ended(chat: Chat) -> Conversation:
    chat.ready(chat.cast.wang)
    one = chat.open("我是陈先生，13800001234", phone="13800001234")
    actions.close(conversation=one, closed_by="operator", now=NOW)
    return one


def test_after_its_period_no_word_of_a_conversation_is_left(chat: Chat):
    months(chat, 12)
    one = ended(chat)

    assert forgetting.forget_due(now=NOW + timedelta(days=300)) == 0
    assert forgetting.forget_due(now=NOW + YEAR) == 1
    assert forgetting.forget_due(now=NOW + YEAR) == 0

    one.refresh_from_db()
    assert (one.name, one.phone, Message.objects.count()) == ("", "", 0)
    assert FactRow.objects.filter(about=one.about, kind="contact_forgotten").count() == 1


def test_without_a_period_and_while_it_goes_on_it_is_kept(chat: Chat):
    months(chat, None)
    ended(chat)
    assert forgetting.forget_due(now=NOW + YEAR) == 0

    months(chat, 12)
    chat.open("还在谈")
    assert forgetting.forget_due(now=NOW + YEAR) == 1
    assert Message.objects.exists()


def test_a_matter_that_came_of_it_waits_until_it_is_settled(chat: Chat):
    months(chat, 12)
    one = chat.open("我是陈先生，半夜漏水", now=NIGHT)
    assert forgetting.forget_due(now=NOW + YEAR) == 0

    Case.objects.update(state="closed", resolved_at=NIGHT, closed_at=NIGHT)
    assert forgetting.forget_due(now=NOW + 2 * YEAR) == 1
    one.refresh_from_db()
    assert "陈先生" not in Case.objects.get().text
