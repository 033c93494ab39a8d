"""A statement, and everybody's totals, as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.pay.queries import Entry, MemberRow, Statement
from shouwen.policy.amounts import YUAN, Quantity, plain
from shouwen.ui.tables import Cell
from shouwen.ui.words import unit_name


def statement_rows(statement: Statement) -> Iterable[list[Cell]]:
    """Return a statement's rows, the heading first, worded in the language of the page."""
    # Worded now: what is streamed is read after the language of the request has been put back.
    units = [section.unit or unit_name(section.net) for section in statement.sections]
    rows = (
        _cells(entry, unit)
        for section, unit in zip(statement.sections, units, strict=True)
        for entry in section.entries
    )
    return chain([_heading()], rows)


def _heading() -> list[Cell]:
    return [
        _("Entry"), _("Date"), _("Time"), pgettext("statement", "What happened"), _("Details"),
        _("Regulation"), _("Clause"), _("Fact number"), _("Unit"), _("Amount"), _("Balance"),
        _("Counters entry"), _("Countered by entry"), _("Settled with"),
    ]  # fmt: skip


def _cells(entry: Entry, unit: str) -> list[Cell]:
    here = timezone.localtime(entry.happened_at)
    texts = (entry.label, entry.details, entry.book, entry.clause_number)
    return [
        str(entry.pk), f"{here:%Y-%m-%d}", f"{here:%H:%M}", *texts,
        str(entry.fact_number), unit, number(entry.amount), number(entry.balance),
        str(entry.counters or ""), str(entry.countered_by or ""), entry.settled_in,
    ]  # fmt: skip


def totals_rows(rows: Iterable[MemberRow]) -> Iterable[list[Cell]]:
    """Return everybody's totals, one row for each member and unit, the heading first."""
    heading: list[Cell] = [
        _("Member"),
        pgettext("person", "Name"),
        _("Unit"),
        _("Gained"),
        _("Lost"),
        _("Net"),
    ]
    return chain([heading], _totals(rows, pgettext("unit", "yuan")))


def _totals(rows: Iterable[MemberRow], yuan: str) -> Iterator[list[Cell]]:
    for row in rows:
        for total in row.totals:
            figures = (total.gained, total.lost, total.net)
            yield [row.key, row.name, total.unit or yuan, *map(number, figures)]


def number(amount: Quantity) -> Decimal:
    """Return an amount so that a spreadsheet reads it as a number: money with both decimals."""
    return Decimal(f"{amount.value:.2f}" if amount.unit == YUAN else plain(amount.value))
