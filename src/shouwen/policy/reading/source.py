"""A document's text as it is read: its pieces in order, each with its place; nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["paragraph", "heading", "item", "row", "cell"]
_FEWEST_CELLS = 3


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
    pieces, start, before = [], 0, 0
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        body = line.rstrip()
        columns, after = _columns(line), _columns(lines[at + 1]) if at + 1 < len(lines) else 0
        if body.strip():
            row = columns and columns in (before, after)
            first = start + (0 if row else len(body) - len(body.lstrip()))
            pieces.append(Piece(Span(first, start + len(body)), "row" if row else "paragraph"))
        start, before = start + len(line), columns
    return Source(text, tuple(pieces))


def _columns(line: str) -> int:
    """Return how many cells tabs part a line into; none for fewer than three.

    A number and its text may be parted by a tab as well, so that two are no table yet.
    """
    cells = line.rstrip("\r\n").count("\t") + 1
    return cells if cells >= _FEWEST_CELLS and line.strip() else 0
