"""The rows that were refused, as a table: mend it and import it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from shouwen.cases.models import ImportFault, ImportRun
from shouwen.ui import tables

Fault = tuple[int, str, str, Mapping[str, str]]
OWN = ("_line", "_clause", "_reason")
_KEPT = ("line", "clause", "reason", "values")


def of_run(run: ImportRun) -> Iterator[Fault]:
    """Yield the refused rows of a run in the order of the file."""
    found = ImportFault.objects.filter(run=run).order_by("pk")
    for line, clause, reason, cells in found.values_list(*_KEPT).iterator():
        # Kept as pairs: a database may put the keys of a table into an order of its own.
        yield line, clause, reason, dict(cells)


def lines(faults: Iterable[Fault]) -> Iterator[list[tables.Cell]]:
    """Yield the heading and the refused rows: line, clause, reason, and the row as it stood."""
    names: list[str] | None = None
    for line, clause, reason, values in faults:
        if names is None:
            names = [name for name in values if name not in OWN]
            yield [*OWN, *names]
        yield [line, clause, reason, *(values.get(name, "") for name in names)]


def save(path: Path, faults: Iterable[Fault]) -> int:
    """Write the refused rows to a CSV file; without any, no file is made. Return how many."""
    found = list(faults)
    if found:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(tables.lines(lines(found)))
    return len(found)
