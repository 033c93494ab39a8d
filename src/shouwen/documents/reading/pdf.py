"""PDF to source: text line by line, ruled tables row by row, what repeats on every page apart."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Callable
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from shouwen.documents.building import SourceBuilder
from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import LIMITS, Limits
from shouwen.documents.reading import scans
from shouwen.documents.reading.pdf_edges import Page, edges
from shouwen.documents.reading.pdf_tables import Line, TablePages, looks_ruled
from shouwen.policy.reading.source import Source

Progress = Callable[[int, int], None]
_FEW = 8  # letters on a page that is a picture: at most a stamp or a page number
_MOST_SCANNED = 0.5
_NAMELESS, _MOST_NAMELESS = frozenset({"Co", "Cn", "Cc"}), 0.4
# What a damaged file makes the library stumble over; it promises no closed list.
_STUMBLES = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    RecursionError, OSError, EOFError, ZeroDivisionError, OverflowError, NotImplementedError,
)  # fmt: skip


def read_pdf(data: bytes, limits: Limits = LIMITS, progress: Progress | None = None) -> Source:
    """Return what a PDF says; raise CannotReadError where it cannot be read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = _opened(data)
        count = len(document.pages)
    except _STUMBLES:
        raise CannotReadError("damaged") from None
    if count > limits.pages:
        raise CannotReadError("too_many_pages", pages=limits.pages)
    if not count:
        raise CannotReadError("damaged")
    with TablePages(data) as tables:
        pages, scanned = _pages(document, tables, progress)
    return _source(_recognised(data, pages, scanned), scanned)


def _opened(data: bytes) -> pypdf.PdfReader:
    document = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if document.is_encrypted:
        try:
            opened = document.decrypt("")
        except _STUMBLES:
            raise CannotReadError("password") from None
        except Exception as fault:
            # Without the library for a cipher, pypdf raises an error of its own kind.
            raise CannotReadError("password") from fault
        if not opened:
            raise CannotReadError("password")
    return document


def _pages(
    document: pypdf.PdfReader, tables: TablePages, progress: Progress | None
) -> tuple[list[Page], list[int]]:
    """Return the lines of every page and which pages are pictures."""
    pages: list[Page] = []
    scanned, failed = [], 0
    for place, page in enumerate(document.pages):
        try:
            lines = _lines(page, place, tables)
        except _STUMBLES:
            lines, failed = [], failed + 1
        if _is_picture(page, lines):
            scanned.append(place)
        pages.append(Page(place + 1, lines))
        if progress:
            progress(place + 1, len(document.pages))
    if failed == len(pages):
        raise CannotReadError("damaged")
    return pages, scanned


def _lines(page: Any, place: int, tables: TablePages) -> list[Line]:
    if looks_ruled(page):
        found = tables.lines(place)
        if found is not None:
            return found
    return [Line(line) for line in page.extract_text().splitlines() if line.strip()]


def _is_picture(page: Any, lines: list[Line]) -> bool:
    """Tell whether a page holds no text that anybody can read: a scan, or letters without names."""
    letters = [sign for line in lines for sign in line.text if not sign.isspace()]
    if len(letters) < _FEW:
        return _has_picture(page)
    nameless = sum(unicodedata.category(sign) in _NAMELESS for sign in letters)
    return nameless > _MOST_NAMELESS * len(letters)


def _has_picture(page: Any) -> bool:
    try:
        inside = page["/Resources"]["/XObject"].get_object()
        return any(inside[name].get("/Subtype") in ("/Image", "/Form") for name in inside)
    except _STUMBLES:
        return False


def _recognised(data: bytes, pages: list[Page], scanned: list[int]) -> list[Page]:
    """Recognise the text of pages that are pictures, or say that they are."""
    if not scanned:
        return pages
    if scans.can_recognise():
        for place in scanned:
            words = scans.recognised(data, place)
            pages[place] = Page(place + 1, [Line(line) for line in words.splitlines()])
    elif len(scanned) > _MOST_SCANNED * len(pages):
        raise CannotReadError("scanned")
    return pages


def _source(pages: list[Page], scanned: list[int]) -> Source:
    builder = SourceBuilder()
    apart = edges(pages)
    for page in pages:
        for place, line in enumerate(page.lines):
            if (page.number, place) not in apart:
                builder.add(line.text, kind="row" if line.row else "paragraph", page=page.number)
        if page.number - 1 in scanned and not page.lines:
            builder.note("scanned_page")
    for page in pages:
        for place, line in enumerate(page.lines):
            if code := apart.get((page.number, place)):
                builder.leave_out(line.text, code, page=page.number)
    return builder.source()
