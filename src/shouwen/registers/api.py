"""Addresses of registers: the list, entries, filling one in, signing, striking out."""

from __future__ import annotations

from datetime import date, datetime
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
from shouwen.approvals import queries as requests
from shouwen.enforcement.filled import Deed, filled_in, sent_of, told
from shouwen.enforcement.forms import ReasonForm
from shouwen.enforcement.gates import request_open_to
from shouwen.enforcement.told import OutcomeOut, outcome_out
from shouwen.journal.actions import FactRow
from shouwen.registers import actions, gates, pages, queries
from shouwen.registers.actions import Hand
from shouwen.registers.forms import EntryForm
from shouwen.registers.register import Register, registers_in
from shouwen.regulations import queries as regulations

router = Router("registers")


class RegisterOut(BaseModel):
    """A register in force: its name, its clause, and the kinds of facts that fill it in."""

    regulation: str
    rule: str
    title: str
    clause: str
    kinds: list[str]
    fields: list[str]


class EntryLine(BaseModel):
    """One entry in a list."""

    number: int
    printed: str
    happened_at: datetime
    who: str
    cells: list[tuple[str, str]]


class SignatureOut(BaseModel):
    """One signature; ``standing`` is valid, void or altered."""

    slot: str
    label: str
    signer: str
    at: datetime
    standing: str


class EntryOut(BaseModel):
    """One entry with its fields, figures and signatures; ``open`` are lines still to be signed."""

    number: int
    printed: str
    happened_at: datetime
    recorded_at: datetime
    who: str
    fields: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    absent: list[str]
    signed: list[SignatureOut]
    open: list[str]
    struck: bool


@router.read("", Rows[RegisterOut])
def list_(request: ApiRequest) -> Rows[RegisterOut]:
    """List the registers in force."""
    today = timezone.localdate()
    gates.require_use(request.member, today)
    in_force = regulations.in_force_on(today)
    found = [
        gates.as_open_to(request.member, each, in_force.rulebook, today)
        for each in registers_in(in_force, today)
    ]
    return Rows(items=[_out(each) for each in found])


def _out(found: Register) -> RegisterOut:
    return RegisterOut(
        regulation=found.slug, rule=found.rule.id, title=found.title,
        clause=found.rule.clause.number, kinds=list(found.by_hand), fields=list(found.fields()),
    )  # fmt: skip


@router.read("/{slug}/{rule}", Page[EntryLine])
def entries(
    request: ApiRequest,
    slug: str,
    rule: str,
    q: Annotated[str, Query(max_length=100)] = "",
    person: Annotated[str, Query(max_length=150)] = "",
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
    sort: Literal[tuple(queries.SORTING.names)] = queries.SORTING.default,  # type: ignore[valid-type]
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=paging.MOST)] = 50,
) -> Page[EntryLine]:
    """List a register's entries, newest first; without the right to all, those about you."""
    found, now = (
        gates.register_open_to(request.member, slug, rule, timezone.localdate()),
        timezone.now(),
    )
    everything = gates.sees_all(request.member, timezone.localdate(now))
    search = queries.Search(text=q, person=person, since=since, until=until, sort=sort)
    page = queries.entries(
        found, reader=None if everything else request.member,
        before=queries.read_cursor(paging.after(request, cursor)), search=search, now=now,
        limit=limit,
    )  # fmt: skip
    items = [
        EntryLine(
            number=row.number, printed=row.printed, happened_at=row.happened_at, who=row.who,
            cells=[(cell[0], cell[1]) for cell in row.cells],
        )
        for row in page.rows
    ]  # fmt: skip
    return Page(items=items, next=paging.cursor_for(request, page.after))


class FilledForm(Deed):
    """A filled form; ``incomplete`` records it without what is missing where the rule lets it."""

    kind: str | None = Field(None, max_length=100)
    incomplete: bool = False


