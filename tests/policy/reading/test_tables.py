"""Tables of scores, fines and time limits, as a document's rows give them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.source import Span, source_of
from shouwen.policy.reading.trees import trees_of

pytestmark = pytest.mark.once
TABLE = """第一条 考核标准如下：
项目\t标准\t扣分\t罚款（元）
迟到\t每次\t2\t50
有效投诉\t经查实\t5分\t100-200
第二条 办理时限
事项\t时限
开户\t2小时
销户\t3个工作日内
"""


def test_a_column_says_what_its_bare_figures_are() -> None:
    (tree,) = trees_of(source_of(TABLE))
    found = [
        (each.kind, {k: str(v) for k, v in each.params.items() if k not in {"type", "dir"}})
        for each in propose(tree)
    ]
    assert found == [
        ("score", {"points": "-2"}),
        ("pay", {"amount": "50"}),
        ("score", {"points": "-5"}),
        ("pay", {"min": "100", "max": "200"}),
        ("deadline", {"amount": "2", "unit": "hour"}),
        ("deadline", {"amount": "3", "unit": "working_day"}),
    ]


def test_a_merged_cell_leaves_the_columns_of_the_rows_below_in_their_places() -> None:
    text = "第一条 标准如下：\n项目\t事由\t扣分\n考勤\t迟到\t2\n\t早退\t3"
    plain = source_of(text)
    rows = tuple(
        replace(piece, span=Span(text.rfind("\n", 0, piece.span.start) + 1, piece.span.end),
                kind="row") if place else piece
        for place, piece in enumerate(plain.pieces)
    )  # fmt: skip
    (tree,) = trees_of(replace(plain, pieces=rows))

    assert [str(each.params["points"]) for each in propose(tree)] == ["-2", "-3"]


@pytest.mark.parametrize("table", [
    "| 项目 | 派单时限 | 扣分 |\n|---|---|---|\n| 一级 | 5分钟 | 3 |\n| 二级 | 2小时 | 漏单-2 |",
    "项目     派单时限     扣分\n一级     5分钟     3\n二级     2小时     漏单-2",
], ids=["bars", "blanks"])  # fmt: skip
def test_a_table_of_bars_or_blanks_in_plain_text_is_read_by_its_heads(table: str) -> None:
    (tree,) = trees_of(source_of(f"# 管理办法\n第一条 标准如下：\n{table}\n第二条 附则"))

    assert tree.title == "管理办法"
    assert [node.number for node in tree.nodes] == ["第一条", "第二条"]
    found = [{k: str(v) for k, v in each.params.items()} for each in propose(tree)]
    assert found == [
        {"amount": "5", "unit": "minute", "dir": "within"},
        {"type": "change", "points": "-3"},
        {"amount": "2", "unit": "hour", "dir": "within"},
        {"points": "-2", "type": "change"},
    ]
