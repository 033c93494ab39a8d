"""The settlement of a period laid out as a PDF, for its page and for programs."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string

from shouwen.access.exporting import Listing
from shouwen.pay import paper, settlements
from shouwen.ui.pdf import pdf_of

STYLES = "pay/paper.css"


def listing_of(period: str) -> Listing:
    """Return the settlement of a period as the rules of access know it."""
    return Listing(key=f"settlement/{period}", title=settlements.title_of(period), sort="pay")


def sheet_of(request: HttpRequest, period: str, now: datetime) -> bytes:
    """Return the sheet to sign of a period.

    Raises RefusedError where too many people are on it, NoPdfError where none can be made here.
    """
    context = {"paper": paper.of_period(period, now), "now": now}
    return pdf_of(render_to_string("pay/paper.html", context, request), STYLES)
