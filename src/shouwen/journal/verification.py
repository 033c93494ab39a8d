"""Walk the whole chain and say where it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shouwen.journal import chain
from shouwen.journal.models import ChainHead, FactKey, FactRow

CHUNK = 2_000


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """One place where the chain does not hold: the fact's number, what is wrong, what to do."""

    number: int
    what: str
    mend: str

    def __str__(self) -> str:
        """Write the fault on one line."""
        return f"{self.what} {self.mend}"


def verify(progress: Callable[[int, int], None] | None = None) -> list[Broken]:
    """Read every fact in order and return each alteration, gap, insertion and cut-off end.

    ``progress`` is called with how many facts were read and how many there are.
    """
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, hash="")
    walk = _Walk()
    for rows in _chunks():
        for row in rows:
            walk.read(row)
        walk.read_keys(rows)
        if progress:
            progress(walk.count, max(head.number, walk.count))
    walk.end(head)
    return walk.broken


def _chunks() -> Iterator[list[dict[str, Any]]]:
    """Yield the facts in order, some thousand at a time, so that memory stays small."""
    facts = FactRow.objects.order_by("number").values(*chain.HASHED, "hash")
    last: int | None = None
    while rows := list((facts if last is None else facts.filter(number__gt=last))[:CHUNK]):
        yield rows
        last = rows[-1]["number"]


class _Walk:
    """What is remembered from one fact to the next."""

    def __init__(self) -> None:
        self.count = self.number = 0
        self.hash = ""
        self.broken: list[Broken] = []

    def read(self, row: dict[str, Any]) -> None:
        """Compare one fact with its own hash and with the fact before it."""
        number = row["number"]
        if number > self.number + 1:
            self._missing(self.number + 1, number - 1)
        elif row["previous_hash"] != self.hash:
            self._say(number, _("Fact %(number)s does not follow the fact before it."))
        if chain.hash_of(row) != row["hash"]:
            self._say(number, _("Fact %(number)s was altered after it was recorded."))
        self.count, self.number, self.hash = self.count + 1, number, row["hash"]

    def read_keys(self, rows: list[dict[str, Any]]) -> None:
        """Compare the index of details with the details themselves."""
        details = {row["number"]: row["details"] for row in rows}
        keys = FactKey.objects.filter(fact__gte=rows[0]["number"], fact__lte=rows[-1]["number"])
        for number, name, value in keys.values_list("fact_id", "name", "value"):
            if details.get(number, {}).get(name) != value:
                self._say(number, _("The index of fact %(number)s differs from its details."))

    def end(self, head: ChainHead) -> None:
        """Compare the last fact with the head, which remembers how far the chain went."""
        if head.number > self.number:
            self._missing(self.number + 1, head.number)
        elif head.number < self.number:
            self._say(self.number, _("Fact %(number)s was put in behind the chain's end."))
        elif head.hash != self.hash:
            self._say(self.number, _("Fact %(number)s is not the one the chain ended with."))

    def _missing(self, first: int, last: int) -> None:
        sentence = _("Facts %(first)s to %(last)s are missing.") % {"first": first, "last": last}
        self.broken.append(Broken(first, sentence, _mend()))

    def _say(self, number: int, sentence: str) -> None:
        self.broken.append(Broken(number, sentence % {"number": number}, _mend()))


def _mend() -> str:
    return _("Compare it with a backup, restore what was recorded, and ask who had access.")
