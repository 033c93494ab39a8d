"""Bringing a case book in from a CSV file: a mapping says which column is what."""

from shouwen.cases.importing.command_line import command
from shouwen.cases.importing.mapping import CaseMapping, MappingError, read_mapping
from shouwen.cases.importing.running import Progress, dry_run, import_cases

__all__ = [
    "CaseMapping",
    "MappingError",
    "Progress",
    "command",
    "dry_run",
    "import_cases",
    "read_mapping",
]
