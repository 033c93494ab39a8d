"""What a receiver is told: one fact or one consequence, as the subscription's owner may see it.

The same gates and covers are asked as for the owner's pages, at the moment of sending. What was
revealed to the owner for some minutes is not told: that was shown to a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from shouwen.access.sight import see_nothing_revealed
from shouwen.enforcement import gates
from shouwen.enforcement.matters import covered
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger.queries import Transfer
from shouwen.obligations.queries import ObligationRow
from shouwen.people.models import Member
from shouwen.policy.amounts import Quantity
from shouwen.webhooks.choices import MET, MOVED, OPENED, TEST
from shouwen.webhooks.models import Delivery

Body = dict[str, Any]


class HiddenError(Exception):
    """The owner may not see what there is to tell."""


def written(delivery: Delivery, owner: Member, now: datetime) -> bytes:
    """Return the body of a delivery; raise HiddenError where its owner may not see it."""
    body: Body = {
        "delivery": str(delivery.uid),
        "sequence": delivery.sequence,
        "event": delivery.event,
        "subscription": delivery.subscription_id,
        **of_delivery(delivery, owner, now),
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def of_delivery(delivery: Delivery, owner: Member, now: datetime) -> Body:
    """Return the fact and the consequence told, nothing for a test; raise HiddenError."""
    if delivery.event == TEST:
        return {}
    see_nothing_revealed(owner, now)
    on = timezone.localdate(now)
    try:
        row = gates.fact_open_to(owner, delivery.fact_id or 0, on)
        return {"fact": _fact(row, owner, now), **_consequence(delivery, owner, now)}
    except Http404:
        raise HiddenError from None


def may_see(owner: Member, event: str, fact: int, item: int, now: datetime) -> bool:
    """Return whether the owner may see an event, so that it is told at all."""
    on = timezone.localdate(now)
    try:
        gates.fact_open_to(owner, fact, on)
        _row(event, item, owner, now)
    except Http404:
        return False
    return True


def _row(event: str, item: int, owner: Member, now: datetime) -> ObligationRow | Transfer | None:
    on = timezone.localdate(now)
    if event in (OPENED, MET):
        return gates.obligation_open_to(owner, item, on)
    if event == MOVED:
        return gates.transfer_open_to(owner, item, on)
    return None


def _consequence(delivery: Delivery, owner: Member, now: datetime) -> Body:
    row = _row(delivery.event, delivery.item, owner, now)
    if isinstance(row, Transfer):
        return {"transfer": _transfer(row)}
    return {} if row is None else {"obligation": _obligation(row)}


def _seen(about: str, details: Mapping[str, Any], owner: Member, now: datetime) -> Body:
    (shown,) = covered([(about, details)], owner, now)
    return dict(shown)


def _fact(row: FactRow, owner: Member, now: datetime) -> Body:
    fact = journal.fact_of(row)
    return {
        "number": row.number,
        "kind": row.kind,
        "about": row.about,
        "happened_at": _moment(row.happened_at),
        "recorded_at": _moment(row.recorded_at),
        "actor": row.actor_key,
        "corrects": row.corrects_id,
        "details": _plain(_seen(row.about, fact.details, owner, now)),
    }


def _plain(details: Body) -> Body:
    return {name: value if _is_plain(value) else str(value) for name, value in details.items()}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | bool | int)


def _obligation(row: ObligationRow) -> Body:
    return {
        "number": row.pk,
        "regulation": row.regulation,
        "rule": row.rule_id,
        "clause": row.clause_number,
        "duty": row.duty,
        "about": row.about,
        "owner": row.owner.username if row.owner else "",
        "owed_by": row.owed_by,
        "opened_at": _moment(row.opened_at),
        "due_at": _moment(row.due_at),
        "state": row.state,
        "late": row.late,
    }


def _transfer(row: Transfer) -> Body:
    return {
        "number": row.pk,
        "regulation": row.regulation,
        "rule": row.rule_id,
        "clause": row.clause_number,
        "about": row.about,
        "payer": f"{row.payer.kind}:{row.payer.key}",
        "payee": f"{row.payee.kind}:{row.payee.key}",
        "amount": str(Quantity(row.unit, row.parts).value),
        "unit": row.unit,
        "period": row.period,
        "counters": row.counters_id,
    }


def _moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat() if at else None
