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
SHORTEST_ENTRY = 3
FARTHEST = 8000
MOST_LINES = 600
MOST_HEADS = 40
LEADERS = re.compile(
    r"(?:\.{4,}|…{2,}|·{4,})\s*(?:错误[!！]\s*未定义书签[。.]?|[（(]?\d{1,3}[)）]?)?"
)


def contents_of(source: Source) -> tuple[LeftOut, ...]:
    """Return the stretches of a source that are pages of contents."""
    return tuple(LeftOut(span, "contents") for span in _stretches(source))


def _stretches(source: Source) -> Iterator[Span]:
    tried = 0
    for place, piece in enumerate(source.pieces):
        found = HEAD.search(source.text, piece.span.start, piece.span.end)
        if found is None or tried > MOST_HEADS:
            continue
        tried += 1
        end = _end(source, source.pieces[place : place + MOST_LINES], found.end())
        if end is not None:
            yield Span(found.start(), end)


def _end(source: Source, pieces: Sequence[Piece], start: int) -> int | None:
    text = source.text
    inside = text[start : pieces[0].span.end].strip(" \t\u3000:：")
    if inside:
        return _end_by_repeat(text, start, inside) or _end_of_leaders(text, start, pieces[0])
    ends = [piece.span.end for piece in _entries(source, pieces[1:])]
    if not ends:
        return None
    return _end_by_repeat(text, start, source.cut(pieces[1].span)) or ends[-1]


def _end_of_leaders(text: str, start: int, piece: Piece) -> int | None:
    found = list(LEADERS.finditer(text, start, piece.span.end))
    return found[-1].end() if len(found) >= SHORTEST_ENTRY else None


def _entries(source: Source, pieces: Sequence[Piece]) -> Iterator[Piece]:
    later = {_plain(source.cut(piece.span)) for piece in pieces[1:]}
    for piece in pieces:
        line = source.cut(piece.span)
        if not ENTRY.search(line) and not (len(line) <= LONGEST_ENTRY and _plain(line) in later):
            return
        yield piece


def _end_by_repeat(text: str, start: int, first: str) -> int | None:
    opening = _first_entry(first)
    end = start + FARTHEST
    at = text.find(opening, start, end) if len(opening) > 1 else -1
    again = text.find(opening, at + len(opening), end) if at >= 0 else -1
    if again < 0 or "。" in text[start:again]:
        return None
    return again


def _first_entry(line: str) -> str:
    words = re.sub(r"^(?:目\s*[录錄次]\s*)+", "", line.strip()).split()
    bare = len(words) > 1 and len(words[0]) <= SHORTEST_ENTRY and words[1][0] not in "(（.…"
    return _plain(" ".join(words[: 2 if bare else 1]))[:LONGEST_ENTRY]


def _plain(line: str) -> str:
    return PAGE.sub("", line.strip()).strip(" .…·\t")
