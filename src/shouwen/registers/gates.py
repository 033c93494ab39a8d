"""Who may use the registers, and which entries are any of their business."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.enforcement import gates as facts
from shouwen.journal.actions import FactRow
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.rulebook import Rulebook
from shouwen.registers.register import Register, register_of
from shouwen.regulations import queries as regulations

RECORD = "facts.record"
WORK = "cases.work"


def may_use(member: Member, today: date) -> bool:
    """Return whether the member fills in forms at all."""
    return bool(standing_today(member, today).permissions & {RECORD, WORK})


def sees_all(member: Member, today: date) -> bool:
    """Return whether every entry is open to the member, not just those that concern them."""
    return RECORD in standing_today(member, today).permissions


def as_open_to(member: Member, register: Register, book: Rulebook, today: date) -> Register:
    """Return a register as the member may fill it in.

    A fact from which points or money may follow is entered only by whoever may record any fact.
    """
    if sees_all(member, today):
        return register
    moving = {kind for rule in book.rules if isinstance(rule, Moves) for kind in rule.fact_kinds()}
    left = tuple(kind for kind in register.by_hand if kind not in moving)
    return replace(register, by_hand=left)


def register_open_to(member: Member, slug: str, rule: str, today: date) -> Register:
    """Return a register in force as the member may fill it in, else look absent."""
    require_use(member, today)
    in_force = regulations.in_force_on(today)
    found = register_of(in_force, today, slug, rule)
    if found is None:
        raise Http404
    return as_open_to(member, found, in_force.rulebook, today)


def require_use(member: Member, today: date) -> None:
    """Let pass whoever fills in forms; to others these pages do not exist."""
    if not may_use(member, today):
        raise Http404


def require_all(member: Member, today: date) -> None:
    """Let pass whoever sees every entry: only they correct and export."""
    require_use(member, today)
    if not sees_all(member, today):
        raise PermissionDenied


def entry_open_to(member: Member, number: int, today: date) -> FactRow:
    """Return an entry to whoever may read its fact, else look absent."""
    require_use(member, today)
    return facts.fact_open_to(member, number, today)
