"""What was opened under a number: for whoever works out again what facts say of obligations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Min

from shouwen.obligations.models import ObligationRow

# A database takes only so many values in one list.
_AT_ONCE = 500


class Opened(NamedTuple):
    """An obligation as it was opened, and what has become of it."""

    pk: int
    fact: int
    rule_id: str
    about: str
    owed_by: str


class Standing(NamedTuple):
    """An obligation as it stands."""

    fact: int
    rule_id: str
    owed_by: str
    state: str
    late: bool


def first_opened_since(number: int) -> int | None:
    """Return the number of the first obligation that a fact from ``number`` on opened, or None."""
    found = ObligationRow.objects.filter(fact__gte=number).aggregate(first=Min("pk"))
    first: int | None = found["first"]
    return first


def numbered(pks: Collection[int]) -> dict[int, Opened]:
    """Return how the obligations with these numbers were opened."""
    listed, found = sorted(pks), {}
    for begin in range(0, len(listed), _AT_ONCE):
        rows = ObligationRow.objects.filter(pk__in=listed[begin : begin + _AT_ONCE])
        for row in rows.values_list("pk", "fact", "rule_id", "about", "owed_by"):
            found[row[0]] = Opened(*row)
    return found


def standing_since(regulation: str, first: int, last: int) -> Iterator[Standing]:
    """Go through what a regulation's rules opened on the facts from ``first`` to ``last``."""
    found = ObligationRow.objects.filter(
        regulation=regulation, fact__gte=first, fact__lte=last
    ).order_by("pk")
    columns = ("fact", "rule_id", "owed_by", "state", "late")
    yield from (Standing(*row) for row in found.values_list(*columns))
