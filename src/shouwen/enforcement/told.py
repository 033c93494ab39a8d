"""Facts, duties, transfers and their reasons as the API tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from pydantic import BaseModel

from shouwen.approvals.actions import Request
from shouwen.enforcement import matters, words
from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.ledger.actions import Transfer
from shouwen.obligations.actions import ObligationRow
from shouwen.obligations.queries import OwedRow
from shouwen.people.models import Member
from shouwen.policy.amounts import Quantity, plain
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Detail
from shouwen.policy.sentences import say
from shouwen.policy.steps import Step
from shouwen.regulations import queries as regulations

Value = str | int | float | bool | None


class ClauseRef(BaseModel):
    """Where a regulation says it; ``page`` shows it in its place."""

    regulation: str
    title: str
    number: str
    address: str
    page: str


class FullClause(ClauseRef):
    """A clause with its words."""

    text: str


class FactOut(BaseModel):
    """A recorded fact; details the reader may not see are covered."""

    number: int
    kind: str
    label: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    actor: str
    details: dict[str, Value]
    corrects: int | None
    corrected_by: int | None


class DutyOut(BaseModel):
    """Who owes what by when; ``why`` is the address of its explanation."""

    id: int
    duty: str
    about: str
    owner: str | None
    owed_by: str
    due_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None
    state: str
    late: bool
    clause: ClauseRef
    why: str


class TransferOut(BaseModel):
    """Points or money that moved; ``amount`` is a decimal number as text."""

    id: int
    payer: str
    payee: str
    amount: str
    unit: str
    period: str
    happened_at: datetime
    about: str
    clause: ClauseRef
    why: str


class Asked(BaseModel):
    """What a rule still has to know about a fact."""

    missing: list[str]
    regulation: str
    clause: str


class OutcomeOut(BaseModel):
    """What the regulations made of what was sent.

    ``fact`` is null while it waits for signatures: then ``waits_for`` is the request. ``repeated``
    says that it was recorded before and nothing has changed.
    """

    fact: int | None
    waits_for: int | None
    repeated: bool
    opened: list[DutyOut]
    met: list[DutyOut]
    moved: list[TransferOut]
    asked: list[Asked]


class StepOut(BaseModel):
    """One step that led to a result: its code, its values, and the sentence."""

    code: str
    values: dict[str, Any]
    sentence: str


class WhyOut(BaseModel):
    """Why something is so: clause, rule, version, fact, and the steps in the language asked for."""

    clause: FullClause
    rule: str
    rule_title: str
    reading: str
    version: int
    in_force: date
    fact: FactOut
    steps: list[StepOut]


def clause_ref(regulation: str, title: str, number: str, address: str) -> ClauseRef:
    """Tell where something stands."""
    return ClauseRef(
        regulation=regulation, title=title, number=number, address=address,
        page=f"/regulations/{regulation}/",
    )  # fmt: skip


def facts_out(rows: Iterable[JournalRow], *, reader: Member, now: datetime) -> list[FactOut]:
    """Tell facts to a reader; what is covered for them is covered in all at once."""
    kept = list(rows)
    told = matters.covered([(row.about, row.details) for row in kept], reader, now)
    vocabulary = regulations.in_force_on(timezone.localdate(now)).vocabulary
    return [
        FactOut(
            number=row.number, kind=row.kind, label=words.kind_label(vocabulary, row.kind),
            about=row.about, happened_at=row.happened_at, recorded_at=row.recorded_at,
            actor=row.actor_key, details=_values(details), corrects=row.corrects,
            corrected_by=row.corrected_by,
        )
        for row, details in zip(kept, told, strict=True)
    ]  # fmt: skip


def fact_out(number: int, about: str, *, reader: Member, now: datetime) -> FactOut:
    """Tell one fact to a reader."""
    return facts_out(journal.timeline(about, number - 1, 1), reader=reader, now=now)[0]


def _values(details: Mapping[str, Detail]) -> dict[str, Value]:
    return {
        name: value if isinstance(value, str | int | float | bool | None) else str(value)
        for name, value in details.items()
    }


def duty_out(row: ObligationRow) -> DutyOut:
    """Tell a duty by its row."""
    return DutyOut(
        id=row.pk, duty=words.of_language((row.duty, row.duty_en or row.duty)), about=row.about,
        owner=row.owner.username if row.owner else None, owed_by=row.owed_by, due_at=row.due_at,
        opened_at=row.opened_at, ended_at=row.ended_at, state=row.state, late=row.late,
        clause=clause_ref(row.regulation, row.title, row.clause_number, row.clause_address),
        why=f"/api/v1/why/obligations/{row.pk}",
    )  # fmt: skip


def owed_out(rows: Iterable[OwedRow]) -> list[DutyOut]:
    """Tell the rows of a list."""
    return [
        DutyOut(
            id=row.id, duty=words.of_language((row.duty, row.duty_en or row.duty)),
            about=row.about, owner=row.owner_key or None, owed_by=row.owed_by, due_at=row.due_at,
            opened_at=row.opened_at, ended_at=row.ended_at, state=row.state, late=row.late,
            clause=clause_ref(row.regulation, row.title, row.clause_number, row.clause_address),
            why=f"/api/v1/why/obligations/{row.id}",
        )
        for row in rows
    ]  # fmt: skip


def transfer_out(row: Transfer) -> TransferOut:
    """Tell a transfer."""
    return TransferOut(
        id=row.pk, payer=f"{row.payer.kind}:{row.payer.key}",
        payee=f"{row.payee.kind}:{row.payee.key}", amount=amount_of(Quantity(row.unit, row.parts)),
        unit=row.unit, period=row.period, happened_at=row.happened_at, about=row.about,
        clause=clause_ref(row.regulation, row.title, row.clause_number, row.clause_address),
        why=f"/api/v1/why/transfers/{row.pk}",
    )  # fmt: skip


def amount_of(quantity: Quantity) -> str:
    """Write an amount as a decimal number."""
    return plain(quantity.value)


def outcome_out(outcome: Outcome | None) -> OutcomeOut:
    """Tell what the regulations made of something; None is what was recorded before."""
    found = outcome or Outcome(repeated=True)
    return OutcomeOut(
        fact=found.fact.number if found.fact else None,
        waits_for=found.held.pk if found.held else None,
        repeated=found.repeated,
        opened=[duty_out(row) for row in found.opened],
        met=[duty_out(row) for row in found.met],
        moved=[transfer_out(row) for row in found.moved],
        asked=[
            Asked(missing=list(row.missing), regulation=row.version.title, clause=row.clause_number)
            for row in found.asked
        ],
    )


def why_out(row: ObligationRow | Transfer | Request, *, reader: Member, now: datetime) -> WhyOut:
    """Explain one row that cites a clause, as its reader may see it."""
    clause = regulations.clause_of(row.version_id, row.clause_address) or _bare(row)
    rule = regulations.definition_of(row.version_id, row.rule_id)
    titles = (str(rule.get("title") or ""), str(rule.get("title_en") or rule.get("title") or ""))
    ref = clause_ref(row.version.regulation.slug, clause.title, clause.number, clause.address)
    return WhyOut(
        clause=FullClause(**ref.model_dump(), text=clause.text),
        rule=row.rule_id, rule_title=words.of_language(titles),
        reading=str(rule.get("reading") or ""), version=row.version.number,
        in_force=row.version.in_force, steps=steps_out(row.steps),
        fact=fact_out(row.fact.number, row.fact.about, reader=reader, now=now),
    )  # fmt: skip


def _bare(row: ObligationRow | Transfer | Request) -> Clause:
    return Clause(
        regulation=row.regulation, title=row.title, address=row.clause_address,
        number=row.clause_number,
    )  # fmt: skip


def steps_out(steps: Sequence[object]) -> list[StepOut]:
    """Tell kept steps as data and as sentences in the language asked for."""
    kept = [Step.from_json(step) for step in steps]  # type: ignore[arg-type]
    named = words.with_names(kept)
    language = words.page_language()
    return [
        StepOut(code=step.code, values=dict(step.values), sentence=say(said, language))
        for step, said in zip(kept, named, strict=True)
    ]
