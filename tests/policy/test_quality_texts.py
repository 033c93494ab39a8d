from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.clauses import Clause
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.kinds.words import Words
from shouwen.policy.quality.texts import (
    Turn,
    given_too_early,
    repeated,
    said_wrong,
    slow,
    unanswered,
    waits,
)

pytestmark = pytest.mark.once

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE = Clause(regulation="made-up", title="试用", address="1", number="1")
WORDS = Conduct.model_validate(
    {
        "id": "words",
        "kind": "conduct",
        "situation": "chat",
        "must_say": [{"group": "hello", "name": "您好", "any_of": ["您好"]}],
        "must_not_say": ["不知道"],
    }
).placed(HERE, Words())


def staff(text: str, seconds: int | None = None) -> Turn:
    return Turn(side="staff", text=text, at=_at(seconds))


def customer(text: str, seconds: int | None = None) -> Turn:
    return Turn(side="customer", text=text, at=_at(seconds))


def _at(seconds: int | None) -> datetime | None:
    return None if seconds is None else NINE + timedelta(seconds=seconds)


def test_each_finding_stands_at_its_place_in_its_turn() -> None:
    turns = [customer("不知道怎么办"), staff("请稍等"), customer("快点"), staff("这个我不知道。")]

    forbidden, missing = said_wrong([WORDS], turns, situation="chat")

    assert (forbidden.code, forbidden.turn) == ("forbidden", 3)
    assert turns[3].text[forbidden.start : forbidden.end] == "不知道"
    assert (missing.code, missing.turn, missing.words) == ("missing", 3, "hello")
    assert missing.rule == (WORDS.clause.regulation, "words")


def test_what_is_demanded_may_be_said_in_any_turn() -> None:
    assert not said_wrong([WORDS], [staff("您好"), customer("嗯"), staff("好的")], situation="chat")
    assert not said_wrong([WORDS], [customer("有人吗")], situation="chat")
    assert not said_wrong([WORDS], [staff("不知道")], situation="another")


@given(st.lists(st.tuples(st.booleans(), st.text("不知道您好，。", max_size=12)), max_size=6))
def test_every_forbidden_place_holds_the_forbidden_words(given: list[tuple[bool, str]]) -> None:
    turns = [staff(text) if ours else customer(text) for ours, text in given]

    for hit in said_wrong([WORDS], turns, situation="chat"):
        said = turns[hit.turn].text[hit.start : hit.end]
        assert turns[hit.turn].side == "staff"
        if hit.code == "forbidden":
            assert [letter for letter in said if letter not in "，。"] == list("不知道")


def test_a_customer_waits_from_the_first_message_nobody_answered() -> None:
    turns = [customer("在吗", 0), customer("急", 30), staff("在", 65), staff("请讲", 70),
             customer("坏了", 80), staff("好", 85)]  # fmt: skip

    assert waits(turns) == ((2, 65), (5, 5))
    assert [(hit.turn, hit.seconds) for hit in slow(turns, within=60)] == [(2, 65)]


def test_without_a_time_nothing_is_told_about_waiting() -> None:
    assert waits([customer("在吗"), staff("在", 5)]) == ()
    assert waits([customer("在吗", 9), staff("在", 5)]) == ()


def test_the_last_word_and_the_same_answer_twice_are_found() -> None:
    answer = "您反映的问题我们已记录并转交核查。"
    turns = [customer("坏了"), staff(answer), customer("然后呢"), staff(answer), customer("？？")]

    assert [hit.turn for hit in unanswered(turns)] == [4]
    assert [hit.turn for hit in repeated(turns)] == [3]
    assert not unanswered(turns[:-1])


def test_data_given_before_identity_was_checked_is_found() -> None:
    said = "登记的手机是13800138000，身份证110101199003077758。"
    turns = [customer("我的号码？"), staff(said), staff("请核对您的姓名")]

    found = given_too_early(turns, asking=["请核对"])

    assert [(hit.words, said[hit.start : hit.end]) for hit in found] == [
        ("mobile", "13800138000"),
        ("identity_card", "110101199003077758"),
    ]


def test_after_the_check_and_what_the_customer_said_may_be_told() -> None:
    asked = [staff("请核对您的姓名"), customer("刘芳"), staff("手机是13800138000")]

    assert not given_too_early(asked, asking=["请核对"])
    assert given_too_early([asked[0], asked[2]], asking=["请核对"])
    assert not given_too_early([customer("13800138000"), asked[2]], asking=[])
    assert not given_too_early([staff("13800138000", 9)], asking=[], verified_at=_at(5))
