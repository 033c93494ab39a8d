"""What stands at the edges of a PDF's pages: headers and footers that repeat, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from shouwen.documents.reading.pdf_tables import Line

_EDGE = 3  # lines at the top and at the bottom
_FEWEST, _SHARE = 3, 0.5
_DIGITS = re.compile(r"\d+")
_WORDED = re.compile(
    r"^[\s\-–—―·|]*(?:第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|\d+\s*/\s*\d+|page\s*\d+(?:\s*of\s*\d+)?"
    r"|[-–—―·]\s*\d+\s*[-–—―·])[\s\-–—―·|]*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\d{1,4}$")


@dataclass(slots=True)
class Page:
    """A page by its number, with its lines from top to bottom."""

    number: int
    lines: list[Line]


def edges(pages: list[Page]) -> dict[tuple[int, int], str]:
    """Return why a line is left out, by page number and place on the page."""
    found = {
        (page.number, place): "page_number"
        for page in pages
        for place in _edge(page)
        if _WORDED.match(page.lines[place].text.strip())
    }
    found |= _bare_numbers(pages)
    return {**_repeated(pages), **found}


def _edge(page: Page) -> list[int]:
    places = [place for place, line in enumerate(page.lines) if line.text.strip()]
    return sorted({*places[:_EDGE], *places[-_EDGE:]})


def _bare_numbers(pages: list[Page]) -> dict[tuple[int, int], str]:
    """Find numbers alone on a line that count on from page to page."""
    numbers = [
        (page.number, place, int(page.lines[place].text.strip()) - page.number)
        for page in pages
        for place in _edge(page)
        if _BARE.match(page.lines[place].text.strip())
    ]
    apart = Counter(offset for _page, _place, offset in numbers)
    steady = {offset for offset, times in apart.items() if times >= _enough(len(pages))}
    return {(page, place): "page_number" for page, place, offset in numbers if offset in steady}


def _repeated(pages: list[Page]) -> dict[tuple[int, int], str]:
    """Find lines that stand at the edge of most pages, digits aside, and nowhere else as often."""
    at_edge: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for page in pages:
        places = _edge(page)
        at_edge.update({_shape(page.lines[place]) for place in places})
        within.update(_shape(line) for place, line in enumerate(page.lines) if place not in places)
    usual = {
        shape
        for shape, count in at_edge.items()
        if count >= _enough(len(pages)) and within[shape] < count
    }
    return {
        (page.number, place): "header"
        for page in pages
        for place in _edge(page)
        if not page.lines[place].row and _shape(page.lines[place]) in usual
    }


def _enough(pages: int) -> float:
    return max(_FEWEST, _SHARE * pages)


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))
