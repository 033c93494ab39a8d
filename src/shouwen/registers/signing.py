"""Signatures under an entry: whose lines there are, who signed what, and whether it still stands.

A signature is a fact of its own. It holds the SHA-256 of what was signed, so that a form whose
content is no longer the same shows it, and a counter-entry makes its signatures void.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.approvals.queries import DecisionRow
from shouwen.enforcement import lines
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.vocabulary import DetailType
from shouwen.registers import strokes
from shouwen.registers.register import Register

SIGNED = "sheet_signed"
FILLER = "by"
# Given by the house as the form is recorded; what people sign is the rest.
_GIVEN = ("number", "approval", "sent_later", "clock_off_minutes")
Standing = Literal["valid", "void", "altered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line for a signature; ``members`` may sign on it, or somebody from outside (None)."""

    slot: str
    label: str
    members: frozenset[str] | None

    def is_for(self, member: Member) -> bool:
        """Tell whether the member may sign here, or have somebody from outside sign."""
        return self.members is None or member.username in self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature; ``taken_by`` is whose device somebody from outside signed on.

    ``path`` is the drawing, empty where a button was pressed. ``number`` is its own fact.
    """

    slot: str
    label: str
    signer: str
    taken_by: str
    post: str
    at: datetime
    path: str
    standing: Standing
    content: str
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The lines of an entry: those signed, and those still to be signed."""

    done: tuple[Signature, ...]
    open: tuple[Line, ...]

    def for_member(self, member: Member) -> tuple[Line, ...]:
        """Return the open lines on which a member may sign or have somebody sign."""
        return tuple(line for line in self.open if line.is_for(member))

    @property
    def is_locked(self) -> bool:
        """Tell whether somebody has signed it, so that nothing may be added to it."""
        return any(one.number is not None for one in self.done)


def matter_of(number: int) -> str:
    """Return how a signature names the entry it stands under."""
    return f"fact:{number}"


def matter_of_held(pk: int) -> str:
    """Return how a signature names the form that waits for it."""
    return f"request:{pk}"


def content_of(register: Register, fact: Fact) -> str:
    """Return the SHA-256 of what is signed: the form, when it happened, and all its fields."""
    given = {*_GIVEN, *((register.rule.numbering.number,) if register.rule.numbering else ())}
    details = {n: v for n, v in fact.details.items() if n not in given and v is not None}
    whole = {
        "regulation": register.slug,
        "form": register.rule.id,
        "kind": fact.kind,
        "happened_at": fact.happened_at.astimezone(UTC).isoformat(),
        "details": details,
    }
    written = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def signed(
    register: Register, fact: Fact, *, number: int, asked: Request | None, struck: bool
) -> Signed:
    """Return the lines of a recorded entry, with what was signed on each."""
    matters = [matter_of(number), *((matter_of_held(asked.pk),) if asked else ())]
    rows = journal.facts_about(SIGNED, matters)
    decisions = (
        [d for d in requests.decisions_of(asked.pk) if d.verdict == "granted"] if asked else []
    )
    found = _lines(register, fact, asked, decisions)
    content = content_of(register, fact)
    done = _decided(register, asked, decisions, content, struck=struck, rows=rows)
    done += [_signature(row, found, content, struck=struck) for row in rows]
    taken = {row.details.get("slot") for row in rows}
    waiting = () if struck else tuple(line for line in found if line.slot not in taken)
    return Signed(done=tuple(done), open=waiting)


def counted(entries: Collection[tuple[int, object]]) -> dict[int, int]:
    """Count the signatures under entries, given with the request they came from, in one query."""
    matters = {matter_of(number): number for number, _asked in entries}
    matters |= {matter_of_held(int(str(pk))): number for number, pk in entries if pk}
    found: dict[int, int] = {}
    for row in journal.facts_about(SIGNED, list(matters)):
        number = matters[row.about]
        found[number] = found.get(number, 0) + 1
    return found


def held_lines(register: Register, asked: Request) -> tuple[Line, ...]:
    """Return the lines of a form that waits: its filler's, and those of people from outside."""
    return tuple(_lines(register, requests.proposed_fact(asked), None, ()))


def _lines(
    register: Register, fact: Fact, asked: Request | None, decisions: Iterable[DecisionRow]
) -> list[Line]:
    found = [Line(slot=FILLER, label=_("Filled in by"), members=frozenset({fact.actor}))]
    found += [_of_detail(register, fact, name) for name in register.rule.signed]
    names = lines.tier_lines(asked) if asked else []
    for decision in decisions:
        slot = tier_slot(decision.tier, decision.member_key)
        label = names[decision.tier] if decision.tier < len(names) else ""
        found.append(Line(slot=slot, label=label, members=frozenset({decision.member_key})))
    return found


def tier_slot(tier: int, member_key: str) -> str:
    """Return the line of somebody of the house who signs in turn."""
    return f"tier-{tier}-{member_key}"


def _of_detail(register: Register, fact: Fact, name: str) -> Line:
    term, value = register.term(fact.kind, name), fact.detail(name)
    own = term is not None and term.type is DetailType.MEMBER and value is not None
    members = frozenset({str(value)}) if own else None
    return Line(slot=f"signed-{name}", label=register.label(fact.kind, name), members=members)


def _decided(
    register: Register,
    asked: Request | None,
    decisions: Sequence[DecisionRow],
    content: str,
    *,
    struck: bool,
    rows: Sequence[JournalRow],
) -> list[Signature]:
    """Return the tiers' decisions, less those whose signers drew their signature as well."""
    if asked is None:
        return []
    names = lines.tier_lines(asked)
    then = content_of(register, requests.proposed_fact(asked))
    drawn = {row.details.get("slot") for row in rows}
    return [
        Signature(
            slot=tier_slot(one.tier, one.member_key),
            label=names[one.tier] if one.tier < len(names) else "",
            signer=one.member_name,
            taken_by="",
            post="",
            at=one.at,
            path="",
            standing=_standing(then, content, struck=struck),
            content=then,
            number=None,
        )
        for one in decisions
        if tier_slot(one.tier, one.member_key) not in drawn
    ]


def _signature(row: JournalRow, found: Iterable[Line], content: str, *, struck: bool) -> Signature:
    details = {name: str(value or "") for name, value in row.details.items()}
    slot, then = details.get("slot", ""), details.get("content", "")
    outside = slot.startswith("signed-") and details.get("signer") != row.actor_name
    return Signature(
        slot=slot,
        label=next((line.label for line in found if line.slot == slot), ""),
        signer=details.get("signer", ""),
        taken_by=row.actor_name if outside else "",
        post=details.get("post", ""),
        at=row.happened_at,
        path=strokes.path(details.get("strokes", "")),
        standing=_standing(then, content, struck=struck),
        content=then,
        number=row.number,
    )


def _standing(then: str, now: str, *, struck: bool) -> Standing:
    if then != now:
        return "altered"
    return "void" if struck else "valid"
