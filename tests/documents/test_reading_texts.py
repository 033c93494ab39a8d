from __future__ import annotations

import pytest

from shouwen.documents.faults import CannotReadError
from shouwen.documents.reading.any_format import read_any
from shouwen.documents.reading.encodings import decoded
from shouwen.documents.reading.plain import read_pasted
from tests.documents import word

pytestmark = pytest.mark.once

TEXT = (
    "客户服务管理办法\n第一条　坐席应在24小时内答复客户的投诉，并登记在册。\n"
    "第二条　本办法自发布之日起施行。\n"
)
TRADITIONAL = "客戶服務管理辦法\n第一條 專員應在規定時間內答覆客戶的投訴，並登記在冊。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_text_is_read_in_whatever_encoding_offices_write(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_a_traditional_text_is_told_from_a_simplified_one_by_what_it_says(encoding):
    assert decoded(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_a_file_cut_in_the_middle_of_a_character_is_still_read():
    assert decoded(TEXT.encode("gb18030")[:-4]).startswith("客户服务管理办法")


def test_what_is_no_text_is_refused():
    with pytest.raises(CannotReadError) as refused:
        read_any(bytes(range(256)) * 40)

    assert refused.value.code == "not_text"


def test_pasted_text_keeps_every_character_in_its_place():
    read = read_pasted("  第一条 目的\r\n\r\n　第二条 范围")

    assert read.text == "  第一条 目的\n\n　第二条 范围"
    assert word.lines(read) == ["第一条 目的", "第二条 范围"]


def test_spaces_of_every_width_are_spaces():
    assert read_pasted("第一条\xa0目的").text == "第一条 目的"


def test_markdown_says_how_deep_headings_lie_and_leaves_code_out():
    read = read_any(
        "---\ntitle: x\n---\n# 办法\n\n## 第一章 总则\n\n正文**重要** ~~旧~~新\n\n- 甲\n  - 乙\n\n"
        "| 事项 | 扣分 |\n|---|---|\n| 迟到 | 2分 |\n\n"
        "```rule\nid: a\n```\n<!-- 备注 -->\n".encode(),
        "a.md",
    )

    assert word.lines(read) == [
        "办法", "第一章 总则", "正文重要 新", "● 甲", "● 乙", "事项\t扣分", "迟到\t2分",
    ]  # fmt: skip
    assert [piece.level for piece in read.pieces if piece.kind == "heading"] == [0, 1]
    assert [code for _text, code in word.left_out(read)] == [
        "front_matter", "struck_out", "code", "remark",
    ]  # fmt: skip


def test_a_blank_to_fill_in_is_no_mark_of_markdown():
    assert word.lines(read_any("底薪____元，津贴____元。".encode(), "a.md")) == [
        "底薪____元，津贴____元。"
    ]


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>
<nav><a href="/">首页</a> <a href="/a">制度</a></nav>
<div class="breadcrumb">首页 &gt; 制度</div>
<div id="content"><h1>前台管理办法</h1><p>第一条 前台须<b>微笑</b>服务。</p>
<p>第二条 应在<del>三日</del><ins>两日</ins>内答复。<br>超期的扣分。</p>
<ol><li>登记</li><li>转交</li></ol>
<table><tr><th>事项</th><th>扣分</th></tr><tr><td rowspan="2">考勤</td><td>2分</td></tr>
<tr><td>3分</td></tr></table></div>
<div class="ad-banner">买一送一</div><div style="display:none">暗文</div>
<ul class="x"><li><a href="/1">别的制度</a></li><li><a href="/2">又一篇</a></li>
<li><a href="/3">再一篇</a></li></ul>
<footer>版权所有</footer><script>var a = 1;</script></body></html>"""


def test_a_page_is_read_without_what_stands_around_its_text():
    read = read_any(PAGE.encode())

    assert word.lines(read) == [
        "前台管理办法", "第一条 前台须微笑服务。", "第二条 应在两日内答复。", "超期的扣分。",
        "1. 登记", "2. 转交", "事项\t扣分", "考勤\t2分", "\t3分",
    ]  # fmt: skip
    assert {code for _text, code in word.left_out(read)} == {
        "navigation", "hidden", "footer", "struck_out",
    }  # fmt: skip
    assert "var a" not in read.text


def test_words_struck_out_on_a_page_do_not_cut_its_sentence():
    assert "第二条 应在两日内答复。" in word.lines(read_any(PAGE.encode()))


def test_a_page_in_an_old_encoding_is_read():
    page = PAGE.replace("utf-8", "gb2312").encode("gb18030")

    assert "第一条 前台须微笑服务。" in word.lines(read_any(page))


def test_a_table_that_only_places_text_is_no_table():
    page = "<html><table><tr><td><p>第一条 甲</p><p>第二条 乙</p></td></tr></table></html>"

    assert [piece.kind for piece in read_any(page.encode()).pieces] == ["paragraph"] * 2
