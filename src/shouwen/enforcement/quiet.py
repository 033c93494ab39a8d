"""Who is told by mail at once, and who only when the quiet hours of their posts are over.

Who is on duty is known to a room above, which says so by :func:`register_duty`. What stands on the
desk waits for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.people import quiet
from shouwen.people.models import Holding, Member, Post
from shouwen.people.queries import holding_on

# Of some members (by pk), those who are on duty at a moment.
DutySource = Callable[[Collection[int], datetime], Collection[int]]
_SOURCES: list[DutySource] = []


def register_duty(source: DutySource) -> None:
    """Let a room say which of some members are on duty at a moment."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who gets mail and when it leaves; ``instead_of`` are those it would have woken."""

    member: Member
    leaves_at: datetime
    instead_of: tuple[Member, ...] = ()


def leaves_at(member: Member, at: datetime) -> datetime:
    """Return when mail leaves that is for this member alone."""
    return _when([member], _held([member], at), at)[member.pk]


def told(members: Iterable[Member], at: datetime, *, post: str = "") -> list[Told]:
    """Return when mail to each of some members leaves, and who on duty is told at once instead.

    ``post`` is the one by which they are concerned, else it is every post they hold; those who
    stand in hold one of them. Members without an address are left out.
    """
    everybody = [member for member in members if member.email]
    held = _held(everybody, at)
    when = _when(everybody, held, at)
    found = [Told(member=member, leaves_at=when[member.pk]) for member in everybody]
    waiting = tuple(member for member in everybody if when[member.pk] > at)
    if not waiting:
        return found
    posts = {post} if post else {one.key for member in waiting for one in held[member.pk]}
    known = {member.pk for member in everybody}
    return found + [
        Told(member=one, leaves_at=at, instead_of=waiting)
        for one in _on_duty_in(posts, at)
        if one.pk not in known
    ]


def _held(members: Collection[Member], at: datetime) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {member.pk: [] for member in members}
    rows = Holding.objects.filter(holding_on(timezone.localdate(at)), member__in=list(found))
    for row in rows.select_related("post"):
        found[row.member_id].append(row.post)
    return found


def _when(
    members: Collection[Member], held: Mapping[int, list[Post]], at: datetime
) -> dict[int, datetime]:
    zone = timezone.get_default_timezone()
    when = {
        member.pk: quiet.leaves_at(at, [post.quiet for post in held[member.pk]], zone)
        for member in members
    }
    # Whoever works just now is awake.
    asleep = [pk for pk, moment in when.items() if moment > at]
    return {**when, **dict.fromkeys(_on_duty(asleep, at), at)}


def _on_duty(members: Collection[int], at: datetime) -> set[int]:
    if not members:
        return set()
    return {pk for source in _SOURCES for pk in source(members, at)}


def _on_duty_in(posts: Collection[str], at: datetime) -> list[Member]:
    held = Holding.objects.filter(holding_on(timezone.localdate(at)), post__key__in=posts)
    members = Member.objects.filter(pk__in=held.values("member"), is_active=True).exclude(email="")
    holders = list(members.order_by("pk"))
    there = _on_duty([one.pk for one in holders], at)
    return [one for one in holders if one.pk in there]
