"""The watcher: warns, escalates, lapses and expires, each exactly once, however many run.

An obligation or request is claimed by one conditional update; whoever loses it goes on to the
next. A row whose consequences fail is pushed back, so that it holds nobody else up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from shouwen.approvals import queries as requests
from shouwen.approvals.errors import AlreadyDecidedError
from shouwen.enforcement.actions import expire_request, record_fact
from shouwen.enforcement.notices import escalated, warned
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import Check, CheckKind, ObligationRow
from shouwen.policy.facts import Detail, Fact

log = structlog.get_logger(__name__)
PUSHED_BACK_BY = timedelta(hours=1)


def watch_once(*, now: datetime, limit: int = 200) -> int:
    """Do everything that is due by ``now``; return how many rows something was done for.

    At most ``limit`` rows are looked at; call again while the answer equals ``limit``.
    """
    return _check_obligations(now, limit) + _expire_requests(now, limit)


def _check_obligations(now: datetime, limit: int) -> int:
    done = 0
    for obligation in owed.due_for_check(now, limit):
        try:
            done += _check(obligation, now)
        except Exception as fault:
            log.exception("check_failed", obligation=obligation.pk)
            obligations.push_back(
                obligation=obligation, until=now + PUSHED_BACK_BY, fault=type(fault).__name__
            )
    return done


@transaction.atomic
def _check(obligation: ObligationRow, now: datetime) -> bool:
    checks = obligations.claim_check(obligation=obligation, now=now)
    for check in checks:
        if check.kind is CheckKind.WARN:
            warned(obligation, now)
        elif check.kind is CheckKind.LAPSE:
            _lapse(obligation, now)
        else:
            _escalate(obligation, check, now)
    return bool(checks)


def _details(obligation: ObligationRow) -> dict[str, Detail]:
    return {
        "number": str(obligation.pk),
        "rule": obligation.rule_id,
        "regulation": obligation.regulation,
        "owner": obligation.owner.username if obligation.owner else None,
        "duty": obligation.duty,
    }


def _lapse(obligation: ObligationRow, now: datetime) -> None:
    fact = Fact(
        kind="obligation_lapsed",
        about=obligation.about,
        happened_at=obligation.due_at or now,
        details=_details(obligation),
    )
    outcome = record_fact(
        fact, actor=None, recorded_at=now, idempotency_key=f"lapse:{obligation.pk}"
    )
    if outcome.fact is not None:
        obligations.cite_lapse(obligation=obligation, fact_row=outcome.fact)


def _escalate(obligation: ObligationRow, check: Check, now: datetime) -> None:
    fact = Fact(
        kind="obligation_escalated",
        about=obligation.about,
        happened_at=check.at,
        details={**_details(obligation), "to": str(check.to)},
    )
    key = f"escalate:{obligation.pk}:{check.at.isoformat()}:{check.to}"
    record_fact(fact, actor=None, recorded_at=now, idempotency_key=key)
    if check.to is not None:
        escalated(obligation, check.to, now)


def _expire_requests(now: datetime, limit: int) -> int:
    done = 0
    for request in requests.due_to_expire(now, limit):
        try:
            expire_request(request=request, at=now)
            done += 1
        except AlreadyDecidedError:
            continue
    return done
