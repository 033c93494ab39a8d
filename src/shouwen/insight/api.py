"""Addresses of targets: each with its figure, its trend and the rows it was counted from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.cases import mailed
from shouwen.cases.mailed_forms import MailForm
from shouwen.enforcement import targets
from shouwen.enforcement.targets import ROWS_SHOWN, TargetRow
from shouwen.insight import queries
from shouwen.people import queries as people
from shouwen.regulations import queries as regulations

router = Router("targets")
Month = Annotated[str, Query(pattern=r"^([1-9][0-9]{3}-(0[1-9]|1[0-2]))?$")]
Cursor = Annotated[str | None, Query(max_length=400)]


class TargetOut(BaseModel):
    """One target over a period, as the page measures it."""

    regulation: str
    rule: str
    title: str
    clause: str
    since: date
    until: date
    value: str
    threshold: str
    met: bool | None


class CountedOut(BaseModel):
    """A row behind a figure; ``met`` is null where something needed was not recorded."""

    about: str
    number: int | None
    happened_at: datetime | None
    value: str
    met: bool | None


def _out(row: TargetRow) -> TargetOut:
    return TargetOut(
        regulation=row.regulation, rule=row.rule_id, title=row.title, clause=row.clause_number,
        since=row.period.since, until=row.period.until, value=row.value,
        threshold=f"{row.sign} {row.threshold}",
        met=row.met,
    )  # fmt: skip


@router.read("", Page[TargetOut])
def list_(
    request: ApiRequest,
    month: Month = "",
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = None,
) -> Page[TargetOut]:
    """List the targets in force, measured over a month or the period it falls in."""
    day = queries.day_of(month, timezone.localdate())
    in_force = regulations.in_force_on(day)
    found = queries.named(in_force, day, q)
    begin = int(paging.after(request, cursor) or 0)
    end = begin + queries.TARGETS_SHOWN
    rows = [_out(targets.measured_in(in_force, rule, day)) for rule in found[begin:end]]
    return Page(items=rows, next=paging.cursor_for(request, end if end < len(found) else None))


@router.read("/{slug}/{rule}/rows", Page[CountedOut])
def rows(
    request: ApiRequest,
    slug: str,
    rule: str,
    month: Month = "",
    met: bool | None = False,
    cursor: Cursor = None,
) -> Page[CountedOut]:
    """List the rows a target was counted from: those that do not comply, or those that do."""
    today = timezone.localdate()
    if not people.permissions_of(request.member, today) & {"cases.view_all", "facts.record"}:
        raise Http404
    day = queries.day_of(month, today)
    row = targets.measured(slug, rule, day)
    if row is None:
        raise Http404
    after = int(paging.after(request, cursor) or 0)
    found = targets.rows_of(row.regulation, row.rule_id, day, met=met, after=after)
    names = list(CountedOut.model_fields)
    items = [CountedOut(**{name: getattr(one, name) for name in names}) for one in found]
    more = found[-1].place if len(found) == ROWS_SHOWN else None
    return Page(items=items, next=paging.cursor_for(request, more))


class TargetsMail(BaseModel):
    """The number by which the mail is stopped, and when it is next."""

    id: int
    next_at: datetime


@router.do("/mail", TargetsMail)
@bodies.takes(MailForm)
def mail(request: ApiRequest, body: Body) -> TargetsMail:
    """Have the targets mailed to you, or change when: each figure of its last whole period."""
    form = MailForm(bodies.sent(body))
    bodies.given(form)
    house = request.build_absolute_uri("/").rstrip("/")
    now = timezone.now()
    row = mailed.ask(member=request.member, view=None, house=house, at=now, **form.wanted())
    return TargetsMail(id=row.pk, next_at=row.next_at)
