"""One paragraph of a Word document: what counts, what is left out, what stands apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from shouwen.documents.reading.word_styles import Styles, struck
from shouwen.documents.reading.word_xml import (
    Element,
    child,
    children,
    name_of,
    number,
    switched_on,
    value,
)

_SKIPPED = frozenset(
    {"pPr", "rPr", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "Fallback", "rt"}
)
_DELETED = frozenset({"del", "moveFrom"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its text, what is left out with why, boxes, breaks of page.

    `rendered` counts the breaks that Word found when it last laid out the document, `breaks` those
    an author set; both before the first word of the paragraph are in `rendered_before` and
    `breaks_before`.
    """

    text: str = ""
    left_out: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, int]] = field(default_factory=list)
    rendered: int = 0
    breaks: int = 0
    rendered_before: int = 0
    breaks_before: int = 0

    def say(self, words: str, why: str | None) -> None:
        """Add words, or leave them out."""
        if not why:
            if words.strip() and not self.text.strip():
                self.rendered_before, self.breaks_before = self.rendered, self.breaks
            self.text += words
        elif self.left_out and self.left_out[-1][1] == why:
            self.left_out[-1] = (self.left_out[-1][0] + words, why)
        else:
            self.left_out.append((words, why))


def words_of(paragraph: Element, styles: Styles) -> Words:
    """Read one paragraph."""
    words = Words()
    properties = child(paragraph, "pPr")
    _Walk(styles, words, value(child(properties, "pStyle"))).into(paragraph, None)
    return words


def is_deleted(paragraph: Element) -> bool:
    """Tell whether the paragraph's own mark was deleted or moved away by a tracked change."""
    mark = child(paragraph, "pPr", "rPr")
    return any(True for _each in children(mark, "del", "moveFrom"))


@dataclass(slots=True)
class _Walk:
    styles: Styles
    words: Words
    style: str | None

    def into(self, element: Element, why: str | None) -> None:
        """Walk through what stands in a paragraph, in order."""
        for each in children(element):
            name = name_of(each)
            if name == "r":
                self._run(each, why)
            elif name in _DELETED:
                self.into(each, "deleted")
            elif name == "txbxContent":
                self.words.boxes.append(each)
            elif name not in _SKIPPED:
                self.into(each, why)

    def _run(self, run: Element, why: str | None) -> None:
        why = why or self._why_not(child(run, "rPr"))
        for each in children(run):
            self._part(each, name_of(each), why)

    def _part(self, each: Element, name: str, why: str | None) -> None:
        if name in ("t", "delText"):
            self.words.say(each.text or "", why or ("deleted" if name == "delText" else None))
        elif name == "br" and value(each, "type") == "page":
            self.words.breaks += 1
        elif name == "lastRenderedPageBreak":
            self.words.rendered += 1
        elif name in _SIGNS:
            self.words.say(_SIGNS[name], why)
        elif name == "sym":
            self.words.say(_symbol(each), why)
        elif name in ("footnoteReference", "endnoteReference"):
            self.words.notes.append((name.removesuffix("Reference"), number(each, "id") or 0))
        elif name not in _SKIPPED:
            self.into(each, why)

    def _why_not(self, properties: Element | None) -> str | None:
        """Return why a run does not count: struck out or hidden, itself or by a style."""
        chain = [
            style
            for key in (value(child(properties, "rStyle")), self.style)
            if key
            for _key, style in self.styles.chain(key)
        ]
        crossed = [struck(properties), *(each.struck for each in chain)]
        if next((each for each in crossed if each is not None), False):
            return "struck_out"
        unseen = [switched_on(child(properties, "vanish")), *(each.hidden for each in chain)]
        return "hidden" if next((each for each in unseen if each is not None), False) else None


def _symbol(element: Element) -> str:
    """Return the sign of a symbol font; those fonts keep their letters in a private area."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return "●" if code in _PRIVATE else chr(code) if code < 0x110000 else ""  # noqa: PLR2004
