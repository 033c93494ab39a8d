"""A regulation's clauses and how one is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One place in a regulation: enough to quote it without asking anybody else.

    ``address`` is the path of printed numbers from the top, joined by ``/`` (``第三章/4.1``);
    it is unique within one version of the regulation. ``number`` is what the chip shows.
    """

    regulation: str
    title: str
    address: str
    number: str
    text: str = ""
    heading: str = ""

    def __str__(self) -> str:
        """Quote the clause the way people write it: 《客户回访制度》三·1(1)."""
        return f"《{self.title}》{self.number}"
