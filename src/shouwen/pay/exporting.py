"""A statement as a CSV file that Excel opens as it is: BOM, no formulas, one line at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.pay.queries import Entry, MemberRow, Statement
from shouwen.policy.amounts import YUAN, Quantity, plain
from shouwen.ui.words import unit_name

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text as the next piece of the answer."""
        return text


def csv_lines(statement: Statement) -> Iterator[str]:
    """Return the file piece by piece, the heading first, worded in the language of the page."""
    # Worded now: what is streamed is read after the language of the request has been put back.
    units = [section.unit or unit_name(section.net) for section in statement.sections]
    return _pieces(statement, _heading(), units)


def _pieces(statement: Statement, heading: list[str], units: list[str]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(heading)
    for section, unit in zip(statement.sections, units, strict=True):
        for entry in section.entries:
            yield writer.writerow(_cells(entry, unit))


def _heading() -> list[str]:
    return [
        _("Entry"), _("Date"), _("Time"), pgettext("statement", "What happened"), _("Details"),
        _("Regulation"), _("Clause"), _("Fact number"), _("Unit"), _("Amount"), _("Balance"),
        _("Counters entry"), _("Countered by entry"),
    ]  # fmt: skip


def _cells(entry: Entry, unit: str) -> list[str]:
    here = timezone.localtime(entry.happened_at)
    texts = (entry.label, entry.details, entry.book, entry.clause_number)
    return [
        str(entry.pk), f"{here:%Y-%m-%d}", f"{here:%H:%M}", *(defused(t) for t in texts),
        str(entry.fact_number), defused(unit), number(entry.amount), number(entry.balance),
        str(entry.counters or ""), str(entry.countered_by or ""),
    ]  # fmt: skip


def totals_lines(rows: Iterable[MemberRow]) -> Iterator[str]:
    """Return everybody's totals piece by piece, one line for each member and unit."""
    heading = [_("Member"), pgettext("person", "Name"), _("Unit"), _("Gained"), _("Lost"), _("Net")]
    return _totals(rows, heading, pgettext("unit", "yuan"))


def _totals(rows: Iterable[MemberRow], heading: list[str], yuan: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(heading)
    for row in rows:
        for total in row.totals:
            texts = (row.key, row.name, total.unit or yuan)
            figures = (total.gained, total.lost, total.net)
            yield writer.writerow([*map(defused, texts), *map(number, figures)])


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(amount: Quantity) -> str:
    """Write an amount so that a spreadsheet reads it as a number."""
    return f"{amount.value:.2f}" if amount.unit == YUAN else plain(amount.value)
