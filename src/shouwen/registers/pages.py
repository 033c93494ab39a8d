"""What the page of one entry shows: fields, figures, copies, signatures, why, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.approvals.queries import DecisionRow
from shouwen.enforcement import lines, words
from shouwen.enforcement.actions import granted_to
from shouwen.enforcement.book import bench_for
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.policy import sentences
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.form import Copy
from shouwen.policy.steps import Step
from shouwen.registers import filling, queries, signing
from shouwen.registers.filling import Side
from shouwen.registers.queries import Cell
from shouwen.registers.register import Register
from shouwen.registers.signing import Signed
from shouwen.regulations import queries as regulations

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """One copy of a form: which one it is (第一联), its name and who keeps it."""

    which: str
    name: str
    keeper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier of signatures: whose it is, and who signed when; unsigned without a decision."""

    tier: str
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """The counter-entry that took an entry back."""

    number: int
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry in full; ``fields`` are those of the form, ``further`` what was said besides."""

    number: int
    printed: str
    happened_at: datetime
    recorded_at: datetime
    who: str
    fields: tuple[Cell, ...]
    further: tuple[Cell, ...]
    figures: tuple[Cell, ...]
    sides: tuple[Side, ...]
    absent: tuple[str, ...]
    copies: tuple[CopyRow, ...]
    kept: str
    signed: Signed
    content: str
    request: int | None
    struck: Struck | None


def register_then(row: FactRow, slug: str, rule_id: str) -> Register | None:
    """Return the register an entry was made in, as its regulation stood then."""
    day = timezone.localdate(row.happened_at)
    in_force = regulations.in_force_on(day, row.recorded_at)
    return queries.register_holding(in_force, day, slug, rule_id, journal.fact_of(row))


def page_of(register: Register, row: FactRow, *, now: datetime) -> Page:
    """Gather everything the page of one entry shows."""
    fact = journal.fact_of(row)
    names = queries.names_in(register, (fact,))
    own = [name for name in register.fields() if name not in register.rule.computed]
    numbering = register.rule.numbering
    hidden = {*words.HIDDEN, "form", *own, *register.rule.computed}
    own = [name for name in own if not numbering or name != numbering.number]
    asked, struck = request_of(row), _struck(row)
    return Page(
        number=row.number,
        printed=register.number_of(row.details),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        who=row.actor.name if row.actor else row.actor_key,
        fields=_cells(register, fact, own, names, now),
        further=tuple(
            c for c in _cells(register, fact, [n for n in fact.details if n not in hidden],
                              names, now)
        ),
        figures=_cells(register, fact, list(register.rule.computed), names, now),
        sides=tuple(filling.sides(register, fact)),
        absent=tuple(register.label(fact.kind, n) for n in queries.absent(register, fact)),
        copies=copies_of(register),
        kept=kept_for(register),
        signed=signing.signed(
            register, fact, number=row.number, asked=asked, struck=struck is not None
        ),
        content=signing.content_of(register, fact),
        request=asked.pk if asked else None,
        struck=struck,
    )  # fmt: skip


def _cells(
    register: Register, fact: Fact, fields: list[str], names: words.Names, now: datetime
) -> tuple[Cell, ...]:
    whole = register.whole(fact)
    return tuple(
        (register.label(fact.kind, n), queries.value_text(register, whole, n, names, now=now))
        for n in fields
    )


def copies_of(register: Register) -> tuple[CopyRow, ...]:
    """List the copies of a form with their keepers."""
    return tuple(
        CopyRow(which=_which(place), name=words.of_language(copy.names), keeper=_keeper(copy))
        for place, copy in enumerate(register.rule.copies, start=1)
    )


def _which(place: int) -> str:
    chinese = words.page_language() == "zh" and place <= len(_NUMERALS)
    return _("Copy %(number)s") % {"number": _NUMERALS[place - 1] if chinese else place}


def _keeper(copy: Copy) -> str:
    if copy.to is None:
        return ""
    return lines.party_text(copy.to.named)


def kept_for(register: Register) -> str:
    """Say how long an entry is kept; empty where the regulation does not say."""
    if not register.rule.retention:
        return ""
    step = Step("form_kept", {"length": str(register.rule.retention)})
    return sentences.say(step, words.page_language())


def request_of(row: FactRow) -> Request | None:
    """Return the request an entry waited for before it was recorded, or None."""
    pk = row.details.get("approval")
    return requests.find(int(str(pk))) if pk else None


def signatures_of(asked: Request) -> tuple[Tier, ...]:
    """List the tiers of a request with their decisions."""
    decisions = requests.decisions_of(asked.pk)
    return tuple(
        Tier(tier=tier, decisions=tuple(d for d in decisions if d.tier == position))
        for position, tier in enumerate(lines.tier_lines(asked))
    )


def _struck(row: FactRow) -> Struck | None:
    number = lines.correction_of(row)
    by = journal.find(number) if number else None
    if by is None:
        return None
    return Struck(
        number=by.number,
        at=by.recorded_at,
        who=by.actor.name if by.actor else by.actor_key,
        reason=str(by.details.get("reason") or ""),
    )


def why_lines(register: Register, row: FactRow, *, now: datetime) -> tuple[sentences.Line, ...]:
    """Say step by step what the form rule made of an entry, by the rules of its day."""
    fact = journal.fact_of(row)
    bench = bench_for(fact, known_at=row.recorded_at)
    granted = granted_to(request_of(row))
    rulings = bench.judge(fact, number=row.number, granted=granted)
    key = (register.slug, register.rule.id)
    steps = next((r.steps for r in rulings if (r.cites.regulation, r.rule) == key), ())
    year = timezone.localtime(now).year
    return sentences.lines(steps, words.page_language(), year=year)
