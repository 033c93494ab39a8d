"""A pad on which the readers of one file note its faults, so that one pass finds them all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from shouwen.policy.faults import Fault


class FaultPad:
    """Collects the faults of one file; nothing is raised while reading."""

    def __init__(self, file_name: str) -> None:
        """Start an empty pad for ``file_name``."""
        self.file_name = file_name
        self._faults: list[Fault] = []

    def error(self, line: int, what: str, mend: str) -> None:
        """Note something that keeps the file from being adopted."""
        self._note(Fault(self.file_name, line, what, mend))

    def notice(self, line: int, what: str, mend: str) -> None:
        """Note something somebody should look at; the file can still be adopted."""
        self._note(Fault(self.file_name, line, what, mend, "notice"))

    def _note(self, fault: Fault) -> None:
        if fault not in self._faults:
            self._faults.append(fault)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults so far, by line."""
        return tuple(sorted(self._faults, key=lambda fault: fault.line))

    @property
    def broken(self) -> bool:
        """Whether anything noted keeps the file from being adopted."""
        return any(fault.severity == "error" for fault in self._faults)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like ``word``, or an empty string."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def choose(word: str, known: Iterable[str]) -> str:
    """Say how to mend a word that is not known: the likely one, or all there are."""
    names = sorted(known)
    meant = nearest(word, names)
    if meant:
        return f"Did you mean `{meant}`?"
    return f"Use one of: {', '.join(names)}." if names else "None is declared in this file."
