"""Reading a case book: rows as they stand in the file, one at a time, with their lines."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from shouwen.cases.importing import delimited, sheets
from shouwen.cases.importing.lines import Line
from shouwen.cases.importing.mapping import CaseMapping, MappingError
from shouwen.cases.importing.tickets import Article


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its place among the rows (from 1), the line it begins on, and its values.

    ``articles`` are what was said in it afterwards, where another desk's export tells.
    """

    place: int
    line: int
    values: dict[str, str]
    fault: str = ""
    articles: tuple[Article, ...] = ()


def fingerprint(path: Path, mapping_text: str, *more: Path) -> str:
    """Return a hash of the files and their mapping, by which an interrupted import is found."""
    found = hashlib.sha256(mapping_text.encode())
    for each in (path, *more):
        with each.open("rb") as file:
            for part in iter(lambda read=file.read: read(delimited.PROBE), b""):  # type: ignore[misc]
                found.update(part)
    return found.hexdigest()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say in a sentence that a file is damaged, or no case book at all."""
    try:
        yield
    except (csv.Error, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as fault:
        raise MappingError(
            _("%(file)s cannot be read: %(fault)s. Save it anew as CSV.")
            % {"file": name, "fault": fault}
        ) from None


def is_workbook(path: Path, name: str = "") -> bool:
    """Return whether a file is a workbook, by what it holds; refuse the kind before XLSX."""
    with path.open("rb") as file:
        begin = file.read(4)
    if begin == sheets.OLD:
        raise MappingError(
            _("%(file)s is an old .xls file or locked with a password; save it as open XLSX.")
            % {"file": name or path.name}
        )
    return begin == sheets.PACKED


def sheets_of(path: Path, name: str = "") -> list[str]:
    """Return the names of a workbook's sheets; a CSV file has none."""
    called = name or path.name
    return sheets.names(path, called) if is_workbook(path, called) else []


def lines_of(path: Path, mapping: CaseMapping, name: str = "") -> Iterator[Line]:
    """Yield the header and the lines below it; raise MappingError where the file is none."""
    called = name or path.name
    if is_workbook(path, called):
        yield from sheets.lines(path, called, sheet=mapping.sheet, header=mapping.header)
        return
    with _readable(called):
        yield from delimited.lines(path, mapping)


def rows(path: Path, mapping: CaseMapping, name: str = "") -> Iterator[RawRow]:
    """Yield the rows of a CSV or XLSX file without reading it whole; empty lines are no rows.

    ``name`` is what people call the file, if not as its path says. Raises MappingError when the
    header lacks a column that the mapping names.
    """
    found = lines_of(path, mapping, name)
    header = next(found, Line(mapping.header, [])).cells
    _has_columns(header, mapping, name or path.name)
    needed = mapping.columns()
    place = 0
    for line in found:
        if any(cell.strip() for cell in line.cells) or line.flaws:
            place += 1
            yield _row(place, line, header, needed)


def _row(place: int, line: Line, header: Sequence[str], needed: set[str]) -> RawRow:
    missing = len(header) - len(line.cells) if line.is_open_ended else 0
    cells = [*line.cells, *[""] * missing]
    values = dict(zip(header, cells, strict=False))
    flaws = (
        flaw % {"column": header[at]}
        for at, flaw in sorted(line.flaws.items())
        if at < len(header) and header[at] in needed
    )
    return RawRow(place, line.number, values, next(flaws, "") or _fault(header, cells))


def _fault(header: Sequence[str], fields: Sequence[str]) -> str:
    if len(fields) != len(header):
        return _("The row has %(found)s fields, the header %(wanted)s.") % {
            "found": len(fields),
            "wanted": len(header),
        }
    if any(c == "\x00" or "\udc80" <= c <= "\udcff" for field in fields for c in field):
        return _("The row is not written in the file's encoding; save the file as UTF-8.")
    return ""


def _has_columns(header: Sequence[str], mapping: CaseMapping, name: str) -> None:
    wanted = mapping.columns()
    missing = sorted(wanted - set(header))
    if missing:
        raise MappingError(
            _("%(file)s has no column %(missing)s; it has: %(header)s.")
            % {
                "file": name,
                "missing": ", ".join(f"“{name}”" for name in missing),
                "header": ", ".join(one for one in header if one),
            }
        )
    _named_once(sorted(wanted), header, name)


def _named_once(wanted: Sequence[str], header: Sequence[str], name: str) -> None:
    twice = [one for one in wanted if header.count(one) > 1]
    if twice:
        raise MappingError(
            _("%(file)s has two columns called “%(name)s”; give each a name of its own.")
            % {"file": name, "name": twice[0]}
        )


def check_header(header: Sequence[str], name: str) -> None:
    """Refuse a header in which cells are merged, empty or named twice: no column can be chosen."""
    if not any(header):
        raise MappingError(
            _("%(file)s has no header; the line with the columns' names comes first.")
            % {"file": name}
        )
    if not all(header):
        raise MappingError(
            _("The header of %(file)s has merged or empty cells; write a name into each column.")
            % {"file": name}
        )
    _named_once(header, header, name)
