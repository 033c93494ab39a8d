"""Addresses of mail: how the mailbox stands, the letters that came and went, the signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel

from shouwen.access.sight import sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.mail import actions, queries
from shouwen.mail.forms import MailboxForm, SignatureForm
from shouwen.mail.models import Signature
from shouwen.portal import gates

router = Router("mail")


class MailLetterOut(BaseModel):
    """One letter; ``why`` says why it was not taken, ``address`` is covered as everywhere."""

    id: int
    way: str
    address: str
    subject: str
    case: str
    became: str
    became_label: str
    why: str
    size: int
    at: datetime


class MailboxOut(BaseModel):
    """What becomes of letters, and how the mailbox answered the last time."""

    is_on: bool
    case_type: str
    taker: str
    acknowledges: bool
    asked_at: datetime | None
    heard_at: datetime | None
    fault: str


class MailSignatureOut(BaseModel):
    """What stands below answers of a post's or a team's members."""

    id: int
    post: str
    team: str
    text: str


class SignatureDropped(BaseModel):
    """Whether something was removed."""

    dropped: bool


def _let_in(request: ApiRequest) -> None:
    gates.require_keeper(request.member, timezone.localdate())


@router.read("", MailboxOut)
def mailbox(request: ApiRequest) -> MailboxOut:
    """Show what becomes of letters, and whether the mailbox can be reached."""
    _let_in(request)
    box = queries.mailbox()
    return MailboxOut(
        is_on=box.is_on, case_type=box.case_type, taker=box.taker.key if box.taker else "",
        acknowledges=box.acknowledges, asked_at=box.asked_at, heard_at=box.heard_at,
        fault=box.fault,
    )  # fmt: skip


@router.do("", MailboxOut, method="PUT")
@bodies.takes(MailboxForm)
def set_mailbox(request: ApiRequest, body: Body) -> MailboxOut:
    """Say what becomes of letters."""
    _let_in(request)
    form = MailboxForm(bodies.sent(body), instance=queries.mailbox())
    bodies.given(form)
    form.instance.pk = 1
    form.save()
    return mailbox(request)


@router.read("/letters", Page[MailLetterOut])
def letters(
    request: ApiRequest,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    not_taken: bool = False,
) -> Page[MailLetterOut]:
    """List letters, the latest first; with ``not_taken`` only those that were not."""
    _let_in(request)
    inner = paging.after(request, cursor)
    rows, more = queries.letters(
        sight_of(request.member, timezone.now()), not_taken=not_taken,
        after=int(inner) if inner.isdecimal() else None,
    )  # fmt: skip
    names = [name for name in MailLetterOut.model_fields if name != "id"]
    items = [
        MailLetterOut(id=row.pk, **{name: getattr(row, name) for name in names}) for row in rows
    ]
    return Page(items=items, next=paging.cursor_for(request, more))


@router.read("/signatures", Rows[MailSignatureOut])
def signatures(request: ApiRequest) -> Rows[MailSignatureOut]:
    """List what stands below whose answers."""
    _let_in(request)
    return Rows(items=[_out(each) for each in queries.signatures()])


def _out(each: Signature) -> MailSignatureOut:
    return MailSignatureOut(
        id=each.pk, post=each.post.key if each.post else "", text=each.text,
        team=each.team.key if each.team else "",
    )  # fmt: skip


@router.add("/signatures", MailSignatureOut)
@bodies.takes(SignatureForm)
def add_signature(request: ApiRequest, body: Body) -> MailSignatureOut:
    """Add what stands below answers of a post's or a team's members."""
    _let_in(request)
    form = SignatureForm(bodies.sent(body))
    bodies.given(form)
    return _out(actions.keep_signature(signature=form.save(commit=False)))


@router.do("/signatures/{int:pk}", MailSignatureOut, method="PUT")
@bodies.takes(SignatureForm)
def change_signature(request: ApiRequest, pk: int, body: Body) -> MailSignatureOut:
    """Change a signature."""
    _let_in(request)
    form = SignatureForm(bodies.sent(body), instance=_kept(pk))
    bodies.given(form)
    return _out(actions.keep_signature(signature=form.save(commit=False)))


@router.do("/signatures/{int:pk}", SignatureDropped, method="DELETE")
def drop_signature(request: ApiRequest, pk: int) -> SignatureDropped:
    """Remove a signature."""
    _let_in(request)
    _kept(pk)
    return SignatureDropped(dropped=actions.drop_signature(pk=pk))


def _kept(pk: int) -> Signature:
    found = Signature.objects.select_related("post", "team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
