"""Addresses of what the member has mailed to themselves: kept lists, and figures."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.cases import gates, mailed
from shouwen.cases.mailed_forms import MailForm

router = Router("cases")


class MailOut(BaseModel):
    """What is mailed; ``list_id`` is null for figures, ``fault`` says why none was sent."""

    id: int
    kind: str
    list_id: int | None
    name: str
    rhythm: str
    next_at: datetime
    sent_at: datetime | None
    fault: str


class Mail(BaseModel):
    """The number of what is mailed, and when next."""

    id: int
    next_at: datetime | None


@router.read("/mailed", Rows[MailOut])
def mailed_(request: ApiRequest) -> Rows[MailOut]:
    """List what is mailed to you, the next in front."""
    names = [name for name in MailOut.model_fields if name not in ("id", "list_id")]
    return Rows(
        items=[
            MailOut(id=row.pk, list_id=row.view, **{name: getattr(row, name) for name in names})
            for row in mailed.rows_of(request.member)
        ]
    )


@router.do("/lists/{int:pk}/mail", Mail)
@bodies.takes(MailForm)
def mail_list(request: ApiRequest, pk: int, body: Body) -> Mail:
    """Have a kept list mailed to you, or change when; numbers only, nothing a customer said."""
    where = gates.standing_now(request.member, timezone.localdate())
    found = mailed.list_open_to(where, pk)
    if found is None:
        raise Http404
    form = MailForm(bodies.sent(body))
    bodies.given(form)
    house = request.build_absolute_uri("/").rstrip("/")
    row = mailed.ask(
        member=request.member, view=found, house=house, at=timezone.now(), **form.wanted()
    )
    return Mail(id=row.pk, next_at=row.next_at)


@router.do("/mailed/{int:pk}", Mail, method="DELETE")
def stop_mailing(request: ApiRequest, pk: int) -> Mail:
    """Have something mailed to you no more."""
    if not mailed.stop(member=request.member, pk=pk):
        raise Http404
    return Mail(id=pk, next_at=None)
