"""Everything that changes a request: open, decide, withdraw, expire."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import parties
from shouwen.approvals.errors import (
    AlreadyDecidedError,
    NotYourTurnError,
    ReasonMissingError,
    SeparationError,
    TooEarlyError,
    UnfitRequestError,
)
from shouwen.approvals.models import Decision, Request, RequestBar, RequestParty, State
from shouwen.journal.actions import FactRow, take_turn
from shouwen.journal.chain import moment
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.rulings import Permission

__all__ = [
    "AlreadyDecidedError",
    "Decision",
    "NotYourTurnError",
    "ReasonMissingError",
    "Request",
    "SeparationError",
    "TooEarlyError",
    "UnfitRequestError",
    "decide",
    "expire",
    "follow",
    "open_from",
    "withdraw",
]

HELD = "held"


@transaction.atomic
def open_from(
    *,
    ruling: Permission,
    proposed: Fact,
    proposer: Member,
    fact_row: FactRow,
    version_id: int,
    at: datetime,
    signers_may_repeat: bool = False,
) -> Request:
    """Hold a proposed fact until the ruling's tiers have signed; ``at`` is when it was asked.

    ``fact_row`` is the recorded fact of the asking. The same rule and fact again return the same
    request. Raises UnfitRequestError if the ruling holds nothing or names nobody to sign.
    """
    if ruling.state != HELD or not ruling.tiers or not all(t.any_of for t in ruling.tiers):
        raise UnfitRequestError(
            _("%(clause)s names nobody to sign; give its rule a tier.") % {"clause": ruling.cites}
        )
    request, created = Request.objects.get_or_create(
        fact=fact_row,
        version_id=version_id,
        rule_id=ruling.rule,
        defaults={
            "regulation": ruling.cites.regulation,
            "title": ruling.cites.title,
            "clause_address": ruling.cites.address,
            "clause_number": ruling.cites.number,
            "steps": [step.as_json() for step in ruling.steps],
            "about": proposed.about,
            "proposed": _as_json(proposed),
            "proposer": proposer,
            "tiers": [[str(party) for party in tier.any_of] for tier in ruling.tiers],
            "tier_count": len(ruling.tiers),
            "joint": [n for n, tier in enumerate(ruling.tiers) if tier.joint],
            "personal": [n for n, tier in enumerate(ruling.tiers) if tier.in_person],
            "in_person": ruling.tiers[0].in_person,
            "consent": ruling.consent,
            "signers_may_repeat": signers_may_repeat,
            "opened_at": at,
            "expires_at": ruling.expires_at,
        },
    )
    if created:
        barred = sorted({proposer.username, *ruling.barred})
        RequestBar.objects.bulk_create(RequestBar(request=request, member_key=k) for k in barred)
        _ask_tier(request)
    return request


@transaction.atomic
def follow(*, request: Request, earlier: Request) -> None:
    """Keep which earlier request this one asks again with changes; only where it has just begun."""
    begun = Request.objects.filter(pk=request.pk, state=State.WAITING, follows=None)
    begun.exclude(pk=earlier.pk).update(follows=earlier)


def _as_json(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind,
        "about": fact.about,
        "happened_at": moment(fact.happened_at),
        "details": dict(fact.details),
        "actor": fact.actor,
    }


def _ask_tier(request: Request) -> None:
    """Put the parties of the tier whose turn it is where their members' lists look."""
    RequestParty.objects.filter(request=request).delete()
    if request.state != State.WAITING:
        return
    names = [text.partition(":") for text in dict.fromkeys(request.tiers[request.tier])]
    RequestParty.objects.bulk_create(
        RequestParty(request=request, kind=kind, key=key) for kind, _colon, key in names
    )


@transaction.atomic
def decide(
    *,
    request: Request,
    member: Member,
    verdict: str,
    comment: str = "",
    at: datetime,
    acting_for: Member | None = None,
    override: bool = False,
) -> Request:
    """Sign the tier whose turn it is, ``granted`` or ``refused``; return the request as it stands.

    A tier that signs together is done when each of its parties has signed, in any order.
    ``acting_for`` is whom the member stands in for. ``override`` signs a tier that is not one's
    own (the caller has asked for that permission) but never puts separation of duties aside.
    Raises AlreadyDecidedError, TooEarlyError, NotYourTurnError, SeparationError or
    ReasonMissingError.
    """
    acting_for = None if acting_for == member else acting_for
    now = Request.objects.get(pk=request.pk)
    _refuse_ended(now, at)
    _refuse_unexplained(verdict, comment, override=override)
    _refuse_barred(now, member, acting_for)
    if not override:
        _refuse_stranger(now, member, acting_for, at)
    _refuse_second_signature(now, member, acting_for)
    _refuse_too_early(now, at)
    own = None if override else parties.names_of(acting_for or member, timezone.localdate(at))
    signed = _advance(now, Decision.Verdict(verdict), at, own)
    _record_decision(
        Decision(
            request=now,
            tier=now.tier,
            member=member,
            as_substitute_for=acting_for,
            override=override,
            verdict=verdict,
            at=at,
            comment=comment.strip(),
        ),
    )
    if signed.tier != now.tier or signed.state != State.WAITING:
        _ask_tier(signed)
    return signed


