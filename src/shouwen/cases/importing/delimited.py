"""CSV as it comes: plain or packed, in the encoding and with the separator it was written with."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from shouwen.cases.importing.lines import Line
from shouwen.cases.importing.mapping import CaseMapping, MappingError

PROBE = 1 << 20
_LONGEST_FIELD = 10_000_000
LARGEST_UNPACKED = 200 << 20
PACKED = b"\x1f\x8b"
_SEPARATORS = ",;\t|"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class _Unpacked(gzip.GzipFile):
    """A packed file that may not unpack to more than so much, however small it came."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._allowed = LARGEST_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        """Read on, or raise MappingError where there is too much of it."""
        found = super().read(PROBE if size is None or size < 0 else size)
        self._allowed -= len(found)
        if self._allowed < 0:
            raise MappingError(
                _("The file unpacks to more than %(most)s MB; split it or send it unpacked.")
                % {"most": LARGEST_UNPACKED >> 20}
            )
        return found

    read1 = read


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == PACKED or path.suffix == ".gz"
    return _Unpacked(path) if is_packed else path.open("rb")  # type: ignore[return-value]


def encoding_of(path: Path, wanted: str) -> str:
    """Return how the file is written: UTF-16 by its mark, UTF-8 if it can be read so, else GB18030.

    What ``wanted`` names is taken as it is, ``auto`` is found out.
    """
    if wanted != "auto":
        return "utf-8-sig" if wanted == "utf-8" else wanted
    with _open(path) as file:
        probe = file.read(PROBE)
    if probe.startswith(_WIDE):
        return "utf-16"
    try:
        probe.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A character cut off at the probe's end is no sign of another encoding.
        return "utf-8-sig" if fault.start > len(probe) - 4 else "gb18030"
    return "utf-8-sig"


def separator_of(line: str, wanted: str) -> str:
    """Return what parts the fields: the sign that stands most often outside quotes."""
    if wanted != "auto":
        return wanted
    open_text = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=open_text.count)


def lines(path: Path, mapping: CaseMapping) -> Iterator[Line]:
    """Yield the lines of a file from the header on, without reading it whole."""
    csv.field_size_limit(_LONGEST_FIELD)
    encoding = encoding_of(path, mapping.encoding)
    with _open(path) as file:
        text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
        for _before in range(mapping.header - 1):
            text.readline(_LONGEST_FIELD)
        first = text.readline(_LONGEST_FIELD)
        separator = separator_of(first, mapping.delimiter)
        reader = csv.reader(_from(first, text), delimiter=separator)
        yield from _read(reader, mapping.header)


def _from(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    yield first
    yield from text


def _read(reader: Iterator[list[str]], begins: int) -> Iterator[Line]:
    line = begins
    for cells in reader:
        yield Line(line, cells)
        line = reader.line_num + begins  # type: ignore[attr-defined]
