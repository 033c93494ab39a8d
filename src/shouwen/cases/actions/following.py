"""Steps that waited for signatures: the approved fact takes them after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.cases.actions.callbacks import state_after
from shouwen.cases.actions.common import fresh
from shouwen.cases.actions.handling import in_hands_of, move_clocks, working_state
from shouwen.cases.actions.settling import reopening
from shouwen.cases.choices import (
    ACTIVE,
    SETTLED,
    STANDING,
    UNSETTLED,
    CallbackResult,
    Priority,
    State,
)
from shouwen.cases.models import Case, Category, Queue
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

Changes = dict[str, object]


def follow_approved(row: FactRow, _outcome: Outcome) -> None:
    """Take the step that an approved fact records; of other facts the step was taken before.

    Raises RefusedError, and so undoes the last signature, if the case has moved on meanwhile.
    """
    if "approval" not in row.details or row.kind not in _STEPS:
        return
    case = Case.objects.filter(number=row.about.removeprefix("case:")).first()
    if case is None:
        return
    since, changes_of = _STEPS[row.kind]
    former = fresh(case).handler
    if not Case.objects.filter(pk=case.pk, state__in=since).update(**changes_of(case, row)):
        raise RefusedError(
            _("%(number)s has moved on since this was proposed; refuse it or withdraw it.")
            % {"number": case.number}
        )
    taker = _taker(row)
    if taker is not None and former is not None:
        move_clocks(case, former, taker, row, by=row.actor)


def _taker(row: FactRow) -> Member | None:
    key = {"case_assigned": "handler", "case_handed_over": "to_member"}.get(row.kind)
    return people.member_by_key(str(row.details.get(key, ""))) if key else None


def _handler(_case: Case, row: FactRow) -> Changes:
    taker = _taker(row)
    return in_hands_of(taker, row.happened_at) if taker else {}


def _prioritised(_case: Case, row: FactRow) -> Changes:
    given = str(row.details.get("priority", ""))
    return {"priority": given if given in Priority.values else "", "graded_because": ""}


def _queued(_case: Case, row: FactRow) -> Changes:
    name = str(row.details.get("queue") or "")
    return {"queue": Queue.objects.filter(name=name, ended_at=None).first()}


def _recategorised(case: Case, row: FactRow) -> Changes:
    same = Category.objects.filter(case_type=case.case_type, name=row.details.get("category"))
    return {"category": same.order_by("pk").first()}


def _forwarded(_case: Case, row: FactRow) -> Changes:
    department = people.department_by_key(str(row.details.get("responsible_department", "")))
    return {"state": State.FORWARDED, "responsible_department": department}


def _resolved(_case: Case, row: FactRow) -> Changes:
    how = str(row.details.get("resolution", ""))
    return {"state": State.RESOLVED, "resolved_at": row.happened_at, "resolution": how}


def _reopened(case: Case, _row: FactRow) -> Changes:
    return reopening(working_state(fresh(case)))


def _called(_case: Case, row: FactRow) -> Changes:
    satisfied = row.details.get("satisfied")
    return {
        "callback": state_after(
            reached=row.details.get("result") == CallbackResult.REACHED,
            satisfied=satisfied if isinstance(satisfied, bool) else None,
        )
    }


def _closed(_case: Case, row: FactRow) -> Changes:
    closed_at: datetime = row.happened_at
    return {"state": State.CLOSED, "closed_at": closed_at}


_STEPS: dict[str, tuple[tuple[str, ...], Callable[[Case, FactRow], Changes]]] = {
    "case_assigned": (UNSETTLED, _handler),
    "case_handed_over": (UNSETTLED, _handler),
    "case_forwarded": (ACTIVE, _forwarded),
    "case_paused": (ACTIVE, lambda _case, _row: {"state": State.PAUSED}),
    "case_resumed": ((State.PAUSED,), lambda case, _row: {"state": working_state(fresh(case))}),
    "case_resolved": (ACTIVE, _resolved),
    "case_reopened": (SETTLED, _reopened),
    "case_closed": ((State.RESOLVED,), _closed),
    "callback_made": (STANDING, _called),
    "case_prioritised": (UNSETTLED, _prioritised),
    "case_queued": (UNSETTLED, _queued),
    "case_recategorised": (UNSETTLED, _recategorised),
    "case_regraded": (UNSETTLED, lambda _case, row: {"severity": row.details.get("severity", "")}),
}
