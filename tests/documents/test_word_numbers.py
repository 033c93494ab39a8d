from __future__ import annotations

import pytest

from shouwen.documents.reading.word_numerals import written
from tests.documents import word

pytestmark = pytest.mark.once

CHAPTERS: tuple[word.Level, ...] = (
    {"fmt": "chineseCountingThousand", "text": "第%1章"},
    {"fmt": "chineseCountingThousand", "text": "第%2条", "restart": 0},
    {"fmt": "chineseCounting", "text": "（%3）"},
)


@pytest.mark.parametrize(
    ("value", "name", "words"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (3, "chineseLegalSimplified", "叁"),
        (10, "ideographDigital", "一〇"),
        (3, "ideographTraditional", "丙"),
        (2, "ideographEnclosedCircle", "㊁"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (27, "upperLetter", "AA"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (5, "somethingNew", "5"),
        (99_999_999_999, "upperLetter", "99999999999"),
        (99_999_999_999, "lowerRoman", "99999999999"),
        (-1, "decimalEnclosedCircle", "-1"),
    ],
)
def test_a_number_is_written_the_way_word_writes_it(value, name, words):
    assert written(value, name) == words


def test_articles_run_on_through_chapters_while_items_begin_anew():
    made = word.document()
    chapters = word.numbered(made, *CHAPTERS)
    for text, level in (
        ("总则", 0), ("目的", 1), ("范围", 1), ("受理", 0), ("登记", 1), ("甲", 2), ("乙", 2),
        ("回访", 1), ("丙", 2),
    ):  # fmt: skip
        word.item(made, text, chapters, level)

    read = word.read(made)

    assert word.lines(read) == [
        "第一章总则", "第一条目的", "第二条范围", "第二章受理", "第三条登记", "（一）甲",
        "（二）乙", "第四条回访", "（一）丙",
    ]  # fmt: skip
    assert [piece.level for piece in read.pieces] == [0, 1, 1, 0, 1, 2, 2, 1, 2]
    assert read.pieces[1].number == "第一条"


def test_a_number_of_many_levels_shows_those_above_it():
    made = word.document()
    outline = word.numbered(
        made, {"text": "%1"}, {"text": "%1.%2", "suff": "space"}, {"text": "%1.%2.%3"}
    )
    for level in (0, 1, 1, 2, 0, 1):
        word.item(made, "项", outline, level)

    assert word.lines(word.read(made)) == ["1项", "1.1 项", "1.2 项", "1.2.1项", "2项", "2.1 项"]


def test_a_legal_level_shows_chinese_chapters_in_digits():
    made = word.document()
    outline = word.numbered(
        made,
        {"fmt": "chineseCounting", "text": "%1、"},
        {"text": "%1.%2", "legal": True},
    )
    for level in (0, 0, 1):
        word.item(made, "项", outline, level)

    assert word.lines(word.read(made)) == ["一、项", "二、项", "2.1项"]


def test_a_second_list_of_the_same_kind_goes_on_unless_it_is_told_to_begin_anew():
    made = word.document()
    first = word.numbered(made, {"text": "%1、"})
    key = word.abstract_of(made, first)
    goes_on, begins = word.again(made, key, {}), word.again(made, key, {0: 1})
    for list_id in (first, first, goes_on, begins, begins):
        word.item(made, "项", list_id)

    assert word.lines(word.read(made)) == ["1、项", "2、项", "3、项", "1、项", "2、项"]


def test_a_list_may_begin_at_any_number():
    made = word.document()
    items = word.numbered(made, {"text": "第%1条", "start": 7, "fmt": "chineseCounting"})
    word.item(made, "项", items)
    word.item(made, "项", items)

    assert word.lines(word.read(made)) == ["第七条项", "第八条项"]


def test_numbers_may_come_with_the_style():
    made = word.document()
    made.add_paragraph("甲", style="List Number")
    made.add_paragraph("乙", style="List Number")
    made.add_paragraph("丙", style="List Bullet")

    assert word.lines(word.read(made)) == ["1. 甲", "2. 乙", "● 丙"]


def test_list_zero_takes_the_number_of_a_style_off():
    made = word.document()
    paragraph = made.add_paragraph("甲", style="List Number")
    word.item(made, "", 0)
    paragraph._p.get_or_add_pPr().append(made.paragraphs[1]._p.pPr.numPr)

    assert word.lines(word.read(made)) == ["甲"]


def test_a_column_of_automatic_numbers_keeps_them_in_an_otherwise_empty_cell():
    made = word.document()
    items = word.numbered(made, {"text": "%1"})
    table = made.add_table(2, 2)
    for row, text in enumerate(("迟到", "早退")):
        numbered = word.item(made, "", items)
        cell = table.cell(row, 0)
        cell.paragraphs[0]._p.getparent().replace(cell.paragraphs[0]._p, numbered._p)
        table.cell(row, 1).text = text

    assert word.lines(word.read(made)) == ["1\t迟到", "2\t早退"]
