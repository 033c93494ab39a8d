"""What is owed in a case, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.cases.addresses import why_address
from shouwen.cases.categories import speaks_chinese
from shouwen.cases.clocks import DueRow, due_of
from shouwen.cases.said import duty_in_words
from shouwen.obligations import queries as obligations
from shouwen.obligations.queries import OwedRow
from shouwen.people.models import Department, Post
from shouwen.policy.vocabulary import BASE
from shouwen.regulations.queries import house_on


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One obligation in a case, with its clock."""

    pk: int
    duty: str
    owner: str
    clause: str
    title: str
    href: str
    due: DueRow
    ended_at: datetime | None
    is_owed: bool


def duties_about(about: str, now: datetime) -> list[DutyRow]:
    """List every obligation there ever was in a matter: owed ones first, soonest first."""
    rows = obligations.history(about)
    names = _party_names(rows)
    house = house_on(timezone.localdate(now))
    found = [_row(row, names, due_of(row, house, now)) for row in rows]
    return sorted(found, key=_order)


def _order(row: DutyRow) -> tuple[bool, bool, float]:
    due_at = row.due.due_at
    return not row.is_owed, due_at is None, due_at.timestamp() if due_at else 0.0


def _row(row: OwedRow, names: dict[str, str], due: DueRow) -> DutyRow:
    return DutyRow(
        pk=row.id,
        duty=duty_in_words(row.duty, row.duty_en),
        owner=row.owner_name or names.get(row.owed_by, row.owed_by.partition(":")[2]),
        clause=row.clause_number,
        title=row.title,
        href=why_address("obligation", row.id),
        due=due,
        ended_at=row.ended_at,
        is_owed=row.is_owed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A step in a case that waits for signatures."""

    step: str
    proposer: str
    clause: str
    title: str
    href: str


def waiting_about(about: str) -> list[WaitingRow]:
    """List the steps in a matter that wait for signatures, in one query."""
    side = 0 if speaks_chinese() else 1
    return [
        WaitingRow(
            step=BASE.kind_labels(str(request.proposed["kind"]))[side],
            proposer=str(request.proposer),
            clause=request.clause_number,
            title=request.title,
            href=why_address("request", request.pk),
        )
        for request in approvals.waiting_about(about)
    ]


def _party_names(rows: list[OwedRow]) -> dict[str, str]:
    """Return the names of posts and departments that owe something together, in two queries."""
    parties = [row.owed_by.partition(":") for row in rows if not row.owner_name]
    posts = Post.objects.filter(key__in=[key for kind, _, key in parties if kind == "post"])
    departments = Department.objects.filter(
        key__in=[key for kind, _, key in parties if kind == "department"]
    )
    found = {f"post:{key}": name for key, name in posts.values_list("key", "name")}
    return found | {f"department:{k}": n for k, n in departments.values_list("key", "name")}
