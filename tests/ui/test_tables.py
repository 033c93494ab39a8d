"""Tables as files that spreadsheets open as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shouwen.ui import tables


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "-x", "@sum", "\tx", "\rx", "\nx", "--1"])
def test_a_text_that_begins_like_a_formula_stays_a_text(text):
    assert tables.defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["收到表扬 =300", ""])
def test_an_ordinary_text_is_left_alone(text):
    assert tables.defused(text) == text


def test_a_table_begins_with_a_mark_and_quotes_what_needs_it():
    assert list(tables.lines([["甲", "=1"], ["a,b", Decimal("-2.00")]])) == [
        "\ufeff甲,'=1\r\n",
        '"a,b",-2.00\r\n',
    ]
    assert list(tables.lines([])) == []


def test_a_file_is_sent_under_its_name():
    answer = tables.sent([["甲"]], "回访率-2024-03.csv")
    assert "filename*=UTF-8''%E5%9B%9E" in answer["Content-Disposition"]
    assert b"".join(answer).decode() == "\ufeff甲\r\n"
