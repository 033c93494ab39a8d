"""Only the words that rules look for are kept, and they are judged like the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.knowledge.spoken import BOX, kept
from shouwen.policy.kinds.conduct import Conduct, check_text
from shouwen.policy.regulation_file import read_regulation
from tests.knowledge.conftest import WORDS

RULES = [
    rule
    for rule in read_regulation(WORDS, "words.md").regulation.rules.values()
    if isinstance(rule, Conduct)
]


def test_what_no_rule_looks_for_stands_as_boxes():
    assert kept(RULES, "您家3号楼的事没办法，请找陈先生。", "written_reply") == (
        "您□□□□□□没办法，□□□□□。"
    )


def test_what_stands_for_a_placeholder_is_hidden():
    assert kept(RULES, "请打电话13900001111。", "written_reply") == f"{BOX * 2}电话{BOX * 11}。"


PIECES = st.lists(
    st.sampled_from(
        [
            "没办法",
            "不行",
            "不行使",
            "您",
            "电话",
            "谢谢",
            "再见",
            "陈先生",
            "hi",
            "this",
            "，",
            "。",
            " ",
            "1",
            "首问物业",
            "\n",
            "(",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(PIECES, st.text(max_size=80)),
    situation=st.sampled_from(["written_reply", "goodbye"]),
)
def test_what_is_kept_is_judged_like_the_whole(text, situation):
    boxed = kept(RULES, text, situation)

    assert len(boxed) == len(text)
    for rule in RULES:
        assert check_text(rule, boxed, situation) == check_text(rule, text, situation)


@pytest.mark.parametrize("text", ["", "   ", "\0", "（"])
def test_odd_texts_are_kept_without_harm(text):
    assert len(kept(RULES, text, "")) == len(text)
