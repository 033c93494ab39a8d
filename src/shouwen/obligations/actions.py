"""Everything that changes an obligation: one verb each, exactly one winner each."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwen.journal.actions import (
    FactRow,
    add_rows,
    kept_of,
    part_of_a_transaction,
    take_turn,
)
from shouwen.obligations import clock
from shouwen.obligations.clock import Check, CheckKind
from shouwen.obligations.errors import AlreadyEndedError, NotOpenError, ReasonMissingError
from shouwen.obligations.models import OWED, WATCHED, ObligationRow, State, Transition
from shouwen.people.models import Member, Team
from shouwen.policy.rulings import Escalation, Obligation
from shouwen.policy.steps import Step

__all__ = [
    "AlreadyEndedError",
    "Check",
    "CheckKind",
    "NotOpenError",
    "ObligationRow",
    "Opening",
    "ReasonMissingError",
    "cite_lapse",
    "claim_check",
    "excuse",
    "hand_over",
    "meet",
    "open_from",
    "open_together",
    "pause",
    "push_back",
    "reopen",
    "reschedule",
    "resume",
    "withdraw",
]

What = Transition.What


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An obligation to be opened: what the ruling says, and what the house knows besides."""

    ruling: Obligation
    version_id: int
    owner: Member | None
    team: Team | None = None
    calendar_id: int | None = None
    once_key: str = ""
    duty_en: str = ""

    def row(self, fact_row: FactRow) -> ObligationRow:
        """Return the new row, not yet written."""
        ruling, cites = self.ruling, self.ruling.cites
        row = ObligationRow(
            fact=fact_row,
            version_id=self.version_id,
            regulation=cites.regulation,
            title=cites.title,
            rule_id=ruling.rule,
            clause_address=cites.address,
            clause_number=cites.number,
            duty=ruling.duty,
            duty_en=self.duty_en or ruling.duty_en,
            about=fact_row.about,
            owner=self.owner,
            owed_by=str(ruling.owed_by),
            team=self.team,
            opened_at=ruling.opened_at,
            due_at=ruling.due_at,
            provisional=ruling.provisional,
            warn_at=ruling.warn_at,
            escalations=clock.kept(ruling.escalations),
            pausable=ruling.pausable,
            calendar_id=self.calendar_id,
            steps=[step.as_json() for step in ruling.steps],
            once_key=self.once_key or None,
        )
        row.next_check_at = clock.next_check(row)
        return row


