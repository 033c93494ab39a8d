"""The books of funds: what stood in them, what came, what went, what stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField, Q, Sum
from django.db.models.functions import Coalesce

from shouwen.ledger.models import Account, Transfer
from shouwen.policy.amounts import Quantity

__all__ = ["Book", "books_of_funds"]

_FIGURES = ("before", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One fund in one unit over some months: ``before`` stood there when they began."""

    key: str
    before: Quantity
    received: Quantity
    paid: Quantity

    @property
    def after(self) -> Quantity:
        """What stands there at the end."""
        parts = self.before.parts + self.received.parts - self.paid.parts
        return Quantity(self.before.unit, parts)


def books_of_funds(first: str, last: str) -> list[Book]:
    """Return the books of the funds over the months from first to last, in two queries.

    What was taken back stands on both sides: a book leaves nothing out.
    """
    came, went = _side("payee", first, last), _side("payer", first, last)
    found = []
    for key, unit in sorted({*came, *went}):
        got, gave = came.get((key, unit), (0, 0)), went.get((key, unit), (0, 0))
        before = Quantity(unit, got[0] - gave[0])
        received, paid = Quantity(unit, got[1]), Quantity(unit, gave[1])
        found.append(Book(key=key, before=before, received=received, paid=paid))
    return found


def _side(side: str, first: str, last: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what one side of the entries moved before and during the months, by fund and unit."""
    fund = {f"{side}__kind": Account.Kind.FUND}
    rows = Transfer.objects.filter(**fund, period__lte=last).order_by()
    sums = {
        name: Coalesce(Sum("parts", filter=when), 0, output_field=BigIntegerField())
        for name, when in zip(_FIGURES, (Q(period__lt=first), Q(period__gte=first)), strict=True)
    }
    grouped = rows.values_list(f"{side}__key", "unit").annotate(**sums)
    return {(key, unit): (int(before), int(moved)) for key, unit, before, moved in grouped}
