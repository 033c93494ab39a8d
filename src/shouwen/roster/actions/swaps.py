"""Swaps and open shifts: proposed, answered, in effect once the rules' signatures are there."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.enforcement.actions import withdraw_request
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import FactRow, take_turn
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.roster import days, facts, queries, skills, verdicts
from shouwen.roster.actions import plans
from shouwen.roster.actions.plans import refuse_clash
from shouwen.roster.choices import ASKED, LIVE, SEEN, AskState, PlanState, ShiftState
from shouwen.roster.models import Shift, Swap
from shouwen.roster.verdicts import Verdict

ASKED_FOR, WITHDRAWN = "shift_swap_requested", "shift_swap_withdrawn"


def verdict_on(swap: Swap, *, at: datetime) -> Verdict:
    """Return what the rules say to a swap once the partner agrees."""
    fact = facts.swap(swap, agreed=True, at=at, actor=swap.person.username)
    return verdicts.verdict_on(fact, now=at)


@transaction.atomic
def propose(
    *, person: Member, partner: Member, shift: Shift, payback: Shift | None, reason: str, sent: Sent
) -> Swap:
    """Ask a partner to take a shift over; raise RefusedError with its why where a rule refuses."""
    take_turn()
    swap = Swap(
        person=person, partner=partner, shift=_as_it_is(shift),
        payback=_as_it_is(payback) if payback is not None else None, reason=reason,
        state=AskState.PROPOSED, asked_at=sent.done_at,
    )  # fmt: skip
    refuse_unfit(swap, sent.done_at)
    found = verdict_on(swap, at=sent.received_at)
    if not found.allowed:
        raise RefusedError(found.why)
    try:
        with transaction.atomic():
            swap.save()
    except IntegrityError:
        raise RefusedError(_("This shift is part of another swap already."), "shift") from None
    _tell(swap, "shift_swap_proposed", sent, {"payback_begins": _begins(payback)})
    return swap


def _as_it_is(shift: Shift) -> Shift:
    return Shift.objects.select_related("plan", "team", "member").get(pk=shift.pk)


def _begins(shift: Shift | None) -> str | None:
    return facts.iso(shift.begins) if shift else None


def _tell(swap: Swap, kind: str, sent: Sent, more: dict[str, Detail]) -> None:
    details: dict[str, Detail] = {
        "person": swap.person.username,
        "partner": swap.partner.username,
        "shift_begins": facts.iso(swap.shift.begins),
        "period": days.period_of(swap.shift.begins),
        "reason": swap.reason,
        **more,
    }
    sent.record(kind, f"member:{swap.person.username}", details, kind)


def refuse_unfit(swap: Swap, at: datetime) -> None:
    """Refuse what no rule has to say: not theirs, over already, or two at once."""
    shift, payback = swap.shift, swap.payback
    if shift.member_id != swap.person_id or shift.state not in SEEN or shift.begins <= at:
        raise RefusedError(_("Only a coming shift of your own can be swapped."), "shift")
    if swap.partner_id == swap.person_id:
        raise RefusedError(_("Choose somebody else as the partner."), "partner")
    if payback is not None and (
        payback.member_id != swap.partner_id or payback.state not in SEEN or payback.begins <= at
    ):
        raise RefusedError(_("The shift in return is a coming one of the partner."), "payback")
    if queries.swap_in_hand(shift) or (payback is not None and queries.swap_in_hand(payback)):
        raise RefusedError(_("This shift is part of another swap already."), "shift")
    _refuse_hindered(swap.partner, shift, payback)
    if payback is not None:
        _refuse_hindered(swap.person, payback, shift)


def _refuse_hindered(member: Member, takes: Shift, gives: Shift | None) -> None:
    if skills.lacks(member.pk, takes.skill):
        said = _("%(who)s lacks the skill “%(skill)s” that this shift asks for.")
        raise RefusedError(said % {"who": member.name, "skill": takes.skill}, "partner")
    span = (takes.begins, takes.ends)
    without = [gives.pk] if gives is not None else []
    if facts.overlapping(member.pk, span, without=without) or facts.away_in(member.pk, span):
        said = _("%(who)s works or is away at that time; choose another shift.")
        raise RefusedError(said % {"who": member.name}, "partner")


@transaction.atomic
def answer(*, swap: Swap, agrees: bool, sent: Sent) -> Outcome | None:
    """Say yes or no as the partner; with a yes the rules decide, or whoever signs by them.

    Raises RefusedError with its clause where a rule refuses it now.
    """
    take_turn()
    if sent.actor != swap.partner:
        raise RefusedError(_("Only %(name)s may answer.") % {"name": swap.partner.name})
    now = _waiting(swap)
    _tell(now, "shift_swap_answered", sent, {"partner_agrees": agrees})
    if not agrees:
        _end(now, AskState.REFUSED, sent.done_at, why=_("The partner does not agree."))
        return None
    _refuse_unfit_now(now, sent.done_at)
    fact = facts.swap(now, agreed=True, at=sent.done_at, actor=now.person.username)
    # The request is the person's, whatever the partner pressed: they may not sign it themselves.
    own = Sent(
        token=f"swap:{now.pk}", actor=now.person, done_at=sent.done_at,
        received_at=sent.received_at, marks=sent.marks,
    )  # fmt: skip
    outcome = own.offer(
        fact.kind, fact.about, {**fact.details, "roster_swap": str(now.pk)}, ASKED_FOR
    )
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.held is not None:
        Swap.objects.filter(pk=now.pk).update(state=AskState.HELD, request=outcome.held.pk)
    return outcome


def _refuse_unfit_now(swap: Swap, at: datetime) -> None:
    shift, payback = swap.shift, swap.payback
    gone = shift.member_id != swap.person_id or shift.state not in SEEN or shift.begins <= at
    if gone or (payback is not None and payback.member_id != swap.partner_id):
        raise RefusedError(_("One of the shifts has changed meanwhile; propose it anew."))
    _refuse_hindered(swap.partner, shift, payback)
    if payback is not None:
        _refuse_hindered(swap.person, payback, shift)


def _waiting(swap: Swap) -> Swap:
    found = (
        Swap.objects.select_related(
            "person", "partner", "shift__plan", "shift__team", "shift__member", "payback__plan"
        )
        .filter(pk=swap.pk, state=AskState.PROPOSED)
        .first()
    )
    if found is None:
        raise RefusedError(_("This swap was answered or withdrawn; reload the page."))
    return found


def _end(
    swap: Swap, state: AskState, at: datetime, *, why: str = "", fact: FactRow | None = None
) -> bool:
    found = Swap.objects.filter(pk=swap.pk, state__in=ASKED)
    values = {"state": state, "ended_at": at, "why": why}
    return bool(found.update(**values, **({"fact": fact} if fact is not None else {})))


@transaction.atomic
def withdraw(*, swap: Swap, sent: Sent) -> None:
    """Take a swap back before it is in effect."""
    take_turn()
    if sent.actor != swap.person:
        raise RefusedError(_("Only %(name)s may take it back.") % {"name": swap.person.name})
    if not _end(swap, AskState.WITHDRAWN, sent.done_at):
        raise RefusedError(_("This swap is in effect or over; propose another one instead."))
    request = requests.find(swap.request) if swap.request else None
    if request is not None and swap.state == AskState.HELD:
        withdraw_request(request=request, member=sent.actor, at=sent.received_at)


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Let the shifts change hands once the fact of a swap is recorded."""
    found = _swap_of(row)
    if found is None or not _end(found, AskState.DONE, row.happened_at, fact=row):
        return
    Shift.objects.filter(pk=found.shift_id).update(
        member=found.partner_id, state=ShiftState.SWAPPED, seen_at=None
    )
    if found.payback_id is not None:
        Shift.objects.filter(pk=found.payback_id).update(
            member=found.person_id, state=ShiftState.SWAPPED, seen_at=None
        )


