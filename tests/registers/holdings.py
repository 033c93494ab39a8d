"""Run in a process of its own: print as JSON what the registers hold in the end."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from shouwen.approvals.queries import decisions_of  # noqa: E402 - only once Django stands
from shouwen.enforcement import anew  # noqa: E402
from shouwen.enforcement.models import GivenNumber, StockItem, StockMove  # noqa: E402
from shouwen.journal import queries as journal  # noqa: E402
from shouwen.journal.queries import JournalRow  # noqa: E402
from shouwen.registers import pages, signing  # noqa: E402


def signed_as(row: JournalRow, rule: str) -> list[str]:
    """Return how the signatures under an entry stand."""
    found = journal.find(row.number)
    register = pages.register_then(found, "store", rule) if found else None
    if found is None or register is None:
        return []
    fact, asked = journal.fact_of(found), pages.request_of(found)
    signed = signing.signed(register, fact, number=row.number, asked=asked, struck=False)
    return [f"{one.slot.split('-')[0]} {one.standing}" for one in signed.done]


def main() -> None:
    """Print numbers, levels, and signatures."""
    slips = journal.facts_of_kind("goods_drawn")
    keys = journal.facts_of_kind("key_lent")
    found = {
        "slips": {str(row.about).partition(":")[2]: row.details["number"] for row in slips},
        "given": list(GivenNumber.objects.order_by("place").values_list("place", "number")),
        "taken": len(journal.facts_of_kind("goods_taken")),
        "moves": StockMove.objects.count(),
        "levels": list(StockItem.objects.values_list("level", flat=True)),
        "signed_slips": [signed_as(row, "drawing") for row in slips],
        "signed_keys": [signed_as(row, "keys") for row in keys],
        "granted": [
            [one.verdict for one in decisions_of(int(str(row.details["approval"])))] for row in keys
        ],
        "lent": sorted(str(row.details["room"]) for row in keys),
        "signatures": len(journal.facts_of_kind("sheet_signed")),
        "not_as_the_journal_says": anew.differences(),
        "broken": [str(fault) for fault in journal.verify()],
    }
    sys.stdout.write(json.dumps(found))


main()
