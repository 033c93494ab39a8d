"""A document's text as it is read: its pieces in order, each with its place; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["paragraph", "heading", "item", "row", "cell"]
_FEWEST_CELLS = 3
_LONGEST_ROW = 200
_GAP = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
# The signs of Markdown, pasted or saved as text: a heading's, and the line below a table's head.
_MARKUP = re.compile(r"#{1,6}[ \u3000]+(?=\S)|\|?(?:[ ]*:?-{2,}:?[ ]*\|?)+(?=\n|\r|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source's text: its first character and the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading, list item or table row, as the document holds it.

    `number` is the automatic number that the document's own numbering puts before it (it is part
    of the text as well); `level` is how deep the document itself says it lies, 0 for the top, None
    when it does not say; `page` counts from 1, None where a document has no pages.
    """

    span: Span
    kind: PieceKind = "paragraph"
    level: int | None = None
    number: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that cleaning made: what stood there, what stands there now, and why (a code).

    `span` is where the new text stands in the cleaned source; `before` put back there undoes it.
    """

    code: str
    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch that is not part of a regulation, and why (a code): navigation, a page number."""

    span: Span
    code: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document: its text, and the pieces that cover every character that is not white space."""

    text: str
    pieces: tuple[Piece, ...]
    repairs: tuple[Repair, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def cut(self, span: Span) -> str:
        """Return the text of a stretch."""
        return self.text[span.start : span.end]


def source_of(text: str) -> Source:
    """Return plain text as a source: each line that holds something is a paragraph or a row."""
    pieces, marks, start, before = [], [], 0, 0
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        body = line.rstrip()
        columns, after = _columns(line), _columns(lines[at + 1]) if at + 1 < len(lines) else 0
        if body.strip():
            row = columns and columns in (before, after)
            first = start + (0 if row else len(body) - len(body.lstrip()))
            pieces.append(Piece(Span(first, start + len(body)), "row" if row else "paragraph"))
            if mark := _MARKUP.match(text, first, start + len(body)):
                marks.append(LeftOut(Span(*mark.span()), "markup"))
        start, before = start + len(line), columns
    return Source(text, tuple(pieces), left_out=tuple(marks))


def _columns(line: str) -> int:
    """Return how many cells tabs, bars or wide blanks part a line into; none for fewer than three.

    A number and its text may be parted by a tab as well, so that two are no table yet.
    """
    body = line.strip("\r\n")
    cells = 1 + (
        body.count("\t") or body.strip(" |").count("|") or len(_GAP.findall(body[:_LONGEST_ROW]))
    )
    return cells if cells >= _FEWEST_CELLS and line.strip() else 0
