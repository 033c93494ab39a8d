"""What was found is marked where it stands, and nothing of it becomes HTML."""

from __future__ import annotations

from shouwen.search.snippets import marked, snippet
from shouwen.search.words import terms


def test_what_was_found_is_marked():
    assert marked("厨房漏水,又漏水", terms("漏水")) == "厨房<mark>漏水</mark>,又<mark>漏水</mark>"


def test_signs_of_another_width_or_script_are_marked_as_written():
    assert marked("電梯Ａ座", terms("电梯a")) == "<mark>電梯Ａ</mark>座"


def test_what_people_wrote_stays_text():
    assert marked("<b>漏水</b>", terms("漏水 b")) == (
        "&lt;<mark>b</mark>&gt;<mark>漏水</mark>&lt;/<mark>b</mark>&gt;"
    )


def test_a_long_text_is_cut_around_what_was_found():
    shown = snippet("前" * 300 + "漏水" + "后" * 300, terms("漏水"))

    assert "<mark>漏水</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_where_nothing_stands_the_beginning_is_shown():
    assert snippet("厨房", terms("漏水")) == "厨房"
