"""How much a member owes, counted once however many parts of one page show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from shouwen.obligations import queries as owed
from shouwen.obligations.queries import SOON, Counts, OwedRow, State
from shouwen.people.models import Member
from shouwen.people.standing import standing_today

REMEMBERED = "_desk_counts"


def counts_now(member: Member, now: datetime) -> Counts:
    """Return what the member of one request owes; what is remembered goes with the object."""
    found: Counts | None = getattr(member, REMEMBERED, None)
    if found is None:
        own = standing_today(member, timezone.localdate(now)).own
        found = remember(member, owed.counts_for(member, now, own.posts, own.team_ids))
    return found


def remember(member: Member, counts: Counts) -> Counts:
    """Keep counts that a part of the page has already, so that nobody asks again."""
    setattr(member, REMEMBERED, counts)
    return counts


def counts_in(rows: Sequence[OwedRow], now: datetime) -> Counts:
    """Count rows that are all there are, the way :func:`counts_now` does."""
    open_ones = [row.due_at for row in rows if row.state == State.OPEN and row.due_at is not None]
    lapsed = sum(row.state == State.LAPSED for row in rows)
    return Counts(
        late=lapsed + sum(due < now for due in open_ones),
        soon=sum(now <= due <= now + SOON for due in open_ones),
        owed=len(rows),
    )
