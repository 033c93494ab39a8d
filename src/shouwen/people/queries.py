"""Who held which post, answered to whom and might do what, on a given day.

Every question takes the day it is asked about; nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import F, Prefetch

from shouwen.people import gates, periods
from shouwen.people.models import (
    Department,
    Grant,
    Holding,
    Member,
    Post,
    Reporting,
    Substitution,
    Team,
)
from shouwen.people.permissions import PERMISSIONS

SYSTEM_KEY = "system"

# Other rooms ask about periods through this module.
holding_on = periods.holding_on


def member_by_key(key: str) -> Member | None:
    """Return the member with this key, or None."""
    return Member.objects.filter(username=key).first()


def members_by_keys(keys: Iterable[str]) -> dict[str, Member]:
    """Return the members with these keys in one query; unknown keys are left out."""
    return {m.username: m for m in Member.objects.filter(username__in=set(keys))}


def system_member() -> Member | None:
    """Return the member who acts for the house itself, if it has been made."""
    return Member.objects.filter(is_system=True).order_by("pk").first()


def posts_of(member_key: str, on: date) -> frozenset[str]:
    """Return the keys of the posts a member held on that day."""
    held = Holding.objects.filter(holding_on(on), member__username=member_key)
    return frozenset(held.values_list("post__key", flat=True))


def posts_by_member(keys: Collection[str], on: date) -> dict[str, frozenset[str]]:
    """Return the keys of the posts that each of some members held on that day, in one query."""
    held = Holding.objects.filter(holding_on(on), member__username__in=keys)
    found: dict[str, set[str]] = {key: set() for key in keys}
    for member, post in held.values_list("member__username", "post__key"):
        found[member].add(post)
    return {key: frozenset(posts) for key, posts in found.items()}


def holders_of(post_key: str, on: date, team: Team | None = None) -> list[Member]:
    """Return who held a post on that day, in ``team`` if one is given, in order of joining."""
    held = Holding.objects.filter(holding_on(on), post__key=post_key)
    if team is not None:
        held = held.filter(team=team)
    members = Member.objects.filter(pk__in=held.values("member"), is_active=True)
    return list(members.order_by("pk"))


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Who held one post, and when; for asking about many days."""

    periods: tuple[tuple[Member, date, date | None], ...]

    def on(self, day: date) -> list[Member]:
        """Return who held the post on a day, as :func:`holders_of` does."""
        found = {m.pk: m for m, since, until in self.periods
                 if since <= day and (until is None or day < until)}  # fmt: skip
        return list(found.values())


def held_by(post_key: str) -> HeldBy:
    """Return everybody who ever held a post and still is a member, in order of joining."""
    held = Holding.objects.filter(post__key=post_key, member__is_active=True)
    rows = held.select_related("member").order_by("member_id")
    return HeldBy(tuple((each.member, each.since, each.until) for each in rows))


def members_of_department(department_key: str, on: date) -> list[Member]:
    """Return who held a post in a team of that department on that day."""
    held = Holding.objects.filter(holding_on(on), team__department__key=department_key)
    members = Member.objects.filter(pk__in=held.values("member"), is_active=True)
    return list(members.order_by("pk"))


def superior_of(member_key: str, on: date) -> Member | None:
    """Return whom a member answered to on that day, or None."""
    lines = Reporting.objects.filter(holding_on(on), member__username=member_key)
    line = lines.select_related("superior").order_by("-since", "-pk").first()
    return line.superior if line else None


def reports_of(member: Member, on: date) -> list[Member]:
    """Return the members who answered to this one on that day."""
    lines = Reporting.objects.filter(holding_on(on), superior=member)
    return list(Member.objects.filter(pk__in=lines.values("member")).order_by("pk"))


def leads(leader: Member, member: Member, on: date) -> bool:
    """Return whether ``member`` answered to ``leader``, directly or through others."""
    return leader.pk in superiors_above(member, on)


