"""A corpus of files that are broken inside although they open: each ends in text or a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest

from shouwen.documents.faults import SENTENCES, CannotReadError
from shouwen.documents.reading.any_format import read_any
from tests.documents import word

pytestmark = pytest.mark.once
BODY, NUMBERS, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"


@cache
def whole() -> dict[str, bytes]:
    made = word.document()
    made.add_heading("前台办法", 1)
    items = word.numbered(made, {"text": "%1、"})
    for _item in range(3):
        word.item(made, "坐席应在两小时内答复。", items)
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "事项"
    with zipfile.ZipFile(io.BytesIO(word.saved(made))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def without(name: str) -> bytes:
    return packed({each: data for each, data in whole().items() if each != name})


def with_(name: str, pattern: bytes, instead: bytes) -> bytes:
    broken, count = re.subn(pattern, instead, whole()[name])
    assert count, pattern
    return packed({**whole(), name: broken})


def cut(name: str, share: float) -> bytes:
    data = whole()[name]
    return packed({**whole(), name: data[: int(len(data) * share)]})


DEEP = b"<w:tbl><w:tr><w:tc>" * 150 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 150
WORD = {
    "no body": lambda: without(BODY),
    "no list of contents": lambda: without("[Content_Types].xml"),
    "no relations": lambda: without("_rels/.rels"),
    "no numbering": lambda: without(NUMBERS),
    "no styles": lambda: without(STYLES),
    "half a body": lambda: cut(BODY, 0.5),
    "no body's first byte": lambda: packed({**whole(), BODY: whole()[BODY][1:]}),
    "an empty body": lambda: packed({**whole(), BODY: b""}),
    "half a numbering": lambda: cut(NUMBERS, 0.6),
    "half the styles": lambda: cut(STYLES, 0.5),
    "bytes that are no letters": lambda: with_(BODY, "坐席".encode(), b"\xff\xfe\x80"),
    "a list that is no number": lambda: with_(BODY, rb'(<w:numId w:val=)"\d+"', rb'\1"x"'),
    "a list that is nowhere": lambda: with_(BODY, rb'(<w:numId w:val=)"\d+"', rb'\1"99999"'),
    "a level that is nowhere": lambda: with_(BODY, rb'(<w:ilvl w:val=)"\d+"', rb'\1"77"'),
    "a level below none": lambda: with_(BODY, rb'(<w:ilvl w:val=)"\d+"', rb'\1"-3"'),
    "a count that is no number": lambda: with_(NUMBERS, rb'(<w:start w:val=)"\d+"', rb'\1"one"'),
    "a count beyond all": lambda: with_(NUMBERS, rb'(<w:start w:val=)"\d+"', rb'\1"99999999999"'),
    "a format nobody knows": lambda: with_(NUMBERS, rb'(<w:numFmt w:val=)"\w+"', rb'\1"zodiac"'),
    "a cell over less than none": lambda: with_(
        BODY, rb'(<w:gridSpan w:val=)"\d+"', rb'\1"-1"'
    ),
    "a cell over a million": lambda: with_(BODY, rb'(<w:gridSpan w:val=)"\d+"', rb'\1"1000000"'),
    "a style based on itself": lambda: with_(
        STYLES, rb'(w:styleId="Heading1">.*?<w:basedOn w:val=)"\w+"', rb'\1"Heading1"'
    ),
    "tables in tables": lambda: with_(BODY, rb"<w:tbl>", DEEP + rb"<w:tbl>"),
    "an unknown sort of element": lambda: with_(BODY, rb"<w:tbl>", rb"<w:zz/><w:tbl>"),
}  # fmt: skip
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>endobj
4 0 obj<</Length 9>>stream
BT (a) ET
endstream endobj
trailer<</Root 1 0 R/Size 5>>
%%EOF
"""
PRINTED = {
    "as it is": PDF,
    "no trailer": PDF.split(b"trailer", maxsplit=1)[0],
    "only its first line": PDF[:9],
    "pages that hold themselves": PDF.replace(b"Kids[3 0 R]", b"Kids[2 0 R]"),
    "a page that is nowhere": PDF.replace(b"Kids[3 0 R]", b"Kids[9 0 R]"),
    "a count that is no number": PDF.replace(b"Count 1", b"Count (x)"),
    "more pages than there are": PDF.replace(b"Count 1", b"Count 99999999"),
    "a length beyond the end": PDF.replace(b"Length 9", b"Length 999999"),
    "a length below none": PDF.replace(b"Length 9", b"Length -5"),
    "a stream that is its own length": PDF.replace(b"Length 9", b"Length 4 0 R"),
    "packed in what nobody knows": PDF.replace(b"/Length 9", b"/Length 9/Filter/Zodiac"),
    "packed and broken": PDF.replace(b"/Length 9", b"/Length 9/Filter/FlateDecode"),
    "a page without a size": PDF.replace(b"/MediaBox[0 0 200 200]", b""),
    "a size that is no number": PDF.replace(b"[0 0 200 200]", b"[a b c d]"),
    "a root that is a number": PDF.replace(b"/Root 1 0 R", b"/Root 7"),
    "brackets without an end": PDF.replace(b">>endobj", b"endobj"),
    "nothing but brackets": b"%PDF-1.7\n" + b"[" * 5000,
}


def outcome(data: bytes, name: str) -> str:
    """Return the code of the sentence that a file ends in, or that it was read."""
    try:
        read_any(data, name)
    except CannotReadError as refusal:
        return refusal.code
    return "read"


@pytest.mark.parametrize("harm", WORD)
def test_a_word_file_that_is_broken_inside_ends_in_text_or_a_sentence(harm):
    assert outcome(WORD[harm](), "办法.docx") in {*SENTENCES, "read"}


@pytest.mark.parametrize("harm", PRINTED)
def test_a_pdf_that_is_broken_inside_ends_in_text_or_a_sentence(harm):
    assert outcome(PRINTED[harm], "办法.pdf") in {*SENTENCES, "read"}
