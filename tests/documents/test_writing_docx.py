from __future__ import annotations

import pytest

from shouwen.documents.reading.docx import read_docx
from shouwen.documents.writing.docx import docx_of
from shouwen.documents.writing.list_numbers import counted, is_number
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.regulations import library
from tests.documents import word

pytestmark = pytest.mark.once

FILE = """---
regulation: made-up
title: 接待办法
in_force: 2026-04-01
---

## 第一章 总则

### 第一条 目的

为规范接待，制定本办法。

### 第二条

本办法适用于各部门。

## 第二章 接待

### 第三条 登记

下列事项须登记：

#### (1)

来访人；

#### (2)

事由。

##### ①

来电的，记号码。

### 第五条

保存三年。

| 事项 | 期限 |
|---|---|
| 登记 | 当日 |

## 附件一 样表
"""


def regulation() -> Regulation:
    found = read_regulation(FILE, "made-up.md").regulation
    assert found is not None
    return found


def test_a_regulation_is_written_with_the_numbers_word_counts_itself():
    read = read_docx(docx_of(regulation()))

    assert word.lines(read) == [
        "接待办法",
        "第一章 总则",
        "第一条 目的", "为规范接待，制定本办法。",
        "第二条 本办法适用于各部门。",
        "第二章 接待",
        "第三条 登记", "下列事项须登记：",
        "(1)来访人；", "(2)事由。", "①来电的，记号码。",
        "第五条 保存三年。",
        "事项\t期限", "登记\t当日",
        "附件一 样表",
    ]  # fmt: skip
    numbers = [piece.number for piece in read.pieces if piece.number]
    assert numbers == [
        "第一章", "第一条", "第二条", "第二章", "第三条", "(1)", "(2)", "①", "第五条",
    ]  # fmt: skip


def test_no_rule_block_is_written():
    read = library.regulation(library.names()[0])

    assert read.rules
    assert "kind:" not in read_docx(docx_of(read)).text


@pytest.mark.parametrize("name", library.names()[::10])
def test_a_bundled_regulation_is_read_back_as_it_was_written(name):
    read = library.regulation(name)

    lines = word.lines(read_docx(docx_of(read)))

    assert lines == [read.title, *(line for node in read.clauses for line in expected(node))]


def expected(node):
    number = counted(node.printed)
    mark = number.mark if number else " "
    before = node.printed + mark if is_number(node.printed) else ""
    paragraphs = node.text.split("\n\n") if node.text else []
    own = node.heading if before else node.printed
    first = own or (paragraphs.pop(0) if paragraphs else "")
    return [(before + first).strip(), *paragraphs]


@pytest.mark.parametrize(
    "printed", ["第三章", "第十九条", "十一", "(二)", "(3)", "4.1", "2.2.12", "7", "1.0", "⑤", "B"]
)
def test_word_counts_the_usual_numbers(printed):
    number = counted(printed)

    assert number is not None
    assert number.value > 0


@pytest.mark.parametrize("printed", ["第四条之一", "4.1a", "(a)", "附件一"])
def test_what_word_cannot_count_is_written_out(printed):
    assert counted(printed) is None
    assert is_number(printed)


def test_a_heading_without_a_number_is_not_taken_for_one():
    assert not is_number("总则")
