"""Word documents made for the tests: lists as Word writes them, and anything else in a run."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from shouwen.documents.reading.docx import read_docx
from shouwen.policy.reading.source import Source

Level = dict[str, str | int | bool]


def document() -> Document:
    """Return an empty document."""
    return docx.Document()


def numbered(document: Document, *levels: Level, start_at: dict[int, int] | None = None) -> int:
    """Define a list with these levels and return its id; a level has fmt, text and so on."""
    root = document.part.numbering_part.element
    key = 100 + len(root)
    inside = "".join(_level(place, level) for place, level in enumerate(levels))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inside}</w:abstractNum>'
    )
    first = root.find("{*}num")
    root.insert(0, abstract) if first is None else first.addprevious(abstract)
    return again(document, key, start_at or {})


def again(document: Document, key: int, start_at: dict[int, int]) -> int:
    """Return another list with the same levels, which begins where it is told to."""
    root = document.part.numbering_part.element
    list_id = 500 + len(root)
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in start_at.items()
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{key}"/>'
            f"{overrides}</w:num>"
        )
    )
    return list_id


def abstract_of(document: Document, list_id: int) -> int:
    """Return the id of the levels a list has."""
    root = document.part.numbering_part.element
    for each in root.findall("{*}num"):
        if each.numId == list_id:
            return int(each.abstractNumId.val)
    raise KeyError(list_id)


def _level(place: int, level: Level) -> str:
    extra = "<w:isLgl/>" if level.get("legal") else ""
    if "restart" in level:
        extra = f'<w:lvlRestart w:val="{level["restart"]}"/>' + extra
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{level.get("start", 1)}"/>'
        f'<w:numFmt w:val="{level.get("fmt", "decimal")}"/>{extra}'
        f'<w:suff w:val="{level.get("suff", "nothing")}"/>'
        f'<w:lvlText w:val="{level.get("text", f"%{place + 1}.")}"/></w:lvl>'
    )


def item(document: Document, text: str, list_id: int, level: int = 0) -> Paragraph:
    """Add a paragraph to a list."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
            f'<w:numId w:val="{list_id}"/></w:numPr>'
        )
    )
    return paragraph


def raw(paragraph: Paragraph, xml: str) -> None:
    """Put XML into a paragraph as it stands."""
    inside = parse_xml(f"<w:x {nsdecls('w')}>{xml}</w:x>")
    for each in list(inside):
        paragraph._p.append(each)


def saved(document: Document) -> bytes:
    """Return the file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Document) -> Source:
    """Read the document back."""
    return read_docx(saved(document))


def lines(source: Source) -> list[str]:
    """Return the text of every piece that is not left out."""
    out = {piece.span for piece in source.pieces for left in source.left_out
           if left.span.start <= piece.span.start < left.span.end}  # fmt: skip
    return [source.cut(piece.span) for piece in source.pieces if piece.span not in out]


def left_out(source: Source) -> list[tuple[str, str]]:
    """Return what was left out and why."""
    return [(source.cut(left.span), left.code) for left in source.left_out]
