"""Pages of a PDF with ruled tables: pdfplumber finds the cells, the rest is read around them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pdfplumber

_FEWEST_RULES = 4
_SIDES = 2
_BOX = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; `row` where it is a table's, with a tab between its cells."""

    text: str
    row: bool = False


def looks_ruled(page: Any) -> bool:
    """Tell whether enough lines are drawn on a page for a table; cheap, and never raises."""
    try:
        drawn = page.get_contents()
        data: bytes = drawn.get_data() if drawn is not None else b""
    except Exception:  # noqa: BLE001 - a page that cannot be looked at has no table
        return False
    words = data.split()
    return words.count(b"re") + words.count(b"l") >= _FEWEST_RULES


class TablePages:
    """Opens the document a second time, but only once a page with a table asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def __enter__(self) -> Self:
        """Return itself; nothing is opened yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was opened."""
        if self._document is not None:
            self._document.close()

    def lines(self, place: int) -> list[Line] | None:
        """Return the lines of a page with its tables row by row, None where there is no table."""
        try:
            if self._document is None:
                self._document = pdfplumber.open(io.BytesIO(self._data))
            page = self._document.pages[place]
            found = _lines(page)
            page.close()
        except Exception:  # noqa: BLE001 - the text of the page is read without its tables
            return None
        return found


def _lines(page: Any) -> list[Line] | None:
    tables = [(table, _rows(table)) for table in page.find_tables()]
    tables = [(table, rows) for table, rows in tables if _is_table(rows)]
    if not tables:
        return None
    boxes: list[_BOX] = [table.bbox for table, _rows_of in tables]
    placed = [
        (float(line["top"]), Line(str(line["text"])))
        for line in page.filter(lambda thing: _outside(thing, boxes)).extract_text_lines(
            return_chars=False
        )
    ]
    for table, rows in tables:
        top = float(table.bbox[1])
        placed += [(top + place / 1000, Line(row, row=True)) for place, row in enumerate(rows)]
    return [line for _top, line in sorted(placed, key=lambda each: each[0])]


def _rows(table: Any) -> list[str]:
    rows = [
        "\t".join(" ".join((cell or "").split()) for cell in row).rstrip()
        for row in table.extract()
    ]
    return [row for row in rows if row.strip()]


def _is_table(rows: list[str]) -> bool:
    """A frame around text has one cell; a table has columns."""
    return sum("\t" in row for row in rows) >= _SIDES


def _outside(thing: dict[str, Any], boxes: list[_BOX]) -> bool:
    if thing.get("object_type") != "char":
        return True
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return not any(x0 <= across <= x1 and top <= down <= end for x0, top, x1, end in boxes)
