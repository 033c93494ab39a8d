"""Addresses of facts, duties, points and money, and of why something is so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.enforcement import actions, gates, proof, queries, sheets, words
from shouwen.enforcement.filled import as_typed, know_all, told
from shouwen.enforcement.forms import FactForm, ReasonForm
from shouwen.enforcement.told import (
    DutyOut,
    FactOut,
    OutcomeOut,
    TransferOut,
    Value,
    WhyOut,
    amount_of,
    duty_out,
    fact_out,
    facts_out,
    outcome_out,
    owed_out,
    transfer_out,
    why_out,
)
from shouwen.journal import queries as journal
from shouwen.journal.errors import IdempotencyConflictError
from shouwen.ledger import queries as ledger
from shouwen.obligations import lists
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.people import gates as people_gates
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.form import FILLED
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations

Limit = Annotated[int, Query(ge=1, le=paging.MOST)]
Cursor = Annotated[str | None, Query(max_length=400)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Period = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]

facts = Router("facts")
obligations = Router("obligations")
transfers = Router("ledger")
why = Router("obligations")


# ── facts ────────────────────────────────────────────────────────────────────────────────────


class NewFact(Body):
    """Something that happened; ``about`` is a matter's key such as ``case:T-1``.

    Without ``about`` the matter is the person the details name, else one of its own. ``form`` names
    a form of the regulations (``regulation/rule``) where ``kind`` is ``form_filled``.
    """

    kind: str = Field(max_length=100, pattern=r"^[a-z0-9_]+$")
    about: str | None = Field(None, max_length=200)
    happened_at: AwareDatetime | None = None
    details: dict[str, Value] = Field(default_factory=dict)
    form: str | None = Field(None, max_length=200)


class MissingDetails(Body):
    """What rules still ask for about a fact."""

    details: dict[str, Value]


class KindOut(BaseModel):
    """A kind of fact that may be recorded by hand, and its details."""

    kind: str
    label: str
    details: dict[str, str]
    form: str | None = None


@facts.read("/kinds", Rows[KindOut])
def kinds(request: ApiRequest) -> Rows[KindOut]:
    """List what may be recorded by hand under the regulations in force."""
    today = timezone.localdate()
    people_gates.require(request.member, "facts.record", today)
    book = regulations.in_force_on(today)
    found = [_kind_out(kind) for kind in queries.recordable_kinds(book)]
    found += [_kind_out(sheets.kind_of(f), sheets.name_of(f)) for f in sheets.sheets(book)]
    return Rows(items=found)


def _kind_out(kind: FactKind, form: str | None = None) -> KindOut:
    return KindOut(
        kind=kind.kind, label=words.of_language((kind.label, kind.label_en)), form=form,
        details={t.name: t.type.value for t in kind.details.values()},
    )  # fmt: skip


@facts.add("", OutcomeOut)
def record(request: ApiRequest, body: NewFact) -> OutcomeOut:
    """Record one fact of the vocabulary in force; you are told what follows from it."""
    now = timezone.now()
    people_gates.require(request.member, "facts.record", timezone.localdate(now))
    key = bodies.idempotency_key(request, request.member)
    fact = _fact_from(request.member, body, key, now)
    try:
        outcome = actions.record_fact(
            fact, actor=request.member, recorded_at=now, idempotency_key=key
        )
    except IdempotencyConflictError as conflict:
        raise Problem(type="key-used", detail=str(conflict)) from None
    return told(outcome)


def _fact_from(member: Member, body: NewFact, key: str | None, now: datetime) -> Fact:
    kind, says = _kind_asked(body, timezone.localdate(now))
    happened_at = body.happened_at or now
    form = FactForm({"happened_at": happened_at, **as_typed(body.details)}, kind=kind)
    know_all(body.details, form)
    bodies.given(form)
    details = form.details()
    about = body.about or ""
    if about and not gates.matter_or_member(member, about, timezone.localdate(now)):
        raise Http404
    person = details.get("person")
    token = key or f"{now.timestamp():.6f}"
    matter = about or (f"member:{person}" if person else f"{kind.kind}:{token}"[:200])
    return Fact(
        kind=kind.kind, about=matter, happened_at=happened_at, details={**details, **says},
        actor=member.username,
    )  # fmt: skip


def _kind_asked(body: NewFact, today: date) -> tuple[FactKind, dict[str, Detail]]:
    in_force = regulations.in_force_on(today)
    if body.form:
        sheet = sheets.sheet_named(body.form, in_force) if body.kind == FILLED else None
        if sheet is None:
            raise _no_kind("form")
        return sheets.kind_of(sheet), dict(sheets.says_whose(sheet))
    found = next((k for k in queries.recordable_kinds(in_force) if k.kind == body.kind), None)
    if found is None:
        raise _no_kind("kind")
    return found, {}


def _no_kind(field: str) -> Problem:
    said = _("No regulation in force lets this be recorded by hand; GET /facts/kinds lists them.")
    return Problem(type="invalid", detail=said, fields={field: [said]})


@facts.read("", Page[FactOut])
def list_(
    request: ApiRequest,
    about: Annotated[str | None, Query(max_length=200)] = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
    sort: Literal["-number", "number"] = "-number",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[FactOut]:
    """List recorded facts: of one matter, or what you recorded (all, if you may record facts)."""
    now = timezone.now()
    inner = paging.after(request, cursor)
    before = int(inner) if inner else None
    if about:
        if not gates.matter_or_member(request.member, about, timezone.localdate(now)):
            raise Http404
        rows = journal.timeline(about, before, limit + 1, newest_first=sort == "-number")
    else:
        every = people.may(request.member, "facts.record", timezone.localdate(now))
        rows = journal.newest(
            kind=kind or "", of=None if every else request.member, before=before, limit=limit + 1
        )
    more = rows[limit - 1].number if len(rows) > limit else None
    shown = facts_out(rows[:limit], reader=request.member, now=now)
    return Page(items=shown, next=paging.cursor_for(request, more))


@facts.read("/{int:number}", FactOut)
def show(request: ApiRequest, number: int) -> FactOut:
    """Show one recorded fact."""
    now = timezone.now()
    row = gates.fact_open_to(request.member, number, timezone.localdate(now))
    return fact_out(row.number, row.about, reader=request.member, now=now)


@facts.do("/{int:number}/complete", OutcomeOut)
def complete(request: ApiRequest, number: int, body: MissingDetails) -> OutcomeOut:
    """Supply what rules still ask about a fact."""
    now = timezone.now()
    gates.fact_open_to(request.member, number, timezone.localdate(now))
    form = _missing_form(number, body)
    bodies.given(form)
    outcome = actions.complete_fact(
        number=number, details=form.details(), actor=request.member, at=now
    )
    return told(outcome)


def _missing_form(number: int, body: MissingDetails) -> FactForm:
    row, asked = journal.find(number), queries.asked_about(number)
    known = row and regulations.in_force_on(timezone.localdate(row.happened_at), row.recorded_at)
    kind = known.vocabulary.kinds.get(row.kind) if known and row else None
    if kind is None or not set(asked) & set(kind.details):
        raise Problem(type="conflict", detail=_("No rule asks for anything about this fact."))
    form = FactForm(as_typed(body.details), kind=kind, only=asked)
    know_all(body.details, form)
    return form


@facts.do("/{int:number}/correct", OutcomeOut)
@bodies.takes(ReasonForm)
def correct(request: ApiRequest, number: int, body: Body) -> OutcomeOut:
    """Take a fact back with everything that followed from it."""
    now = timezone.now()
    people_gates.require(request.member, "facts.record", timezone.localdate(now))
    gates.fact_open_to(request.member, number, timezone.localdate(now))
    reason = bodies.given(ReasonForm(bodies.sent(body)))["reason"]
    outcome = actions.correct_fact(number=number, reason=reason, actor=request.member, at=now)
    return outcome_out(outcome)


# ── duties ───────────────────────────────────────────────────────────────────────────────────


class Done(Body):
    """That a recurring duty was done; ``counted`` says how many of each proof there are."""

    evidence: str | None = Field(None, max_length=1000)
    done_at: AwareDatetime | None = None
    counted: dict[str, int] = Field(default_factory=dict)


@obligations.read("", Page[DutyOut])
def mine(
    request: ApiRequest,
    about: Annotated[str | None, Query(max_length=200)] = None,
    sort: Literal[tuple(lists.SORTING.names)] = lists.SORTING.default,  # type: ignore[valid-type]
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DutyOut]:
    """List what you owe, soonest first; with ``about`` everything owed or done in one matter."""
    today = timezone.localdate()
    if about:
        if not gates.matter_or_member(request.member, about, today):
            raise Http404
        return Page(items=owed_out(owed.history(about)))
    own = standing_today(request.member, today).own
    rows, more = lists.owed(
        request.member, posts=own.posts, team_ids=own.team_ids, sort=sort,
        cursor=paging.after(request, cursor), limit=limit,
    )  # fmt: skip
    return Page(items=owed_out(rows), next=paging.cursor_for(request, more))


@obligations.read("/{int:pk}", DutyOut)
def duty(request: ApiRequest, pk: int) -> DutyOut:
    """Show one duty."""
    return duty_out(gates.obligation_open_to(request.member, pk, timezone.localdate()))


@obligations.do("/{int:pk}/excuse", OutcomeOut)
@bodies.takes(ReasonForm)
def excuse(request: ApiRequest, pk: int, body: Body) -> OutcomeOut:
    """Let somebody off a duty, for a reason."""
    now = timezone.now()
    people_gates.require(request.member, "obligations.excuse", timezone.localdate(now))
    gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    reason = bodies.given(ReasonForm(bodies.sent(body)))["reason"]
    return outcome_out(actions.excuse_obligation(pk=pk, reason=reason, by=request.member, at=now))


@obligations.do("/{int:pk}/done", OutcomeOut)
def finish(request: ApiRequest, pk: int, body: Done) -> OutcomeOut:
    """Record that a recurring duty was done, with what proves it."""
    now = timezone.now()
    row = gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    counted = _counted(row, body, request.member)
    fact = Fact(
        kind="duty_done", about=row.about, happened_at=min(body.done_at or now, now),
        details={"obligation": str(pk), "evidence": body.evidence, **counted},
        actor=request.member.username,
    )  # fmt: skip
    key = proof.done_key(row)
    return told(
        actions.record_fact(fact, actor=request.member, recorded_at=now, idempotency_key=key)
    )


def _counted(row: ObligationRow, body: Done, by: Member) -> dict[str, Detail]:
    posted = {name: str(count) for name, count in body.counted.items()}
    try:
        return proof.reported(row, posted, by=by)
    except proof.DoneElsewhereError as elsewhere:
        more = {"page": elsewhere.place}
        raise Problem(type="refused", detail=str(elsewhere), more=more) from None
    except proof.TooLittleError as too_little:
        said = zip(too_little.lacking, too_little.sentences, strict=True)
        fields = {f"counted.{one.name}": [sentence] for one, sentence in said}
        raise Problem(type="invalid", detail=str(too_little), fields=fields) from None


# ── why ──────────────────────────────────────────────────────────────────────────────────────


@why.read("/obligations/{int:pk}", WhyOut)
def why_obligation(request: ApiRequest, pk: int) -> WhyOut:
    """Say why somebody owes something by a time: clause, inputs, steps as data and sentences."""
    now = timezone.now()
    row = gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    return why_out(row, reader=request.member, now=now)


@why.read("/transfers/{int:pk}", WhyOut)
def why_transfer(request: ApiRequest, pk: int) -> WhyOut:
    """Say why points or money moved."""
    now = timezone.now()
    row = gates.transfer_open_to(request.member, pk, timezone.localdate(now))
    return why_out(row, reader=request.member, now=now)


@why.read("/requests/{int:pk}", WhyOut)
def why_request(request: ApiRequest, pk: int) -> WhyOut:
    """Say why something has to be signed."""
    now = timezone.now()
    row = gates.request_open_to(request.member, pk, timezone.localdate(now))
    return why_out(row, reader=request.member, now=now)


# ── points and money ─────────────────────────────────────────────────────────────────────────


class Balance(BaseModel):
    """What somebody received and paid of one unit in a month; amounts are decimal numbers."""

    period: str
    unit: str
    received: str
    paid: str
    net: str


class Entry(BaseModel):
    """One line of a statement; ``amount`` is positive for what the member gains."""

    id: int
    happened_at: datetime
    amount: str
    unit: str
    balance: str
    other: str
    about: str
    fact: int
    regulation: str
    clause: str
    countered_by: int | None
    why: str


def _whose(request: HttpRequest, asking: Member, key: str | None) -> Member:
    """Return whose statement is asked for, as the pages allow it."""
    if not key or key == asking.username:
        return asking
    found, today = people.member_by_key(key), timezone.localdate()
    if found is None:
        raise Http404
    if people.may(asking, "ledger.view_all", today) or people.leads(asking, found, today):
        return found
    raise Http404


@transfers.read("/balances", Rows[Balance])
def balances(
    request: ApiRequest, member: Annotated[str | None, Query(max_length=150)] = None
) -> Rows[Balance]:
    """List what a member (you, if none is named) received and paid, by month and unit."""
    whose = _whose(request, request.member, member)
    return Rows(
        items=[
            Balance(
                period=row.period, unit=row.net.unit, received=amount_of(row.received),
                paid=amount_of(row.paid), net=amount_of(row.net),
            )
            for row in ledger.totals_by_period("member", whose.username)
        ]
    )  # fmt: skip


@transfers.read("/statements/{period}", Rows[Entry])
def statement(
    request: ApiRequest,
    period: Period,
    member: Annotated[str | None, Query(max_length=150)] = None,
) -> Rows[Entry]:
    """List a member's entries of one month in order of time, with the running balance."""
    whose = _whose(request, request.member, member)
    return Rows(
        items=[
            Entry(
                id=row.id, happened_at=row.happened_at, amount=amount_of(row.amount),
                unit=row.amount.unit, balance=amount_of(row.balance),
                other=f"{row.other_kind}:{row.other_key}", about=row.about, fact=row.fact_number,
                regulation=row.title, clause=row.clause_number, countered_by=row.countered_by,
                why=f"/api/v1/why/transfers/{row.id}",
            )
            for row in ledger.statement(whose, period)
        ]
    )  # fmt: skip


@transfers.read("/transfers", Rows[TransferOut])
def of_fact(
    request: ApiRequest, fact: Annotated[int, Query(ge=1, le=2**63 - 1)]
) -> Rows[TransferOut]:
    """List what a fact moved, as far as it is any business of yours."""
    today = timezone.localdate()
    gates.fact_open_to(request.member, fact, today)
    found = ledger.moved_by(fact)
    return Rows(
        items=[transfer_out(t) for t in found if gates.may_read_transfer(request.member, t, today)]
    )


@transfers.read("/transfers/{int:pk}", TransferOut)
def transfer(request: ApiRequest, pk: int) -> TransferOut:
    """Show one transfer."""
    return transfer_out(gates.transfer_open_to(request.member, pk, timezone.localdate()))
