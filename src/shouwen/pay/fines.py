"""What a period takes from each member, beside their wage: rules may hold a settlement by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from shouwen.journal import queries as journal
from shouwen.ledger import settling
from shouwen.people import queries as people
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.facts import Detail
from shouwen.policy.kinds.periods import begin_of, next_first_day, per_of

WAGE = "wage_set"
_MONTHS = {"quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fined:
    """What a period takes from one member; ``share`` of the wage in percent, None if not known."""

    key: str
    name: str
    taken: Quantity
    share: Decimal | None


def of_period(name: str) -> list[Fined]:
    """List from whom a period takes money, most first, in three queries."""
    taken = settling.taken_of(name, YUAN)
    names = people.members_by_keys(taken)
    wages = _wages(name) if taken else {}
    return [
        Fined(
            key=key,
            name=names[key].name if key in names else key,
            taken=Quantity(YUAN, parts),
            share=_share(parts, wages.get(key)),
        )
        for key, parts in sorted(taken.items(), key=lambda one: (-one[1], one[0]))
    ]


def details_of(name: str) -> dict[str, Detail]:
    """Return what a settlement's fact says of fines: the most, whose, and the largest share.

    The share is left out while the wage of anybody who loses something is not recorded, so that a
    rule that asks for it asks people instead of guessing. With no fines both are zero.
    """
    found = of_period(name)
    if not found:
        return {"largest_fine": "0", "largest_share": "0"}
    most = found[0]
    details: dict[str, Detail] = {"largest_fine": str(most.taken.value), "most_fined": most.key}
    shares = [one.share for one in found if one.share is not None]
    if len(shares) == len(found):
        details["largest_share"] = str(max(shares))
    return details


def _wages(name: str) -> dict[str, Decimal]:
    """Return the wages of a period by member: the last one set before its end.

    A day or a week is held against the wage of a month, by which law and contract measure it.
    """
    begins, per = begin_of(name), per_of(name)
    ends = datetime.combine(next_first_day(begins, per), time(), timezone.get_default_timezone())
    rows = sorted(journal.facts_of_kind(WAGE, until=ends), key=lambda row: row.happened_at)
    months = _MONTHS.get(per, 1)
    return {
        str(row.details["person"]): Decimal(str(row.details["amount"])) * months
        for row in rows
        if row.details.get("person") and row.details.get("amount")
    }


def _share(parts: int, wage: Decimal | None) -> Decimal | None:
    if not wage:
        return None
    return (Decimal(parts) / wage).quantize(Decimal("0.01"), ROUND_HALF_UP)
