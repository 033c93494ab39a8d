"""A source as lines to read: its pieces without what was left out, each with its number marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import compile as pattern

from shouwen.policy.reading.numbers import CHINESE, Mark, chinese_int, marks_in
from shouwen.policy.reading.source import LeftOut, Piece, Source, Span

# How firmly a mark inside a line stands: after a sentence's end or a gap, or in running text.
BREAKS = '。；;！!？?：:…》”"』」'
REACH = 4000
PART = pattern(
    rf"(?<![第本上下各每一首前后全])篇([{CHINESE}]{{1,3}}(?![{CHINESE}篇章])|\d{{1,2}}(?![\d篇章]))"
)
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of a piece that may open clauses, with the marks in it."""

    span: Span
    piece: Piece
    marks: tuple[Mark, ...]
    text: str

    @property
    def in_table(self) -> bool:
        """Say whether it is a row or a cell of a table."""
        return self.piece.kind in ("row", "cell")


def lines_of(source: Source, left_out: Sequence[LeftOut]) -> list[Line]:
    """Return a source's lines in order, without the stretches left out."""
    holes = sorted((one.span for one in left_out), key=lambda span: span.start)
    parts = part_titles(source.text)
    return [
        _line(source, piece, line, opens=line.start in (piece.span.start, *edges))
        for piece in source.pieces
        for part in without(piece.span, holes_in(piece.span, holes))
        for edges in [_edges(part, parts)]
        for line in _cut_at(part, edges)
        if source.cut(line).strip()
    ]


def part_titles(text: str) -> list[Span]:
    """Return where titles like …范文篇二 part the regulations of a text that lost its lines."""
    found = list(PART.finditer(text))
    if len(found) <= 1 or [chinese_int(one[1] or "") for one in found] != list(
        range(1, len(found) + 1)
    ):
        return []
    names = [text[max(0, one.start() - LONGEST_NAME) : one.start()] for one in found]
    shared = next(
        size for size in range(LONGEST_NAME, -1, -1)
        if len({name[-size:] for name in names}) == 1 or not size
    )  # fmt: skip
    return [Span(one.start() - shared, one.end()) for one in found] if shared > 1 else []


def _edges(part: Span, titles: Sequence[Span]) -> list[int]:
    edges = (edge for title in titles for edge in (title.start, title.end))
    return [edge for edge in edges if part.start < edge < part.end]


def _cut_at(part: Span, edges: Sequence[int]) -> list[Span]:
    return [Span(start, end) for start, end in pairwise([part.start, *edges, part.end])]


def _line(source: Source, piece: Piece, span: Span, *, opens: bool) -> Line:
    text = source.cut(span)
    # The tabs before a row's first word stand for cells that are empty or merged.
    blank = " \u3000" if piece.kind == "row" else None
    start = span.start + len(text) - len(text.lstrip(blank))
    end = span.end - (len(text) - len(text.rstrip()))
    marks = tuple(marks_in(source.text, start, end, opens=opens))
    return Line(Span(start, end), piece, marks, text.strip())


def holes_in(span: Span, holes: Sequence[Span]) -> Iterable[Span]:
    """Yield those of some ordered stretches that reach into another one."""
    at = max(0, bisect_right(holes, span.start, key=lambda hole: hole.start) - 1)
    for hole in holes[at:]:
        if hole.start >= span.end:
            return
        if hole.end > span.start:
            yield hole


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """Return what stays of a stretch when others are cut out of it."""
    edges = [span.start]
    for hole in holes:
        edges += [max(hole.start, edges[-1]), min(max(hole.end, edges[-1]), span.end)]
    edges.append(span.end)
    return [Span(start, end) for start, end in list(pairwise(edges))[::2] if end > start]


class Ahead:
    """Answers whether a list that seems to begin really goes on further down."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Index every mark of the lines by its style, shape and place."""
        self._marks: dict[tuple[str, str], list[Mark]] = {}
        self._last: dict[tuple[str, str, tuple[int, ...]], int] = {}
        for line in lines:
            for mark in line.marks:
                self._marks.setdefault((mark.style, mark.shape), []).append(mark)
                if mark.at_line_start:
                    self._last[mark.style, mark.shape, mark.values] = mark.start

    def goes_on(self, mark: Mark, *, reach: int = REACH) -> bool:
        """Say whether the next number of its list follows before the list begins anew."""
        after = (*mark.values[:-1], mark.value + (mark.style != "bullet"))
        for other in self._later(mark):
            if other.start - mark.end > reach:
                return False
            if other.values == after and other.start - mark.end > 1:
                return True
            if other.values == mark.values and other.at_line_start:
                return False
        return False

    def begins_again(self, mark: Mark) -> bool:
        """Say whether a list like this one begins once more further down."""
        return self._last.get((mark.style, mark.shape, mark.values), -1) > mark.start

    def _later(self, mark: Mark) -> Iterable[Mark]:
        alike = self._marks.get((mark.style, mark.shape), [])
        first = bisect_right(alike, mark.start, key=lambda one: one.start)
        return (alike[place] for place in range(first, min(first + 200, len(alike))))
