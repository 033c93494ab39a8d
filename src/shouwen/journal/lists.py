"""Facts of some kinds in the order their reader chose, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from shouwen.journal.models import FactKey, FactRow
from shouwen.journal.queries import KEYED, JournalRow, _rows
from shouwen.people.models import Member


class Cursor(NamedTuple):
    """The last row seen of a list that goes back in time."""

    happened_at: datetime
    number: int


def newest_of_kinds(
    kinds: Sequence[str],
    *,
    before: Cursor | None = None,
    of: Member | None = None,
    limit: int = 50,
    order: str = "-happened",
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[JournalRow]:
    """List facts of these kinds, the latest to happen first, those taken back included.

    ``of`` leaves only what this member recorded or an indexed detail names them in. ``order`` is
    ``happened`` or ``entered``, with a minus downwards; ``before`` is the last row seen of it.
    ``until`` is not included.
    """
    facts = FactRow.objects.filter(kind__in=kinds)
    if since is not None:
        facts = facts.filter(happened_at__gte=since)
    if until is not None:
        facts = facts.filter(happened_at__lt=until)
    if before is not None:
        facts = facts.filter(_beyond(before, order))
    if of is not None:
        named = FactKey.objects.filter(value=of.username, name__in=KEYED, kind__in=kinds)
        facts = facts.filter(Q(actor=of) | Q(number__in=named.values("fact")))
    return _rows(facts.order_by(*_ORDERS[order]), limit)


_ORDERS = {
    "-happened": ("-happened_at", "-number"),
    "happened": ("happened_at", "number"),
    "-entered": ("-number",),
    "entered": ("number",),
}


def _beyond(seen: Cursor, order: str) -> Q:
    on, back = ("lt", "gte") if order.startswith("-") else ("gt", "lte")
    if order.endswith("entered"):
        return Q(**{f"number__{on}": seen.number})
    # Said twice, so that the index on the time is used and ties are still told apart.
    at = Q(**{f"happened_at__{on}e": seen.happened_at})
    return at & ~Q(**{"happened_at": seen.happened_at, f"number__{back}": seen.number})
