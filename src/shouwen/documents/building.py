"""Putting a source together piece by piece."""

from __future__ import annotations

import re
from typing import TypedDict, Unpack

from shouwen.policy.reading.source import LeftOut, Piece, PieceKind, Source, Span

_LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# What no document means to say: controls, the byte order mark, joiners without width.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u200e\u200f\ufffe\uffff]")


# Spaces of other widths, which say nothing a space does not say.
_SPACES = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")


def plain_spaces(text: str) -> str:
    """Return text in which every narrow space is the usual one; tabs and wide spaces stay."""
    return text.translate(_SPACES)


class Place(TypedDict, total=False):
    """What a document says of a piece besides its text."""

    kind: PieceKind
    level: int | None
    number: str
    page: int | None


class SourceBuilder:
    """Grows line by line; every line is one piece, and what is left out is whole pieces."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._left_out: list[LeftOut] = []

    def add(self, text: str, **place: Unpack[Place]) -> None:
        """Add a paragraph; a break inside it begins another piece without the number."""
        for line in _LINE_ENDS.split(text):
            if self._line(plain_spaces(_UNSEEN.sub("", line)), place):
                place = {**place, "number": ""}

    def leave_out(self, text: str, code: str, *, page: int | None = None) -> None:
        """Add what is no part of a regulation, and why."""
        first = len(self._pieces)
        self.add(text, page=page)
        if len(self._pieces) > first:
            span = Span(self._pieces[first].span.start, self._pieces[-1].span.end)
            self._left_out.append(LeftOut(span, code))

    def note(self, code: str) -> None:
        """Say that something without text was left out here, such as a picture of a page."""
        self._left_out.append(LeftOut(Span(self._length, self._length), code))

    def _line(self, line: str, place: Place) -> bool:
        # The tabs before a row's first word stand for empty cells.
        body = line.rstrip() if place.get("kind") == "row" else line.strip()
        if not body.strip():
            return False
        span = Span(self._length, self._length + len(body))
        self._pieces.append(Piece(span, **place))
        self._text.append(body)
        self._length += len(body) + 1
        return True

    def source(self) -> Source:
        """Return everything added so far."""
        text = "\n".join(self._text)
        notes = (self._inside(left, len(text)) for left in self._left_out)
        return Source(text, tuple(self._pieces), (), tuple(notes))

    @staticmethod
    def _inside(left: LeftOut, end: int) -> LeftOut:
        """Keep a note behind the last line within the text."""
        return left if left.span.end <= end else LeftOut(Span(end, end), left.code)
