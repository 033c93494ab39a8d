"""What is done in the queue: decide one, decide several, ask for approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as approvals
from shouwen.approvals.actions import AlreadyDecidedError, NotYourTurnError, Request
from shouwen.approvals.queries import DecisionRow
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact

GRANTED = "granted"
RECORD = "facts.record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision led to; ``repeated`` means that the same was sent before."""

    outcome: Outcome | None
    repeated: bool = False


@transaction.atomic
def decide(
    *,
    request: Request,
    member: Member,
    verdict: str,
    at: datetime,
    tier: int,
    comment: str = "",
) -> Decided:
    """Sign the tier that the page showed, in one's own name or for somebody who is away.

    The same decision sent twice changes nothing. Raises AlreadyDecidedError where the tier has
    been signed meanwhile, and the refusals of ``enforcement.decide_request``.
    """
    before = _signed_by(request, member, tier)
    if before is not None and before.verdict == verdict:
        return Decided(outcome=None, repeated=True)
    if before is not None or request.tier != tier:
        raise AlreadyDecidedError(
            _("This step was decided already; reload the page to see how the request stands.")
        )
    outcome = enforcement.decide_request(
        request=request,
        member=member,
        verdict=verdict,
        comment=comment,
        at=at,
        acting_for=_standing_in_for(request, member, at),
    )
    return Decided(outcome=outcome)


def _signed_by(request: Request, member: Member, tier: int) -> DecisionRow | None:
    mine = (d for d in approvals.decisions_of(request.pk) if d.member_key == member.username)
    return next((d for d in mine if d.tier == tier), None)


def _standing_in_for(request: Request, member: Member, at: datetime) -> Member | None:
    """Return whom the member signs for; None for themselves, who come first."""
    open_to = approvals.may_decide(request, member, timezone.localdate(at))
    if any(one.pk == member.pk for one in open_to):
        return None
    return next(iter(open_to), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How several decisions went: how many were granted, and why others were not, by request."""

    granted: int
    refused: Mapping[int, str]


def grant_together(*, requests: Sequence[tuple[int, int]], member: Member, at: datetime) -> Batch:
    """Grant several requests, each a (number, tier) as the page showed it.

    Each stands by itself: one that fails leaves the others granted. What has to be signed in
    person is not taken.
    """
    granted, refused = 0, {}
    for pk, tier in requests:
        try:
            _grant_one(pk, tier, member, at)
            granted += 1
        except RefusedError as refusal:
            refused[pk] = str(refusal)
    return Batch(granted=granted, refused=refused)


@transaction.atomic
def _grant_one(pk: int, tier: int, member: Member, at: datetime) -> None:
    request = approvals.find(pk)
    if request is None or not approvals.may_decide(request, member, timezone.localdate(at)):
        raise NotYourTurnError(
            _("It is not %(name)s's turn to sign this request.") % {"name": member.name}
        )
    if request.in_person:
        raise NotYourTurnError(_("It has to be signed in person; open it and decide it by itself."))
    decide(request=request, member=member, verdict=GRANTED, at=at, tier=tier)


@transaction.atomic
def ask(
    *,
    kind: str,
    about: str,
    details: Mapping[str, Detail],
    happened_at: datetime,
    actor: Member,
    at: datetime,
    key: str,
) -> Outcome:
    """Propose a fact that a rule lets wait for signatures; the same ``key`` asks once.

    Raises RefusedError where nothing asks for a signature: only whoever may record facts records
    it then.
    """
    fact = Fact(
        kind=kind, about=about, happened_at=happened_at, details=details, actor=actor.username
    )
    outcome = enforcement.record_fact(
        fact, actor=actor, recorded_at=at, idempotency_key=f"ask:{key}"
    )
    recorded = outcome.fact is not None and not outcome.repeated
    if recorded and not people.may(actor, RECORD, timezone.localdate(at)):
        raise RefusedError(
            _("With these particulars nobody has to sign; ask your leader to record it.")
        )
    return outcome
