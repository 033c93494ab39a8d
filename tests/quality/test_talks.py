"""The automatic checks over chats: once each has ended, with place and clause, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.chat import actions as chats
from shouwen.chat.choices import ClosedBy
from shouwen.chat.models import Conversation
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.quality import actions, reading
from shouwen.quality.models import Finding
from tests.api.conftest import program_of
from tests.chat.conftest import NOW, Chat, chat
from tests.knowledge.conftest import adopt
from tests.quality.test_beside import a_chat
from tests.quality.test_pages import page
from tests.quality.test_reading import WHOLE

__all__ = ["chat"]
LATER = NOW + timedelta(minutes=5)
# A rule without a situation holds wherever anything is said.
POLITE = """---
regulation: polite
title: 服务忌语
in_force: 2024-01-01
---

## 1 忌语

### 1.1 不得说“不关我事”。

```rule
id: never
kind: conduct
title: 服务忌语
must_not_say: [{phrase: 不关我事}]
```
"""


@pytest.fixture
def talked(chat: Chat) -> Conversation:
    """Return a chat that has ended, in which 小王 was impolite."""
    adopt(POLITE, chat.cast.he)
    return _ended(chat, "这不关我事，请放心")


def _ended(chat: Chat, answer: str) -> Conversation:
    chat.ready(chat.cast.wang)
    one = chat.open()
    chats.route(now=NOW)
    chat.answer(one, "您好", after=5)
    chat.answer(one, answer, after=20)
    one.refresh_from_db()
    chats.close(conversation=one, closed_by=ClosedBy.OPERATOR, now=LATER)
    return one


def test_forbidden_words_of_a_chat_that_ended_are_found_with_place_and_clause(talked, cast):
    reading.read_on(now=LATER)

    one = Finding.objects.get(code="forbidden")
    assert (one.conversation, one.person, one.rule) == (talked.about, cast.wang, "never")
    assert "这不关我事，请放心"[one.start : one.end] == "不关我事"


def test_what_a_chat_never_said_is_found_once_it_has_ended(chat, cast):
    adopt(WHOLE, cast.he)
    _ended(chat, "师傅马上到")

    reading.read_on(now=LATER)

    assert Finding.objects.get(code="missing").rule == "whole"


def test_a_chat_that_goes_on_is_not_read_and_one_that_was_read_never_again(chat, cast):
    adopt(POLITE, cast.he)
    chat.ready(cast.wang)
    one = chat.open()
    chats.route(now=NOW)
    chat.answer(one, "不关我事", after=5)
    reading.read_on(now=NOW)
    assert not Finding.objects.exists()

    one.refresh_from_db()
    chats.close(conversation=one, closed_by=ClosedBy.OPERATOR, now=LATER)
    while reading.read_on(now=LATER):
        pass
    assert Finding.objects.count() == 1
    assert reading.read_on(now=LATER) == 0


def test_the_lead_reads_where_it_stands_and_confirming_it_is_a_fact(talked, cast):
    reading.read_on(now=LATER)
    shown = page(cast.li, "findings").content.decode()
    one = Finding.objects.get()
    actions.decide_finding(finding=one, confirmed=True, sent=Sent.at_once(cast.li, LATER))

    assert "<mark>不关我事</mark>，请放心" in shown
    assert str(talked) in shown
    (fact,) = journal.facts_of_kind("quality_finding_confirmed")
    assert fact.details["conversation"] == talked.about


def test_a_text_that_was_forgotten_is_gone_from_its_finding(talked, cast):
    reading.read_on(now=LATER)
    Conversation.objects.update(forgotten_at=LATER)

    shown = page(cast.li, "findings").content.decode()

    assert "请放心" not in shown
    assert "服务忌语" in shown


def test_a_program_reads_in_which_conversation_something_was_found(talked, cast):
    reading.read_on(now=LATER)

    (found,) = program_of(cast.li).get("/quality/findings").json()["items"]

    assert (found["case"], found["conversation"]) == ("", talked.about)


def test_what_was_found_in_a_chat_stands_beside_the_card(drawn, cast):
    one = a_chat(drawn, ("operator", "这不关我事"))
    Finding.objects.create(
        conversation=one.about, person=cast.wang, turn=1, code="forbidden", start=1, end=5,
        words="不关我事", found_at=NOW,
    )  # fmt: skip

    assert ">不关我事</mark>" in page(cast.zhao, "check", drawn.pk).content.decode()
