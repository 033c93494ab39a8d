"""Who may record a check, who may see one, and how often a text may be looked at."""

from __future__ import annotations

from datetime import date, datetime

from django.core.cache import cache
from django.http import Http404

from shouwen.enforcement import gates as facts
from shouwen.journal.actions import FactRow
from shouwen.people import gates as people
from shouwen.people.models import Member
from shouwen.people.standing import standing_today

CHECK = "facts.record"
# Whoever types without a pause asks 150 times a minute at most.
PER_MINUTE = 150
_MINUTE = 60


def sees_all(member: Member, today: date) -> bool:
    """Tell whether a member sees the checklists of every post."""
    return CHECK in standing_today(member, today).permissions


def posts_of(member: Member, today: date) -> frozenset[str]:
    """Return the posts a member holds today, asked once for each request."""
    return frozenset(standing_today(member, today).own.posts)


def require_check(member: Member, today: date) -> None:
    """Let pass whoever may record a quality check; refuse everybody else."""
    people.require(member, CHECK, today)


def check_open_to(member: Member, number: int, today: date) -> FactRow:
    """Return the first fact of a check to whoever may read it; to others there is none."""
    row = facts.fact_open_to(member, number, today)
    if not (row.idempotency_key or "").startswith("check:"):
        raise Http404
    return row


def has_turn(member: Member, now: datetime) -> bool:
    """Count one more look at a text; False once there were too many within this minute."""
    key = f"knowledge:hints:{member.pk}:{int(now.timestamp()) // _MINUTE}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:
        # The count was dropped in between; it begins anew.
        return True


def may_see_money(member: Member, row: FactRow, today: date) -> bool:
    """Tell whether what a check cost somebody is any of this member's business."""
    person = str(row.details.get("person", ""))
    if row.actor_id == member.pk or person == member.username:
        return True
    if people.may(member, "ledger.view_all", today):
        return True
    return facts.matter_or_member(member, row.about, today)
