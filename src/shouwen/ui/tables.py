"""A table as a CSV file that spreadsheets open as it is: BOM, no formulas, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from django.http import StreamingHttpResponse

# A text, or a number that a spreadsheet adds up.
Cell = str | int | Decimal
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text as the next piece of the answer."""
        return text


def lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Return a table piece by piece, ready for a spreadsheet; numbers are written as they are."""
    writer = csv.writer(_Line())
    begin = BOM
    for row in rows:
        yield begin + writer.writerow(
            [defused(cell) if isinstance(cell, str) else cell for cell in row]
        )
        begin = ""


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def sent(rows: Iterable[Sequence[Cell]], name: str) -> StreamingHttpResponse:
    """Answer with a table as a file of this name."""
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
