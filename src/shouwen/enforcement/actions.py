"""The one door: whatever happens is recorded here, with everything that follows from it.

A fact and its consequences stand or fall together: one transaction appends the fact to the
journal, judges it by the rules in force on its day, writes down each ruling, moves the clocks that
already ran, and lets the rooms named in ``settings.SHOUWEN_REACTIONS`` act.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from shouwen.approvals import actions as approvals
from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement import applying, clocks, stocks
from shouwen.enforcement.book import Bench, bench_for
from shouwen.enforcement.disagreement import ClausesDifferError
from shouwen.enforcement.kept import recorded_together
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal import actions as journal
from shouwen.journal import queries as recorded
from shouwen.journal.actions import FactRow, part_of_a_transaction
from shouwen.ledger import actions as ledger
from shouwen.ledger import queries as moved
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import ClausesDisagreeError
from shouwen.policy.kinds.access import Access
from shouwen.policy.kinds.duty import OBLIGATION_MET
from shouwen.policy.rulings import Permission, Ruling
from shouwen.policy.sentences import say

__all__ = [
    "Outcome",
    "after_correction",
    "complete_fact",
    "correct_fact",
    "decide_request",
    "earlier_outcome",
    "outcome_before",
    "record_fact",
    "recorded_together",
    "take_turn",
]

_OF_THE_ATTEMPT = ("person", "subject_class", "action", "subject", "account_owner", "team")
SIGNED = "sheet_signed"
ATTEMPT_REFUSED = "attempt_refused"
Reaction = Callable[[FactRow, Outcome], None]
RuleKey = tuple[str, str]


class _BlockedError(Exception):
    """A rule lets the fact wait or refuses it: what was written so far is taken back."""

    def __init__(self, permission: Permission, rulings: tuple[Ruling, ...], bench: Bench) -> None:
        super().__init__(permission.state)
        self.permission, self.rulings, self.bench = permission, rulings, bench


@part_of_a_transaction()
def record_fact(
    fact: Fact,
    *,
    actor: Member | None,
    recorded_at: datetime,
    idempotency_key: str | None = None,
    derived_from: FactRow | None = None,
    asking: bool = False,
    turn: journal.Turn | None = None,
) -> Outcome:
    """Record a fact and everything that follows from it; return what that was.

    A second request with the same idempotency key changes nothing and says ``repeated``. A fact
    that needs approval is not recorded: the outcome's ``held`` is the request it waits for. A
    refused one leaves nothing behind. Raises RefusedError where the journal does not take it or
    clauses differ about it. Whoever takes back the fact it is ``derived_from`` takes it back, too.
    Many facts at once are recorded faster in a :func:`recorded_together` block. What has to be
    signed before it is done is refused, unless somebody is only ``asking`` whether it may be.
    Whoever took the journal's turn before hands it on as ``turn``, so that it is not asked again.
    """
    try:
        return _record(
            fact, actor, recorded_at, idempotency_key, granted=(), derived_from=derived_from,
            turn=turn,
        )  # fmt: skip
    except journal.IdempotentRepeat as repeat:
        return _outcome_of(repeat.row, asked=repeat.row.idempotency_key != idempotency_key)
    except _BlockedError as blocked:
        if blocked.permission.state == "refused" and not (asking and blocked.permission.tiers):
            _note_attempt(fact, actor, recorded_at, idempotency_key, blocked)
            return Outcome(refused=blocked.permission, rulings=blocked.rulings)
        return _hold(fact, actor, recorded_at, idempotency_key, blocked)


def _note_attempt(
    fact: Fact, actor: Member | None, at: datetime, key: str | None, blocked: _BlockedError
) -> None:
    """Keep on record that somebody was refused access, or that a rule waits for such refusals."""
    permission = blocked.permission
    rule = blocked.bench.rule(permission.cites.regulation, permission.rule)
    if not isinstance(rule, Access):
        _note_refusal(fact, actor, at, key, blocked)
        return
    kept = {name: fact.detail(name) for name in _OF_THE_ATTEMPT if fact.detail(name) is not None}
    attempt = Fact(
        kind="access_refused",
        about=fact.about,
        happened_at=fact.happened_at,
        details={
            **kept,
            **_why(fact, permission),
        },
        actor=fact.actor,
    )
    # Sent twice, it was one attempt.
    with suppress(journal.IdempotentRepeat, _BlockedError):
        _record(attempt, actor, at, _key_of(attempt, key) if key else None, granted=())


def _key_of(attempt: Fact, key: str) -> str:
    """Return the key of one attempt: a form that is mended and refused again is another one."""
    said = sorted((name, str(value)) for name, value in attempt.details.items())
    return "refused:" + sha256(f"{key}{attempt.happened_at}{said}".encode()).hexdigest()


def _note_refusal(
    fact: Fact, actor: Member | None, at: datetime, key: str | None, blocked: _BlockedError
) -> None:
    """Keep on record what else was refused, where a rule in force says what follows from it."""
    permission, book = blocked.permission, blocked.bench.in_force.rulebook
    if not book.listens_to_kind(ATTEMPT_REFUSED) or fact.kind == ATTEMPT_REFUSED:
        return
    person = fact.detail("person") or fact.about.removeprefix("member:")
    named = {"person": person} if person != fact.about else {}
    refused = Fact(
        kind=ATTEMPT_REFUSED,
        about=fact.about,
        happened_at=fact.happened_at,
        details={**named, **_why(fact, permission)},
        actor=fact.actor,
    )
    if not book.listening_to(refused, brief=True):
        return
    with suppress(journal.IdempotentRepeat, _BlockedError):
        _record(refused, actor, at, f"{key}:refused" if key else None, granted=())


def _why(fact: Fact, permission: Permission) -> dict[str, Detail]:
    return {
        "asked": fact.kind,
        "reason": say(permission.steps[-1], "zh") if permission.steps else permission.reason,
        "rule": permission.rule,
        "regulation": permission.cites.regulation,
    }


def _outcome_of(row: FactRow, *, asked: bool) -> Outcome:
    if asked:
        return Outcome(held=requests.asked_by(row.number), repeated=True)
    return Outcome(fact=row, repeated=True)


def earlier_outcome(key: str) -> Outcome | None:
    """Return what the request with this idempotency key led to, whatever it said, or None."""
    return _earlier(recorded.recorded_under_any(_keys_of(key)), key)


def outcome_before(turn: journal.Turn, key: str) -> Outcome | None:
    """Return the same of what was asked with a turn that :func:`take_turn` took for the key."""
    return _earlier(turn.recorded_under(_keys_of(key)), key)


def take_turn(key: str | None) -> journal.Turn:
    """Take the journal's turn and ask along what a request with this key has led to before."""
    return journal.take_turn(_keys_of(key) if key else ())


