"""The clause tree: read by the sequence of its numbers, and nothing lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.policy.reading.labels import clauses_as_labels
from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.source import LeftOut, Piece, Source, Span, source_of
from shouwen.policy.reading.trees import trees_of
from tests.policy.reading.labelled_trees import (
    KEPT_BACK,
    KEPT_LAST,
    KEPT_LONGER,
    READ_LATER,
    TUNED,
    edges_of,
    labels_named,
    score,
    text_named,
)

pytestmark = pytest.mark.once


def ids(text: str) -> list[str]:
    """Return the ids of the one regulation that a text holds."""
    (tree,) = trees_of(source_of(text))
    return [node.id for node in tree.nodes]


@pytest.mark.parametrize("name", [*TUNED, *KEPT_BACK, *KEPT_LONGER, *KEPT_LAST, *READ_LATER])
def test_our_own_regulations_read_as_labelled(name: str) -> None:
    found = score(edges_of(trees_of(source_of(text_named(name)))), labels_named(name))

    assert found.node_f1 >= 0.98
    assert found.edge_f1 >= 0.93


def test_chapters_articles_and_items_nest_and_number_on() -> None:
    text = "制度\n第一章 总则\n第一条 甲。\n第二章 分则\n第二条 乙：\n（一）丙；\n（二）丁。"

    assert ids(text) == [
        "第一章",
        "第一章/第一条",
        "第二章",
        "第二章/第二条",
        "第二章/第二条/（一）",
        "第二章/第二条/（二）",
    ]


def test_items_that_run_on_in_one_paragraph_become_clauses() -> None:
    assert ids("办法\n一、处理\n步骤：1.登记来电；2.核实情况；3.答复客户。\n二、附则") == [
        "一", "一/1", "一/2", "一/3", "二",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "按运费的1.5倍赔偿，2.5倍封顶。",
        "自2024.1.1起执行，至2025.12.31止。",
        "营业时间8:30、17:30各检查一次。",
        "具体见3.2和3.3的规定。",
        "每月1、10、20日核对。",
        "违反前款第（一）、（二）项的，不予受理。",
        "本办法第三条规定的情形除外。第四条所称客户同此。",
        "每周一、周三、周五例会，二、三线员工轮流参加。",
        "扣罚50元、100元、200元。",
    ],
)
def test_figures_dates_and_references_open_no_clause(sentence: str) -> None:
    assert ids(f"办法\n一、处理\n{sentence}\n二、附则\n结束。") == ["一", "二"]


def test_numbers_that_skip_repeat_or_begin_anew_keep_their_places() -> None:
    text = "制度\n1、甲。\n2、乙。\n2、丙。\n5、丁。\n1、戊。"

    assert ids(text) == ["1", "2", "2#2", "5", "1#2"]


def test_a_heading_without_number_takes_the_list_that_begins_anew_below_it() -> None:
    text = "制度\n一、巡查\n1、甲。\n2、乙。\n注意事项：\n1、丙。\n二、附则"

    assert ids(text) == ["一", "一/1", "一/2", "一/注意事项", "一/注意事项/1", "二"]


def test_headings_without_number_group_articles_that_number_on() -> None:
    text = "热线规定\n总体要求\n第一条 甲。\n第二条 乙。\n监督\n第三条 丙。"

    assert ids(text) == ["总体要求", "总体要求/第一条", "总体要求/第二条", "监督", "监督/第三条"]


def test_a_new_title_with_numbers_from_one_is_another_regulation() -> None:
    trees = trees_of(source_of("收费办法\n第一条 甲。\n第二条 乙。\n抢修规定\n第一条 丙。"))

    assert [(tree.title, len(tree.nodes)) for tree in trees] == [("收费办法", 2), ("抢修规定", 1)]


def test_a_page_of_contents_is_left_out() -> None:
    (tree,) = trees_of(
        source_of(
            "制度\n目 录\n第一章 总则……1\n第二章 附则……3\n第一章 总则\n第一条 甲。\n第二章 附则"
        )
    )

    assert [node.id for node in tree.nodes] == ["第一章", "第一章/第一条", "第二章"]
    assert {one.code for one in tree.left_out} == {"contents"}


def test_an_excerpt_may_begin_midway_in_one_line() -> None:
    text = "营业细则（节选） 第二章 抢修 第六条 甲。 第七条 乙。第八条 丙。 第三章 停电 第九条 丁。"

    assert ids(text) == [
        "第二章", "第二章/第六条", "第二章/第七条", "第二章/第八条", "第三章", "第三章/第九条",
    ]  # fmt: skip


def test_headings_of_a_document_lie_as_deep_as_it_says() -> None:
    text = "制度\n五、出入\n适用范围\n1、登记\n2、放行"
    levels = (None, 0, 1, 1, 1)
    pieces = source_of(text).pieces
    told = tuple(
        Piece(piece.span, kind="paragraph" if level is None else "heading", level=level)
        for piece, level in zip(pieces, levels, strict=True)
    )

    (tree,) = trees_of(Source(text, told))

    assert [node.id for node in tree.nodes] == ["五", "五/适用范围", "五/1", "五/2"]


def test_rows_of_a_table_belong_to_the_clause_above() -> None:
    text = "一、罚则\n1、迟到 20元\n二、附则"
    pieces = (Piece(Span(0, 4)), Piece(Span(5, 13), kind="row"), Piece(Span(14, 18)))

    (tree,) = trees_of(Source(text, pieces))

    assert [node.id for node in tree.nodes] == ["一", "二"]
    assert "迟到" in tree.text_of(tree.nodes[0])


def test_labels_give_number_parent_and_head_as_the_schema_says() -> None:
    (tree,) = trees_of(
        source_of("办法\n一、目的\n为了服务客户，制定本办法。\n二、范围\n2.1 全体。")
    )

    assert clauses_as_labels(tree) == [
        {"id": "一", "num": "一", "parent": None, "head": "目的为了服务客户，制定本"},
        {"id": "二", "num": "二", "parent": None, "head": "范围"},
        {"id": "二/2.1", "num": "2.1", "parent": "二", "head": "全体。"},
    ]


def covered(trees: tuple[Tree, ...]) -> Counter[int]:
    """Count how often each place of a source is in a node, a title or left out."""
    spans = [span for tree in trees for node in tree.nodes for span in node.own]
    spans += [span for tree in trees for span in tree.title_spans]
    spans += [one.span for tree in trees for one in tree.left_out]
    return Counter(place for span in spans for place in range(span.start, span.end))


def assert_nothing_is_lost(source: Source) -> None:
    """Every character that is not white space lies in one place, and ids are unique."""
    trees = trees_of(source)
    times = covered(trees)

    assert all(times[place] == 1 for place, sign in enumerate(source.text) if not sign.isspace())
    for tree in trees:
        known = [node.id for node in tree.nodes]
        assert len(known) == len(set(known))
        assert all(
            node.parent is None or node.parent in known[:at] for at, node in enumerate(tree.nodes)
        )


MARKS = st.sampled_from(
    [
        *(
            "第一章 ",
            "第二章",
            "第 三 条 ",
            "第十条",
            "一、",
            "二、",
            "三.",
            "（一）",
            "(二)",
            "1.",
        ),
        *("2、", "3）", "(1)", "（2）", "①", "②", "⑴", "1.1 ", "1.2", "3.2.1", "1.0 ", "a)", "B."),
        *(
            "● ",
            "■",
            "- ",
            "附件1 ",
            "目录",
            "第二篇：考勤制度",
            "范文篇二",
            "注意事项：",
            "管理办法",
        ),
        *("1 ", "2 ", "○5.", "?1?、", "Ⅱ、", "㈢"),
    ]
)
WORDS = st.text(alphabet="客户应在2小时内回复，。；：、（）1.5倍%第一条见 \t“”A-", max_size=24)
LINES = st.lists(st.lists(st.tuples(MARKS, WORDS), max_size=4), max_size=14)


@given(LINES, st.data())
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost_in_any_document(
    lines: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    text = "\n".join("".join(mark + words for mark, words in line) for line in lines)
    source = source_of(text)
    chosen = data.draw(st.sets(st.integers(0, max(0, len(source.pieces) - 1)), max_size=2))
    out = tuple(
        LeftOut(Span(piece.span.start, (piece.span.start + piece.span.end + 1) // 2), "page_number")
        for at, piece in enumerate(source.pieces)
        if at in chosen
    )

    assert_nothing_is_lost(Source(text, source.pieces, left_out=out))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_is_read_without_loss(text: str) -> None:
    assert_nothing_is_lost(source_of(text))
