"""HTML to source: what the page is about; navigation and advertisements left out by structure."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from shouwen.documents.building import SourceBuilder
from shouwen.documents.faults import CannotReadError
from shouwen.documents.reading.encodings import decoded
from shouwen.documents.reading.html_tables import Grid
from shouwen.documents.reading.word_numerals import written
from shouwen.policy.reading.source import Source

_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select",
    "textarea", "input", "canvas", "video", "audio", "math",
})  # fmt: skip
_SECTIONS = {"nav": "navigation", "aside": "navigation", "footer": "footer", "button": "navigation",
             "menu": "navigation", "form": "navigation"}  # fmt: skip
_ROLES = {"navigation": "navigation", "banner": "navigation", "search": "navigation",
          "complementary": "navigation", "contentinfo": "footer"}  # fmt: skip
_NAMES = (
    (re.compile(r"(?:^|[-_])(?:ads?|adv|advert\w*|banner|promo\w*|sponsor\w*)(?:[-_\d]|$)"),
     "navigation"),
    (re.compile(r"(?:^|[-_])(?:nav\w*|menu|breadcrumbs?|crumbs?|sidebar|side|pager|pagination|"
                r"related|recommend\w*|share|tags?|toolbar|search|login|hot|rank\w*|comments?)"
                r"(?:[-_\d]|$)"), "navigation"),
    (re.compile(r"(?:^|[-_])(?:footer|foot|copyright|beian|icp)(?:[-_\d]|$)"), "footer"),
)  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "header", "hr", "html", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "h1",
    "h2", "h3", "h4", "h5", "h6", "caption", "aside", "nav", "footer", "menu",
})  # fmt: skip
_WHOLE = frozenset({"html", "body", "main", "article"})
_LINKING = frozenset({"ul", "ol", "div", "dl", "p"})
_STRUCK = frozenset({"del", "s", "strike"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MANY_LINKS, _MOSTLY = 3, 0.7
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# lxml comes without types.
_Element = Any


def read_html(data: bytes) -> Source:
    """Return what a page says; raise CannotReadError where there is none."""
    text = _DECLARATION.sub("", decoded(data))
    try:
        root = html.document_fromstring(text or " ")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise CannotReadError("empty") from None
    reader = _Reader()
    reader.block(root, None)
    reader.finish()
    return reader.builder.source()


class _Reader:
    """Walks through a page; the words of a line gather until a block ends it."""

    def __init__(self) -> None:
        self.builder = SourceBuilder()
        self._words: list[str] = []
        self._level: int | None = None
        self._depth = -1
        self._number = ""

    def block(self, element: _Element, why: str | None) -> None:
        """Read an element with everything in it."""
        tag = _tag(element)
        if tag in _UNSEEN or not tag:
            return
        ends = tag in _BLOCKS
        apart = why or _why_not(element, tag)
        if apart and not why:
            self._leave_out(element, apart, ends=ends)
            return
        if ends:
            self.finish()
        if tag == "table" and not _is_layout(element):
            self._table(element)
        elif tag in ("ol", "ul"):
            self._list(element, tag, why)
        else:
            self._into(element, tag, why)

    def _into(self, element: _Element, tag: str, why: str | None) -> None:
        heading = int(tag[1]) - 1 if re.fullmatch(r"h[1-6]", tag) else None
        if heading is not None:
            self._level = heading
        self._say(element.text, preserved=tag == "pre")
        for child in element:
            if _tag(child) == "br":
                self.finish(keep_level=True)
            else:
                self.block(child, why)
            self._say(child.tail, preserved=tag == "pre")
        if tag in _BLOCKS:
            self.finish()

    def _list(self, element: _Element, tag: str, why: str | None) -> None:
        self._depth += 1
        count = _whole(element.get("start"), 1)
        for child in element:
            if _tag(child) == "li":
                count = _whole(child.get("value"), count)
                self.finish()
                self._number = _mark(element, tag, count)
                count += 1
            self.block(child, why)
            self._say(child.tail)
        self.finish()
        self._depth -= 1

    def _say(self, words: str | None, *, preserved: bool = False) -> None:
        if words:
            self._words.append(words if preserved else _SPACE.sub(" ", words))

    def finish(self, *, keep_level: bool = False) -> None:
        """End the line."""
        text, self._words = "".join(self._words).strip(), []
        if text:
            number = self._number
            if self._level is not None:
                self.builder.add(text, kind="heading", level=self._level)
            elif number:
                self.builder.add(f"{number} {text}", kind="item", level=self._depth, number=number)
            else:
                self.builder.add(text)
            self._number = ""
        if not keep_level:
            self._level = None

    def _leave_out(self, element: _Element, code: str, *, ends: bool) -> None:
        if ends:
            self.finish()
        self.builder.leave_out(_text(element), code)

    def _table(self, table: _Element) -> None:
        self.builder.add(" ".join(_text(each) for each in table.iterchildren("caption")))
        grid = Grid()
        for row in table.iter("tr"):
            cells = [
                (_text(cell), _whole(cell.get("colspan"), 1), _whole(cell.get("rowspan"), 1))
                for cell in row.iterchildren("td", "th")
            ]
            self.builder.add(grid.row(cells), kind="row")


def _tag(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _whole(value: str | None, otherwise: int) -> int:
    return (
        int(value) if value and value.strip().isascii() and value.strip().isdigit() else otherwise
    )


def _mark(element: _Element, tag: str, count: int) -> str:
    style = (element.get("style") or "") + (element.get("type") or "")
    if tag == "ul":
        return "" if "none" in style else "●"
    if "none" in style:
        return ""
    return written(count, _FORMATS.get(element.get("type") or "", "decimal")) + "."


def _why_not(element: _Element, tag: str) -> str | None:
    """Return why an element is no part of what the page is about."""
    if tag in _STRUCK:
        return "struck_out"
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden"
    if tag in _SECTIONS:
        return _SECTIONS[tag]
    if (role := (element.get("role") or "").lower()) in _ROLES:
        return _ROLES[role]
    return None if tag in _WHOLE else _by_name(element) or _by_links(element, tag)


def _by_name(element: _Element) -> str | None:
    """Return why an element is left out that is called after what it is for."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    found = (code for name in names for pattern, code in _NAMES if pattern.search(name))
    return next(found, None)


def _by_links(element: _Element, tag: str) -> str | None:
    return "navigation" if tag in _LINKING and _is_links(element) else None


def _is_links(element: _Element) -> bool:
    """Tell whether a block is little else than links to other pages."""
    links = [link for link in element.iter("a") if not (link.get("href") or "").startswith("#")]
    if len(links) < _MANY_LINKS:
        return False
    linked = sum(len("".join(_text(link).split())) for link in links)
    return linked >= _MOSTLY * len("".join(_text(element).split())) > 0


def _is_layout(table: _Element) -> bool:
    """Tell whether a table only places blocks on a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    blocks = next(table.iterdescendants("p", "div", "ol", "ul", "h1", "h2", "h3"), None)
    return blocks is not None and all(len(row) <= 1 for row in rows)


def _text(element: _Element) -> str:
    if _tag(element) in _UNSEEN:
        return ""
    parts = [element.text or ""]
    for child in element:
        if _tag(child) in _BLOCKS | {"br"}:
            parts.append(" ")
        parts += [_text(child), child.tail or ""]
    return _SPACE.sub(" ", "".join(parts)).strip()