def _refuse_ended(request: Request, at: datetime) -> None:
    if request.state != State.WAITING:
        raise _already()
    if request.expires_at is not None and at > request.expires_at:
        raise AlreadyDecidedError(_("This request has expired; ask anew."))


def _refuse_too_early(request: Request, at: datetime) -> None:
    """Refuse what a device says was signed before there was anything to sign in this tier."""
    asked_at = Decision.objects.filter(request=request).aggregate(last=Max("at"))["last"]
    if at < max(request.opened_at, asked_at or request.opened_at):
        sentence = _(
            "By the device's clock this was signed before it was asked for; set the clock and "
            "sign again."
        )
        raise TooEarlyError(sentence)


def _already() -> AlreadyDecidedError:
    return AlreadyDecidedError(
        _("Somebody else was faster: this request is no longer waiting here; reload the page.")
    )


def _refuse_unexplained(verdict: str, comment: str, *, override: bool) -> None:
    if (override or verdict == Decision.Verdict.REFUSED) and not comment.strip():
        raise ReasonMissingError(_("Say why, so that the proposer can read it."), "comment")


def _refuse_barred(request: Request, member: Member, acting_for: Member | None) -> None:
    keys = {m.username for m in (member, acting_for) if m}
    if RequestBar.objects.filter(request=request, member_key__in=keys).exists():
        raise SeparationError(
            _("Whoever proposed this or has a part in it may not sign it; somebody else has to.")
        )


def _refuse_stranger(
    request: Request, member: Member, acting_for: Member | None, at: datetime
) -> None:
    """Refuse who is not of the tier on that day, or stands in for nobody who is."""
    if request.in_person and acting_for is not None:
        raise NotYourTurnError(
            _("%(name)s has to sign this in person.") % {"name": acting_for.name}
        )
    in_name_of = acting_for or member
    signers = {s.member.pk: s for s in parties.signers_for(member, timezone.localdate(at))}
    signer = signers.get(in_name_of.pk)
    asked = RequestParty.objects.filter(request=request)
    if signer is None or not asked.filter(parties.any_party(signer.names)).exists():
        raise NotYourTurnError(
            _("It is not %(name)s's turn to sign this request.") % {"name": in_name_of.name}
        )


def _refuse_second_signature(request: Request, member: Member, acting_for: Member | None) -> None:
    if request.signers_may_repeat:
        return
    now = {m.pk for m in (member, acting_for) if m}
    signed = Decision.objects.filter(request=request)
    if now & {pk for pair in signed.values_list("member", "as_substitute_for") for pk in pair}:
        raise SeparationError(_("Nobody signs two tiers of one request; somebody else has to."))


def _advance(
    request: Request, verdict: Decision.Verdict, at: datetime, own: frozenset[parties.Name] | None
) -> Request:
    """Move on from the tier as it was read; whoever comes second finds it gone.

    ``own`` are the parties the signer is, None for one who signs the whole tier in any case.
    """
    # What was decided is recorded next, and the journal's lock comes before the row's.
    take_turn()
    waiting = Request.objects.filter(pk=request.pk, state=State.WAITING, tier=request.tier)
    following = request.tier + 1
    if verdict == Decision.Verdict.REFUSED:
        won = waiting.update(state=State.REFUSED, ended_at=at)
    elif own is not None and request.tier in request.joint and _others_have_to(request, own):
        won = waiting.exists()
    elif following < request.tier_count:
        won = waiting.update(tier=following, in_person=following in request.personal)
    else:
        won = waiting.update(state=State.GRANTED, ended_at=at)
    if not won:
        raise _already()
    return Request.objects.get(pk=request.pk)


def _others_have_to(request: Request, own: frozenset[parties.Name]) -> bool:
    """Take the signer off those who have to sign together; tell whether anybody is left."""
    asked = RequestParty.objects.filter(request=request)
    if not asked.filter(parties.any_party(own)).delete()[0]:
        raise _already()
    return asked.exists()


def _record_decision(decision: Decision) -> None:
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError:
        raise _already() from None


@transaction.atomic
def withdraw(*, request: Request, member: Member, at: datetime, reason: str = "") -> Request:
    """Take a request back; only its proposer may; raise NotYourTurnError or AlreadyDecidedError."""
    if request.proposer_id != member.pk:
        raise NotYourTurnError(_("Only the proposer may withdraw a request."))
    return _end(request, State.WITHDRAWN, at=at, why=reason.strip())


@transaction.atomic
def expire(*, request: Request, at: datetime) -> Request:
    """End a request that nobody answered in time, once; raise AlreadyDecidedError.

    ``at`` must be later than ``expires_at``. Where the clause takes silence for consent it is
    granted.
    """
    due = Request.objects.filter(pk=request.pk, expires_at__lt=at).exists()
    if not due:
        raise AlreadyDecidedError(_("This request can still be signed; it has not expired."))
    return _end(request, State.GRANTED if request.consent else State.EXPIRED, at=at, why="")


def _end(request: Request, state: State, *, at: datetime, why: str) -> Request:
    take_turn()
    waiting = Request.objects.filter(pk=request.pk, state=State.WAITING)
    if not waiting.update(state=state, ended_at=at, ended_why=why):
        raise _already()
    ended = Request.objects.get(pk=request.pk)
    _ask_tier(ended)
    return ended
