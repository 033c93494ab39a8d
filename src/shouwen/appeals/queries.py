"""Lists of appeals in rows ready to show, and how the lines of others' pages stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from shouwen.appeals.models import Appeal, State
from shouwen.approvals import queries as requests
from shouwen.enforcement import words
from shouwen.people.models import Member
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

__all__ = ["Appeal", "AppealRow", "Page", "State", "mine", "of_facts", "waiting_for"]
PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRow:
    """One appeal; ``label`` names the questioned fact, ``expires_at`` is by when it is judged.

    ``clause_number`` and ``book`` are what its judges are named by.
    """

    pk: int
    fact_number: int
    line: str
    label: str
    happened_at: datetime
    appellant: str
    appellant_key: str
    reason: str
    answer: str
    level: int
    by_rule: bool
    state: str
    opened_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None
    request: int
    clause_number: str
    book: str

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a judge."""
        return self.state == State.WAITING

    @property
    def may_go_further(self) -> bool:
        """Whether it ended in a way that a further judge can be asked."""
        return self.state in (State.DISMISSED, State.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list; ``after`` is the cursor of the next, None at the end."""

    rows: tuple[AppealRow, ...]
    after: int | None


def _found() -> QuerySet[Appeal]:
    return Appeal.objects.select_related("appellant", "fact", "request")


def mine(
    member: Member, *, now: datetime, after: int | None = None, everybody: bool = False
) -> Page:
    """List the member's appeals, or everybody's, the latest first, in two queries."""
    found = _found() if everybody else _found().filter(appellant=member)
    if after:
        found = found.filter(pk__lt=after)
    rows = rows_of(list(found.order_by("-pk")[: PAGE + 1]), now)
    return Page(rows=tuple(rows[:PAGE]), after=rows[PAGE - 1].pk if len(rows) > PAGE else None)


def waiting_for(member: Member, *, now: datetime, after: int = 0) -> Page:
    """List the appeals that wait for the member's judgement, the longest waiting first."""
    today = timezone.localdate(now)
    asked = requests.waiting_for(member, today, 200, after=after)
    pks = [row.id for row in asked if row.proposed_kind == "appeal_upheld"][: PAGE + 1]
    rows = rows_of(list(_found().filter(request__in=pks).order_by("request")), now)
    return Page(rows=tuple(rows[:PAGE]), after=rows[PAGE - 1].request if len(rows) > PAGE else None)


def of_facts(numbers: Collection[int]) -> dict[int, Appeal]:
    """Return the newest appeal about each of these facts, by number, in one query."""
    found = Appeal.objects.filter(fact__in=list(numbers)).order_by("pk")
    return {appeal.fact_id: appeal for appeal in found}


def levels_of(appeal: Appeal, now: datetime) -> list[AppealRow]:
    """List every level at which the same member questioned the same fact, the first first."""
    same = _found().filter(fact=appeal.fact_id, appellant=appeal.appellant_id)
    return rows_of(list(same.order_by("level")), now)


def rows_of(appeals: Collection[Appeal], now: datetime) -> list[AppealRow]:
    """Return appeals in rows ready to show."""
    known = regulations.words_on(timezone.localdate(now))
    return [_row(appeal, known) for appeal in appeals]


def _row(appeal: Appeal, known: InForce) -> AppealRow:
    request = appeal.request
    return AppealRow(
        pk=appeal.pk,
        fact_number=appeal.fact_id,
        line=appeal.line,
        label=words.kind_label(known.vocabulary, appeal.fact.kind),
        happened_at=appeal.fact.happened_at,
        appellant=appeal.appellant.name,
        appellant_key=appeal.appellant.username,
        reason=appeal.reason,
        answer=appeal.answer,
        level=appeal.level,
        by_rule=appeal.by_rule,
        state=appeal.state,
        opened_at=appeal.opened_at,
        ended_at=appeal.ended_at,
        expires_at=request.expires_at,
        request=request.pk,
        clause_number=request.clause_number,
        book=request.title,
    )
