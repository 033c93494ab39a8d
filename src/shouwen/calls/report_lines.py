"""A report of calls by interval as lines of a table, for files and for mail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.calls.intervals import Interval, together
from shouwen.calls.reports import Found
from shouwen.ui import tables


def total_of(rows: list[Interval]) -> Interval | None:
    """Return the whole time of some intervals as one; None where there is none."""
    if not rows:
        return None
    calls = together([row.calls for row in rows])
    return Interval(begins=rows[0].begins, ends=rows[-1].ends, calls=calls)


def lines_of(found: Found) -> Iterator[list[tables.Cell]]:
    """Return a report as the lines of a table, heading first; figures only, no caller."""
    yield [
        pgettext("calls", "From"), pgettext("calls", "Until"), _("Offered"), _("Answered"),
        _("Abandoned"), _("Ended in the menu"), _("Answered in time"), _("Seconds waited"),
        _("Longest wait in seconds"), _("Seconds spoken"), _("Seconds held"), _("Service level"),
    ]  # fmt: skip
    for row in found.rows:
        calls = row.calls
        level = calls.service_level if found.within is not None else None
        yield [
            f"{row.begins:%Y-%m-%d %H:%M}", f"{row.ends:%Y-%m-%d %H:%M}", calls.offered,
            calls.answered, calls.abandoned, calls.in_menu,
            calls.in_time if found.within is not None else "", calls.waited, calls.longest_wait,
            calls.talked, calls.held, "" if level is None else Decimal(f"{level:.4f}"),
        ]  # fmt: skip
