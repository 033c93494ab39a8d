"""What is done in the queue: decide one, decide several, ask for approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as approvals
from shouwen.approvals.actions import AlreadyDecidedError, NotYourTurnError, Request, follow
from shouwen.approvals.queries import DecisionRow
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent, decided
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail

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
    verdict: str,
    tier: int,
    sent: Sent,
    comment: str = "",
) -> Decided:
    """Sign the tier that the page showed, in one's own name or for somebody who is away.

    Decided without network it counts when it was decided. The same decision sent twice changes
    nothing. Raises AlreadyDecidedError where the tier has been signed meanwhile, and the refusals
    of ``enforcement.decide_request``.
    """
    member = sent.actor
    before = _signed_by(request, member, tier)
    if before is not None and before.verdict == verdict:
        return Decided(outcome=None, repeated=True)
    if before is not None or request.tier != tier:
        raise AlreadyDecidedError(
            _("This step was decided already; reload the page to see how the request stands.")
        )
    outcome = decided(
        request=request,
        verdict=verdict,
        sent=sent,
        comment=comment,
        acting_for=_standing_in_for(request, member, sent.done_at),
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
    decide(request=request, verdict=GRANTED, tier=tier, sent=Sent.at_once(member, at))


@transaction.atomic
def ask(
    *,
    kind: str,
    about: str,
    details: Mapping[str, Detail],
    happened_at: datetime,
    sent: Sent,
    instead_of: Request | None = None,
) -> Outcome:
    """Propose a fact that a rule lets wait for signatures; the same form asks once.

    ``instead_of`` is the earlier request that is asked again with changes.

    Raises RefusedError where nothing asks for a signature: only whoever may record facts records
    it then.
    """
    outcome = sent.offer(kind, about, details, "ask", happened_at=happened_at, asking=True)
    recorded = outcome.fact is not None and not outcome.repeated
    if recorded and not people.may(sent.actor, RECORD, timezone.localdate(sent.received_at)):
        raise RefusedError(
            _("With these particulars nobody has to sign; ask your leader to record it.")
        )
    if outcome.held is not None and instead_of is not None and not outcome.repeated:
        follow(request=outcome.held, earlier=instead_of)
    return outcome