def _earlier(row: FactRow | None, key: str) -> Outcome | None:
    return _outcome_of(row, asked=row.idempotency_key != key) if row else None


def _keys_of(key: str) -> tuple[str, str]:
    return _asking_key(key), key


def _asking_key(key: str) -> str:
    return f"{key}:asked"


def _record(
    fact: Fact,
    actor: Member | None,
    recorded_at: datetime,
    key: str | None,
    *,
    granted: Collection[RuleKey],
    corrects: FactRow | None = None,
    request_hash: str | None = None,
    derived_from: FactRow | None = None,
    turn: journal.Turn | None = None,
) -> Outcome:
    place = journal.claim(
        fact=fact,
        actor=actor,
        recorded_at=recorded_at,
        idempotency_key=key,
        also_under=(_asking_key(key),) if key else (),
        corrects=corrects,
        request_hash=request_hash,
        turn=turn,
    )
    bench = bench_for(fact, known_at=recorded_at, actor=actor)
    fact = bench.numbered(fact, number=place.number)
    place = replace(place, fact=fact)
    try:
        rulings = bench.judge(fact, number=place.number, granted=granted)
    except ClausesDisagreeError as disagreement:
        raise ClausesDifferError(disagreement) from None
    # Nothing has been written yet, so a fact that may not be recorded leaves nothing behind.
    _stop_if_blocked(rulings, bench)
    row = journal.write(place, derived_from=derived_from)
    bench.keep(row)
    outcome = Outcome(fact=row, rulings=rulings)
    running = clocks.running_before(row)
    applying.apply_rulings(outcome, row, bench, running)
    clocks.move_clocks(outcome, row, bench, running)
    for react in _reactions(fact.kind):
        react(row, outcome)
    _tell_what_was_met(outcome, bench)
    return outcome


def _tell_what_was_met(outcome: Outcome, bench: Bench) -> None:
    """Record each obligation the fact met as a fact of its own, where a rule waits for it."""
    book = bench.in_force.rulebook
    if not outcome.met or not book.listens_to_kind(OBLIGATION_MET):
        return
    journal.write_waiting()
    row = outcome.row
    for obligation in outcome.met:
        fact = clocks.met_fact(obligation, row)
        if book.listening_to(fact, brief=True):
            # Sent back by a reviewer, a duty can be met again by another fact.
            key = f"met:{obligation.pk}:{row.number}"
            _record(fact, None, row.recorded_at, key, granted=(), derived_from=row)


def _stop_if_blocked(rulings: tuple[Ruling, ...], bench: Bench) -> None:
    blocking = [r for r in rulings if isinstance(r, Permission) and r.state != "granted"]
    for state in ("refused", "held"):
        for permission in blocking:
            if permission.state == state:
                raise _BlockedError(permission, rulings, bench)


