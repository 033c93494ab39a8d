"""Questions about requests: what waits for whom, what was decided, what has run out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When

from shouwen.approvals import parties
from shouwen.approvals.models import Decision, Request, RequestBar, RequestParty, State
from shouwen.people.models import Member
from shouwen.people.standing import Standing
from shouwen.policy.facts import Fact

AnyRow = TypeVar("AnyRow", bound=Model)

__all__ = [
    "DecisionRow",
    "Request",
    "RequestRow",
    "Shut",
    "State",
    "asked_by",
    "compared_with",
    "decided_with",
    "decisions_of",
    "decisions_under",
    "due_to_expire",
    "find",
    "may_decide",
    "passed_before",
    "proposed_by",
    "proposed_fact",
    "requests_about",
    "row_of",
    "shut_out",
    "still_asked",
    "waiting_about",
    "waiting_count",
    "waiting_for",
    "waiting_under",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request for reading; ``acting_for`` is whose turn it is when one is a substitute."""

    id: int
    about: str
    proposed_kind: str
    proposed: Fact
    proposer_key: str
    proposer_name: str
    regulation: str
    title: str
    clause_address: str
    clause_number: str
    version_id: int
    rule_id: str
    fact_number: int
    tiers: tuple[tuple[str, ...], ...]
    tier: int
    joint: tuple[int, ...]
    personal: tuple[int, ...]
    consent: bool
    state: str
    opened_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
    ended_why: str
    acting_for_key: str = ""
    acting_for_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One signature for reading; tiers count from 0."""

    tier: int
    member_key: str
    member_name: str
    acting_for_key: str
    acting_for_name: str
    override: bool
    verdict: str
    at: datetime
    comment: str


def proposed_fact(request: Request) -> Fact:
    """Return the fact that is held, as it was proposed."""
    held = request.proposed
    return Fact(
        kind=held["kind"],
        about=held["about"],
        happened_at=datetime.fromisoformat(held["happened_at"]),
        details=held["details"],
        actor=held["actor"],
    )


def row_of(request: Request) -> RequestRow:
    """Return one request for reading; its proposer is looked up where it is not there yet."""
    return _row(request)


def _row(request: Request, acting_for: Member | None = None) -> RequestRow:
    return RequestRow(
        id=request.pk,
        about=request.about,
        proposed_kind=request.proposed["kind"],
        proposed=proposed_fact(request),
        proposer_key=request.proposer.username,
        proposer_name=request.proposer.name,
        regulation=request.regulation,
        title=request.title,
        clause_address=request.clause_address,
        clause_number=request.clause_number,
        version_id=request.version_id,
        rule_id=request.rule_id,
        fact_number=request.fact_id,
        tiers=tuple(tuple(tier) for tier in request.tiers),
        tier=request.tier,
        joint=tuple(request.joint),
        personal=tuple(request.personal),
        consent=request.consent,
        state=request.state,
        opened_at=request.opened_at,
        expires_at=request.expires_at,
        ended_at=request.ended_at,
        ended_why=request.ended_why,
        acting_for_key=acting_for.username if acting_for else "",
        acting_for_name=acting_for.name if acting_for else "",
    )


def find(pk: int) -> Request | None:
    """Return one request with its proposer and version, or None."""
    related = ("proposer", "version__regulation", "fact")
    return Request.objects.select_related(*related).filter(pk=pk).first()


def passed_before(
    *, regulation: str, rule_id: str, about: str, details: Mapping[str, str]
) -> list[int]:
    """Return the granted requests of a rule about a matter whose fact had these details."""
    found = Request.objects.filter(
        regulation=regulation, rule_id=rule_id, about=about, state=State.GRANTED
    )
    return [
        request.pk
        for request in found.order_by("pk")
        if all(str(request.proposed["details"].get(n)) == v for n, v in details.items())
    ]


def asked_by(fact_number: int) -> Request | None:
    """Return the request that the fact of asking opened, or None."""
    return Request.objects.select_related("proposer").filter(fact=fact_number).first()


def _open_to(member: Member, signer: parties.Signer) -> QuerySet[Request]:
    """Return what ``member`` may sign in the name of ``signer``, as the tiers stand."""
    asked = RequestParty.objects.filter(parties.any_party(signer.names))
    both = {member.pk, signer.member.pk}
    keys = {member.username, signer.member.username}
    bars = RequestBar.objects.filter(request=OuterRef("pk"), member_key__in=keys)
    signed = Decision.objects.filter(
        Q(member__in=both) | Q(as_substitute_for__in=both), request=OuterRef("pk")
    )
    waiting = Request.objects.filter(state=State.WAITING, pk__in=asked.values("request"))
    if signer.member != member:
        waiting = waiting.filter(in_person=False)
    return waiting.filter(~Exists(bars)).filter(Q(signers_may_repeat=True) | ~Exists(signed))


def waiting_for(
    member: Member,
    on: date,
    limit: int = 50,
    *,
    standing: Standing | None = None,
    after: int = 0,
    newest_first: bool = False,
) -> list[RequestRow]:
    """List what waits for a member's signature on that day, as substitute too, oldest first.

    Or the newest first. Left out is what they may not sign: their own proposals, what bars them, a
    second tier. ``standing`` is the member's on that day, where the caller knows it already;
    ``after`` is the last id seen.
    """
    rows: dict[int, RequestRow] = {}
    for signer in _signers(member, on, standing):
        standing_in = signer.member if signer.member != member else None
        mine = _open_to(member, signer).select_related("proposer")
        found = _from(mine, after, newest_first=newest_first)
        for request in found[:limit]:
            rows.setdefault(request.pk, _row(request, standing_in))
    return [rows[pk] for pk in sorted(rows, reverse=newest_first)][:limit]


def _from(found: QuerySet[AnyRow], last: int | None, *, newest_first: bool) -> QuerySet[AnyRow]:
    """Return rows in the order of their ids, after the last one seen."""
    if last:
        found = found.filter(**{"pk__lt" if newest_first else "pk__gt": last})
    return found.order_by("-pk" if newest_first else "pk")


def _signers(member: Member, on: date, standing: Standing | None) -> list[parties.Signer]:
    if standing is None:
        return parties.signers_for(member, on)
    return parties.signers_at(member, standing)


def waiting_count(member: Member, on: date, *, standing: Standing | None = None) -> int:
    """Count what waits for a member's signature on that day."""
    open_to = [
        _open_to(member, s).values_list("pk", flat=True) for s in _signers(member, on, standing)
    ]
    return len({pk for pks in open_to for pk in pks})


