"""Reminders of contracts that end: one for each, on its day, to whoever owns it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.customers.models import Contract
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import quiet
from shouwen.journal.outbox import queue_message
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact

ENDING = "contract_ending"


def remind(*, now: datetime, limit: int = 50) -> int:
    """Remind of every contract whose day has come, exactly once; return how many those were."""
    due = Contract.objects.filter(
        remind_on__lte=timezone.localdate(now), reminded_at__isnull=True, ended_at__isnull=True
    )
    found = due.select_related("customer", "owner").order_by("remind_on", "pk")[:limit]
    return sum(_remind(contract, now) for contract in found)


@transaction.atomic
def _remind(contract: Contract, now: datetime) -> int:
    claimed = Contract.objects.filter(pk=contract.pk, reminded_at__isnull=True)
    if not claimed.update(reminded_at=now):
        return 0
    _record(contract, now)
    _tell(contract, now)
    return 1


def _record(contract: Contract, now: datetime) -> None:
    customer, ends = contract.customer, contract.ends
    fact = Fact(
        kind=ENDING,
        about=customer.about,
        happened_at=now,
        details={
            "person": contract.owner.username,
            "customer": customer.number,
            "contract": contract.number,
            "ends": _midnight(ends) if ends else None,
        },
    )
    try:
        enforcement.record_fact(
            fact, actor=None, recorded_at=now, idempotency_key=f"contract:{contract.pk}:ending"
        )
    except RefusedError:
        # Clauses that contradict each other are no reason to remind nobody.
        return


def _midnight(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()


def _tell(contract: Contract, now: datetime) -> None:
    owner = contract.owner
    if not owner.email:
        return
    with override(owner.language or settings.LANGUAGE_CODE):
        # Numbers only: what is in the archive stays in the house.
        queue_message(
            channel="mail",
            recipient=owner.email,
            subject=_("A contract ends soon: %(number)s") % {"number": contract.number},
            body=_("%(number)s with %(customer)s ends on %(day)s. Sign in to see it.")
            % {
                "number": contract.number,
                "customer": contract.customer.number,
                "day": contract.ends,
            },
            at=now,
            leaves_at=quiet.leaves_at(owner, now),
        )
