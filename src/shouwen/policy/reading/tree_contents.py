"""Pages of contents: 目录 and the entries under it, which repeat what the text says later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shouwen.policy.reading.source import LeftOut, Piece, Source, Span

HEAD = re.compile(r"(?:^|(?<=\s))目[ \u3000\t]*[录錄次](?=[\s:：]|$)")
ENTRY = re.compile(
    r"(?:\.{3,}|…{1,}|·{3,}|\t)[\s.…·]*[（(]?\s*\d{1,3}\s*[)）]?\s*$|[（(]\s*\d{1,3}\s*[)）]\s*$"
)
PAGE = re.compile(r"[\s.…·\t]*(?:[（(]\s*\d{1,3}\s*[)）]|(?<=[\s.…·])\d{1,3})?\s*$")
LONGEST_ENTRY = 40
FARTHEST = 8000


def contents_of(source: Source) -> tuple[LeftOut, ...]:
    """Return the stretches of a source that are pages of contents."""
    return tuple(LeftOut(span, "contents") for span in _stretches(source))


def _stretches(source: Source) -> Iterator[Span]:
    for place, piece in enumerate(source.pieces):
        found = HEAD.search(source.text, piece.span.start, piece.span.end)
        if found is None:
            continue
        end = _end(source, source.pieces[place:], found.end())
        if end is not None:
            yield Span(found.start(), end)


def _end(source: Source, pieces: Sequence[Piece], start: int) -> int | None:
    text = source.text
    inside = text[start : pieces[0].span.end].strip(" \t\u3000:：")
    if inside:
        return _end_by_repeat(text, start, inside)
    ends = [piece.span.end for piece in _entries(source, pieces[1:])]
    if not ends:
        return None
    return _end_by_repeat(text, start, source.cut(pieces[1].span)) or ends[-1]


def _entries(source: Source, pieces: Sequence[Piece]) -> Iterator[Piece]:
    later = {_plain(source.cut(piece.span)) for piece in pieces[1:]}
    for piece in pieces:
        line = source.cut(piece.span)
        if not ENTRY.search(line) and not (len(line) <= LONGEST_ENTRY and _plain(line) in later):
            return
        yield piece


def _end_by_repeat(text: str, start: int, first: str) -> int | None:
    entry = _plain(re.split(r"[(（]", first)[0] if len(first) > LONGEST_ENTRY else first)
    words = entry.split()
    opening = " ".join(words[:2])[:16] if len(entry) > LONGEST_ENTRY else entry
    at = text.find(opening, start) if len(opening) > 1 else -1
    again = text.find(opening, at + len(opening)) if at >= 0 else -1
    if again < 0 or again - start > FARTHEST or "。" in text[start:again]:
        return None
    return again


def _plain(line: str) -> str:
    return PAGE.sub("", line.strip()).strip(" .…·\t")
