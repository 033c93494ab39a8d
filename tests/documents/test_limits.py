from __future__ import annotations

import io
import os
import zipfile
from functools import cache

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.documents import process
from shouwen.documents.faults import SENTENCES, CannotReadError
from shouwen.documents.limits import Limits
from shouwen.documents.process import read_document
from shouwen.documents.reading import old_word
from shouwen.documents.reading.any_format import read_any
from tests.documents import word

pytestmark = pytest.mark.once

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data
            )
    return stream.getvalue()


def of_pages(count: int) -> bytes:
    made = word.document()
    for _page in range(count):
        made.add_paragraph("正文")
        made.add_page_break()
    return word.saved(made)


REFUSED = {
    "too_large": (b" " * (2 * 1024 * 1024), Limits(megabytes=1)),
    "too_many_pages": (of_pages(4), Limits(pages=3)),
    "bomb": (packed(word__document_xml=b"<a>" + b"a" * 20_000_000), Limits()),
    "entities": (packed(word__document_xml=BILLION.encode()), Limits()),
    "macros": (packed(word__document_xml=b"<a/>", word__vbaProject_bin=b"x"), Limits()),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), Limits()),
    "damaged": (b"PK\x03\x04 and then nothing", Limits()),
    "empty": (b"  \n ", Limits()),
    "old_word": (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), Limits()),
    "not_a_document": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, Limits()),
    "not_text": (bytes(range(256)) * 8, Limits()),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_read_is_said_in_one_sentence(code):
    data, limits = REFUSED[code]

    with pytest.raises(CannotReadError) as refused:
        read_any(data, limits=limits)

    assert refused.value.code == code
    assert "\n" not in refused.value.english
    assert refused.value.english.endswith(".")


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_one_sentence_in_both_languages(code):
    refusal = CannotReadError(code, megabytes=50, pages=2000, seconds=180)

    with translation.override("zh-hans"):
        chinese = str(refusal)
    with translation.override("en"):
        english = str(refusal)

    assert chinese != english
    assert chinese.endswith("。")
    assert english == refusal.english


def test_a_text_without_pages_has_as_many_as_it_would_fill():
    with pytest.raises(CannotReadError) as refused:
        read_any("甲".encode() * 4100, limits=Limits(pages=2))

    assert refused.value.code == "too_many_pages"


def test_the_process_knows_nothing_of_the_house(monkeypatch, tmp_path):
    monkeypatch.setenv("SHOUWEN_SECRET_KEY", "secret")
    told = tmp_path / "told"
    monkeypatch.setattr(process, "_COMMAND", ("sh", "-c", f"env > {told}"))

    with pytest.raises(CannotReadError):
        read_document(b"x")

    assert "SECRET" not in told.read_text(encoding="utf-8")


def test_a_document_is_read_in_a_process_of_its_own():
    told: list[tuple[int, int]] = []
    made = word.document()
    made.add_paragraph("底薪20xx元。")

    read = read_document(word.saved(made), progress=lambda *step: told.append(step))

    assert read.text == "底薪____元。"
    assert [repair.before for repair in read.repairs] == ["20xx"]
    assert told[-1][0] == told[-1][1]


def test_a_refusal_comes_back_from_the_process():
    with pytest.raises(CannotReadError) as refused:
        read_document(b"%PDF-1.7 and then nothing")

    assert refused.value.code == "damaged"


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(process, "_COMMAND", ("sh", "-c", "sleep 60"))

    with pytest.raises(CannotReadError) as refused:
        read_document(b"x", limits=Limits(seconds=1))

    assert refused.value.code == "too_long"


def test_a_process_that_dies_is_a_sentence(monkeypatch):
    monkeypatch.setattr(process, "_COMMAND", ("sh", "-c", "kill -SEGV $$"))

    with pytest.raises(CannotReadError) as refused:
        read_document(b"x")

    assert refused.value.code == "damaged"


def test_reading_may_not_take_more_memory_than_it_is_given():
    with pytest.raises(CannotReadError) as refused:
        read_document("甲".encode() * 4_000_000, limits=Limits(memory=300))

    assert refused.value.code == "too_heavy"


def test_an_old_word_file_becomes_a_docx_where_something_can_turn_it(tmp_path, monkeypatch):
    made = word.document()
    made.add_paragraph("第一条 目的")
    ready = tmp_path / "ready.docx"
    ready.write_bytes(word.saved(made))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\ncp {ready} "$6/old.docx"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    read = read_document(REFUSED["old_word"][0], "old.doc")

    assert word.lines(read) == ["第一条 目的"]
    assert old_word.is_old_word(REFUSED["old_word"][0])


@cache
def whole_docx() -> bytes:
    made = word.document()
    items = word.numbered(made, {"text": "%1、"})
    for _item in range(5):
        word.item(made, "坐席应在两小时内答复。", items)
    made.add_table(2, 2).cell(0, 0).text = "事项"
    return word.saved(made)


@cache
def whole_pdf() -> bytes:
    weasyprint = pytest.importorskip("weasyprint")
    made: bytes = weasyprint.HTML(string="<h1>办法</h1><p>第一条 两小时内答复。</p>").write_pdf()
    return made


WHOLE = {"docx": whole_docx, "pdf": whole_pdf}


def outcome(data: bytes, name: str) -> str:
    try:
        return "read" if read_any(data, name).text else "nothing"
    except CannotReadError as refusal:
        return refusal.code


def damaged(data: bytes, harm: list[tuple[int, bytes]], cut: int) -> bytes:
    made = bytearray(data)
    for place, instead in harm:
        at = place % len(made)
        made[at : at + len(instead)] = instead
    return bytes(made[: len(made) - cut % len(made)])


@pytest.mark.parametrize("format_", WHOLE)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    harm=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=12)), max_size=8),
    cut=st.integers(0, 10**6) | st.just(0),
)
def test_a_damaged_file_ends_in_a_sentence(format_, harm, cut):
    assert outcome(damaged(WHOLE[format_](), harm, cut), "") in {*SENTENCES, "read"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "a.md", "a.html", "a.docx", "a.pdf", "a.txt"]))
def test_any_bytes_under_any_name_end_in_a_sentence(data, name):
    assert outcome(data, name) in {*SENTENCES, "read"}