def _reactions(kind: str) -> tuple[Reaction, ...]:
    table: dict[str, tuple[Reaction, ...]] = import_string(settings.SHOUWEN_REACTIONS)
    # What stands under “*” hears of every fact.
    return (*table.get(kind, ()), *table.get("*", ()))


# ── approval ─────────────────────────────────────────────────────────────────────────────────


def _hold(
    fact: Fact, actor: Member | None, at: datetime, key: str | None, blocked: _BlockedError
) -> Outcome:
    """Record that approval was asked for, and keep the fact until its tiers have signed."""
    if actor is None:
        raise RefusedError(_("This needs approval, so a member has to propose it."))
    permission = blocked.permission
    asking = Fact(
        kind="approval_requested",
        about=fact.about,
        happened_at=at,
        details={
            "rule": permission.rule,
            "regulation": permission.cites.regulation,
            "proposed": fact.kind,
        },
        actor=actor.username,
    )
    # The key stands for what was proposed, whenever it was asked for.
    proposed = recorded.request_hash_of(fact, actor)
    asking_key = key and _asking_key(key)
    try:
        outcome = _record(asking, actor, at, asking_key, granted=(), request_hash=proposed)
    except journal.IdempotentRepeat as repeat:
        return Outcome(held=requests.asked_by(repeat.row.number), repeated=True)
    outcome.held = approvals.open_from(
        ruling=replace(permission, state="held"),
        proposed=fact,
        proposer=actor,
        fact_row=outcome.row,
        version_id=blocked.bench.version_id(permission.cites.regulation),
        at=at,
    )
    outcome.fact, outcome.rulings = None, blocked.rulings
    return outcome


@transaction.atomic
def decide_request(
    *,
    request: Request,
    member: Member,
    verdict: str,
    at: datetime,
    done_at: datetime | None = None,
    marks: Mapping[str, Detail] | None = None,
    comment: str = "",
    acting_for: Member | None = None,
    override: bool = False,
) -> Outcome:
    """Sign a tier of a request; once the last has signed, the fact that waited is recorded.

    What was signed without network counts at ``done_at``, before it arrives at ``at``; ``marks``
    say so in its fact. Raises the refusals of :func:`shouwen.approvals.actions.decide`.
    """
    decided = approvals.decide(
        request=request, member=member, verdict=verdict, comment=comment, at=done_at or at,
        acting_for=acting_for, override=override,
    )  # fmt: skip
    if decided.state == "waiting":
        return Outcome(held=decided)
    ended = _record_end(decided, member, at, done_at=done_at, marks=marks)
    if decided.state != "granted":
        return ended
    return _record_granted(decided, at)


def _record_end(
    request: Request,
    member: Member | None,
    at: datetime,
    *,
    done_at: datetime | None = None,
    marks: Mapping[str, Detail] | None = None,
) -> Outcome:
    fact = Fact(
        kind=f"approval_{request.state}",
        about=request.about,
        happened_at=done_at or at,
        details={
            "request": request.pk,
            "rule": request.rule_id,
            "regulation": request.regulation,
            **(marks or {}),
        },
        actor=member.username if member else "",
    )
    return _record(fact, member, at, f"approval:{request.pk}:{request.state}", granted=())


def granted_to(request: Request | None) -> frozenset[RuleKey]:
    """Return the approval rules, as (regulation, rule), that a request's fact has passed.

    A fact under several approval rules passes them one after another; each request's fact names
    the one before.
    """
    if request is None:
        return frozenset()
    earlier = request.proposed["details"].get("approval")
    before = granted_to(requests.find(earlier)) if earlier else frozenset()
    return before | {(request.regulation, request.rule_id)}


def _record_granted(request: Request, at: datetime) -> Outcome:
    fact = requests.proposed_fact(request)
    details = {**fact.details, "approval": request.pk}
    approved = Fact(
        kind=fact.kind,
        about=fact.about,
        happened_at=fact.happened_at,
        details=details,
        actor=fact.actor,
    )
    key = f"approved:{request.pk}"
    try:
        return _record(approved, request.proposer, at, key, granted=granted_to(request))
    except _BlockedError as blocked:
        if blocked.permission.state == "refused":
            raise RefusedError(refusal_text(blocked.permission)) from None
        return _hold(approved, request.proposer, at, key, blocked)


@transaction.atomic
def withdraw_request(
    *, request: Request, member: Member, at: datetime, reason: str = ""
) -> Outcome:
    """Take a request back; only its proposer may."""
    withdrawn = approvals.withdraw(request=request, member=member, at=at, reason=reason)
    return _record_end(withdrawn, member, at)


@transaction.atomic
def expire_request(*, request: Request, at: datetime) -> Outcome:
    """End a request that nobody answered in time; where silence consents, the fact is recorded."""
    ended = approvals.expire(request=request, at=at)
    outcome = _record_end(ended, None, at)
    return _record_granted(ended, at) if ended.state == "granted" else outcome


