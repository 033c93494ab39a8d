"""A history of contacts from a table: which column is when, how many, and which rows count."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError

# The largest file, what a workbook may unpack to, and how many rows and faults are looked at.
LARGEST, LARGEST_UNPACKED, MOST_ROWS, MOST_FAULTS = 5 << 20, 50 << 20, 100_000, 100
_PACKED = b"PK\x03\x04"
_CODES = ("utf-8-sig", "gb18030")
_FORMATS = (
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S",
    "%Y.%m.%d %H:%M", "%d/%m/%Y %H:%M",
)  # fmt: skip
Row = tuple[datetime, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column is what, by its heading.

    ``when`` is the moment; where the time has a column of its own that is ``time``. Without
    ``count`` each row is one contact. ``only`` names a column, ``only_value`` what it has to say.
    An empty ``when`` stands for the first column that holds a moment.
    """

    when: str = ""
    time: str = ""
    count: str = ""
    only: str = ""
    only_value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row that was left out: where, what, and how to mend it."""

    line: int
    what: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a table holds: the contacts, the faults, and by which headings it was read."""

    rows: list[Row]
    faults: list[Fault]
    headings: list[str]
    when: str
    left_out: int = 0


def read(data: bytes, mapping: Mapping) -> Read:
    """Read a CSV or XLSX file.

    Raises:
        RefusedError: For a file that is no table, or a heading it does not have.
    """
    lines = _lines(data)
    headings = [_text(cell) for cell in next(lines, [])]
    if not any(headings):
        raise RefusedError(_("The first line names no columns; put the headings there."), "file")
    first = list(islice(lines, 1))
    when = mapping.when or _guessed(headings, first, mapping)
    places = [_place(headings, name) for name in (when, mapping.time, mapping.count, mapping.only)]
    rows: list[Row] = []
    faults: list[Fault] = []
    left_out = 0
    for number, cells in enumerate(_chained(first, lines), 2):
        if number > MOST_ROWS:
            raise RefusedError(_("The table has more than 100,000 rows; split it."), "file")
        if not any(_text(cell) for cell in cells):
            continue
        if places[3] is not None and _text(_cell(cells, places[3])) != mapping.only_value:
            left_out += 1
            continue
        found = _row(cells, places, number)
        rows.append(found) if isinstance(found, tuple) else faults.append(found)
    return Read(rows=rows, faults=faults, headings=headings, when=when, left_out=left_out)


def _chained(first: Iterable[Sequence[object]], rest: Iterator[Sequence[object]]) -> Iterator[
    Sequence[object]
]:  # fmt: skip
    yield from first
    yield from rest


def _row(cells: Sequence[object], places: Sequence[int | None], number: int) -> Row | Fault:
    when, time, count, _only = places
    written = _cell(cells, when)
    moment = _moment(written, _cell(cells, time) if time is not None else None)
    if moment is None:
        return Fault(
            line=number, what=_("“%(text)s” is no moment.") % {"text": _text(written)[:40]},
            mend=_("Write it as 2026-11-02 09:30."),
        )  # fmt: skip
    if count is None:
        return moment, 1.0
    try:
        many = float(_text(_cell(cells, count)) or 0)
    except ValueError:
        many = -1
    if not 0 <= many < 1e6:  # noqa: PLR2004 - more in one interval is a slip of the pen
        return Fault(
            line=number,
            what=_("“%(text)s” is no number of contacts.") % {"text": _text(_cell(cells, count))},
            mend=_("Write a number from 0 up."),
        )
    return moment, many


def _moment(written: object, time: object) -> datetime | None:
    if isinstance(written, date) and not isinstance(written, datetime):
        written = f"{written:%Y-%m-%d}"
    if time is not None:
        day = f"{written:%Y-%m-%d}" if isinstance(written, datetime) else _text(written)
        written = f"{day} {_text(time)}"
    found = written if isinstance(written, datetime) else _parsed(_text(written))
    if found is None:
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def _parsed(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found or next((at for form in _FORMATS if (at := _by(form, text))), None)


def _by(form: str, text: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the house's clock, told by who calls
    except ValueError:
        return None


def _guessed(headings: Sequence[str], first: Sequence[Sequence[object]], mapping: Mapping) -> str:
    for cells in first:
        for place, cell in enumerate(cells[: len(headings)]):
            if headings[place] and mapping.time != headings[place] and _moment(cell, None):
                return headings[place]
    said = _("Say which column holds the moment; the headings are: %(names)s.")
    raise RefusedError(said % {"names": _(", ").join(filter(None, headings))}, "when")


def _place(headings: Sequence[str], name: str) -> int | None:
    if not name:
        return None
    if name not in headings:
        said = _("There is no column “%(name)s”; the headings are: %(names)s.")
        names = _(", ").join(filter(None, headings))
        raise RefusedError(said % {"name": name, "names": names}, "when")
    return headings.index(name)


def _cell(cells: Sequence[object], place: int | None) -> object:
    return cells[place] if place is not None and place < len(cells) else ""


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


# ── the two kinds of files ───────────────────────────────────────────────────────────────────


def _lines(data: bytes) -> Iterator[Sequence[object]]:
    if len(data) > LARGEST:
        raise RefusedError(_("The file is larger than 5 MB; split it."), "file")
    return _book(data) if data.startswith(_PACKED) else _table(data)


def _table(data: bytes) -> Iterator[Sequence[object]]:
    text = _decoded(data)
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def _decoded(data: bytes) -> str:
    for code in _CODES:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(_("This is no table; choose a CSV or XLSX file."), "file")


def _book(data: bytes) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - loads numpy

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise RefusedError(_("The workbook unpacks to more than 50 MB; split it."), "file")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, OSError, SyntaxError):
        raise RefusedError(_("This is no table; choose a CSV or XLSX file."), "file") from None
    return (tuple(row) for row in sheet.iter_rows(values_only=True))
