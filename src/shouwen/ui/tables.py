"""A table as a CSV or XLSX file that spreadsheets open as it is: no formulas, line by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from urllib.parse import quote

from django.http import StreamingHttpResponse

# A text, or a number that a spreadsheet adds up.
Cell = str | int | Decimal
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY, _PIECE = 1_000_000, 64_000
# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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


def book(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Return a table as an XLSX file; rows are written as they come and never held together."""
    from openpyxl import Workbook  # noqa: PLC0415 - loads numpy, which most processes never need

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        sheet.append([_shown(cell) for cell in row])
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        workbook.save(file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _shown(cell: Cell) -> Cell:
    # What cannot stand in XML would break the whole file.
    return _NOT_IN_XML.sub("", defused(cell)) if isinstance(cell, str) else cell


def sent_book(rows: Iterable[Sequence[Cell]], name: str) -> StreamingHttpResponse:
    """Answer with a table as an XLSX file of this name."""
    answer = StreamingHttpResponse(book(rows), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
