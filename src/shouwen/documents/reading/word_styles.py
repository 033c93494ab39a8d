"""Word's styles, as far as reading needs them: outline level, numbering, struck out, hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.documents.reading.word_xml import (
    Element,
    child,
    children,
    number,
    switched_on,
    value,
)

_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it says itself; `based_on` is where the rest comes from."""

    name: str
    based_on: str | None
    outline: int | None
    list_id: int | None
    list_level: int | None
    struck: bool | None
    hidden: bool | None


class Styles:
    """All styles of a document, by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._usual: str | None = None
        for element in children(root, "style"):
            key = value(element, "styleId") or ""
            self._styles[key] = _style(element)
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                self._usual = key

    def chain(self, key: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style and those it is based on, nearest first; without a key the usual one."""
        seen: set[str] = set()
        key = key or self._usual
        while key and key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = self._styles[key].based_on

    def outline(self, key: str | None) -> int | None:
        """Return the outline level a style gives, None for body text."""
        for _key, style in self.chain(key):
            if style.outline is not None:
                return style.outline if style.outline < _BODY_LEVEL else None
        return None

    def named(self, key: str | None, *beginnings: str) -> bool:
        """Tell whether a style or one it is based on has a name that begins so."""
        return any(style.name.startswith(beginnings) for _key, style in self.chain(key))


def _style(element: Element) -> Style:
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    numbered = child(paragraph, "numPr")
    return Style(
        name=(value(child(element, "name")) or "").lower(),
        based_on=value(child(element, "basedOn")),
        outline=number(child(paragraph, "outlineLvl")),
        list_id=number(child(numbered, "numId")),
        list_level=number(child(numbered, "ilvl")),
        struck=struck(run),
        hidden=switched_on(child(run, "vanish")),
    )


def struck(run: Element | None) -> bool | None:
    """Tell whether a run's properties strike it out, None where they do not say."""
    said = [switched_on(child(run, "strike")), switched_on(child(run, "dstrike"))]
    return True if True in said else next((each for each in said if each is not None), None)
