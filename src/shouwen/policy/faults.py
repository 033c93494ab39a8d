"""A fault in a regulation file: where, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a file. ``line`` counts from 1.

    ``severity`` is ``error`` (the file cannot be adopted) or ``notice`` (it can, but somebody
    should look: a figure left blank, a rule without a case).
    """

    file: str
    line: int
    what: str
    mend: str
    severity: str = "error"

    def __str__(self) -> str:
        """Write the fault on one line that editors and CI can follow."""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}: {mark}{self.what} {self.mend}"
