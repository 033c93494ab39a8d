"""Addresses of trends: checks by week or month, the lines of cards, and the checks behind."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import paging
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.quality import gates, queries, trends
from shouwen.quality.api_parts import Cursor, QualityCheckOut, check_out, today

router = Router("quality")


class TrendQuery(BaseModel):
    """What a trend is asked about: whose, from when to when, of which card and line of it."""

    by: trends.By = "month"
    since: date | None = None
    until: date | None = None
    card: str = Field("", max_length=60)
    line: str = Field("", max_length=300)
    person: str = Field("", max_length=60)


class TrendPointOut(BaseModel):
    """A week or month: the mean in percent, and how many checks fell short.

    Of the whole score those were zeroed; of a line they did not earn all of it.
    """

    since: date
    until: date
    checks: int
    mean: float | None
    short: int


class TrendLineOut(BaseModel):
    """A line of a card: what was earned of it in percent, and how often not all of it."""

    card: str
    key: str
    name: str
    checks: int
    mean: float
    short: int


Said = Annotated[TrendQuery, Query()]


@router.read("/trends", Rows[TrendPointOut])
def trends_(request: ApiRequest, said: Said) -> Rows[TrendPointOut]:
    """Show how checks went week by week or month by month: your team's, or of one person."""
    names = list(TrendPointOut.model_fields)
    found = trends.points(_asked(request, said))
    return Rows(items=[TrendPointOut(**{n: getattr(one, n) for n in names}) for one in found])


@router.read("/trends/lines", Rows[TrendLineOut])
def trend_lines(request: ApiRequest, said: Said) -> Rows[TrendLineOut]:
    """List the lines of cards that were marked, those that fell short most often first."""
    names = list(TrendLineOut.model_fields)
    found = trends.lines(_asked(request, said))
    return Rows(items=[TrendLineOut(**{n: getattr(one, n) for n in names}) for one in found])


@router.read("/trends/checks", Page[QualityCheckOut])
def trend_checks(request: ApiRequest, said: Said, cursor: Cursor = None) -> Page[QualityCheckOut]:
    """List the checks behind a trend, the newest first; of a line those that fell short."""
    after = int(paging.after(request, cursor) or 0)
    found = trends.behind(_asked(request, said), after=after or None, limit=queries.PAGE + 1)
    page = found[: queries.PAGE]
    more = page[-1].row.pk if len(found) > queries.PAGE else None
    items = [check_out(one.row) for one in page]
    return Page(items=items, next=paging.cursor_for(request, more))


def _asked(request: ApiRequest, said: TrendQuery) -> trends.Asked:
    among = gates.trend_open_to(request.member, said.person, today())
    card = gates.card_known(said.card).card if said.card else None
    return trends.asked(
        by=said.by, since=said.since, until=said.until, card=card, line=said.line,
        people=among, today=today(),
    )  # fmt: skip
