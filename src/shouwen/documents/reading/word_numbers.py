"""The automatic numbers of a Word document, worked out the way Word does (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shouwen.documents.reading.word_numerals import written
from shouwen.documents.reading.word_styles import Styles
from shouwen.documents.reading.word_xml import (
    Element,
    child,
    children,
    number,
    switched_on,
    value,
)

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
BULLET = "●"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """The number of one paragraph: its words, what separates it from the text, its level."""

    words: str
    between: str
    level: int


class Numbering:
    """The lists of a document with their counters; ask once for each paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {
            key: element
            for element in children(root, "abstractNum")
            if (key := number(element, "abstractNumId")) is not None
        }
        self._lists = {
            key: element
            for element in children(root, "num")
            if (key := number(element, "numId")) is not None
        }
        self._levels: dict[int, tuple[int, dict[int, Level], dict[int, int]] | None] = {}
        self._counters: dict[int, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()

    def next(self, properties: Element | None, style: str | None) -> Number | None:
        """Return the number of the next paragraph, None where it has none."""
        place = self._place(properties, style)
        if place is None:
            return None
        list_id, level = place
        found = self._list(list_id)
        if found is None or level not in found[1]:
            return None
        counted = self._count(list_id, level)
        return _number(found[1], counted, level)

    def _place(self, properties: Element | None, style: str | None) -> tuple[int, int] | None:
        """Return list and level of a paragraph: its own, else those of its style."""
        own = child(properties, "numPr")
        list_id, level = number(child(own, "numId")), number(child(own, "ilvl"))
        if list_id is None:
            for key, each in self._styles.chain(style):
                if each.list_id is not None:
                    list_id = each.list_id
                    level = self._level_of_style(list_id, key, each.list_level, level)
                    break
        if not list_id:  # 0 takes the numbering of a style off
            return None
        return list_id, min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(
        self, list_id: int, key: str, said: int | None, own: int | None
    ) -> int | None:
        if own is not None:
            return own
        found = self._list(list_id)
        for level, each in (found[1] if found else {}).items():
            if each.style == key:
                return level
        return said

    def _list(self, list_id: int) -> tuple[int, dict[int, Level], dict[int, int]] | None:
        if list_id not in self._levels:
            self._levels[list_id] = self._read(list_id)
        return self._levels[list_id]

    def _read(self, list_id: int) -> tuple[int, dict[int, Level], dict[int, int]] | None:
        """Return the counters' key, the levels and where this list begins anew."""
        element = self._lists.get(list_id)
        key = number(child(element, "abstractNumId"))
        abstract = self._abstract.get(key) if key is not None else None
        if key is None or abstract is None:
            return None
        link = value(child(abstract, "numStyleLink"))
        if link and (other := self._linked(link, list_id)) is not None:
            key, abstract = other
        levels = dict(_level(each) for each in children(abstract, "lvl"))
        starts: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            level = number(override, "ilvl") or 0
            if (instead := child(override, "lvl")) is not None:
                levels[level] = _level(instead)[1]
            if (start := number(child(override, "startOverride"))) is not None:
                starts[level] = start
        return key, levels, starts

    def _linked(self, style: str, list_id: int) -> tuple[int, Element] | None:
        for _key, each in self._styles.chain(style):
            if each.list_id is not None and each.list_id != list_id:
                key = number(child(self._lists.get(each.list_id), "abstractNumId"))
                if key is not None and key in self._abstract:
                    return key, self._abstract[key]
        return None

    def _count(self, list_id: int, level: int) -> dict[int, int]:
        """Count one on at a level and return what every level shows."""
        found = self._list(list_id)
        key, levels, starts = found or (0, {}, {})
        counters = self._counters.setdefault(key, {})
        first = starts.get(level, levels[level].start)
        begins = level in starts and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        counters[level] = first if begins or level not in counters else counters[level] + 1
        for deeper in [each for each in counters if each > level]:
            if _restarts(levels.get(deeper), level):
                del counters[deeper]
        shown = {each: starts.get(each, held.start) for each, held in levels.items()}
        return {**shown, **counters}


def _restarts(level: Level | None, after: int) -> bool:
    """Tell whether a level begins anew after a number of the level `after` (from 0) above it."""
    if level is None or level.restart is None:
        return True
    # 0 never restarts; k restarts after the kth level (from 1) and those above it.
    return level.restart > after


def _level(element: Element) -> tuple[int, Level]:
    suffix, start = value(child(element, "suff")), number(child(element, "start"))
    return number(element, "ilvl") or 0, Level(
        start=1 if start is None else start,
        format=value(child(element, "numFmt")) or _alternate(element) or "decimal",
        text=value(child(element, "lvlText")) or "",
        suffix=suffix or "tab",
        legal=bool(switched_on(child(element, "isLgl"))),
        restart=number(child(element, "lvlRestart")),
        style=value(child(element, "pStyle")),
    )


def _alternate(element: Element) -> str | None:
    """Return the format that a newer Word names for older ones to fall back on."""
    return value(child(element, "AlternateContent", "Fallback", "numFmt"))


def _number(levels: dict[int, Level], counted: dict[int, int], level: int) -> Number:
    own = levels[level]
    between = "" if own.suffix == "nothing" else " "
    if own.format == "bullet":
        return Number(BULLET, between, level)

    def place(found: re.Match[str]) -> str:
        each = int(found[1]) - 1
        style = "decimal" if own.legal and each < level else levels.get(each, own).format
        return written(counted.get(each, 1), "decimal" if own.legal else style)

    words = "" if own.format == "none" and "%" not in own.text else _PLACE.sub(place, own.text)
    return Number(words.strip(), between, level)
