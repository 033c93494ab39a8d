"""Who works on a case and what they do with it, up to the resolution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import Done, attach, fresh, named, required, step
from shouwen.cases.actions.telling import mentioned_in, tell_mentioned
from shouwen.cases.assigning import best_for
from shouwen.cases.categories import category_name
from shouwen.cases.choices import ACTIVE, UNSETTLED, Severity, State
from shouwen.cases.models import Case, Category
from shouwen.enforcement.kept import looked_up_once
from shouwen.files.models import StoredFile
from shouwen.journal.actions import part_of_a_transaction
from shouwen.journal.queries import FactRow
from shouwen.knowledge.actions import judge_reply
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people import queries as people
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError


@transaction.atomic
def assign(
    *,
    case: Case,
    to: Member,
    actor: Member,
    at: datetime,
    reason: str = "",
    key: str | None = None,
) -> Done:
    """Give the case to a member; what the former handler owed in it moves along with its clocks.

    ``reason`` says why it is this member, where somebody said so.
    """
    former = fresh(case).handler
    if former == to:
        raise RefusedError(
            _("%(member)s has this matter already; choose somebody else.") % {"member": to},
            field="to",
        )
    done = step(
        case=case,
        kind="case_assigned",
        at=at,
        actor=actor,
        own={"handler": to.username, "reason": reason.strip()},
        since=UNSETTLED,
        only_if={"handler": former},
        changes=in_hands_of(to, at),
        key=key,
    )
    return _moved(done, former, to, by=actor)


@transaction.atomic
def assign_best(*, case: Case, actor: Member, at: datetime, key: str | None = None) -> Done:
    """Give the case to the best member of its team; the reason stands in the fact."""
    best = best_for(fresh(case), at)
    if best is None:
        raise RefusedError(
            _("Nobody of the team is free for this matter today; assign it to somebody yourself.")
        )
    return assign(case=case, to=best.member, reason=best.reason, actor=actor, at=at, key=key)


@transaction.atomic
def hand_over(
    *, case: Case, to: Member, reason: str, actor: Member, at: datetime, key: str | None = None
) -> Done:
    """Hand the case to a colleague; the giver's open obligations in it move with their clocks."""
    giver = fresh(case).handler
    why = required(reason, _("A hand-over needs a reason; write why it changes hands."), "reason")
    if giver == to:
        raise RefusedError(
            _("%(member)s has this matter already; choose somebody else.") % {"member": to},
            field="to",
        )
    done = step(
        case=case,
        kind="case_handed_over",
        at=at,
        actor=actor,
        own={
            "from_member": giver.username if giver else None,
            "to_member": to.username,
            "reason": why,
        },
        since=UNSETTLED,
        only_if={"handler": giver},
        changes=in_hands_of(to, at),
        key=key,
    )
    return _moved(done, giver, to, by=actor)


@transaction.atomic
def forward(
    *,
    case: Case,
    department: Department,
    actor: Member,
    at: datetime,
    remark: str = "",
    key: str | None = None,
) -> Done:
    """Send the case to the department responsible; the handler keeps following it."""
    return step(
        case=case,
        kind="case_forwarded",
        at=at,
        actor=actor,
        own={"responsible_department": department.key, "text": remark.strip()},
        since=ACTIVE,
        changes={"state": State.FORWARDED, "responsible_department": department},
        key=key,
    )


@part_of_a_transaction()
def reply(
    *,
    case: Case,
    text: str,
    actor: Member | None,
    at: datetime,
    channel: str = "",
    situation: str = "",
    files: Sequence[StoredFile] = (),
    key: str | None = None,
    recorded_at: datetime | None = None,
) -> Done:
    """Record what the customer was answered, by which channel, in which situation, with what.

    Rules about words judge it; RefusedError is raised where one of them refuses such words.
    """
    said = required(text, _("The answer is empty; write what the customer was told."), "text")
    how = {"channel": channel, "situation": situation}
    own = {"text": said, **{name: value for name, value in how.items() if value}, **named(files)}
    with looked_up_once():
        done = step(
            case=case,
            kind="case_replied",
            at=at,
            actor=actor,
            own=own,
            since=(*UNSETTLED, State.RESOLVED),
            key=key,
            recorded_at=recorded_at,
        )
        attach(case, files, at)
        outcome = done.outcome
        if outcome is not None and outcome.fact is not None and not outcome.repeated:
            judge_reply(outcome.fact, outcome)
    return done


