"""Messages over sockets: many in one transaction, each once, and only what no fact follows from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from shouwen.chat import saying, together
from shouwen.chat.choices import Side
from shouwen.chat.hearing import CUSTOMER, OPERATOR
from shouwen.chat.models import ChatDoor, Conversation, Message
from shouwen.chat.saying import Words
from shouwen.journal.models import FactRow
from shouwen.live.models import News
from shouwen.live.streams import Uttered, take_together
from shouwen.portal import keys
from tests.chat.conftest import Chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(chat: Chat) -> list[Conversation]:
    """Three conversations that were answered, whose customers have written again."""
    chat.ready(chat.cast.wang, now=timezone.now())
    found = []
    for n in range(3):
        one = chat.open(now=timezone.now())
        keyed = Words(side=Side.OPERATOR, key="o", text="您好", author=chat.cast.wang)
        saying.say(conversation=one, words=keyed, now=timezone.now())
        again = Words(side=Side.CUSTOMER, key="c", text="还在漏")
        saying.say(conversation=one, words=again, now=timezone.now())
        Conversation.objects.filter(pk=one.pk).update(token_digest=keys.of_link(f"t{n}"))
        one.refresh_from_db()
        found.append(one)
    return found


def uttered(one: Conversation, n: int, text: str = "快一点", key: str = "sent") -> Uttered:
    body = {"key": key, "text": text, "lang": "zh-hans"}
    return Uttered(key=str(one.pk), role=CUSTOMER, token=f"t{n}", body=body)


def texts(one: Conversation) -> list[tuple[int, str]]:
    rows = Message.objects.filter(conversation=one).order_by("number")
    return list(rows.values_list("number", "text"))


def test_many_go_on_in_one_transaction(talks, django_assert_max_num_queries):
    facts, news = FactRow.objects.count(), News.objects.count()
    take = [uttered(one, n, text=f"第{n}个") for n, one in enumerate(talks)]

    together.take(take[:1])  # what every batch asks is put together once
    with django_assert_max_num_queries(12):
        answers = together.take(take)

    assert [each["number"] for each in answers] == [one.last + 1 for one in talks]
    assert [texts(one)[-1] for one in talks] == [
        (one.last + 1, f"第{n}个") for n, one in enumerate(talks)
    ]
    assert [one.last + 1 for one in talks] == [
        last for (last,) in Conversation.objects.order_by("pk").values_list("last")
    ]
    assert (FactRow.objects.count(), News.objects.count()) == (facts, news + 3)
    said = News.objects.filter(stream=talks[2].about).latest("number")
    assert said.body == {"last": talks[2].last + 1}


def test_what_is_sent_again_is_the_same_message(talks):
    first = together.take([uttered(talks[0], 0)])
    again = together.take([uttered(talks[0], 0, text="别的字")])

    assert (again[0]["number"], again[0]["at"]) == (first[0]["number"], first[0]["at"])
    assert [text for _, text in texts(talks[0])].count("快一点") == 1


def test_one_of_each_conversation_the_rest_by_the_form(talks):
    answers = together.take([uttered(talks[0], 0, key="k1"), uttered(talks[0], 0, key="k2")])

    assert ("number" in answers[0], answers[1]) == (True, {})
    assert Message.objects.filter(conversation=talks[0], key="k2").exists() is False


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({}, {"token": "another"}),
        ({}, {"token": ""}),
        ({}, {"role": OPERATOR}),
        ({}, {"body": {"key": "k9", "text": " "}}),
        ({}, {"body": {"key": "k9", "text": "长" * (saying.LONGEST + 1)}}),
        ({}, {"body": {"key": "house:1", "text": "好"}}),
        ({}, {"body": {"text": "好"}}),
        ({"forgotten_at": timezone.now()}, {}),
        ({"waits_since": None}, {}),  # a clock begins: a fact
        ({"answered_at": None}, {}),
        ({"state": "closed", "closed_by": "customer", "closed_at": timezone.now()}, {}),
        ({"state": "left"}, {}),
    ],
)
def test_everything_else_goes_by_the_form(talks, change, more):
    if change:
        Conversation.objects.filter(pk=talks[0].pk).update(**change)
    before = texts(talks[0])

    assert together.take([replace(uttered(talks[0], 0), **more)]) == [{}]
    assert texts(talks[0]) == before


def test_nobody_writes_faster_than_a_person(talks):
    one, now = talks[0], timezone.now()
    many = range(one.last + 1, saying.MOST_IN_A_MINUTE + 1)
    Message.objects.bulk_create(
        Message(conversation=one, number=n, key=f"m{n}", side=Side.CUSTOMER, text="刷", at=now)
        for n in many
    )
    Conversation.objects.filter(pk=one.pk).update(last=saying.MOST_IN_A_MINUTE)
    assert together.take([uttered(one, 0)]) == [{}]

    Message.objects.filter(conversation=one).update(at=now - timedelta(minutes=2))
    assert together.take([uttered(one, 0)])[0]["number"] == saying.MOST_IN_A_MINUTE + 1


def test_nothing_is_taken_while_the_chat_is_shut(talks):
    ChatDoor.objects.update(is_on=False)
    assert together.take([uttered(talks[0], 0)]) == [{}]


def test_a_customer_who_begins_to_wait_shows_at_the_desk(talks, monkeypatch):
    monkeypatch.setattr(saying, "is_clocked", lambda _now: False)
    Conversation.objects.update(waits_since=None)

    together.take([uttered(one, n) for n, one in enumerate(talks)])

    assert not Conversation.objects.filter(waits_since=None).exists()
    handler = talks[0].handler.username
    # Three begin to wait for one colleague, who is told once.
    assert News.objects.filter(stream=f"{saying.DESK}:{handler}").latest("pk").number == (
        News.objects.filter(stream=f"{saying.DESK}:{handler}").count()
    )


def test_streams_that_take_nothing_answer_nothing(talks):
    answers = take_together([("none", uttered(talks[0], 0)), ("chat", uttered(talks[0], 0))])
    assert (answers[0], "number" in answers[1]) == ({}, True)
