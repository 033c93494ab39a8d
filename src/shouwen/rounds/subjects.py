"""Whose calendar a member may look at: their own, those below them, and the posts these hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import posts_by_member, posts_held_by, standing_today
from shouwen.rounds.gates import SEE_ALL
from shouwen.rounds.queries import everybody_below

MANAGE = "people.manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One choice of the calendar: ``key`` is empty for oneself, else ``post:x`` or ``member:x``."""

    key: str
    name: str
    owners: frozenset[int]
    posts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Everything a member may choose; the posts and members in order of their names."""

    own: Subject
    posts: tuple[Subject, ...]
    members: tuple[Subject, ...]

    def find(self, key: str) -> Subject | None:
        """Return a choice by its key, or None where it is not the member's to look at."""
        return next((s for s in (self.own, *self.posts, *self.members) if s.key == key), None)


def subjects_of(member: Member, today: date) -> Subjects:
    """Return whose calendars a member may look at, in a fixed number of queries."""
    standing = standing_today(member, today)
    own = standing.own
    below = everybody_below(own.reports, today) if own.reports else frozenset()
    posts = dict(own.posts)
    if standing.permissions & {SEE_ALL, MANAGE}:
        posts |= people.post_names()
    elif below:
        posts |= posts_held_by(below, today)
    return Subjects(
        own=_subject("", member.name, {member.pk}, own.posts),
        posts=tuple(_subject(f"post:{key}", posts[key], (), [key]) for key in sorted(posts)),
        members=tuple(_members(below, today)),
    )


def _members(below: frozenset[int], today: date) -> list[Subject]:
    if not below:
        return []
    held = posts_by_member(below, today)
    return [
        _subject(f"member:{one.username}", one.name, {one.pk}, held.get(one.pk, ()))
        for one in Member.objects.filter(pk__in=below).order_by("username")
    ]


def _subject(key: str, name: str, owners: Iterable[int], posts: Iterable[str]) -> Subject:
    return Subject(key=key, name=name, owners=frozenset(owners), posts=frozenset(posts))
