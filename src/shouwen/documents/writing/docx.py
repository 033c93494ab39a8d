"""A regulation as a Word document: its clauses with automatic numbers, without the rule blocks."""

from __future__ import annotations

import io
from itertools import groupby

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from shouwen.documents.writing.list_numbers import Counted, begins_anew, counted, is_number
from shouwen.policy.regulation_file import ClauseNode, Regulation

_DEEPEST = 8
_BODY, _HEADS = "宋体", "黑体"
_A4 = (Mm(210), Mm(297))


def docx_of(regulation: Regulation) -> bytes:
    """Return the file of a regulation as people read it."""
    made = _empty(regulation.title)
    lists = _Lists(made)
    begins = _beginnings(regulation.clauses)
    for node in regulation.clauses:
        _clause(made, node, lists, begins=begins[node.order])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _empty(title: str) -> Document:
    made = docx.Document()
    made.core_properties.title = title
    made.core_properties.author = ""
    made.core_properties.comments = ""
    section = made.sections[0]
    section.page_width, section.page_height = _A4
    for name, font, size in (
        ("Normal", _BODY, 12),
        ("Title", _HEADS, 18),
        *((f"Heading {level}", _HEADS, 12) for level in range(1, _DEEPEST + 2)),
    ):
        _font(made, name, font, size)
    heading = made.add_paragraph(title, style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def _font(made: Document, name: str, font: str, size: int) -> None:
    style = made.styles[name]
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _beginnings(nodes: tuple[ClauseNode, ...]) -> dict[int, bool]:
    """Tell for each clause whether a list begins with it among its sisters."""
    parent = {node.order: node.address.rpartition("/")[0] for node in nodes}
    found: dict[int, bool] = {}
    by_parent = sorted(nodes, key=lambda node: (parent[node.order], node.order))
    for _parent, group in groupby(by_parent, key=lambda node: parent[node.order]):
        sisters = list(group)
        begun = begins_anew(counted(node.printed) for node in sisters)
        found |= {node.order: begins for node, begins in zip(sisters, begun, strict=True)}
    return found


def _clause(made: Document, node: ClauseNode, lists: _Lists, *, begins: bool) -> None:
    """Write a clause: number and heading on one line, the text below it or, alone, beside it."""
    number = counted(node.printed)
    named = is_number(node.printed)
    paragraphs = node.text.split("\n\n") if node.text else []
    line = node.heading if named else node.printed
    if line:
        style = f"Heading {min(node.depth, _DEEPEST + 1)}"
    else:
        style, line = "Normal", paragraphs.pop(0) if paragraphs else ""
    if named and number is None:
        line = f"{node.printed} {line}"
    paragraph = made.add_paragraph(line, style=style)
    if number:
        lists.number(paragraph, number, min(node.depth - 1, _DEEPEST), begins=begins)
    for text in paragraphs:
        _text(made, text)


def _text(made: Document, text: str) -> None:
    lines = text.splitlines()
    rows = [line.strip().strip("|").split("|") for line in lines if line.strip().startswith("|")]
    if len(rows) < len(lines) or not rows:
        made.add_paragraph(text)
        return
    rows = [row for row in rows if set("".join(row)) - set("-: ")]
    table = made.add_table(0, max(map(len, rows), default=1), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=False):
            cell.text = words.strip()


class _Lists:
    """The lists of a document, made as they are needed."""

    def __init__(self, made: Document) -> None:
        self._root = made.part.numbering_part.element
        self._abstract: dict[tuple[tuple[str, str, str, str], int], int] = {}
        self._open: dict[int, int] = {}
        self._last = 1000

    def number(self, paragraph: Paragraph, number: Counted, level: int, *, begins: bool) -> None:
        """Let Word count a paragraph; `begins` starts a list at its value."""
        if begins or level not in self._open:
            self._open[level] = self._list(self._levels(number, level), level, number.value)
        paragraph._p.get_or_add_pPr()._insert_numPr(  # noqa: SLF001 - the library has no name for it
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
                f'<w:numId w:val="{self._open[level]}"/></w:numPr>'
            )
        )

    def _levels(self, number: Counted, level: int) -> int:
        key = (number.shape, level)
        if key not in self._abstract:
            self._abstract[key] = self._next()
            text = f"{number.before}%{level + 1}{number.after}{number.mark.strip()}"
            suffix = "space" if number.mark == " " else "nothing"
            self._add_levels(self._abstract[key], level, number.format, text, suffix)
        return self._abstract[key]

    def _add_levels(self, key: int, level: int, name: str, text: str, suffix: str) -> None:
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
            f'<w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{name}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        )
        first = self._root.find(qn("w:num"))
        self._root.append(made) if first is None else first.addprevious(made)

    def _list(self, key: int, level: int, start: int) -> int:
        list_id = self._next()
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{key}"/>'
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>'
                f"</w:lvlOverride></w:num>"
            )
        )
        return list_id

    def _next(self) -> int:
        self._last += 1
        return self._last
