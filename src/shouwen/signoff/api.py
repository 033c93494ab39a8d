"""Addresses of approvals: what waits for you, deciding, withdrawing, and asking."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import gates
from shouwen.enforcement.filled import Deed, filled_in, sent_of, told
from shouwen.enforcement.forms import FactForm
from shouwen.enforcement.told import OutcomeOut, outcome_out
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations
from shouwen.signoff import actions, asking, pages, queries
from shouwen.signoff.asking import Askable
from shouwen.signoff.forms import DecisionForm, WithdrawForm
from shouwen.signoff.rows import QueueRow

router = Router("approvals")
LISTS = {"waiting": queries.waiting, "asked": queries.asked, "decided": queries.decided}


class RequestOut(BaseModel):
    """One request: what is proposed, by whom, and at which tier it stands."""

    id: int
    label: str
    details: list[tuple[str, str]]
    matter: str
    proposer: str
    acting_for: str
    opened_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
    state: str
    tier: int
    tiers: list[list[str]]
    regulation: str
    clause: str
    in_person: bool
    why: str


def _out(row: QueueRow) -> RequestOut:
    return RequestOut(
        id=row.pk, label=row.label, details=[(name, value) for name, value in row.details],
        matter=row.matter.label, proposer=row.proposer, acting_for=row.acting_for,
        opened_at=row.opened_at, expires_at=row.expires_at, ended_at=row.ended_at,
        state=row.state, tier=row.tier, tiers=[list(tier.parties) for tier in row.tiers],
        regulation=row.book, clause=row.clause_number, in_person=row.alone,
        why=f"/api/v1/why/requests/{row.pk}",
    )  # fmt: skip


@router.read("", Page[RequestOut])
def list_(
    request: ApiRequest,
    which: Literal["waiting", "asked", "decided"] = "waiting",
    q: Annotated[str, Query(max_length=100)] = "",
    sort: Literal["", "time", "-time"] = "",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[RequestOut]:
    """List what waits for your signature, what you asked for, or what you decided."""
    inner = paging.after(request, cursor)
    after = int(inner) if inner else None
    page = LISTS[which](request.member, now=timezone.now(), after=after, text=q, sort=sort)
    return Page(items=[_out(row) for row in page.rows], next=paging.cursor_for(request, page.after))


class AskableOut(BaseModel):
    """Something that a rule lets wait for signatures, and who signs."""

    regulation: str
    rule: str
    title: str
    tiers: list[str]
    kinds: list[str]


@router.read("/kinds", Rows[AskableOut])
def kinds(request: ApiRequest) -> Rows[AskableOut]:
    """List everything the rules in force let wait for signatures."""
    today = timezone.localdate()
    return Rows(
        items=[
            AskableOut(
                regulation=each.slug, rule=each.rule.id, title=each.title, tiers=list(each.tiers),
                kinds=[kind.kind for kind in each.by_hand],
            )
            for each in asking.askables(regulations.in_force_on(today), today)
        ]
    )  # fmt: skip


class Asking(Deed):
    """What is asked for; ``like`` is an earlier request that is asked again with changes."""

    regulation: str = Field(max_length=80)
    rule: str = Field(max_length=120)
    kind: str | None = Field(None, max_length=100)
    like: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


@router.add("", OutcomeOut)
def ask(request: ApiRequest, body: Asking) -> OutcomeOut:
    """Propose a fact that a rule lets wait for signatures."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = asking.askable(regulations.in_force_on(today), today, body.regulation, body.rule)
    if found is None or not found.by_hand:
        raise Http404
    like = gates.request_open_to(request.member, body.like, today) if body.like else None
    form = filled_in(FactForm, body, now, kind=_kind(found, body.kind))
    sent, details = sent_of(request, now), form.details()
    person = details.get("person")
    fresh = f"member:{person}" if person else f"{form.kind.kind}:{sent.token}"
    return told(
        actions.ask(
            kind=form.kind.kind, about=like.about if like else fresh, details=details,
            happened_at=form.cleaned_data["happened_at"], sent=sent, instead_of=like,
        )
    )  # fmt: skip


def _kind(found: Askable, wanted: str | None) -> FactKind:
    kind = next((k for k in found.by_hand if k.kind == (wanted or found.by_hand[0].kind)), None)
    if kind is None:
        raise Http404
    return kind


class Chosen(Body):
    """A request and the tier of it that you saw."""

    id: int = Field(ge=1, le=2**63 - 1)
    tier: int = Field(ge=0, le=100)


class Several(Body):
    """The requests to grant together."""

    requests: list[Chosen] = Field(min_length=1, max_length=200)


class Granted(BaseModel):
    """How many were granted, and why others were not."""

    granted: int
    refused: dict[int, str]


@router.do("/together", Granted)
def together(request: ApiRequest, body: Several) -> Granted:
    """Grant several requests; one that cannot be leaves the others granted."""
    pairs = [(each.id, each.tier) for each in body.requests]
    batch = actions.grant_together(requests=pairs, member=request.member, at=timezone.now())
    return Granted(granted=batch.granted, refused=dict(batch.refused))


@router.read("/{int:pk}", RequestOut)
def show(request: ApiRequest, pk: int) -> RequestOut:
    """Show one request."""
    now = timezone.now()
    found = gates.request_open_to(request.member, pk, timezone.localdate(now))
    return _out(pages.page_of(found, request.member, now=now).row)


@router.do("/{int:pk}/decide", OutcomeOut)
@bodies.takes(DecisionForm)
def decide(request: ApiRequest, pk: int, body: Body) -> OutcomeOut:
    """Sign the tier you saw, or refuse to; 409 if it was decided meanwhile."""
    now = timezone.now()
    found = gates.request_open_to(request.member, pk, timezone.localdate(now))
    given = bodies.given(DecisionForm(bodies.sent(body)))
    done = actions.decide(request=found, sent=sent_of(request, now), **given)
    return outcome_out(done.outcome)


@router.do("/{int:pk}/withdraw", OutcomeOut)
@bodies.takes(WithdrawForm)
def withdraw(request: ApiRequest, pk: int, body: Body) -> OutcomeOut:
    """Take your own request back."""
    now = timezone.now()
    found = gates.request_open_to(request.member, pk, timezone.localdate(now))
    reason = bodies.given(WithdrawForm(bodies.sent(body)))["reason"]
    return outcome_out(
        enforcement.withdraw_request(request=found, member=request.member, at=now, reason=reason)
    )
