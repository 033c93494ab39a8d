"""What is written in the registers: an entry, a counter-entry, and that a register was exported."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals.queries import State
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.registers import filling
from shouwen.registers.register import Details, Register

EXPORT = "access_requested"


def fill_in(
    *,
    register: Register,
    kind: str,
    details: Details,
    happened_at: datetime,
    actor: Member,
    at: datetime,
    token: str,
) -> Outcome:
    """Enter a filled form; its running number is given as it is recorded.

    The same ``token`` sent twice makes one entry. Raises RefusedError where the journal does not
    take it; a refusal of a clause is the outcome's.
    """
    fact = filling.fact_from(
        register,
        kind,
        details,
        happened_at=happened_at,
        about=f"{kind}:{token}",
        actor=actor.username,
    )
    key = f"register:{token}"
    return enforcement.record_fact(fact, actor=actor, recorded_at=at, idempotency_key=key)


def strike_out(
    *, register: Register, number: int, reason: str, actor: Member, at: datetime
) -> Outcome:
    """Take an entry back by a counter-entry with a reason; both stay, its number is not reused.

    Raises RefusedError for a locked form, with its clause, and as ``correct_fact`` does.
    """
    locked = filling.locked_by(register, now=at)
    if locked:
        raise RefusedError(locked)
    return enforcement.correct_fact(number=number, reason=reason, actor=actor, at=at)


def note_export(*, register: Register, actor: Member, at: datetime) -> Outcome:
    """Ask the rules of access whether a register may be exported, and keep that it was.

    What was signed for today holds for the day. Raises RefusedError where a clause refuses it.
    """
    whole = f"{register.slug}/{register.rule.id}:{actor.username}:{timezone.localdate(at)}"
    key = f"export:{sha256(whole.encode()).hexdigest()}"
    before = enforcement.earlier_outcome(key)
    if before is not None and _still_stands(before):
        return before
    asking = Fact(
        kind=EXPORT,
        about=f"member:{actor.username}",
        happened_at=at,
        details={
            "person": actor.username,
            "action": "export",
            "subject": register.title,
            "subject_class": "register",
        },
        actor=actor.username,
    )
    again = f"{key}:{at.timestamp()}" if before is not None else key
    outcome = enforcement.record_fact(asking, actor=actor, recorded_at=at, idempotency_key=again)
    if outcome.refused is not None:
        raise RefusedError(
            refusal_text(outcome.refused) or _("A regulation in force forbids this export.")
        )
    return outcome


def _still_stands(before: Outcome) -> bool:
    """Tell whether what was asked for earlier today waits or was granted."""
    return before.held is not None and before.held.state in (State.WAITING, State.GRANTED)