@part_of_a_transaction()
def add_note(
    *,
    case: Case,
    text: str,
    actor: Member,
    at: datetime,
    files: Sequence[StoredFile] = (),
    key: str | None = None,
) -> Done:
    """Write down something for colleagues; the customer does not hear of it.

    Whoever is mentioned with ``@`` is told, and must be able to read the case.
    """
    said = required(text, _("The note is empty; write what colleagues should know."), "text")
    mentioned = mentioned_in(said, case, at)
    own = {"text": said, "mentioned": " ".join(m.username for m in mentioned), **named(files)}
    attach(case, files, at)
    done = step(case=case, kind="case_noted", at=at, actor=actor, own=own, key=key)
    if done.outcome and not done.outcome.repeated:
        tell_mentioned(case, mentioned, by=actor, at=at)
    return done


@transaction.atomic
def pause(*, case: Case, reason: str, actor: Member, at: datetime, key: str | None = None) -> Done:
    """Pause the case; the clocks that the regulation lets pause stand still."""
    why = required(reason, _("A pause needs a reason; write what is being waited for."), "reason")
    return step(
        case=case,
        kind="case_paused",
        at=at,
        actor=actor,
        own={"reason": why},
        since=ACTIVE,
        changes={"state": State.PAUSED},
        key=key,
    )


@transaction.atomic
def resume(*, case: Case, actor: Member, at: datetime, key: str | None = None) -> Done:
    """Take a paused case up again; its clocks run on."""
    return step(
        case=case,
        kind="case_resumed",
        at=at,
        actor=actor,
        since=(State.PAUSED,),
        changes={"state": working_state(fresh(case))},
        key=key,
    )


@transaction.atomic
def change_severity(
    *,
    case: Case,
    severity: str,
    reason: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Regrade the case; obligations already open keep their dates unless a rule says otherwise."""
    why = required(reason, _("A new severity needs a reason; write what changed."), "reason")
    before = fresh(case).severity
    if severity == before:
        raise RefusedError(
            _("The matter is graded “%(severity)s” already; choose another severity.")
            % {"severity": Severity(severity).label},
            field="severity",
        )
    return step(
        case=case,
        kind="case_regraded",
        at=at,
        actor=actor,
        own={"severity": severity, "from_severity": before, "reason": why},
        since=UNSETTLED,
        only_if={"severity": before},
        changes={"severity": severity},
        key=key,
    )


@transaction.atomic
def change_priority(
    *,
    case: Case,
    priority: str,
    actor: Member,
    at: datetime,
    reason: str = "",
    key: str | None = None,
) -> Done:
    """Say what the house takes in hand first; empty is neither first nor last."""
    if fresh(case).priority == priority:
        raise RefusedError(_("The matter has this priority already."), field="priority")
    return step(
        case=case,
        kind="case_prioritised",
        at=at,
        actor=actor,
        own={"priority": priority or "ordinary", "reason": reason.strip()},
        since=UNSETTLED,
        changes={"priority": priority, "graded_because": ""},
        key=key,
    )


@transaction.atomic
def change_category(
    *, case: Case, category: Category, actor: Member, at: datetime, key: str | None = None
) -> Done:
    """Put the case under another category of its type; rules hear of it like of any fact."""
    now = fresh(case)
    if category.case_type != now.case_type:
        sentence = _("This category belongs to another type of matter; choose one of this type.")
        raise RefusedError(sentence, field="category")
    if now.category_id == category.pk:
        sentence = _("The matter stands under “%(category)s” already; choose another category.")
        raise RefusedError(sentence % {"category": category_name(category)}, field="category")
    return step(
        case=case,
        kind="case_recategorised",
        at=at,
        actor=actor,
        own={
            "category": category.name,
            "from_category": now.category.name if now.category else None,
        },
        since=UNSETTLED,
        only_if={"category": now.category},
        changes={"category": category},
        key=key,
    )


def working_state(case: Case) -> State:
    """Return where a case that is taken up again stands: with its department, if it has one."""
    return State.FORWARDED if case.responsible_department_id else State.OPEN


def in_hands_of(member: Member, at: datetime) -> dict[str, object]:
    """Return what changes in a case when a member takes it over."""
    team = people.team_of(member, timezone.localdate(at))
    return {"handler": member, **({"team": team} if team else {})}


def _moved(done: Done, giver: Member | None, to: Member, *, by: Member) -> Done:
    """Move what the giver owes in this matter, unless the step itself still waits."""
    if giver is not None and done.outcome is not None and done.outcome.fact is not None:
        move_clocks(done.case, giver, to, done.outcome.fact, by=by)
    return done


def move_clocks(case: Case, giver: Member, to: Member, row: FactRow, *, by: Member | None) -> None:
    """Give what one member still owes in a case to another, clocks and all."""
    for obligation in owed.open_about(case.about):
        if obligation.owner_id == giver.pk:
            obligations.hand_over(
                obligation=obligation, to=to, fact_row=row, at=row.happened_at, by=by
            )
