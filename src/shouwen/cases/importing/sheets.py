"""XLSX as it comes: looked through while it is unpacked, then read row by row.

A workbook is a packed folder. Every part is unpacked once and thrown away before anything
interprets it, so that neither a bomb nor a part without end ever stands in memory.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from shouwen.cases.importing.lines import Line
from shouwen.cases.importing.mapping import MappingError

PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED, MOST_PARTS = 200 << 20, 2_000
# Texts and styles are held in memory whole, of a sheet only one row at a time.
LARGEST_HELD, LONGEST_ROW = 48 << 20, 8 << 20
MOST_ROWS, MOST_COLUMNS = 200_000, 300
_PIECE = 1 << 20
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_SIGNS = ("<!DOCTYPE", "<!ENTITY")
_ENTITY = re.compile(
    b"|".join(
        re.escape(s.encode(code)) for s in _SIGNS for code in ("utf-8", "utf-16-le", "utf-16-be")
    )
)
# A formula behind which the cell ends: the program that wrote it worked nothing out.
_UNWORKED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</")
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def names(path: Path, name: str) -> list[str]:
    """Return the sheets of a workbook; raise MappingError where it cannot be read safely."""
    look_through(path, name)
    with _book(path, name) as book:
        return [sheet.title for sheet in _sheets(book)]


def lines(path: Path, name: str, *, sheet: str = "", header: int = 1) -> Iterator[Line]:
    """Yield the rows of a sheet from the header on; without a name it is the first one."""
    has_unworked = look_through(path, name)
    with _book(path, name) as book, _book(path, name, formulas=True) as formulas:
        chosen = _chosen(_sheets(book), sheet, name)
        place = _sheets(book).index(chosen)
        said = _rows(_sheets(formulas)[place], name) if has_unworked else repeat(())
        for number, (row, formula) in enumerate(zip(_rows(chosen, name), said, strict=False), 1):
            if number >= header:
                yield _line(number, row, formula)


def _sheets(book: Any) -> list[Any]:
    return list(book.worksheets)


def _chosen(found: Sequence[Any], wanted: str, name: str) -> Any:
    if not found:
        raise MappingError(_("%(file)s holds no sheet with cells; save it anew.") % {"file": name})
    for sheet in found:
        if sheet.title == wanted:
            return sheet
    if wanted:
        raise MappingError(
            _("%(file)s has no sheet “%(sheet)s”; it has: %(sheets)s.")
            % {"file": name, "sheet": wanted, "sheets": ", ".join(s.title for s in found)}
        )
    return found[0]


def _rows(sheet: Any, name: str) -> Iterator[Sequence[Any]]:
    # What a sheet says about its own size may be wrong, in either direction.
    sheet.reset_dimensions()
    found = sheet.iter_rows(values_only=True)
    for number, row in enumerate(_safely(found, name), 1):
        if number > MOST_ROWS:
            raise MappingError(
                _("%(file)s has more than %(most)s rows; split it, or save it as CSV.")
                % {"file": name, "most": f"{MOST_ROWS:,}"}
            )
        if any(value is not None for value in row[MOST_COLUMNS:]):
            raise MappingError(
                _("%(file)s has more than %(most)s columns; remove what is not needed.")
                % {"file": name, "most": MOST_COLUMNS}
            )
        yield row[:MOST_COLUMNS]


def _safely(rows: Iterator[Sequence[Any]], name: str) -> Iterator[Sequence[Any]]:
    try:
        yield from rows
    except MappingError:
        raise
    except _BROKEN:
        raise _damaged(name) from None


def _line(number: int, row: Sequence[Any], formulas: Sequence[Any]) -> Line:
    cells = [_text(value) for value in row]
    flaws = {place: _flaw(cell) for place, cell in enumerate(cells) if cell in _ERRORS}
    for place, (value, formula) in enumerate(zip(row, formulas, strict=False)):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            flaws[place] = _(
                "Column “%(column)s” holds a formula whose result was not saved; open the file in "
                "a spreadsheet program and save it."
            )
    while cells and not cells[-1] and len(cells) - 1 not in flaws:
        cells.pop()
    return Line(number, cells, flaws, is_open_ended=True)


def _flaw(cell: str) -> str:
    sentence = _("Column “%(column)s” holds the spreadsheet's error %(error)s; mend the formula.")
    return sentence % {"column": "%(column)s", "error": cell.replace("%", "%%")}


def _text(value: Any) -> str:
    """Return a cell as people would write it; a moment as ISO 8601, at midnight the day alone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value).strip()


def _moment(value: datetime) -> str:
    # Spreadsheets count days as fractions; what is left below a second is rounding.
    near = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if near.time() == time.min:
        return near.date().isoformat()
    return near.isoformat(" ")


# ── looking through ──────────────────────────────────────────────────────────────────────────


def look_through(path: Path, name: str) -> bool:
    """Unpack every part and keep none; raise MappingError where one is too large or unsafe.

    Returns whether a formula stands somewhere whose result was not saved.
    """
    try:
        with zipfile.ZipFile(path) as folder:
            parts = folder.infolist()
            _check_sizes(parts, name)
            return True in {_look_at(folder, part, name) for part in parts}
    except MappingError:
        raise
    except _BROKEN:
        raise _damaged(name) from None


def _check_sizes(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise MappingError(
            _("%(file)s unpacks to more than %(most)s MB; split it, or save it as CSV.")
            % {"file": name, "most": LARGEST_UNPACKED >> 20}
        )
    if any(part.flag_bits & 1 for part in parts):
        raise MappingError(
            _("%(file)s is locked with a password; save it without one.") % {"file": name}
        )
    for part in parts:
        if part.file_size > LARGEST_HELD and not _is_sheet(part) and _is_xml(part):
            raise MappingError(_too_long(name))


def _look_at(folder: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    with folder.open(part) as file:
        return _look_in(file, name, is_sheet=_is_sheet(part), is_xml=_is_xml(part))


def _look_in(file: IO[bytes], name: str, *, is_sheet: bool, is_xml: bool) -> bool:
    before, since_row, unworked = b"", 0, False
    # The directory was believed so far; from here on only what really comes out counts.
    while piece := file.read(_PIECE):
        if not is_xml:
            continue
        seen = before + piece
        if _ENTITY.search(seen):
            raise MappingError(
                _("%(file)s holds declarations that no spreadsheet needs; save it anew as XLSX.")
                % {"file": name}
            )
        last = max((found.start() for found in _ROW.finditer(seen)), default=None)
        since_row = since_row + len(piece) if last is None else len(seen) - last
        if is_sheet and since_row > LONGEST_ROW:
            raise MappingError(_too_long(name))
        unworked = unworked or (is_sheet and bool(_UNWORKED.search(seen)))
        before = piece[-400:]
    return unworked


def _too_long(name: str) -> str:
    return _("%(file)s holds a row or a list of texts that is too long; save it as CSV.") % {
        "file": name
    }


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels", ".vml"))


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return "worksheets/" in part.filename.lower()


@contextmanager
def _book(path: Path, name: str, *, formulas: bool = False) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415 - loads numpy

    with path.open("rb") as file:
        try:
            with warnings.catch_warnings(action="ignore"):
                book = load_workbook(file, read_only=True, data_only=not formulas, keep_links=False)
        except _BROKEN:
            raise _damaged(name) from None
        try:
            yield book
        finally:
            book.close()


def _damaged(name: str) -> MappingError:
    return MappingError(
        _("%(file)s is damaged or no XLSX file; save it anew as XLSX or CSV.") % {"file": name}
    )