# ── corrections ──────────────────────────────────────────────────────────────────────────────


# What rooms do once a fact is taken back and everything it moved is countered.
_AFTER_CORRECTION: list[Callable[[FactRow, FactRow], None]] = []


def after_correction(follow: Callable[[FactRow, FactRow], None]) -> None:
    """Let a room act on the fact that was taken back and on the one that took it back."""
    if follow not in _AFTER_CORRECTION:
        _AFTER_CORRECTION.append(follow)


@transaction.atomic
def correct_fact(*, number: int, reason: str, actor: Member, at: datetime) -> Outcome:
    """Take a fact back: counter what it moved, withdraw what it obliged to, keep both on record.

    Raises RefusedError for a missing reason, an unknown number, or a fact corrected before, and
    where what was taken from a stock would be more than there is.
    """
    outcome = _correct(number, reason, actor, at)
    _refuse_broken_stock(outcome.row)
    for follow in _AFTER_CORRECTION:
        follow(_fact_or_refuse(number), outcome.row)
    return outcome


def _refuse_broken_stock(by: FactRow) -> None:
    bench = bench_for(recorded.fact_of(by), known_at=by.recorded_at)
    stocks.refuse_broken(by, bench.in_force.rulebook)


def _correct(number: int, reason: str, actor: Member, at: datetime) -> Outcome:
    row = _fact_or_refuse(number)
    if not reason.strip():
        raise RefusedError(_("Say why the fact is taken back."), "reason")
    fact = Fact(
        kind="fact_corrected",
        about=row.about,
        happened_at=at,
        details={"number": str(number), "reason": reason.strip()},
        actor=actor.username,
    )
    outcome = _record(fact, actor, at, f"correct:{number}", granted=(), corrects=row)
    _take_back(row, outcome.row, reason.strip(), at)
    for derived in recorded.derived_from(row.number):
        _correct(derived, reason, actor, at)
    return outcome


def _fact_or_refuse(number: int) -> FactRow:
    row = recorded.find(number)
    if row is None:
        raise RefusedError(_("There is no fact %(number)s.") % {"number": number}, "number")
    return row


def _take_back(row: FactRow, by: FactRow, reason: str, at: datetime) -> None:
    for transfer in moved.uncountered_of(row.number):
        ledger.counter(transfer=transfer, fact_row=by, at=at)
    for obligation in owed.opened_by(row.number):
        # What was already done, excused or withdrawn stays as it ended.
        with suppress(obligations.AlreadyEndedError):
            obligations.withdraw(obligation=obligation, fact_row=by, why=reason, at=at)
    applying.close_questions(fact=row, answered_by=by, at=at)
    stocks.undo(row, by)


@transaction.atomic
def complete_fact(
    *, number: int, details: dict[str, Detail], actor: Member, at: datetime
) -> Outcome:
    """Record a fact again with the details it lacked, in the place of the incomplete one.

    The incomplete fact is corrected, the complete one happens at the same moment, and both stay
    on record. Raises RefusedError as :func:`correct_fact` does, and when a clause refuses the
    complete fact.
    """
    row = _fact_or_refuse(number)
    if recorded.facts_about(SIGNED, [f"fact:{number}"]):
        raise RefusedError(
            _("It is signed, so nothing is added to it; take it back and fill it in again.")
        )
    corrected = _correct(number, _("Details added"), actor, at)
    whole = Fact(
        kind=row.kind,
        about=row.about,
        happened_at=row.happened_at,
        details={**row.details, **details},
        actor=row.actor_key,
    )
    key = f"complete:{number}"
    outcome = record_fact(whole, actor=actor, recorded_at=at, idempotency_key=key)
    if outcome.refused is not None:
        # Nothing may stand in the place of the incomplete fact, so that it stays where it is.
        raise RefusedError(refusal_text(outcome.refused))
    _refuse_broken_stock(corrected.row)
    return outcome


@transaction.atomic
def excuse_obligation(*, pk: int, reason: str, by: Member, at: datetime) -> Outcome:
    """Let somebody off a duty for a recorded reason."""
    obligation = owed.find(pk)
    if obligation is None:
        raise RefusedError(_("There is no obligation %(number)s.") % {"number": pk})
    fact = Fact(
        kind="obligation_excused",
        about=obligation.about,
        happened_at=at,
        details={
            "number": str(pk),
            "rule": obligation.rule_id,
            "regulation": obligation.regulation,
            "reason": reason.strip(),
        },
        actor=by.username,
    )
    outcome = _record(fact, by, at, f"excuse:{pk}", granted=())
    obligations.excuse(obligation=obligation, reason=reason, by=by, at=at, fact_row=outcome.fact)
    return outcome
