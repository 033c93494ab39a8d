"""Reading a case book: rows as they stand in the file, one at a time, with their lines."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from shouwen.cases.importing.mapping import CaseMapping, MappingError

_PROBE = 1 << 20
_LONGEST_FIELD = 10_000_000
LARGEST_UNPACKED = 200 << 20


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its place among the rows (from 1), the line it begins on, and its values."""

    place: int
    line: int
    values: dict[str, str]
    fault: str = ""


def fingerprint(path: Path, mapping_text: str) -> str:
    """Return a hash of the file and its mapping, by which an interrupted import is found again."""
    found = hashlib.sha256(mapping_text.encode())
    with path.open("rb") as file:
        for part in iter(lambda: file.read(_PROBE), b""):
            found.update(part)
    return found.hexdigest()


class _Unpacked(gzip.GzipFile):
    """A packed file that may not unpack to more than so much, however small it came."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._allowed = LARGEST_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        """Read on, or raise MappingError where there is too much of it."""
        found = super().read(_PROBE if size is None or size < 0 else size)
        self._allowed -= len(found)
        if self._allowed < 0:
            raise MappingError(
                _("The file unpacks to more than %(most)s MB; split it or send it unpacked.")
                % {"most": LARGEST_UNPACKED >> 20}
            )
        return found

    read1 = read


def _open(path: Path) -> IO[bytes]:
    return _Unpacked(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say in a sentence that a file is damaged, or no case book at all."""
    try:
        yield
    except (csv.Error, EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise MappingError(
            _("%(file)s cannot be read: %(fault)s. Save it anew as CSV.")
            % {"file": name, "fault": fault}
        ) from None


def encoding_of(path: Path, wanted: str) -> str:
    """Return how the file is written: UTF-8 if its beginning can be read so, else GB18030."""
    if wanted != "auto":
        return "utf-8-sig" if wanted == "utf-8" else wanted
    with _open(path) as file:
        probe = file.read(_PROBE)
    try:
        probe.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A character cut off at the probe's end is no sign of another encoding.
        return "utf-8-sig" if fault.start > len(probe) - 4 else "gb18030"
    return "utf-8-sig"


def rows(path: Path, mapping: CaseMapping, name: str = "") -> Iterator[RawRow]:
    """Yield the rows of a CSV file, plain or gzipped, without reading it whole.

    ``name`` is what people call the file, if not as its path says. Raises MappingError when the
    header lacks a column that the mapping names.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    with _readable(name or path.name):
        encoding = encoding_of(path, mapping.encoding)
    with _readable(name or path.name), _open(path) as file:
        text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
        reader = csv.reader(text, delimiter=mapping.delimiter)
        header = next(reader, [])
        _has_columns(header, mapping, name or path.name)
        yield from _rows(reader, header)


def _rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[RawRow]:
    line, place = reader.line_num + 1, 0  # type: ignore[attr-defined]
    for fields in reader:
        if fields:
            place += 1
            yield _row(place, line, header, fields)
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _row(place: int, line: int, header: list[str], fields: list[str]) -> RawRow:
    values = dict(zip(header, fields, strict=False))
    return RawRow(place, line, values, _fault(header, fields))


def _fault(header: list[str], fields: list[str]) -> str:
    if len(fields) != len(header):
        return _("The row has %(found)s fields, the header %(wanted)s.") % {
            "found": len(fields),
            "wanted": len(header),
        }
    if any(c == "\x00" or "\udc80" <= c <= "\udcff" for field in fields for c in field):
        return _("The row is not written in the file's encoding; save the file as UTF-8.")
    return ""


def _has_columns(header: list[str], mapping: CaseMapping, name: str) -> None:
    missing = sorted(mapping.columns() - set(header))
    if missing:
        raise MappingError(
            _("%(file)s has no column %(missing)s; it has: %(header)s.")
            % {
                "file": name,
                "missing": ", ".join(f"“{name}”" for name in missing),
                "header": ", ".join(header),
            }
        )
