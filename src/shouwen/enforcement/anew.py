"""Write the tables beside the journal anew from the journal alone: numbers given, stocks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from shouwen.enforcement import stocks
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.models import GivenNumber, StockItem, StockMove
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, take_turn

CHUNK = 500
_NUMBERS = ("regulation", "rule_id", "period", "place", "number", "fact")
_ITEMS = ("regulation", "stock", "key", "level")
_MOVES = ("item__regulation", "item__stock", "item__key", "fact", "rule_id", "change", "level")


@transaction.atomic
def write() -> None:
    """Forget every number and every stock, and write them again fact by fact."""
    take_turn()
    _forget()
    for row in _facts():
        bench_for(journal.fact_of(row), known_at=row.recorded_at).keep(row)
        corrected = journal.find(row.corrects_id) if row.corrects_id else None
        if corrected is not None:
            stocks.undo(corrected, row)


@transaction.atomic
def differences() -> list[str]:
    """List where the tables are not what the journal says; nothing is changed."""
    stored = _rows()
    write()
    anew = _rows()
    transaction.set_rollback(True)
    return [
        *(f"stored, but the journal does not say so: {row}" for row in sorted(stored - anew)),
        *(f"the journal says, but it is not stored: {row}" for row in sorted(anew - stored)),
    ]


def _facts() -> Iterator[FactRow]:
    last = 0
    while rows := journal.facts_after(last, CHUNK):
        yield from rows
        last = rows[-1].number


def _forget() -> None:
    GivenNumber.objects.all().delete()
    StockMove.objects.update(undoes=None)
    StockMove.objects.all().delete()
    StockItem.objects.all().delete()


def _rows() -> set[str]:
    tables = (
        GivenNumber.objects.values_list(*_NUMBERS),
        StockItem.objects.values_list(*_ITEMS),
        StockMove.objects.values_list(*_MOVES),
    )
    return {" ".join(map(str, row)) for table in tables for row in table}
