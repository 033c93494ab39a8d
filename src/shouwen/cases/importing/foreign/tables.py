"""The files of an export, told apart by what they hold, as tables of records by name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shouwen.cases.importing.delimited import separator_of
from shouwen.cases.importing.mapping import MappingError

LARGEST = 512 << 20
Record = Mapping[str, Any]


class Tables:
    """Records by table and id, gathered from all files of one export."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Record]] = {}

    def add(self, table: str, record: Record, key: str) -> None:
        """Keep a record; one that was read before is written over."""
        self._rows.setdefault(table, {})[key] = record

    def all(self, table: str) -> list[Record]:
        """List the records of a table in the order they were read."""
        return list(self._rows.get(table, {}).values())

    def one(self, table: str, key: Any) -> Record:
        """Return a record, or an empty one."""
        return self._rows.get(table, {}).get(str(key), {})

    def by(self, table: str, name: str) -> dict[str, list[Record]]:
        """Group the records of a table by one of their values."""
        found: dict[str, list[Record]] = {}
        for record in self.all(table):
            found.setdefault(str(record.get(name, "")), []).append(record)
        return found


def text_of(path: Path) -> str:
    """Return a file's text; raise MappingError where it is too large or no text."""
    if path.stat().st_size > LARGEST:
        raise MappingError(
            _("%(file)s is larger than %(most)s MB; export in several parts.")
            % {"file": path.name, "most": LARGEST >> 20}
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise MappingError(
            _("%(file)s is no UTF-8 text; save it as UTF-8.") % {"file": path.name}
        ) from None


def json_of(path: Path) -> Any:
    """Return what a JSON file holds; lines of JSON are a list."""
    text = text_of(path)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise MappingError(
            _("%(file)s is no JSON; export it once more.") % {"file": path.name}
        ) from None


def csv_of(path: Path) -> tuple[Sequence[str], Iterator[dict[str, str]]]:
    """Return the header and the records of a CSV file."""
    text = text_of(path)
    separator = separator_of(text.partition("\n")[0], "auto")
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    return list(reader.fieldnames or ()), _records(reader, path)


def _records(reader: csv.DictReader[str], path: Path) -> Iterator[dict[str, str]]:
    try:
        for row in reader:
            yield {name: value or "" for name, value in row.items() if isinstance(name, str)}
    except csv.Error as fault:
        raise MappingError(
            _("%(file)s cannot be read: %(fault)s. Save it anew as CSV.")
            % {"file": path.name, "fault": fault}
        ) from None


def said(value: Any) -> str:
    """Return a value as text; nothing for none, as database dumps write it."""
    return "" if value is None or value in ("NULL", "\\N") else str(value).strip()
