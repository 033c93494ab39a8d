"""Addresses of checks: what waits for a checker, and one conversation beside its card."""

from __future__ import annotations

from django.utils import timezone

from shouwen.api import paging
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.enforcement.sent import Sent
from shouwen.quality import actions, gates, queries
from shouwen.quality.api_parts import (
    CheckSheetOut,
    Cursor,
    MarksIn,
    QualityCheckOut,
    check_out,
    page_of,
    sheet_of,
    today,
)

router = Router("quality")


@router.read("", Page[QualityCheckOut])
def list_(request: ApiRequest, cursor: Cursor = None) -> Page[QualityCheckOut]:
    """List what you were given to check and have not sent."""
    after = int(paging.after(request, cursor) or 0)
    rows = queries.to_check(request.member, after=after, limit=queries.PAGE + 1)
    return page_of(request, rows)


@router.read("/checks/{pk}", CheckSheetOut)
def show(request: ApiRequest, pk: int) -> CheckSheetOut:
    """Show a conversation of a sample beside its card; that you looked is kept."""
    item = gates.item_open_to(request.member, pk, today())
    return sheet_of(request, item, item.sample.version)


@router.do("/checks/{pk}", QualityCheckOut)
def check(request: ApiRequest, pk: int, body: MarksIn) -> QualityCheckOut:
    """Record the check of a conversation you were given; what follows cites its clauses."""
    now = timezone.now()
    item = gates.item_to_check(request.member, pk)
    sent = Sent.at_once(request.member, now, token=f"quality-{pk}")
    actions.send_check(item=item, marks=body.kept(), sent=sent)
    return check_out(queries.row_of(item))
