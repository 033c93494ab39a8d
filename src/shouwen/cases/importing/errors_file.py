"""The rows that were refused, as a CSV file: mend it and import it again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from shouwen.cases.models import ImportFault, ImportRun

Fault = tuple[int, str, Mapping[str, str]]


def of_run(run: ImportRun) -> Iterator[Fault]:
    """Yield the refused rows of a run in the order of the file."""
    found = ImportFault.objects.filter(run=run).order_by("pk")
    yield from found.values_list("line", "reason", "values").iterator()


def write(file: IO[str], faults: Iterable[Fault]) -> int:
    """Write line, reason and the row as it stood; return how many rows were written."""
    writer: csv.DictWriter[str] | None = None
    written = 0
    for line, reason, values in faults:
        if writer is None:
            writer = csv.DictWriter(file, ["_line", "_reason", *values], extrasaction="ignore")
            writer.writeheader()
        writer.writerow({**values, "_line": line, "_reason": reason})
        written += 1
    return written


def save(path: Path, faults: Iterable[Fault]) -> int:
    """Write the refused rows to a file; without any, no file is made. Return how many."""
    found = list(faults)
    if not found:
        return 0
    # The byte-order mark lets a spreadsheet program see that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        return write(file, found)