@transaction.atomic
def open_from(
    *,
    ruling: Obligation,
    fact_row: FactRow,
    version_id: int,
    owner: Member | None,
    team: Team | None = None,
    calendar_id: int | None = None,
    once_key: str = "",
    duty_en: str = "",
    at: datetime,
) -> ObligationRow | None:
    """Open what a ruling obliges somebody to; return None if it is owed already.

    It is owed already while an obligation with the same ``once_key`` has not ended, or once the
    same rule opened one for the same fact and party. ``at`` is the moment of recording.
    """
    if _is_owed(ruling, fact_row, version_id, once_key):
        return None
    opening = Opening(
        ruling=ruling, version_id=version_id, owner=owner, team=team, calendar_id=calendar_id,
        once_key=once_key, duty_en=duty_en,
    )  # fmt: skip
    row = opening.row(fact_row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Another worker opened it between our question and our row.
        if _is_owed(ruling, fact_row, version_id, once_key):
            return None
        raise
    _note(row, What.OPENED, "", at=at, fact=fact_row)
    return row


@part_of_a_transaction()
def open_together(
    *,
    openings: Iterable[Opening],
    fact_row: FactRow,
    running: Iterable[ObligationRow],
    at: datetime,
) -> list[ObligationRow]:
    """Open what a new fact obliges to, leaving out what is owed already; return what was opened.

    Call it in the transaction that wrote the fact: nobody else opens anything meanwhile.
    ``running`` is everything not yet ended about the fact's matter. It decides as
    :func:`open_from` does.
    """
    taken: set[object] = {row.once_key for row in running if row.once_key}
    rows: list[ObligationRow] = []
    for opening in openings:
        same = (opening.version_id, opening.ruling.rule, str(opening.ruling.owed_by))
        once = opening.once_key or same
        if not taken & {once, same}:
            rows.append(opening.row(fact_row))
        taken |= {once, same}
    add_rows(rows)
    _keep(fact_row.about, rows, opened=True)
    add_rows(_noted(row, What.OPENED, "", at=at, fact=fact_row) for row in rows)
    return rows


def _keep(about: str, rows: Iterable[ObligationRow], *, opened: bool) -> None:
    """Keep what is known to be owed about a matter up to date, while facts are written together."""
    kept = kept_of(ObligationRow)
    if kept is None or about not in kept:
        return
    changed = list(rows)
    others = [row for row in kept[about] if not any(row is each for each in changed)]
    kept[about] = [*others, *changed] if opened else others


def _is_owed(ruling: Obligation, fact_row: FactRow, version_id: int, once_key: str) -> bool:
    same = Q(fact=fact_row, version=version_id, rule_id=ruling.rule, owed_by=str(ruling.owed_by))
    if once_key:
        same |= Q(once_key=once_key, ended_at__isnull=True)
    return ObligationRow.objects.filter(same).exists()


def _noted(
    row: ObligationRow,
    what: What,
    from_state: str,
    *,
    at: datetime,
    fact: FactRow | None = None,
    by: Member | None = None,
    to_party: str = "",
    why: str = "",
) -> Transition:
    return Transition(
        obligation=row,
        what=what,
        from_state=from_state,
        to_state=row.state,
        at=at,
        fact=fact,
        by=by,
        to_party=to_party,
        why=why,
    )


def _note(row: ObligationRow, what: What, from_state: str, **more: Any) -> None:
    add_rows([_noted(row, what, from_state, **more)])


def _claim(obligation: ObligationRow, seen: Q, **columns: object) -> ObligationRow | None:
    """Change the row if it still is as ``seen``; return it as it now stands, or None."""
    if not ObligationRow.objects.filter(seen, pk=obligation.pk).update(**columns):
        return None
    return ObligationRow.objects.get(pk=obligation.pk)


def _end(
    obligation: ObligationRow, state: State, *, at: datetime, fact: FactRow | None, late: bool
) -> tuple[ObligationRow, str]:
    """End the obligation once; return it with the state it had; raise AlreadyEndedError."""
    for before in OWED:
        row = _claim(
            obligation,
            Q(state=before),
            state=state,
            late=late,
            ended_at=at,
            ended_by_fact=fact,
            paused_at=None,
            next_check_at=None,
        )
        if row is not None:
            return row, before
    raise AlreadyEndedError(
        _("“%(duty)s” was already settled; reload the page.") % {"duty": obligation.duty}
    )


@part_of_a_transaction()
def meet(*, obligation: ObligationRow, fact_row: FactRow, at: datetime) -> ObligationRow:
    """Record that the duty was done at ``at``; it is late if that is after the due time.

    While the clock is paused, the moment it was paused decides. Raises AlreadyEndedError.
    """
    seen = obligation
    row = _met_as_seen(seen, fact_row, at)
    if row is None:
        # It is not as it was when it was read; look again, then decide.
        seen = ObligationRow.objects.get(pk=obligation.pk)
        row, before = _end(seen, State.MET, at=at, fact=fact_row, late=_is_late(seen, at))
    else:
        before = seen.state
    _note(row, What.MET, before, at=at, fact=fact_row)
    return row


def _is_late(seen: ObligationRow, at: datetime) -> bool:
    stopped = seen.paused_at if seen.state == State.PAUSED else None
    return seen.due_at is not None and (stopped or at) > seen.due_at


def _met_as_seen(seen: ObligationRow, fact_row: FactRow, at: datetime) -> ObligationRow | None:
    """End the obligation if it still stands as it was read; return it as it then stands."""
    if seen.state not in OWED:
        return None
    as_seen = {name: getattr(seen, name) for name in ("state", "due_at", "paused_at")}
    ended = {
        "state": State.MET,
        "late": _is_late(seen, at),
        "ended_at": at,
        "ended_by_fact": fact_row,
        "paused_at": None,
        "next_check_at": None,
    }
    # A row that still waits to be written has been seen by nobody else.
    waits = seen.pk is None
    if not waits and not ObligationRow.objects.filter(pk=seen.pk, **as_seen).update(**ended):
        return None
    row = seen if waits else copy(seen)
    for name, value in ended.items():
        setattr(row, name, value)
    _keep(row.about, [seen], opened=False)
    return row


@transaction.atomic
def excuse(
    *,
    obligation: ObligationRow,
    reason: str,
    by: Member,
    at: datetime,
    fact_row: FactRow | None = None,
) -> ObligationRow:
    """Let somebody off a duty, for a reason; raise ReasonMissingError or AlreadyEndedError."""
    if not reason.strip():
        raise ReasonMissingError(_("Say why this duty is excused."), "reason")
    late = ObligationRow.objects.values_list("late", flat=True).get(pk=obligation.pk)
    row, before = _end(obligation, State.EXCUSED, at=at, fact=fact_row, late=late)
    _note(row, What.EXCUSED, before, at=at, fact=fact_row, by=by, why=reason.strip())
    return row


@transaction.atomic
def withdraw(
    *,
    obligation: ObligationRow,
    fact_row: FactRow | None,
    why: str,
    at: datetime,
    keeps_late: bool = False,
) -> ObligationRow:
    """Take an obligation back because what opened it no longer holds; raise AlreadyEndedError.

    With ``keeps_late`` it stays known as late, where only the matter is dealt with elsewhere.
    """
    late = keeps_late and obligation.late
    row, before = _end(obligation, State.WITHDRAWN, at=at, fact=fact_row, late=late)
    _note(row, What.WITHDRAWN, before, at=at, fact=fact_row, why=why)
    return row


@transaction.atomic
def reopen(
    *, obligation: ObligationRow, fact_row: FactRow, why: str, at: datetime
) -> ObligationRow:
    """Let a duty be owed again because what was done did not stand up to review.

    Its due time stays: past it, it is late again as before. Raises NotOpenError unless it was met,
    or where the same is owed anew meanwhile.
    """
    past = obligation.due_at is not None and obligation.due_at <= at
    try:
        with transaction.atomic():
            row = _claim(
                obligation,
                Q(state=State.MET),
                state=State.LAPSED if past else State.OPEN,
                late=past,
                ended_at=None,
                ended_by_fact=None,
            )
    except IntegrityError:
        row = None
    if row is None:
        raise NotOpenError(
            _("“%(duty)s” cannot be sent back any more; reload the page.")
            % {"duty": obligation.duty}
        )
    ObligationRow.objects.filter(pk=row.pk).update(next_check_at=clock.next_check(row))
    _note(row, What.REOPENED, State.MET, at=at, fact=fact_row, why=why)
    return row


@transaction.atomic
def restore(
    *, obligation: ObligationRow, fact_row: FactRow, why: str, at: datetime
) -> ObligationRow:
    """Let a withdrawn duty be owed again as it was, with its clock; raise NotOpenError.

    Times stay as they were: what fell due meanwhile is late as soon as the watcher looks.
    """
    noted = Transition.objects.filter(obligation=obligation).order_by("-pk")
    before = noted.filter(what=What.WITHDRAWN).values_list("from_state", flat=True).first()
    paused = noted.filter(what=What.PAUSED).values_list("at", flat=True).first()
    was_paused = before == State.PAUSED
    try:
        with transaction.atomic():
            row = _claim(
                obligation,
                Q(state=State.WITHDRAWN),
                state=before or State.OPEN,
                ended_at=None,
                ended_by_fact=None,
                paused_at=paused if was_paused else None,
            )
    except IntegrityError:
        row = None
    if row is None:
        raise NotOpenError(
            _("“%(duty)s” cannot be owed again; it is owed anew meanwhile.")
            % {"duty": obligation.duty}
        )
    row.next_check_at = clock.next_check(row)
    ObligationRow.objects.filter(pk=row.pk).update(next_check_at=row.next_check_at)
    _note(row, What.REOPENED, State.WITHDRAWN, at=at, fact=fact_row, why=why)
    return row


@transaction.atomic
def pause(*, obligation: ObligationRow, fact_row: FactRow, at: datetime) -> ObligationRow:
    """Stop the clock at ``at``; raise NotOpenError unless it runs, may pause and is in time."""
    in_time = Q(due_at__isnull=True) | Q(due_at__gte=at)
    row = _claim(
        obligation,
        in_time & Q(state=State.OPEN, pausable=True),
        state=State.PAUSED,
        paused_at=at,
        next_check_at=None,
    )
    if row is None:
        raise NotOpenError(
            _("The clock of “%(duty)s” cannot be paused now.") % {"duty": obligation.duty}
        )
    _note(row, What.PAUSED, State.OPEN, at=at, fact=fact_row)
    return row


@transaction.atomic
def resume(
    *,
    obligation: ObligationRow,
    fact_row: FactRow,
    at: datetime,
    new_due_at: datetime | None,
    new_warn_at: datetime | None = None,
    new_escalations: Iterable[Escalation] = (),
    steps: Iterable[Step] = (),
    provisional: bool = False,
) -> ObligationRow:
    """Let a paused clock run on to its new due time; raise NotOpenError unless it is paused.

    ``steps`` are added to the explanation. What was already done (a warning, an escalation at the
    same place of the list) is not done again.
    """
    row = ObligationRow.objects.get(pk=obligation.pk)
    if row.state != State.PAUSED or row.paused_at is None:
        raise _not_paused(row)
    row.state, row.paused_total = State.OPEN, row.paused_total + (at - row.paused_at)
    row.paused_at, row.due_at, row.warn_at = None, new_due_at, new_warn_at
    row.provisional = provisional
    row.escalations = _with_done(clock.kept(new_escalations), row.escalations)
    row.steps = [*row.steps, *(step.as_json() for step in steps)]
    row.next_check_at = clock.next_check(row)
    changed = (
        "state", "paused_total", "paused_at", "due_at", "warn_at", "escalations", "steps",
        "next_check_at",
    )  # fmt: skip
    claimed = _claim(row, Q(state=State.PAUSED), **{name: getattr(row, name) for name in changed})
    if claimed is None:
        raise _not_paused(row)
    _note(claimed, What.RESUMED, State.PAUSED, at=at, fact=fact_row)
    return claimed


@transaction.atomic
def reschedule(
    *,
    obligation: ObligationRow,
    at: datetime,
    due_at: datetime | None,
    warn_at: datetime | None = None,
    escalations: Iterable[Escalation] = (),
    steps: Iterable[Step] = (),
    provisional: bool = False,
    fact_row: FactRow | None = None,
    why: str = "",
) -> ObligationRow:
    """Replace the times and steps of an open or paused obligation by newly worked-out ones.

    For a holiday notice that moves a provisional due time, or a rebuild from the journal. Raises
    NotOpenError once it has lapsed or ended: what followed from that stands.
    """
    row = ObligationRow.objects.get(pk=obligation.pk)
    row.due_at, row.warn_at, row.provisional = due_at, warn_at, provisional
    row.escalations = _with_done(clock.kept(escalations), row.escalations)
    row.steps = [step.as_json() for step in steps]
    row.next_check_at = clock.next_check(row)
    changed = ("due_at", "warn_at", "provisional", "escalations", "steps", "next_check_at")
    seen = Q(state=row.state) & Q(state__in=(State.OPEN, State.PAUSED))
    claimed = _claim(row, seen, **{name: getattr(row, name) for name in changed})
    if claimed is None:
        raise NotOpenError(
            _("“%(duty)s” has lapsed or ended; its due time stays.") % {"duty": row.duty}
        )
    _note(claimed, What.RESCHEDULED, claimed.state, at=at, fact=fact_row, why=why)
    return claimed


def _not_paused(row: ObligationRow) -> NotOpenError:
    return NotOpenError(_("The clock of “%(duty)s” is not paused.") % {"duty": row.duty})


def _with_done(
    new: list[clock.KeptEscalation], old: list[clock.KeptEscalation]
) -> list[clock.KeptEscalation]:
    for fresh, before in zip(new, old, strict=False):
        fresh["done"] = before["done"]
    return new


@transaction.atomic
def claim_check(*, obligation: ObligationRow, now: datetime) -> list[Check]:
    """Take what is due to be done for an obligation; the worker that gets it must do it.

    Of any number of workers exactly one gets each warning, escalation and lapse; the others get
    an empty list. A lapse also changes the state; the obligation is still owed.
    """
    row = ObligationRow.objects.get(pk=obligation.pk)
    due = [check for check in clock.checks_to_come(row) if clock.is_due(check, now)]
    if not due:
        return []
    # Whoever gets it will record what was done, and the journal's lock comes before the row's.
    take_turn()
    seen = Q(next_check_at=row.next_check_at, state=row.state)
    before = row.state
    _mark_done(row, due, now)
    changed = ("state", "late", "warned_at", "escalations", "next_check_at", "check_fault")
    if _claim(row, seen, **{name: getattr(row, name) for name in changed}) is None:
        return []
    for check in due:
        _note_check(row, check, before, now)
    return due


def _mark_done(row: ObligationRow, due: list[Check], now: datetime) -> None:
    kinds = {check.kind for check in due}
    if CheckKind.WARN in kinds:
        row.warned_at = now
    if CheckKind.LAPSE in kinds:
        row.state, row.late = State.LAPSED, True
    row.escalations = [
        {**e, "done": e["done"] or datetime.fromisoformat(e["at"]) <= now} for e in row.escalations
    ]
    row.check_fault = ""
    row.next_check_at = clock.next_check(row)


_NOTED = {
    CheckKind.WARN: What.WARNED,
    CheckKind.ESCALATE: What.ESCALATED,
    CheckKind.LAPSE: What.LAPSED,
}


def _note_check(row: ObligationRow, check: Check, before: str, now: datetime) -> None:
    to = str(check.to) if check.to else ""
    _note(row, _NOTED[check.kind], before, at=now, to_party=to)


@transaction.atomic
def cite_lapse(*, obligation: ObligationRow, fact_row: FactRow) -> None:
    """Remember which fact recorded the lapse that this worker claimed."""
    lapses = Transition.objects.filter(obligation=obligation, what=What.LAPSED, fact__isnull=True)
    lapses.update(fact=fact_row)


@transaction.atomic
def push_back(*, obligation: ObligationRow, until: datetime, fault: str = "") -> None:
    """Look at an obligation again only at ``until``, because looking at it failed with ``fault``.

    The others are not held up by it, and ``queries.stuck`` lists it.
    """
    watched = ObligationRow.objects.filter(pk=obligation.pk, next_check_at__isnull=False)
    watched.filter(state__in=WATCHED).update(next_check_at=until, check_fault=fault)


@transaction.atomic
def hand_over(
    *,
    obligation: ObligationRow,
    to: Member,
    fact_row: FactRow | None,
    at: datetime,
    team: Team | None = None,
    by: Member | None = None,
    giver: Member | None = None,
) -> ObligationRow:
    """Give what is owed to another member, clock and all; raise AlreadyEndedError.

    ``team`` changes the team too; None leaves it. With ``giver`` it is only theirs to give.
    """
    columns = {"owner": to} if team is None else {"owner": to, "team": team}
    own = Q(owner=giver) if giver is not None else Q()
    row = _claim(obligation, own & Q(state__in=OWED), **columns)
    if row is None:
        raise AlreadyEndedError(
            _("“%(duty)s” was already settled; there is nothing to hand over.")
            % {"duty": obligation.duty}
        )
    party = f"member:{to.username}"
    _note(row, What.HANDED_OVER, row.state, at=at, fact=fact_row, by=by, to_party=party)
    return row
