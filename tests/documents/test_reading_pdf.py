from __future__ import annotations

import io

import pypdf
import pytest
from PIL import Image

from shouwen.documents.faults import CannotReadError
from shouwen.documents.reading import scans
from shouwen.documents.reading.any_format import read_any
from shouwen.documents.reading.pdf_edges import Page, edges
from shouwen.documents.reading.pdf_tables import Line
from tests.documents import word

pytestmark = pytest.mark.once

STYLE = """@page { size: A5; margin: 2cm; @top-center { content: "某公司制度汇编" }
@bottom-center { content: "- " counter(page) " -" } }
body { font-family: "Noto Serif CJK SC", "Noto Sans CJK SC", sans-serif; font-size: 12pt }
table { border-collapse: collapse } td, th { border: 1px solid black; padding: 3px }"""
TABLE = (
    "<table><tr><th>事项</th><th>扣分</th></tr><tr><td rowspan=2>考勤</td><td>2分</td></tr>"
    "<tr><td>3分</td></tr></table>"
)


@pytest.fixture(scope="module")
def printed() -> bytes:
    weasyprint = pytest.importorskip("weasyprint")
    clauses = "".join(
        f"<p>第{number}条 第{number * 37}号事项应在{number}小时内答复，处理结果登记在册，"
        "逾期的扣分。</p>"
        for number in range(1, 60)
    )
    page = f"<style>{STYLE}</style><h1>投诉处理办法</h1>{TABLE}{clauses}"
    made: bytes = weasyprint.HTML(string=page).write_pdf()
    return made


def test_a_pdf_is_read_with_its_tables_and_without_its_edges(printed):
    read = read_any(printed)

    lines = word.lines(read)
    assert lines[:4] == ["投诉处理办法", "事项\t扣分", "考勤\t2分", "\t3分"]
    assert sum("汇编" in line for line in lines) == 0
    assert [piece.kind for piece in read.pieces[1:4]] == ["row"] * 3
    assert {code for _text, code in word.left_out(read)} == {"header", "page_number"}
    pages = [piece.page for piece in read.pieces if piece.page]
    assert pages[0] == 1
    assert max(pages) >= 4


def test_a_password_is_said(printed):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)

    with pytest.raises(CannotReadError) as refused:
        read_any(stream.getvalue())

    assert refused.value.code == "password"


def scan() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (200, 300), 255).save(stream, "PDF")
    return stream.getvalue()


def test_a_scan_is_recognised_and_said(monkeypatch):
    monkeypatch.setattr(scans, "can_recognise", lambda: False)

    with pytest.raises(CannotReadError) as refused:
        read_any(scan())

    assert refused.value.code == "scanned"


def test_a_scan_is_read_where_text_can_be_recognised(monkeypatch):
    monkeypatch.setattr(scans, "can_recognise", lambda: True)
    monkeypatch.setattr(scans, "recognised", lambda data, place: "第一条 目的\n第二条 范围")

    assert word.lines(read_any(scan())) == ["第一条 目的", "第二条 范围"]


def test_numbers_alone_on_a_line_are_page_numbers_only_where_they_count_on():
    pages = [
        Page(number, [Line(f"第{number}条"), Line("12"), Line("甲"), Line("乙"), Line("丙"),
                      Line("丁"), Line("戊"), Line(str(number + 4))])
        for number in range(1, 6)
    ]  # fmt: skip

    found = edges(pages)

    assert {place for _page, place in found} >= {7}
    assert all(found[page, 7] == "page_number" for page in range(1, 6))