@router.add("/{slug}/{rule}", OutcomeOut)
def fill_in(request: ApiRequest, slug: str, rule: str, body: FilledForm) -> OutcomeOut:
    """Fill in a form; its running number is given as it is recorded."""
    found, now = (
        gates.register_open_to(request.member, slug, rule, timezone.localdate()),
        timezone.now(),
    )
    kind = body.kind or next(iter(found.by_hand), "")
    if kind not in found.by_hand:
        raise Http404
    form = filled_in(
        EntryForm, body, now, also={"incomplete": body.incomplete}, register=found, fact_kind=kind
    )
    return told(
        actions.fill_in(
            register=found, kind=kind, details=form.details(),
            happened_at=form.cleaned_data["happened_at"], sent=sent_of(request, now),
        )
    )  # fmt: skip


def _entry(request: ApiRequest, slug: str, rule: str, number: int) -> tuple[Register, FactRow]:
    row = gates.entry_open_to(request.member, number, timezone.localdate())
    found = pages.register_then(row, slug, rule)
    if found is None:
        raise Http404
    return found, row


@router.read("/{slug}/{rule}/{int:number}", EntryOut)
def entry(request: ApiRequest, slug: str, rule: str, number: int) -> EntryOut:
    """Show one entry."""
    found, row = _entry(request, slug, rule, number)
    page = pages.page_of(found, row, now=timezone.now())
    return EntryOut(
        number=page.number, printed=page.printed, happened_at=page.happened_at,
        recorded_at=page.recorded_at, who=page.who,
        fields=[(cell[0], cell[1]) for cell in (*page.fields, *page.further)],
        figures=[(cell[0], cell[1]) for cell in page.figures], absent=list(page.absent),
        signed=[
            SignatureOut(
                slot=one.slot, label=one.label, signer=one.signer, at=one.at, standing=one.standing
            )
            for one in page.signed.done
        ],
        open=[line.slot for line in page.signed.open], struck=page.struck is not None,
    )  # fmt: skip


class Signing(Body):
    """The line that is signed; somebody from outside signs with a name and a drawing."""

    slot: str = Field("", max_length=200)
    name: str = Field("", max_length=120)
    strokes: str = Field("", max_length=100_000)

    def hand(self) -> Hand:
        """Return how it is signed."""
        return Hand(strokes=self.strokes, name=self.name)


@router.do("/{slug}/{rule}/{int:number}/sign", OutcomeOut)
def sign(request: ApiRequest, slug: str, rule: str, number: int, body: Signing) -> OutcomeOut:
    """Sign an entry on one of its lines."""
    found, row = _entry(request, slug, rule, number)
    sent = sent_of(request, timezone.now())
    outcome = actions.sign(register=found, row=row, slot=body.slot, hand=body.hand(), sent=sent)
    return outcome_out(outcome)


@router.do("/{slug}/{rule}/held/{int:pk}/sign", OutcomeOut)
def sign_held(request: ApiRequest, slug: str, rule: str, pk: int, body: Signing) -> OutcomeOut:
    """Sign a form that waits for your tier; with the last signature it is recorded."""
    now = timezone.now()
    today = timezone.localdate(now)
    asked = request_open_to(request.member, pk, today)
    found = queries.register_of_request(asked, slug, rule, now)
    names = requests.may_decide(asked, request.member, today)
    if found is None or not names:
        raise Http404
    outcome = actions.sign_held(
        register=found, request=asked, hand=body.hand(), sent=sent_of(request, now),
        acting_for=None if request.member in names else names[0],
    )  # fmt: skip
    return outcome_out(outcome)


@router.do("/{slug}/{rule}/{int:number}/strike-out", OutcomeOut)
@bodies.takes(ReasonForm)
def strike_out(request: ApiRequest, slug: str, rule: str, number: int, body: Body) -> OutcomeOut:
    """Take an entry back with a reason; it stays, crossed out."""
    gates.require_all(request.member, timezone.localdate())
    found, _row = _entry(request, slug, rule, number)
    reason = bodies.given(ReasonForm(bodies.sent(body)))["reason"]
    outcome = actions.strike_out(
        register=found, number=number, reason=reason, actor=request.member, at=timezone.now()
    )
    return outcome_out(outcome)
