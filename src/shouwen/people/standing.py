"""Where a member stands on a day: posts, team, permissions, reports, for whom they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, IntegerField, Q, Value

from shouwen.people.asking import Rows
from shouwen.people.models import Grant, Holding, Member, Reporting, Substitution
from shouwen.people.periods import holding_on
from shouwen.people.permissions import PERMISSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody a standing names."""

    pk: int
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What one member is on a day: posts by key, teams and departments, the latest post first.

    ``reports`` are those who answer to the member directly.
    """

    posts: Mapping[str, str]
    team_ids: frozenset[int]
    team_key: str
    team_name: str
    departments: frozenset[str]
    department_ids: frozenset[int]
    reports: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A member's own place and permissions, and the places of those they stand in for."""

    own: Place
    permissions: frozenset[str]
    absent: tuple[tuple[Person, Place], ...]


REMEMBERED = "_standing_today"
_TEXT = CharField()
Row = tuple[Any, ...]


def standing_of(member: Member, on: date) -> Standing:
    """Return where a member stands on that day, in one query."""
    rows = _ROWS.ask(member.pk, on)
    mine = [row for row in rows if row[1] == member.pk]
    absent = [_person(row) for row in mine if row[0] == "absent"]
    return Standing(
        own=_place(mine),
        permissions=_permissions(member, mine),
        absent=tuple((p, _place([r for r in rows if r[1] == p.pk])) for p in absent),
    )


def _rows(member: int, on: date) -> Any:
    away = Substitution.objects.filter(holding_on(on), substitute=member)
    further = (_reports(member, away, on), _absent(away), _granted(member, on))
    return _posts(member, away, on).union(*further, all=True)


_ROWS = Rows(_rows)


def _permissions(member: Member, rows: list[Row]) -> frozenset[str]:
    if not member.is_active:
        return frozenset()
    if member.is_superuser:
        return frozenset(PERMISSIONS)
    return frozenset(row[4] for row in rows if row[0] == "permission")


def _place(rows: list[Row]) -> Place:
    # The latest first; of those taken up on one day the one that was named first.
    held = sorted((r for r in rows if r[0] == "post"), key=lambda r: (-r[2].toordinal(), r[3]))
    teams = [row for row in held if row[6] is not None]
    reports = sorted((r for r in rows if r[0] == "report"), key=lambda r: r[3])
    return Place(
        posts={row[4]: row[5] for row in held},
        team_ids=frozenset(row[6] for row in teams),
        team_key=teams[0][7] if teams else "",
        team_name=teams[0][8] if teams else "",
        departments=frozenset(row[9] for row in teams if row[9]),
        department_ids=frozenset(row[10] for row in teams if row[10] is not None),
        reports=tuple(dict.fromkeys(_person(row) for row in reports)),
    )


def _person(row: Row) -> Person:
    return Person(pk=row[3], key=row[4], name=row[5])


def _posts(member: int, away: Any, on: date) -> Any:
    held = Holding.objects.filter(holding_on(on))
    held = held.filter(Q(member=member) | Q(member__in=away.values("member")))
    return held.order_by().values_list(
        Value("post", _TEXT), "member", "since", "pk", "post__key", "post__name",
        "team", "team__key", "team__name", "team__department__key", "team__department",
    )  # fmt: skip


# The other kinds of rows have no place of their own: their last columns are empty.
def _nowhere() -> tuple[Value, ...]:
    nothing = Value(None, IntegerField())
    return (nothing, *[Value("", _TEXT)] * 3, nothing)


def _reports(member: int, away: Any, on: date) -> Any:
    led = Reporting.objects.filter(holding_on(on))
    led = led.filter(Q(superior=member) | Q(superior__in=away.values("member")))
    return led.order_by().values_list(
        Value("report", _TEXT), "superior", "since", "member", "member__username", "member__name",
        *_nowhere(),
    )  # fmt: skip


def _absent(away: Any) -> Any:
    return away.order_by().values_list(
        Value("absent", _TEXT), "substitute", "since", "member", "member__username",
        "member__name", *_nowhere(),
    )  # fmt: skip


def _granted(member: int, on: date) -> Any:
    held = Holding.objects.filter(holding_on(on), member=member)
    granted = Grant.objects.filter(post__in=held.values("post"))
    return granted.order_by().values_list(
        Value("permission", _TEXT), Value(member, IntegerField()), Value(on, DateField()),
        "pk", "permission", Value("", _TEXT), *_nowhere(),
    )  # fmt: skip


def below_each(reports: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Return, for each of these members by pk, them and everybody below them, in one query."""
    lines = Reporting.objects.filter(holding_on(on)).values_list("superior", "member")
    led: dict[int, list[int]] = {}
    for superior, member in lines:
        led.setdefault(superior, []).append(member)
    return {pk: _with_all_below(pk, led) for pk in reports}


def posts_held_by(members: Iterable[int], on: date) -> dict[str, str]:
    """Return the posts any of these members holds that day, by key with their names."""
    held = Holding.objects.filter(holding_on(on), member__in=list(members)).order_by("post__key")
    return dict(held.values_list("post__key", "post__name"))


def posts_by_member(members: Iterable[int], on: date) -> dict[int, frozenset[str]]:
    """Return the keys of the posts each of these members holds that day, in one query."""
    found: dict[int, set[str]] = {}
    held = Holding.objects.filter(holding_on(on), member__in=list(members))
    for member, post in held.values_list("member", "post__key"):
        found.setdefault(member, set()).add(post)
    return {member: frozenset(posts) for member, posts in found.items()}


def _with_all_below(top: int, led: Mapping[int, list[int]]) -> frozenset[int]:
    found, waiting = {top}, [top]
    while waiting:
        further = [pk for pk in led.get(waiting.pop(), []) if pk not in found]
        found.update(further)
        waiting.extend(further)
    return frozenset(found)


def standing_today(member: Member, today: date) -> Standing:
    """Return where the member of one request stands, asked once however many parts ask.

    Only for a member read for the request at hand: what is remembered goes with the object.
    """
    found: tuple[date, Standing] | None = getattr(member, REMEMBERED, None)
    if found is None or found[0] != today:
        found = (today, standing_of(member, today))
        setattr(member, REMEMBERED, found)
    return found[1]