def may_decide(request: Request, member: Member, on: date) -> list[Member]:
    """Return in whose names a member may sign a request on that day: themselves, or the absent."""
    return [
        signer.member
        for signer in parties.signers_for(member, on)
        if _open_to(member, signer).filter(pk=request.pk).exists()
    ]


def requests_about(about: str) -> list[RequestRow]:
    """List every request about a matter, in the order they were asked."""
    found = Request.objects.filter(about=about).select_related("proposer")
    return [_row(request) for request in found.order_by("pk")]


def waiting_about(about: str) -> list[Request]:
    """Return the requests about a matter that wait for a signature."""
    return list(Request.objects.filter(about=about, state=State.WAITING).order_by("pk"))


def granted_about(about: str) -> list[Request]:
    """Return the granted requests about a matter, in the order they were asked."""
    return list(Request.objects.filter(about=about, state=State.GRANTED).order_by("pk"))


def waiting_under(
    regulation: str, rule_id: str, *, of: Member | None = None, limit: int = 50
) -> list[RequestRow]:
    """List what waits for a signature under a rule, newest first; ``of`` leaves a proposer's."""
    found = Request.objects.filter(
        ended_at__isnull=True, regulation=regulation, rule_id=rule_id
    ).select_related("proposer")
    if of is not None:
        found = found.filter(proposer=of)
    return [_row(request) for request in found.order_by("-pk")[:limit]]


def proposed_by(
    member: Member, last: int | None = None, limit: int = 50, *, newest_first: bool = True
) -> list[RequestRow]:
    """List what a member asked for, newest or oldest first; ``last`` is the last id seen."""
    found = Request.objects.filter(proposer=member).select_related("proposer")
    return [_row(request) for request in _from(found, last, newest_first=newest_first)[:limit]]


