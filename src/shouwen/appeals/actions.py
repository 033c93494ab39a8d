"""Questioning a line, taking it further, giving it up, and what the judges' answer does."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.appeals import judges, lines
from shouwen.appeals.lines import Line
from shouwen.appeals.models import Appeal, State
from shouwen.approvals import actions as approvals
from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import closings
from shouwen.enforcement.lines import correction_of
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, take_turn
from shouwen.ledger import queries as moved
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact

FILED, UPHELD, DISMISSED = "decision_appealed", "appeal_upheld", "appeal_dismissed"
_FURTHER = (State.DISMISSED, State.EXPIRED)
_ENDED = {
    "approval_refused": State.DISMISSED,
    "approval_withdrawn": State.WITHDRAWN,
    "approval_expired": State.EXPIRED,
}


@transaction.atomic
def question(*, line: Line, reason: str, sent: Sent) -> Appeal:
    """Question a line; the same form does it once. After a dismissal it goes one level further.

    Raises RefusedError without a reason, where the line does not concern the member, is questioned
    already or taken back, where a clause refuses it, and where nobody is left to judge.
    """
    take_turn()
    before = sent.earlier(FILED)
    if before is not None:
        return Appeal.objects.get(filed=before.row)
    _refuse_unfit(line, reason, sent.actor)
    last = _last(line, sent.actor)
    level = last.level + 1 if last else 1
    apart = tuple(key for key in lines.deciders_of(line.row) if key != sent.actor.username)
    details = _details(line, reason.strip(), sent, level, apart)
    about = f"appeal:{line.row.number}-{sent.actor.pk}"
    filed = sent.record(FILED, about, details, FILED)
    proposed = Fact(
        kind=UPHELD, about=about, happened_at=sent.done_at, details=details,
        actor=sent.actor.username,
    )  # fmt: skip
    court = judges.court_for(
        line, proposed, level=level, apart=apart, ruled=bool(last and last.by_rule),
        at=sent.received_at,
    )  # fmt: skip
    return _opened(line, filed.row, proposed, court, sent, level)


def _refuse_unfit(line: Line, reason: str, member: Member) -> None:
    if not reason.strip():
        raise RefusedError(_("Say what is wrong with it, so that it can be judged."), "reason")
    if not lines.concerns(line, member):
        raise RefusedError(_("Only whom it concerns can question it."))
    if correction_of(line.row) is not None:
        raise RefusedError(_("It was taken back already; there is nothing left to question."))


def _last(line: Line, member: Member) -> Appeal | None:
    """Return the appeal before, if it was lost; raise RefusedError where another stands."""
    found = Appeal.objects.filter(fact=line.row, appellant=member).exclude(state=State.WITHDRAWN)
    last = found.order_by("level").last()
    if last is not None and last.state not in _FURTHER:
        raise RefusedError(_("You have questioned this already; its page says how it stands."))
    return last


def _details(
    line: Line, reason: str, sent: Sent, level: int, apart: tuple[str, ...]
) -> dict[str, Detail]:
    recorded = timezone.localdate(line.row.recorded_at)
    details: dict[str, Detail] = {
        "person": sent.actor.username,
        "fact": str(line.row.number),
        "fact_kind": line.row.kind,
        "rule": line.rule_id,
        "regulation": line.regulation,
        "level": str(level),
        "days": str((timezone.localdate(sent.done_at) - recorded).days),
        "reason": reason,
    }
    if apart:
        details["decided_by"] = apart[0]
    return details


def _opened(
    line: Line, filed: FactRow, proposed: Fact, court: judges.Court, sent: Sent, level: int
) -> Appeal:
    request = approvals.open_from(
        ruling=court.ruling,
        proposed=proposed,
        proposer=sent.actor,
        fact_row=filed,
        version_id=court.version_id,
        at=sent.received_at,
    )
    return Appeal.objects.create(
        fact=line.row,
        filed=filed,
        request=request,
        line=line.name,
        appellant=sent.actor,
        level=level,
        by_rule=court.by_rule,
        reason=str(proposed.details["reason"]),
        opened_at=sent.received_at,
    )


@transaction.atomic
def withdraw(*, appeal: Appeal, member: Member, at: datetime) -> Outcome:
    """Give an appeal up before it is judged; raise the refusals of a request."""
    return enforcement.withdraw_request(request=appeal.request, member=member, at=at)


# ── what the judges' answer does; run in the answer's own transaction ────────────────────────


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """End an appeal that was dismissed, given up, or that nobody answered in time."""
    request = requests.find(int(str(row.details.get("request") or 0)))
    if request is None or request.proposed["kind"] != UPHELD or request.state == "granted":
        return
    state, said = _ENDED[row.kind], _said(request)
    waiting = Appeal.objects.filter(request=request, state=State.WAITING)
    waiting.update(state=state, answer=said, ended_at=row.happened_at)
    if state == State.DISMISSED:
        _record_dismissed(request, row)


def _record_dismissed(request: Request, row: FactRow) -> None:
    proposed = requests.proposed_fact(request)
    fact = Fact(
        kind=DISMISSED, about=proposed.about, happened_at=row.happened_at,
        details=proposed.details, actor=row.actor_key,
    )  # fmt: skip
    key = f"appeal:{request.pk}:dismissed"
    enforcement.record_fact(
        fact, actor=row.actor, recorded_at=row.recorded_at, idempotency_key=key, derived_from=row
    )


def _said(request: Request) -> str:
    comments = [d.comment for d in requests.decisions_of(request.pk) if d.comment]
    return comments[-1] if comments else ""


def follow_upheld(row: FactRow, _outcome: Outcome) -> None:
    """Take the questioned fact back with everything that followed from it.

    Raises RefusedError for a fact that no judge has signed.
    """
    request = requests.find(int(str(row.details.get("approval") or 0)))
    appeal = Appeal.objects.select_related("fact").filter(request=request).first()
    if request is None or appeal is None or request.state != "granted":
        raise RefusedError(_("Only its judges uphold an appeal."))
    waiting = Appeal.objects.filter(pk=appeal.pk, state=State.WAITING)
    waiting.update(state=State.UPHELD, answer=_said(request), ended_at=row.recorded_at)
    if correction_of(appeal.fact) is None:
        _take_back(appeal, _judge_of(request), row.recorded_at)


def _take_back(appeal: Appeal, judge: Member, at: datetime) -> None:
    reason = _("Appeal upheld: %(reason)s") % {"reason": appeal.reason}
    concerned = _members_paid(appeal.fact)
    enforcement.correct_fact(number=appeal.fact_id, reason=reason, actor=judge, at=at)
    closings.reckon_anew(
        happened_at=appeal.fact.happened_at, members=concerned, reason=reason, by=judge, at=at
    )
    if appeal.fact.kind == lines.LAPSED:
        # Who did not let it lapse is let off, if it is still owed.
        duty = int(str(appeal.fact.details["number"]))
        with suppress(RefusedError):
            enforcement.excuse_obligation(pk=duty, reason=reason, by=judge, at=at)


def _members_paid(row: FactRow) -> set[str]:
    """Return the members whom a fact, or what was derived from it, moved anything of."""
    entries = moved.moved_by_any([row.number, *journal.derived_from(row.number)])
    accounts = [account for entry in entries for account in (entry.payer, entry.payee)]
    return {account.key for account in accounts if account.kind == "member"}


def _judge_of(request: Request) -> Member:
    """Return who signed last; where silence consented, the house itself."""
    signed = requests.decisions_of(request.pk)
    found = people.member_by_key(signed[-1].member_key) if signed else people.system_member()
    if found is None:
        raise LookupError("The house has no system member.")
    return found