def _swap_of(row: FactRow) -> Swap | None:
    key = str(row.details.get("roster_swap") or "")
    if key.isdecimal():
        return Swap.objects.filter(pk=int(key)).first()
    return None


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """End what waited for a request that was refused, withdrawn or ran out."""
    held = Swap.objects.filter(pk=facts.asked_in(row, "roster_swap"), state=AskState.HELD)
    held.update(state=facts.ended_as(row), ended_at=row.happened_at)


# ── open shifts ──────────────────────────────────────────────────────────────────────────────


def verdict_on_taking(shift: Shift, member: Member, *, at: datetime) -> Verdict:
    """Return what the rules say to somebody picking up an open shift."""
    taken = verdicts.verdict_on(facts.taken(shift, member.pk, member.username, at=at), now=at)
    if not taken.allowed:
        return taken
    shift.member = member
    planned = plans.verdict_on(shift, at=at, actor=member.username)
    shift.member = None
    return planned if planned.state != verdicts.SILENT else taken


@transaction.atomic
def take(*, shift: Shift, sent: Sent) -> Shift:
    """Pick up an open shift; whoever is first has it. Raises RefusedError with its why."""
    take_turn()
    member = sent.actor
    now = Shift.objects.select_related("plan", "team").filter(
        pk=shift.pk, member__isnull=True, state__in=LIVE, plan__state=PlanState.PUBLISHED
    )
    found = now.first()
    if found is None:
        raise RefusedError(_("Somebody was faster; this shift is taken."))
    refuse_clash(found, member)
    verdict = verdict_on_taking(found, member, at=sent.received_at)
    if not verdict.allowed:
        raise RefusedError(verdict.why)
    fact = facts.taken(found, member.pk, member.username, at=sent.done_at)
    sent.record(fact.kind, fact.about, fact.details, f"take:{found.pk}")
    if not Shift.objects.filter(pk=found.pk, member__isnull=True).update(
        member=member, seen_at=sent.done_at
    ):
        raise RefusedError(_("Somebody was faster; this shift is taken."))
    found.refresh_from_db()
    return found