def superiors_above(member: Member, on: date) -> list[int]:
    """Return the pks of everybody above a member on that day, nearest first, in one query."""
    above = dict(Reporting.objects.filter(holding_on(on)).values_list("member", "superior"))
    chain: list[int] = []
    found = above.get(member.pk)
    while found is not None and found not in chain:
        chain.append(found)
        found = above.get(found)
    return chain


def substitutes_for(member: Member, on: date) -> list[Member]:
    """Return who stood in for a member on that day."""
    standing_in = Substitution.objects.filter(holding_on(on), member=member)
    members = Member.objects.filter(pk__in=standing_in.values("substitute"), is_active=True)
    return list(members.order_by("pk"))


def substituted_by(member: Member, on: date) -> list[Member]:
    """Return the members for whom this one stood in on that day."""
    absent = Substitution.objects.filter(holding_on(on), substitute=member)
    return list(Member.objects.filter(pk__in=absent.values("member")).order_by("pk"))


def may(member: Member, permission: str, on: date) -> bool:
    """Return whether a post held on that day lets this member do this; administrators may all."""
    return gates.may(member, permission, on)


def permissions_of(member: Member, on: date) -> frozenset[str]:
    """Return everything the posts held on that day let this member do, in one query."""
    if not member.is_active:
        return frozenset()
    if member.is_superuser:
        return frozenset(PERMISSIONS)
    held = Holding.objects.filter(holding_on(on), member=member)
    grants = Grant.objects.filter(post__in=held.values("post"))
    return frozenset(grants.values_list("permission", flat=True))


def team_of(member: Member, on: date) -> Team | None:
    """Return the team of the post a member took up last, of those held on that day."""
    held = Holding.objects.filter(holding_on(on), member=member, team__isnull=False)
    latest = held.select_related("team").order_by("-since", "-pk").first()
    return latest.team if latest else None


def team_and_posts_of(member: Member, on: date) -> tuple[Team | None, frozenset[str]]:
    """Return what :func:`team_of` and :func:`posts_of` say, in one query."""
    held = Holding.objects.filter(holding_on(on), member=member)
    rows = list(held.select_related("team", "post").order_by("-since", "-pk"))
    team = next((row.team for row in rows if row.team is not None), None)
    return team, frozenset(row.post.key for row in rows)


def team_by_key(key: str) -> Team | None:
    """Return the team with this key, or None."""
    return Team.objects.filter(key=key).first()


def department_by_key(key: str) -> Department | None:
    """Return the department with this key, or None."""
    return Department.objects.filter(key=key).first()


