"""Which reader a file is for, by what it holds and not by what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable

from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import LIMITS, MEGABYTE, Limits
from shouwen.documents.reading.archive import OLE, is_password_protected
from shouwen.documents.reading.docx import read_docx
from shouwen.documents.reading.html import read_html
from shouwen.documents.reading.markdown import read_markdown
from shouwen.documents.reading.old_word import is_old_word
from shouwen.documents.reading.pdf import read_pdf
from shouwen.documents.reading.plain import read_text
from shouwen.policy.reading.source import Source

Progress = Callable[[int, int], None]
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta)[\s>/]", re.IGNORECASE
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b",
           b"\x7fELF", b"MZ")  # fmt: skip
_HEAD = 1024
_PAGE = 2000  # letters of a full page, where a document does not say its pages


def read_any(
    data: bytes, name: str = "", limits: Limits = LIMITS, progress: Progress | None = None
) -> Source:
    """Return what a file says, whatever it is; raise CannotReadError where it cannot be read.

    `name` only tells Markdown from plain text. A file of an old Word must have been turned into
    DOCX before.
    """
    if len(data) > limits.megabytes * MEGABYTE:
        raise CannotReadError("too_large", megabytes=limits.megabytes)
    source = _read(data, name.lower(), limits, progress)
    if not source.text.strip():
        raise CannotReadError("empty")
    if len(source.text) > limits.pages * _PAGE:
        raise CannotReadError("too_many_pages", pages=limits.pages)
    return source


def _read(data: bytes, name: str, limits: Limits, progress: Progress | None) -> Source:
    head = data[:_HEAD]
    if data.startswith(_ZIP):
        return read_docx(data, limits, progress)
    if b"%PDF-" in head:
        return read_pdf(data, limits, progress)
    if data.startswith(OLE):
        raise CannotReadError(_why_not_ole(data))
    if data.startswith(_BINARY):
        raise CannotReadError("not_a_document")
    if name.endswith((".md", ".markdown")):
        return read_markdown(data)
    if name.endswith((".htm", ".html", ".xhtml")) or _HTML.search(head.replace(b"\0", b"")):
        return read_html(data)
    if name.endswith((".docx", ".docm", ".pdf")):
        raise CannotReadError("damaged" if data.strip() else "empty")
    return read_text(data)


def _why_not_ole(data: bytes) -> str:
    if is_password_protected(data):
        return "password"
    return "old_word" if is_old_word(data) else "not_a_document"
