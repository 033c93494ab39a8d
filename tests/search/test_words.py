"""What is looked for and what is found: one sentence, told by needles and by tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.search.pinyin import sounds_of
from shouwen.search.words import holds, plain, terms, tokens_of

SIGNS = st.text(alphabet="漏水电梯梯電a b1-9,。Ab\n“", max_size=14)


def finds(query: str, text: str) -> bool:
    return bool(terms(query)) and all(holds(plain(text), term) for term in terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("漏水", "厨房天花板漏水"),
        ("水", "厨房漏水"),
        ("厨房 漏水", "漏水,在厨房"),
        ("“电梯停运”", "昨晚电梯停运"),
        ("電梯", "电梯"),
        ("ＡＢＣ", "abc"),
        ("refu", "please Refund me"),
        ("8801", "电话13812348801"),
        ("138-1234-8801", "13812348801"),
        ("T20261120-0001", "T20261120-0001"),
        ("1120-0001", "T20261120-0001"),
        ("a座1203", "A 座 1203"),
        ("12 03", "1203"),
    ],
)
def test_what_people_type_is_found(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("漏水", "漏了很多水"),
        ("“停运 电梯”", "电梯停运"),
        ("fund", "refund"),
        ("“refu”", "refund"),
        ("8802", "13812348801"),
        ("电梯停运", "电梯已停,运行"),
        ("", "漏水"),
        ("，。", "漏水"),
    ],
)
def test_what_does_not_stand_there_is_not_found(query, text):
    assert not finds(query, text)


@given(query=SIGNS, text=SIGNS)
def test_a_text_that_holds_a_needle_holds_its_tokens(query, text):
    held = tokens_of(text)

    for term in terms(query):
        by_tokens = all(
            any(h.startswith(t.text) for h in held) if t.begins else t.text in held
            for t in term.tokens
        )
        assert by_tokens or not holds(plain(text), term)
        if term.is_told_by_tokens:
            assert by_tokens == holds(plain(text), term)


def test_a_name_sounds_from_each_of_its_signs():
    assert {"zhangwei", "wei", "zw"} <= set(sounds_of("张伟").split())


def test_a_sign_read_in_two_ways_is_found_by_both():
    sounds = sounds_of("重庆火锅").split()

    assert "chongqinghuoguo" in sounds