def active_members() -> list[Member]:
    """Return everybody who works here now, without the house itself, for choosing from."""
    return list(Member.objects.filter(is_active=True, is_system=False).order_by("name", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOnDay:
    """A post a regulation names, and how many members hold it."""

    key: str
    name: str
    holders: tuple[str, ...]


def posts_named(names: dict[str, str], on: date) -> list[PostOnDay]:
    """Return, for posts by key and printed name, who holds each on that day, in one query."""
    held = Holding.objects.filter(holding_on(on), post__key__in=names, member__is_active=True)
    holders: dict[str, list[str]] = {}
    for key, name in held.order_by("member__pk").values_list("post__key", "member__name"):
        if name not in holders.setdefault(key, []):
            holders[key].append(name)
    return [
        PostOnDay(key=key, name=name, holders=tuple(holders.get(key, ())))
        for key, name in names.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line of the directory."""

    pk: int
    key: str
    name: str
    phone: str
    posts: tuple[str, ...]
    superior: str
    substitute: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """A team with its people; ``name`` is empty for those without a team."""

    name: str
    department: str
    people: tuple[PersonRow, ...]


def _names(model: type[Reporting | Substitution], whom: str, on: date) -> dict[int, str]:
    rows = model.objects.filter(holding_on(on)).order_by("since", "pk")
    return dict(rows.values_list("member", f"{whom}__name"))


def directory(on: date) -> list[TeamRow]:
    """List every team with its members and their posts on that day, in five queries."""
    superiors = _names(Reporting, "superior", on)
    substitutes = _names(Substitution, "substitute", on)
    held = Holding.objects.filter(holding_on(on)).annotate(post_name=F("post__name"))
    members = Member.objects.filter(is_system=False).prefetch_related(
        Prefetch("holdings", queryset=held.order_by("pk"), to_attr="held")
    )
    rows: dict[int | None, list[PersonRow]] = {}
    for member in members.order_by("-is_active", "pk"):
        posts = member.held
        row = PersonRow(
            pk=member.pk,
            key=member.username,
            name=member.name,
            phone=member.phone,
            posts=tuple(dict.fromkeys(h.post_name for h in posts)),
            superior=superiors.get(member.pk, ""),
            substitute=substitutes.get(member.pk, ""),
            is_active=member.is_active,
        )
        for team_id in dict.fromkeys(h.team_id for h in posts) or [None]:
            rows.setdefault(team_id, []).append(row)
    teams = Team.objects.annotate(department_name=F("department__name"))
    found = [
        TeamRow(name=t.name, department=t.department_name or "", people=tuple(rows[t.pk]))
        for t in teams
        if t.pk in rows
    ]
    if None in rows:
        found.append(TeamRow(name="", department="", people=tuple(rows[None])))
    return found


def posts() -> list[Post]:
    """Return every post of the house."""
    return list(Post.objects.all())


def teams() -> list[Team]:
    """Return every team of the house."""
    return list(Team.objects.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPost:
    """A post of one member, as the member's page lists it."""

    pk: int
    post: str
    team: str
    since: date
    until: date | None
    is_current: bool


def held_posts(member: Member, on: date) -> list[HeldPost]:
    """List every post a member held, holds or will hold, the latest first."""
    rows = Holding.objects.filter(member=member).order_by("-since", "-pk")
    return [
        HeldPost(
            pk=pk,
            post=post,
            team=team or "",
            since=since,
            until=until,
            is_current=since <= on and (until is None or on < until),
        )
        for pk, post, team, since, until in rows.values_list(
            "pk", "post__name", "team__name", "since", "until"
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who stands in for a member, and when."""

    substitute: str
    since: date
    until: date | None


def absences_of(member: Member, on: date) -> list[Absence]:
    """List the substitutions of a member that stand or are planned."""
    rows = Substitution.objects.filter(member=member).order_by("since", "pk")
    open_ones = rows.exclude(until__lte=on)
    return [
        Absence(substitute=name, since=since, until=until)
        for name, since, until in open_ones.values_list("substitute__name", "since", "until")
    ]


def post_names() -> dict[str, str]:
    """Return the name of every post of the house by its key."""
    return dict(Post.objects.values_list("key", "name"))


def departments() -> list[Department]:
    """Return every department of the house."""
    return list(Department.objects.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post with who holds it and what its holders may do."""

    key: str
    name: str
    holders: tuple[str, ...]
    permissions: frozenset[str]
    quiet_from: time | None
    quiet_until: time | None


def posts_with_permissions(on: date) -> list[PostRow]:
    """List every post with holders and permissions, in three queries."""
    granted: dict[int, set[str]] = {}
    for post, permission in Grant.objects.values_list("post", "permission"):
        granted.setdefault(post, set()).add(permission)
    found = posts()
    held = posts_named({post.key: post.name for post in found}, on)
    holders = {row.key: row.holders for row in held}
    return [
        PostRow(
            key=post.key,
            name=post.name,
            holders=holders.get(post.key, ()),
            permissions=frozenset(granted.get(post.pk, ())),
            quiet_from=post.quiet_from,
            quiet_until=post.quiet_until,
        )
        for post in found
    ]
