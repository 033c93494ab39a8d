"""DOCX to source: paragraphs with the numbers Word shows, tables row by row, the rest apart."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

from shouwen.documents.building import SourceBuilder
from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import LIMITS, Limits
from shouwen.documents.reading.archive import opened
from shouwen.documents.reading.word_numbers import Number, Numbering
from shouwen.documents.reading.word_paragraphs import Words, is_deleted, words_of
from shouwen.documents.reading.word_styles import Styles
from shouwen.documents.reading.word_tables import is_layout, row_of
from shouwen.documents.reading.word_xml import (
    Element,
    child,
    children,
    name_of,
    number,
    part,
    value,
)
from shouwen.policy.reading.source import PieceKind, Source

Progress = Callable[[int, int], None]
_HOLDERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"})
_APART = (("header", "header"), ("footer", "footer"))
_MAIN = "word/document.xml"


def read_docx(data: bytes, limits: Limits = LIMITS, progress: Progress | None = None) -> Source:
    """Return what a DOCX says; raise CannotReadError where it cannot be read."""
    archive = opened(data, limits)
    body = child(part(archive, _MAIN), "body")
    if body is None:
        raise CannotReadError("damaged" if _MAIN in archive.NameToInfo else "not_a_document")
    return _Reader(archive, limits).read(body, progress)


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._styles = Styles(part(archive, "word/styles.xml"))
        self._numbering = Numbering(part(archive, "word/numbering.xml"), self._styles)
        self._builder = SourceBuilder()
        self._page = 1
        self._paged: str | None = None

    def read(self, body: Element, progress: Progress | None) -> Source:
        """Read the body, then what stands apart from it."""
        self._paged = _way_of_paging(body)
        blocks = list(children(body))
        for done, block in enumerate(blocks, start=1):
            self._block(block)
            if progress:
                progress(done, len(blocks))
        self._apart()
        return self._builder.source()

    def _block(self, block: Element, why: str | None = None) -> None:
        name = name_of(block)
        if name == "p":
            self._paragraph(block, why)
        elif name == "tbl":
            self._table(block)
        elif name in _HOLDERS:
            contents = value(child(block, "sdtPr", "docPartObj", "docPartGallery"))
            for each in children(block):
                self._block(each, "contents" if contents == "Table of Contents" else why)

    def _paragraph(self, paragraph: Element, why: str | None) -> None:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        words = words_of(paragraph, self._styles)
        self._turn(words, properties, before=True)
        why = why or ("contents" if self._styles.named(style, "toc ") else None)
        gone = is_deleted(paragraph) and not words.text.strip()
        numbered = None if gone else self._numbering.next(properties, style)
        if why:
            self._builder.leave_out(words.text, why, page=self._seen)
        elif words.text.strip():
            self._say(words.text, numbered, self._outline(properties, style), style)
        for left, code in words.left_out:
            self._builder.leave_out(left, code, page=self._seen)
        self._boxes(words)
        self._turn(words, properties, before=False)

    def _say(
        self, text: str, numbered: Number | None, outline: int | None, style: str | None
    ) -> None:
        words = numbered.words if numbered else ""
        between = numbered.between if numbered and words else ""
        level = outline if outline is not None else numbered.level if numbered else None
        is_title = outline is None and not words and self._styles.named(style, "title")
        heading = outline is not None or is_title
        kind: PieceKind = "heading" if heading else "item" if words else "paragraph"
        self._builder.add(
            f"{words}{between}{text.strip()}",
            kind=kind,
            level=0 if is_title else level,
            number=words,
            page=self._seen,
        )

    def _outline(self, properties: Element | None, style: str | None) -> int | None:
        own = number(child(properties, "outlineLvl"))
        if own is None:
            return self._styles.outline(style)
        return own if own < 9 else None  # noqa: PLR2004 - 9 is body text

    def _boxes(self, words: Words) -> None:
        for box in words.boxes:
            for block in children(box):
                self._block(block)

    def _table(self, table: Element) -> None:
        for row in _rows(table):
            self._row(row)

    def _row(self, row: Element) -> None:
        if is_layout(row):
            for cell in children(row, "tc"):
                for block in children(cell):
                    self._block(block)
            return
        read = row_of(row, self._styles, self._numbering)
        for rendered, breaks in read.turned:
            self._page += rendered if self._paged == "rendered" else breaks
        self._check_pages()
        self._builder.add(read.text, kind="row", page=self._seen)
        for left, code in read.left_out:
            self._builder.leave_out(left, code, page=self._seen)
        for block in read.inner:
            self._block(block)

    @property
    def _seen(self) -> int | None:
        return self._page if self._paged else None

    def _turn(self, words: Words, properties: Element | None, *, before: bool) -> None:
        """Count the pages: those turned before the first word belong to the paragraph."""
        if self._paged == "rendered":
            first, whole = words.rendered_before, words.rendered
        else:
            first, whole = words.breaks_before, words.breaks
            if before and child(properties, "pageBreakBefore") is not None and self._page > 0:
                self._page += 1
        if not words.text.strip():
            first = 0
        self._page += first if before else whole - first
        self._check_pages()

    def _check_pages(self) -> None:
        if self._page > self._limits.pages:
            raise CannotReadError("too_many_pages", pages=self._limits.pages)

    def _apart(self) -> None:
        """Add footnotes, headers and footers as left out, each text once."""
        for name, code in (("footnotes", "footnote"), ("endnotes", "footnote")):
            for note in children(part(self._archive, f"word/{name}.xml"), "footnote", "endnote"):
                if value(note, "type") in (None, "normal"):
                    self._builder.leave_out(self._plain(note), code)
        for beginning, code in _APART:
            for text in dict.fromkeys(self._of_parts(beginning)):
                self._builder.leave_out(text, code)

    def _of_parts(self, beginning: str) -> Iterator[str]:
        for name in sorted(self._archive.NameToInfo):
            if name.startswith(f"word/{beginning}") and name.endswith(".xml"):
                yield self._plain(part(self._archive, name))

    def _plain(self, element: Element | None) -> str:
        found = [] if element is None else element.iter("{*}p")
        return "\n".join(words_of(each, self._styles).text for each in found)


def _rows(table: Element) -> Iterator[Element]:
    for each in children(table):
        if name_of(each) == "tr":
            yield each
        elif name_of(each) in _HOLDERS:
            yield from _rows(each)


def _way_of_paging(body: Element) -> str | None:
    """Return how pages are known: as Word laid them out, as the author broke them, or not."""
    if next(body.iter("{*}lastRenderedPageBreak"), None) is not None:
        return "rendered"
    breaks = any(value(each, "type") == "page" for each in body.iter("{*}br"))
    return "set" if breaks or next(body.iter("{*}pageBreakBefore"), None) is not None else None
