from __future__ import annotations

import pytest

from tests.documents import word

pytestmark = pytest.mark.once


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_headings_say_how_deep_they_lie():
    made = word.document()
    made.add_heading("投诉处理办法", 0)
    made.add_heading("第一章 总则", 1)
    made.add_heading("一般规定", 2)
    made.add_paragraph("正文")

    read = word.read(made)

    assert [(piece.kind, piece.level) for piece in read.pieces] == [
        ("heading", 0), ("heading", 0), ("heading", 1), ("paragraph", None),
    ]  # fmt: skip


def test_struck_out_words_are_left_out_beside_their_paragraph():
    made = word.document()
    paragraph = made.add_paragraph("应在")
    word.raw(paragraph, run("48", "<w:strike/>") + run("24") + run("小时内答复。"))

    read = word.read(made)

    assert word.lines(read) == ["应在24小时内答复。"]
    assert word.left_out(read) == [("48", "struck_out")]


def test_a_switch_that_is_off_strikes_nothing_out():
    made = word.document()
    word.raw(made.add_paragraph(), run("24", '<w:strike w:val="0"/>') + run("小时"))

    assert word.lines(word.read(made)) == ["24小时"]


def test_what_a_tracked_change_deletes_goes_and_what_it_inserts_stays():
    made = word.document()
    word.raw(
        made.add_paragraph("应在"),
        f'<w:del w:id="1"><w:r><w:delText>三日</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("两日")}</w:ins>{run("内答复")}',
    )

    read = word.read(made)

    assert word.lines(read) == ["应在两日内答复"]
    assert word.left_out(read) == [("三日", "deleted")]


def test_a_deleted_paragraph_takes_no_number():
    made = word.document()
    items = word.numbered(made, {"text": "%1、"})
    word.item(made, "甲", items)
    gone = word.item(made, "", items)
    word.raw(gone, '<w:del w:id="1"><w:r><w:delText>乙</w:delText></w:r></w:del>')
    mark = '<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>'
    word.raw(gone, mark)
    gone._p.pPr.append(gone._p.findall("{*}pPr")[-1][0])
    word.item(made, "丙", items)

    assert word.lines(word.read(made)) == ["1、甲", "2、丙"]


def test_a_row_has_a_tab_between_its_cells_and_says_merged_cells_once():
    made = word.document()
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "扣分标准"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "考勤"
    for row, (what, points) in enumerate((("迟到", "扣2分"), ("早退", "扣3分")), start=1):
        table.cell(row, 1).text = what
        table.cell(row, 2).text = points

    read = word.read(made)

    assert word.lines(read) == ["扣分标准", "考勤\t迟到\t扣2分", "\t早退\t扣3分"]
    assert {piece.kind for piece in read.pieces} == {"row"}


def test_a_frame_of_one_cell_is_no_table():
    made = word.document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "第一条 目的"
    cell.add_paragraph("第二条 范围")

    assert [piece.kind for piece in word.read(made).pieces] == ["paragraph", "paragraph"]


def test_headers_footers_and_contents_stand_apart():
    made = word.document()
    made.sections[0].header.paragraphs[0].text = "某公司制度汇编"
    made.sections[0].footer.paragraphs[0].text = "内部资料"
    made.styles.add_style("TOC 1", 1)
    made.add_paragraph("第一章 总则\t1", style="TOC 1")
    made.add_paragraph("第一章 总则")

    read = word.read(made)

    assert word.lines(read) == ["第一章 总则"]
    assert word.left_out(read) == [
        ("第一章 总则\t1", "contents"), ("某公司制度汇编", "header"), ("内部资料", "footer"),
    ]  # fmt: skip


def test_a_text_box_follows_the_paragraph_it_hangs_on():
    made = word.document()
    inside = f"<w:p>{run('注意事项')}</w:p>"
    word.raw(
        made.add_paragraph("第一条"),
        f"<w:r><w:pict><w:shape><w:txbxContent>{inside}</w:txbxContent></w:shape></w:pict></w:r>",
    )

    assert word.lines(word.read(made)) == ["第一条", "注意事项"]


def test_a_line_break_inside_a_paragraph_begins_another_piece():
    made = word.document()
    made.add_paragraph("1、甲\n2、乙")

    assert word.lines(word.read(made)) == ["1、甲", "2、乙"]


def test_pages_are_known_where_the_document_says_them():
    made = word.document()
    made.add_paragraph("第一页")
    made.add_page_break()
    made.add_paragraph("第二页")

    assert [piece.page for piece in word.read(made).pieces] == [1, 2]


def test_a_document_without_breaks_knows_no_pages():
    made = word.document()
    made.add_paragraph("正文")

    assert [piece.page for piece in word.read(made).pieces] == [None]


def test_readings_over_characters_are_no_words():
    made = word.document()
    word.raw(
        made.add_paragraph("应"),
        f"<w:r><w:ruby><w:rt>{run('dā')}</w:rt><w:rubyBase>{run('答')}</w:rubyBase></w:ruby></w:r>"
        f"{run('复')}",
    )

    assert word.lines(word.read(made)) == ["应答复"]
