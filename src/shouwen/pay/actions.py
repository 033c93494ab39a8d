"""Settling a period: each step is a fact, so that rules may let it wait for signatures."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.journal.actions import FactRow, take_turn
from shouwen.ledger import settling
from shouwen.ledger.settling import State
from shouwen.pay import fines
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail

KINDS: Mapping[str, State] = {
    "settlement_calculated": State.CALCULATED,
    "settlement_reviewed": State.REVIEWED,
    "settlement_approved": State.APPROVED,
    "settlement_locked": State.LOCKED,
    "settlement_paid": State.PAID,
    "settlement_returned": State.OPEN,
}
_KIND_TO = {state: kind for kind, state in KINDS.items()}


def step_named(text: str) -> State:
    """Read the step a form or program asks for; raise RefusedError for anything else."""
    if text not in _KIND_TO:
        raise RefusedError(_("Choose a step of the settlement; this one is not known."))
    return State(text)


@transaction.atomic
def settle(*, name: str, to: State, sent: Sent, reason: str = "") -> Outcome:
    """Take the settlement of a period one step on, or back with a reason.

    The outcome's ``held`` is the request it waits for, where a rule wants it signed. Raises
    RefusedError, with the reason, where it cannot go there now or a clause refuses it.
    """
    if to == State.OPEN and not reason:
        raise RefusedError(_("Write why it is sent back."), "reason")
    take_turn()
    before = sent.earlier(_KIND_TO[to])
    if before is not None:
        return before
    settling.refuse_unfit(name, to, sent.received_at)
    entries, last = settling.looked_at(name)
    details: dict[str, Detail] = {
        "person": sent.actor.username,
        "period": name,
        "entries": str(entries),
        "last": str(last),
    }
    details |= fines.details_of(name)
    if reason:
        details["reason"] = reason
    if to in settling.LOCKED:
        details["seal"] = settling.seal_of(name)
    kind = _KIND_TO[to]
    return sent.offer(kind, f"settlement:{name}", details, kind)


def broken_seals() -> list[str]:
    """Return the locked periods whose entries are no longer those that were locked."""
    return [
        each.name
        for each in settling.sealed()
        if each.fact.details.get("seal", "") not in ("", settling.seal_of(each.name))
    ]


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Keep where a recorded step brought the settlement of a period."""
    name = str(row.details.get("period", ""))
    to = KINDS[row.kind]
    settling.refuse_unfit(name, to, row.recorded_at)
    settling.follow(name=name, to=to, fact_row=row)
