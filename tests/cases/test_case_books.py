"""Case books as they come: workbooks, separators, encodings, and what cannot be read safely."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from shouwen.cases.importing import MappingError, read_mapping, sheets
from shouwen.cases.importing.reading import check_header, lines_of, rows, sheets_of

pytestmark = pytest.mark.once

MAPPING = """
source: book
row: 序号
{more}
case:
  type: {{fixed: complaint}}
  title: 主题
  opened_at: 登记
  text: 电话
"""
HEADER = ["序号", "主题", "登记", "电话"]


def _at(day, hour):
    return datetime(2024, 3, day, hour)  # noqa: DTZ001 a spreadsheet knows no zones


ROW = [1, "噪音", _at(4, 10), 13812345678]


def mapping(**more):
    return read_mapping(MAPPING.format(more="\n".join(f"{k}: {v}" for k, v in more.items())))


@pytest.fixture
def book(tmp_path):
    def write(*sheets_, name="book.xlsx"):
        found = Workbook()
        del found[found.sheetnames[0]]
        for title, lines in sheets_:
            sheet = found.create_sheet(title)
            for line in lines:
                sheet.append(line)
        path = tmp_path / name
        found.save(path)
        return path

    return write


def rewritten(path, part, change):
    """Write a workbook anew with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_sheet_is_read_as_people_see_it(book):
    path = book(("甲", [HEADER, ROW, [], [2, "漏水", _at(5, 0), 8.5], [3, "空"]]))

    found = list(rows(path, mapping()))

    assert [row.line for row in found] == [2, 4, 5]
    assert found[0].values == {
        "序号": "1", "主题": "噪音", "登记": "2024-03-04 10:00:00", "电话": "13812345678",
    }  # fmt: skip
    assert (found[1].values["登记"], found[1].values["电话"]) == ("2024-03-05", "8.5")
    assert (found[2].fault, found[2].values["登记"]) == ("", "")


def test_a_sheet_and_the_line_of_its_header_can_be_chosen(book):
    path = book(("封面", [["说明"]]), ("台账", [["投诉台账"], HEADER, ROW]))

    assert sheets_of(path) == ["封面", "台账"]
    (row,) = rows(path, mapping(sheet="台账", header=2))
    assert row.values["主题"] == "噪音"
    with pytest.raises(MappingError, match="封面"):
        list(rows(path, mapping(sheet="没有")))


def test_a_formula_counts_by_its_saved_result_and_is_told_where_there_is_none(book):
    path = book(("甲", [HEADER, ["=1+0", "噪音", ROW[2], "x"], [2, "乙", ROW[2], "#N/A"]]))
    unsaved, wrong = rows(path, mapping())

    saved = rewritten(path, SHEET, lambda xml: xml.replace(b"</f><v />", b"</f><v>1</v>")
                      .replace(b"</f><v></v>", b"</f><v>1</v>"))  # fmt: skip

    assert "序号" in unsaved.fault
    assert "#N/A" in wrong.fault
    assert next(iter(rows(saved, mapping()))).values["序号"] == "1"


def test_merged_header_cells_and_names_given_twice_are_told(book):
    merged = Workbook()
    merged.active.append(["客户", None, "主题"])
    merged.active.merge_cells("A1:B1")
    file = io.BytesIO()
    merged.save(file)
    path = book(("甲", [["主题", "主题"]]))
    path.write_bytes(file.getvalue())
    header = next(lines_of(path, mapping())).cells

    for wrong in (header, [], ["主题", "主题"]):
        with pytest.raises(MappingError, match=r"book\.xlsx"):
            check_header(wrong, "book.xlsx")
    check_header(HEADER, "book.xlsx")


def _endless(xml):
    lines = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 40))
    return xml.replace(b"</sheetData>", lines + b"</sheetData>")


@pytest.mark.parametrize(
    ("limit", "value", "change"),
    [
        ("MOST_ROWS", 20, _endless),
        ("MOST_ROWS", 20, lambda x: x.replace(b"</sheetData>", b'<row r="99999"><c r="A99999">'
                                              b"<v>1</v></c></row></sheetData>")),
        ("MOST_COLUMNS", 50, lambda x: x.replace(b"</sheetData>", b'<row r="3"><c r="BZ3"><v>1</v>'
                                                 b"</c></row></sheetData>")),
        ("LONGEST_ROW", 2 << 20, lambda x: x.replace(b"<v>1</v>", b"<v>1</v>" + b" " * (5 << 20))),
        ("LARGEST_UNPACKED", 1 << 20, lambda x: x + b" " * (2 << 20)),
        ("MOST_PARTS", 3, lambda x: x),
        ("MOST_ROWS", 20, lambda x: b'<!DOCTYPE x [<!ENTITY a "b">]>' + x),
        ("MOST_ROWS", 20, lambda x: x[:-40]),
        ("MOST_ROWS", 20, lambda _x: "<!DOCTYPE x>".encode("utf-16")),
    ],
    ids=["rows", "far", "columns", "wide", "bomb", "parts", "entity", "torn", "hidden entity"],
)  # fmt: skip
def test_what_is_too_large_or_unsafe_is_told_in_one_sentence(
    book, monkeypatch, limit, value, change
):
    path = rewritten(book(("甲", [HEADER, ROW])), SHEET, change)
    monkeypatch.setattr(sheets, limit, value)

    with pytest.raises(MappingError, match=r"book\.xlsx"):
        list(rows(path, mapping()))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 an old workbook", b"PK\x03\x04"]
)
def test_what_is_no_workbook_is_told(tmp_path, content):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)

    with pytest.raises(MappingError, match=r"book\.xlsx"):
        list(rows(path, mapping()))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separator_and_encoding_are_found_out(tmp_path, separator, encoding):
    path = tmp_path / "book.csv"
    header = ['"序号"', "主题", "登记", "电话"]
    lines = [header, ["1", '"噪,;音\n又一行"', "2024-03-04", "138"], ["", "", "", ""]]
    text = "\r\n".join(separator.join(line) for line in lines) + "\r\n"
    path.write_bytes(text.encode(encoding))

    (row,) = rows(path, mapping())

    assert (row.values["主题"], row.values["电话"]) == ("噪,;音\n又一行", "138")
