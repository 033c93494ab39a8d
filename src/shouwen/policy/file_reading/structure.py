"""The outer shape of a regulation file: front matter, headings, prose, and fenced blocks.

markdown-it-py finds the blocks and their lines; nothing here knows what a rule is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shouwen.policy.file_reading.faults_of_file import FaultPad

_BLOCKS = ("rule", "cases")
# A line of dashes under a sentence would make it a heading, and an indented paragraph code.
_MARKDOWN = MarkdownIt("commonmark").disable(["lheading", "code", "reference"])
_FENCE_OPENER = re.compile(r"^\s*(`{3,}|~{3,})\s*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1 to 6, its words and its line."""

    level: int
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of clause text as they stand."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its info word, content and the line of its first content line."""

    info: str
    content: str
    line: int


Piece = Heading | Prose | Fence


@dataclass(frozen=True, slots=True)
class Shape:
    """A file in pieces; ``head`` is the front matter's YAML or None, starting on ``head_line``."""

    head: str | None
    head_line: int
    pieces: tuple[Piece, ...]


def split_file(text: str, pad: FaultPad) -> Shape:
    """Cut a file into front matter and pieces, noting what keeps it from being cut."""
    rows = text.split("\n")
    head_end = _head_end(rows, pad)
    head = None if head_end is None else "\n".join(rows[1:head_end]) + "\n"
    start = 0 if head_end is None else head_end + 1
    return Shape(head, 2, tuple(_pieces(rows[start:], start, pad)))


def _head_end(rows: Sequence[str], pad: FaultPad) -> int | None:
    if rows[0].rstrip() != "---":
        pad.error(
            1,
            "The file does not begin with front matter.",
            "Start with a line `---`, then `regulation:`, `title:`, `in_force:`, and close `---`.",
        )
        return None
    for number, row in enumerate(rows[1:], start=1):
        if row.rstrip() == "---":
            return number
        if row.startswith(("## ", "```")):
            break
    pad.error(1, "The front matter is never closed.", "Add a line `---` after its last key.")
    return None


def _pieces(rows: Sequence[str], start: int, pad: FaultPad) -> Iterator[Piece]:
    """Yield the pieces of the body; an unclosed fence ends where the next one opens."""
    while rows:
        stop = _first_swallowed_fence(rows, start, pad)
        yield from _parsed(rows[:stop], start)
        start, rows = start + stop, rows[stop:]


def _first_swallowed_fence(rows: Sequence[str], start: int, pad: FaultPad) -> int:
    for token in _MARKDOWN.parse("\n".join(rows)):
        if token.type != "fence" or token.map is None:
            continue
        begin, end = token.map
        inner = (n for n in range(begin + 1, end) if _FENCE_OPENER.match(rows[n]))
        swallowed = next(inner, None) if _info(token) in _BLOCKS else None
        if swallowed is not None or not _is_closed(token, rows):
            pad.error(
                start + begin + 1,
                f"The ```{_info(token)} block is never closed.",
                "Add a line ``` after its last line.",
            )
        if swallowed is not None:
            return swallowed
    return len(rows)


def _is_closed(token: Token, rows: Sequence[str]) -> bool:
    begin, end = token.map or [0, 0]
    last = rows[end - 1].strip().lstrip("> ")
    is_fence = last.startswith(token.markup) and not last.strip(token.markup[0])
    return is_fence and end - 1 > begin


def _info(token: Token) -> str:
    return token.info.strip().split(" ")[0]


def _parsed(rows: Sequence[str], start: int) -> Iterator[Piece]:
    done = 0
    for token in _MARKDOWN.parse("\n".join(rows)):
        piece = _piece(token, rows, start)
        if piece is None or token.map is None:
            continue
        yield from _prose(rows, done, token.map[0], start)
        yield piece
        done = token.map[1]
    yield from _prose(rows, done, len(rows), start)


def _piece(token: Token, rows: Sequence[str], start: int) -> Piece | None:
    if token.map is None:
        return None
    line = start + token.map[0] + 1
    if token.type == "heading_open" and token.level == 0:
        words = rows[token.map[0]].strip().lstrip("#").rstrip("# ").strip(" \t\u3000")
        return Heading(int(token.tag[1]), words, line)
    if token.type == "fence" and _info(token):
        return Fence(_info(token), token.content, line + 1)
    if token.type == "html_block" and token.level == 0:
        return Prose("", line)
    return None


def _prose(rows: Sequence[str], begin: int, end: int, start: int) -> Iterator[Prose]:
    text = "\n".join(rows[begin:end]).strip()
    if text:
        yield Prose(text, start + begin + 1)
