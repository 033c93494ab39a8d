"""Resolving, reopening and closing a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.cases.actions.children import open_children
from shouwen.cases.actions.common import Done, fresh, required, step
from shouwen.cases.actions.handling import working_state
from shouwen.cases.choices import ACTIVE, SETTLED, CallbackState, State
from shouwen.cases.models import Case
from shouwen.people.models import Department, Member


@transaction.atomic
def resolve(
    *,
    case: Case,
    resolution: str,
    actor: Member | None,
    at: datetime,
    by_department: Department | None = None,
    key: str | None = None,
    recorded_at: datetime | None = None,
) -> Done:
    """Record how the matter was settled; what follows, such as a callback, the regulation says."""
    how = required(
        resolution, _("A resolution is missing; write how the matter was settled."), "resolution"
    )
    return step(
        case=case,
        kind="case_resolved",
        at=at,
        actor=actor,
        own={
            "resolution": how,
            "by_department": by_department.key if by_department else None,
            "open_children": open_children(case, "case_resolved", at),
        },
        since=ACTIVE,
        changes={"state": State.RESOLVED, "resolved_at": at, "resolution": how},
        key=key,
        recorded_at=recorded_at,
    )


@transaction.atomic
def reopen(*, case: Case, reason: str, actor: Member, at: datetime, key: str | None = None) -> Done:
    """Take a settled case up again; it must be resolved and called back anew."""
    why = required(reason, _("Reopening needs a reason; write what is not settled."), "reason")
    return step(
        case=case,
        kind="case_reopened",
        at=at,
        actor=actor,
        own={"reason": why},
        since=SETTLED,
        changes=reopening(working_state(fresh(case))),
        key=key,
    )


def reopening(state: State) -> dict[str, object]:
    """Return what taking a settled case up again changes."""
    return {
        "state": state,
        "resolved_at": None,
        "closed_at": None,
        "callback": CallbackState.NOT_MADE,
        "times_reopened": F("times_reopened") + 1,
    }


@transaction.atomic
def close(
    *,
    case: Case,
    actor: Member | None,
    at: datetime,
    key: str | None = None,
    recorded_at: datetime | None = None,
) -> Done:
    """Close a resolved case; nothing more is expected from anybody."""
    return step(
        case=case,
        kind="case_closed",
        at=at,
        actor=actor,
        own={"open_children": open_children(case, "case_closed", at)},
        since=(State.RESOLVED,),
        changes={"state": State.CLOSED, "closed_at": at},
        key=key,
        recorded_at=recorded_at,
    )
