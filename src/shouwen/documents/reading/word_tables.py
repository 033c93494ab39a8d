"""One row of a Word table: its cells in columns, merged cells said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from shouwen.documents.reading.word_numbers import Numbering
from shouwen.documents.reading.word_paragraphs import words_of
from shouwen.documents.reading.word_styles import Styles
from shouwen.documents.reading.word_xml import Element, child, children, name_of, number, value

_MOST_COLUMNS = 64


@dataclass(slots=True)
class Row:
    """A row's text with a tab between cells, what was left out of it, and tables inside it."""

    text: str = ""
    left_out: list[tuple[str, str]] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)
    turned: list[tuple[int, int]] = field(default_factory=list)


def row_of(row: Element, styles: Styles, numbering: Numbering) -> Row:
    """Read one row; a cell that continues the one above or beside it stays empty."""
    read, cells = Row(), [""] * _before(row)
    for cell in _cells(row):
        properties = child(cell, "tcPr")
        continues = _continues(child(properties, "vMerge")) or _continues(
            child(properties, "hMerge")
        )
        text = _text(cell, styles, numbering, read)
        span = min(max(number(child(properties, "gridSpan")) or 1, 1), _MOST_COLUMNS)
        cells += ["" if continues else text, *[""] * (span - 1)]
    read.text = "\t".join(cells).rstrip()
    return read


def is_layout(row: Element) -> bool:
    """Tell whether a row is one cell with several paragraphs: a frame around text, no table."""
    cells = list(_cells(row))
    if len(cells) != 1:
        return False
    return sum(1 for _each in children(cells[0], "p", "tbl")) > 1


def _cells(row: Element) -> Iterator[Element]:
    for each in children(row):
        if name_of(each) == "tc":
            yield each
        elif name_of(each) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _cells(each)


def _before(row: Element) -> int:
    return min(number(child(row, "trPr", "gridBefore")) or 0, _MOST_COLUMNS)


def _continues(merge: Element | None) -> bool:
    return merge is not None and value(merge) != "restart"


def _text(cell: Element, styles: Styles, numbering: Numbering, read: Row) -> str:
    lines = []
    for block in _blocks(cell):
        if name_of(block) == "tbl":
            read.inner.append(block)
            continue
        properties = child(block, "pPr")
        words = words_of(block, styles)
        numbered = numbering.next(properties, value(child(properties, "pStyle")))
        # A column of automatic numbers has numbers only, so an empty paragraph keeps its own.
        before = f"{numbered.words}{numbered.between}" if numbered and numbered.words else ""
        lines.append((before + words.text).replace("\t", " ").replace("\n", " ").strip())
        read.left_out += words.left_out
        read.inner += words.boxes
        read.turned.append((words.rendered, words.breaks))
    return " ".join(line for line in lines if line)


def _blocks(cell: Element) -> Iterator[Element]:
    for each in children(cell):
        if name_of(each) in ("p", "tbl"):
            yield each
        elif name_of(each) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _blocks(each)
