"""Faults in the language of the page; the core writes them once, in English."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.policy.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One fault as a page shows it."""

    line: int
    severity: str
    what: str
    mend: str


def in_words(fault: Fault, language: str | None) -> FaultRow:
    """Return a fault in the language of the page."""
    return FaultRow(line=fault.line, severity=fault.severity, what=fault.what, mend=fault.mend)
