"""Addresses of recurring cases: the series there are, beginning, changing and ending one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.cases import gates, recurring, recurring_history
from shouwen.cases.models import Recurrence
from shouwen.cases.recurring_forms import RecurrenceForm

router = Router("cases")


def _standing(request: ApiRequest) -> gates.Standing:
    return gates.standing_now(request.member, timezone.localdate())


class Series(BaseModel):
    """The number of the series that was begun or changed."""

    id: int


class RecurringOut(BaseModel):
    """A series that has not ended; ``next_at`` is null while it is paused."""

    id: int
    title: str
    case_type: str
    rhythm: str
    owner: str
    next_at: datetime | None
    opened: int
    last_number: str


@router.read("/recurring", Rows[RecurringOut])
def recurring_(request: ApiRequest) -> Rows[RecurringOut]:
    """List the series of recurring cases, the next in front."""
    gates.require_keeper(_standing(request))
    return Rows(
        items=[
            RecurringOut(
                id=row.pk, title=row.title, case_type=row.type_label, rhythm=row.rhythm,
                owner=row.owner, next_at=row.next_at, opened=row.opened,
                last_number=row.last_number,
            )
            for row in recurring.rows()
        ]
    )  # fmt: skip


@router.add("/recurring", Series)
@bodies.takes(RecurrenceForm)
def begin_recurring(request: ApiRequest, body: Body) -> Series:
    """Begin a series of recurring cases."""
    gates.require_keeper(_standing(request))
    form = RecurrenceForm(bodies.sent(body))
    bodies.given(form)
    return Series(id=recurring.begin(by=request.member, at=timezone.now(), **form.wanted()).pk)


@router.do("/recurring/{int:pk}/{how}", Series)
def change_recurring(request: ApiRequest, pk: int, how: Literal["pause", "go-on", "end"]) -> Series:
    """Pause a series, let it go on, or end it for good."""
    gates.require_keeper(_standing(request))
    row, now = gates.recurrence_open(pk), timezone.now()
    if how == "pause":
        recurring.pause(row)
    elif how == "go-on":
        recurring.go_on(row, now)
    else:
        recurring.end(row, now)
    return Series(id=pk)


class RecurringChange(BaseModel):
    """What was changed in a series: each field in words, as it was and as it is."""

    at: datetime
    by: str
    changes: list[tuple[str, str, str]]


class RecurringOne(BaseModel):
    """A series with what its form holds, its next moments, and what was changed, newest first."""

    id: int
    holds: dict[str, str | int]
    next: list[datetime]
    changes: list[RecurringChange]


@router.read("/recurring/{int:pk}", RecurringOne)
def recurring_one(request: ApiRequest, pk: int) -> RecurringOne:
    """Read a series with its history."""
    gates.require_keeper(_standing(request))
    row = gates.recurrence_open(pk)
    changed = recurring_history.changes_of(row)
    return RecurringOne(
        id=row.pk, holds=_holds(row),
        next=recurring.next_moments(row),
        changes=[
            RecurringChange(at=each.at, by=each.by, changes=[tuple(one) for one in each.changes])
            for each in changed
        ],
    )  # fmt: skip


def _holds(row: Recurrence) -> dict[str, str | int]:
    """Return what a series holds as its operation takes it: people and departments by key."""
    values = recurring_history.form_values(row) | {
        "owner": row.owner.username,
        "department": row.department.key if row.department else None,
        "starts_on": row.starts_on.isoformat(),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


@router.do("/recurring/{int:pk}", Series)
@bodies.takes(RecurrenceForm)
def rewrite_recurring(request: ApiRequest, pk: int, body: Body) -> Series:
    """Change a series from its next case on; the cases it opened stay as they are."""
    gates.require_keeper(_standing(request))
    row = gates.recurrence_open(pk)
    form = RecurrenceForm(bodies.sent(body))
    bodies.given(form)
    recurring.change(row, by=request.member, at=timezone.now(), **form.wanted())
    return Series(id=pk)
