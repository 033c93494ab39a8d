"""A conversation finds somebody, keeps its order, runs its clocks, and ends by its rules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.cases import actions as cases
from shouwen.cases import skills
from shouwen.cases.models import Case
from shouwen.chat import actions, queries, routing, saying
from shouwen.chat.choices import ChatState, Side
from shouwen.chat.models import Conversation, Message, Topic
from shouwen.customers import actions as customers
from shouwen.enforcement.watch import watch_once
from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.people.refusals import RefusedError
from tests.chat.conftest import NIGHT, NOW, Chat, kinds


def states(one: Conversation) -> dict[str, str]:
    found = ObligationRow.objects.filter(about=one.about).order_by("pk")
    return dict(found.values_list("rule_id", "state"))


def test_a_customer_reaches_who_is_ready_and_the_clock_runs(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open()

    assert (one.state, one.handler) == (ChatState.TALKING, chat.cast.wang)
    assert kinds(one) == ["chat_opened", "chat_assigned"]
    owed = ObligationRow.objects.get(about=one.about)
    assert (owed.owner, owed.due_at) == (chat.cast.wang, NOW + timedelta(seconds=30))

    chat.answer(one, "您好，马上为您登记。", after=12)

    assert states(one) == {"first-answer": "met", "silent-customer": "open"}
    assert FactRow.objects.get(kind="chat_answered").details["seconds"] == "12"


def test_words_stand_in_no_fact(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open("我的电话是13800001234", phone="13800001234")
    chat.answer(one, "收到 13800001234")

    assert not [row for row in FactRow.objects.all() if "1380000" in str(row.details)]


def test_sent_again_a_message_is_the_same_one(chat: Chat):
    one = chat.open()

    first = chat.customer(one, "在吗", key="same")
    again = chat.customer(one, "在吗", key="same")

    assert first == again
    numbers = Message.objects.filter(conversation=one).order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [1, 2]


def test_who_waits_knows_their_place_and_is_taken_in_order(chat: Chat, settings):
    settings.SHOUWEN_CHATS_AT_ONCE = 1
    first, second, third = chat.open(), chat.open(), chat.open()
    assert [routing.position_of(each) for each in (first, second, third)] == [1, 2, 3]

    chat.ready(chat.cast.wang, chat.cast.li)

    assert actions.route(now=NOW) == 2
    third.refresh_from_db()
    assert (third.state, routing.position_of(third)) == (ChatState.WAITING, 1)
    assert routing.expected_wait(1, NOW) is None, "too few conversations to tell"


def test_skill_comes_before_the_last_contact_and_that_before_load(chat: Chat):
    cast = chat.cast
    plumbing = skills.skill_named("水暖")
    topic = Topic.objects.create(name="报修", skill=plumbing)
    skills.give(member=cast.li, skill=plumbing, level=1, by=cast.he, at=NOW)
    customers.add_customer(name="陈先生", phone="13800001234", at=NOW, actor=cast.wang)
    chat.ready(cast.wang, cast.li)

    first = chat.open(phone="13800001234")
    assert first.handler == cast.wang
    assert chat.open().handler == cast.li, "wang has one in hand"
    actions.close(conversation=chat.open(), closed_by="customer", now=NOW)
    assert chat.open(phone="13800001234").handler == cast.wang, "wang spoke with them last"
    assert chat.open(phone="13800001234", topic=topic).handler == cast.li


def test_a_silent_customer_is_let_go_by_the_rule_and_not_before(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open()
    chat.answer(one, "请问哪个房间？", after=5)
    chat.customer(one, "301", after=200)
    chat.answer(one, "师傅已出发。", after=230)

    watch_once(now=NOW + timedelta(minutes=11))
    one.refresh_from_db()
    assert one.state == ChatState.TALKING, "ten minutes after the last answer, not the first"

    watch_once(now=NOW + timedelta(seconds=831))
    one.refresh_from_db()
    assert (one.state, one.closed_by) == (ChatState.CLOSED, "rule")
    assert kinds(one)[-3:] == ["obligation_lapsed", "chat_idle", "chat_closed"]
    with pytest.raises(RefusedError):
        chat.customer(one, "还在吗", after=900)


def test_handing_over_moves_the_clock_with_the_customer(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open()

    actions.hand_over(conversation=one, to=chat.cast.li, reason="水暖", by=chat.cast.wang, now=NOW)

    one.refresh_from_db()
    assert (one.handler, one.first_owner) == (chat.cast.li, chat.cast.wang)
    assert ObligationRow.objects.get(about=one.about).owner == chat.cast.li


def test_out_of_hours_a_message_is_a_matter_and_its_answer_comes_back(chat: Chat):
    one = chat.open("半夜漏水", now=NIGHT)
    case = Case.objects.get()
    assert (one.state, one.case, case.text) == (
        ChatState.LEFT,
        case,
        "陈先生在在线会话中写道：\n半夜漏水",
    )

    chat.customer(one, "楼下也湿了")
    cases.reply(case=case, text="明早八点上门。", actor=chat.cast.he, at=NIGHT)

    assert FactRow.objects.get(kind="case_added_to").details["text"] == "楼下也湿了"
    shown = queries.messages_for_customer(one, 0)
    assert [row.text for row in shown][-1] == "明早八点上门。"
    assert [row.number for row in shown] == [1, 2, 3, 4]


def test_whoever_is_ready_at_night_is_asked_first(chat: Chat):
    chat.ready(chat.cast.wang, now=NIGHT)

    assert chat.open(now=NIGHT).state == ChatState.TALKING


def test_notes_are_for_colleagues_only(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open()
    words = saying.Words(side=Side.NOTE, key="n1", text="老客户", author=chat.cast.wang)
    saying.say(conversation=one, words=words, now=NOW)

    assert "老客户" not in [row.text for row in queries.messages_for_customer(one, 0)]
    one.refresh_from_db()
    assert one.answered_at is None


def test_a_closed_conversation_is_rated_once(chat: Chat):
    chat.ready(chat.cast.wang)
    one = chat.open()
    with pytest.raises(RefusedError):
        actions.rate(conversation=one, stars=5, comment="", now=NOW)
    actions.close(conversation=one, closed_by="customer", now=NOW)

    for stars in (4, 1):
        actions.rate(conversation=one, stars=stars, comment="", now=NOW)

    rated = FactRow.objects.get(kind="chat_rated")
    assert (rated.details["stars"], "satisfied" in rated.details) == ("4", False)


def test_nobody_writes_as_fast_as_a_program(chat: Chat):
    one = chat.open()
    for _ in range(saying.MOST_IN_A_MINUTE - 1):
        chat.customer(one, "a")

    with pytest.raises(saying.TooFastError):
        chat.customer(one, "a")
    assert chat.customer(one, "a", after=61).number == saying.MOST_IN_A_MINUTE + 1