def decided_with(
    member: Member, last: int | None = None, limit: int = 50, *, newest_first: bool = True
) -> list[tuple[int, RequestRow]]:
    """List what a member signed, or somebody in their name, the latest signature first or last.

    Each row stands beside the number of its signature; ``last`` is the last one seen.
    """
    mine = Decision.objects.filter(Q(member=member) | Q(as_substitute_for=member))
    found = _from(mine.select_related("request__proposer"), last, newest_first=newest_first)
    return [(decision.pk, _row(decision.request)) for decision in found[:limit]]


def decisions_of(pk: int) -> list[DecisionRow]:
    """List the signatures under a request, in order."""
    return decisions_under([pk]).get(pk, [])


def decisions_under(pks: Collection[int]) -> dict[int, list[DecisionRow]]:
    """List the signatures under each of these requests, in order."""
    found = Decision.objects.filter(request__in=list(pks))
    under: dict[int, list[DecisionRow]] = {}
    for d in found.select_related("member", "as_substitute_for").order_by("pk"):
        under.setdefault(d.request_id, []).append(_decision(d))
    return under


def _decision(d: Decision) -> DecisionRow:
    return DecisionRow(
        tier=d.tier,
        member_key=d.member.username,
        member_name=d.member.name,
        acting_for_key=d.as_substitute_for.username if d.as_substitute_for else "",
        acting_for_name=d.as_substitute_for.name if d.as_substitute_for else "",
        override=d.override,
        verdict=d.verdict,
        at=d.at,
        comment=d.comment,
    )


def still_asked(pks: Collection[int]) -> dict[int, frozenset[str]]:
    """Return who of the tier whose turn it is has still to sign, as ``kind:key``, by request."""
    found = RequestParty.objects.filter(request__in=list(pks))
    asked: dict[int, frozenset[str]] = {}
    for pk, kind, key in found.values_list("request", "kind", "key"):
        asked[pk] = asked.get(pk, frozenset()) | {f"{kind}:{key}"}
    return asked


def compared_with(request: Request) -> RequestRow | None:
    """Return the earlier request for the same kind of fact about the same matter, or None.

    The one that is asked again, else the last one that was granted, else the last that ended
    otherwise. Which rule held it does not matter: another amount may be for other tiers.
    """
    before = Request.objects.select_related("proposer")
    if request.follows_id is not None:
        return _row(before.get(pk=request.follows_id))
    earlier = before.filter(
        about=request.about,
        proposed__kind=request.proposed["kind"],
        pk__lt=request.pk,
        ended_at__isnull=False,
    )
    granted_first = Case(When(state=State.GRANTED, then=0), default=1)
    found = earlier.order_by(granted_first, "-pk").first()
    return _row(found) if found else None


class Shut(StrEnum):
    """Why a member may not sign a request that waits."""

    PROPOSER = "proposer"
    KEPT_APART = "kept_apart"
    SIGNED_BEFORE = "signed_before"
    IN_PERSON = "in_person"
    NOT_IN_TURN = "not_in_turn"


def shut_out(request: Request, member: Member, on: date) -> Shut:
    """Say why somebody who may not sign a waiting request may not, for the page to tell them."""
    if request.proposer_id == member.pk:
        return Shut.PROPOSER
    if RequestBar.objects.filter(request=request, member_key=member.username).exists():
        return Shut.KEPT_APART
    asked = RequestParty.objects.filter(request=request)
    mine = [s for s in parties.signers_for(member, on) if asked.filter(parties.any_party(s.names))]
    if not mine:
        return Shut.NOT_IN_TURN
    alone = any(s.member == member for s in mine)
    return Shut.IN_PERSON if request.in_person and not alone else Shut.SIGNED_BEFORE


def due_to_expire(now: datetime, limit: int = 200) -> list[Request]:
    """Return the requests nobody answered in time, the longest overdue first."""
    due = Request.objects.filter(ended_at__isnull=True, expires_at__lt=now)
    return list(due.select_related("proposer").order_by("expires_at", "pk")[:limit])
