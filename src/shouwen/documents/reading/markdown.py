"""Markdown to source: headings with their level, tables row by row, code and remarks left out."""

from __future__ import annotations

import re

from shouwen.documents.building import SourceBuilder
from shouwen.documents.reading.encodings import decoded
from shouwen.policy.reading.source import Source

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_RULE = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")
_UNDERLINE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?=\S)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~-])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_BOLD = re.compile(r"\*{1,3}(?=\S)([^*]+?)(?<=\S)\*{1,3}")
_CODE = re.compile(r"`([^`]+)`")
_STRUCK = re.compile(r"~~(.+?)~~")
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"\A---\n.*?\n---[^\S\n]*(?:\n|\Z)", re.DOTALL)
_INDENT = 2


def read_markdown(data: bytes) -> Source:
    """Return a Markdown file as a source; raise CannotReadError where it is no text."""
    text, builder = decoded(data), SourceBuilder()
    if front := _FRONT.match(text):
        builder.leave_out(front[0], "front_matter")
        text = text[front.end() :]
    for part, code in _without_remarks(text):
        if code:
            builder.leave_out(part, code)
        else:
            _lines(part.split("\n"), builder)
    return builder.source()


def _without_remarks(text: str) -> list[tuple[str, str]]:
    parts, at = [], 0
    for remark in _REMARK.finditer(text):
        parts += [(text[at : remark.start()], ""), (remark[0], "remark")]
        at = remark.end()
    return [*parts, (text[at:], "")]


def _lines(lines: list[str], builder: SourceBuilder) -> None:
    fence, kept = "", []
    for line in lines:
        opening = _FENCE.match(line)
        if fence:
            kept.append(line)
            if opening and opening[1].startswith(fence):
                builder.leave_out("\n".join(kept), "code")
                fence, kept = "", []
        elif opening:
            fence, kept = opening[1], [line]
        else:
            _line(line, builder)
    builder.leave_out("\n".join(kept), "code")


def _line(line: str, builder: SourceBuilder) -> None:
    if _RULE.match(line):
        return
    if heading := _HEADING.match(line):
        builder.add(_plain(heading[2], builder), kind="heading", level=len(heading[1]) - 1)
    elif line.strip().startswith("|"):
        if not _UNDERLINE.match(line):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            builder.add("\t".join(_plain(cell, builder).strip() for cell in cells), kind="row")
    elif bullet := _BULLET.match(line):
        words = _plain(line[bullet.end() :], builder)
        level = len(bullet[1].expandtabs(4)) // _INDENT
        builder.add(f"● {words}", kind="item", level=level, number="●")
    else:
        builder.add(_plain(line.removeprefix("> "), builder))


def _plain(words: str, builder: SourceBuilder) -> str:
    """Return words without their marks; what is struck out is left out."""
    for struck in _STRUCK.finditer(words):
        builder.leave_out(struck[1], "struck_out")
    words = _STRUCK.sub("", words)
    for mark in (_LINK, _BOLD, _CODE, _ESCAPED):
        words = mark.sub(r"\1", words)
    return words
