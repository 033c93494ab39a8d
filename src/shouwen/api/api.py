"""Addresses of members, posts and teams, of one's own settings and tokens.

They stand here and not in ``people``: that room lies below this one and knows nothing of it.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel

from shouwen.api import actions as tokens
from shouwen.api import bodies, gates, queries
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.people import actions
from shouwen.people import gates as people_gates
from shouwen.people import queries as people
from shouwen.people.forms import (
    AddMemberForm,
    AddPartForm,
    AppointForm,
    AppointToForm,
    ContactForm,
    EndForm,
    GrantForm,
    LanguageForm,
    QuietForm,
    SubstituteForm,
    SuperiorForm,
)

router = Router("members")
MANAGE = "people.manage"


class Me(BaseModel):
    """Who you are, what your posts let you do, and what your token is good for."""

    key: str
    name: str
    email: str
    phone: str
    language: str
    posts: list[str]
    permissions: list[str]
    scopes: list[str] | None


class MemberOut(BaseModel):
    """A colleague as the directory shows them."""

    key: str
    name: str
    phone: str
    posts: list[str]
    team: str
    superior: str
    substitute: str
    is_active: bool


class HeldPost(BaseModel):
    """A post of one member; ``id`` ends it."""

    id: int
    post: str
    team: str
    since: date
    until: date | None
    is_current: bool


class PostOut(BaseModel):
    """A post, who holds it, what its holders may do, and when they are not disturbed."""

    key: str
    name: str
    holders: list[str]
    permissions: list[str]
    quiet_from: time | None
    quiet_until: time | None


class Named(BaseModel):
    """Something by its key and name."""

    key: str
    name: str


class Settled(BaseModel):
    """What was done stands."""

    key: str


class TokenOut(BaseModel):
    """One of your tokens; the secret is not kept."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str


@router.read("/me", Me)
def me(request: ApiRequest) -> Me:
    """Say who you are and what you may do."""
    member, today = request.member, timezone.localdate()
    token = request.caller.token
    return Me(
        key=member.username, name=member.name, email=member.email, phone=member.phone,
        language=member.language, posts=sorted(people.posts_of(member.username, today)),
        permissions=sorted(people.permissions_of(member, today)),
        scopes=list(token.scopes) if token else None,
    )  # fmt: skip


@router.read("/tokens", Rows[TokenOut])
def my_tokens(request: ApiRequest) -> Rows[TokenOut]:
    """List your tokens."""
    names = [name for name in TokenOut.model_fields if name not in ("id", "scopes")]
    return Rows(
        items=[
            TokenOut(
                id=row.pk, scopes=list(row.scopes), **{name: getattr(row, name) for name in names}
            )
            for row in queries.tokens_of(request.member, timezone.now())
        ]
    )


@router.do("/tokens/{int:pk}/revoke", Settled)
def revoke_token(request: ApiRequest, pk: int) -> Settled:
    """End a token at once."""
    token = gates.token_open_to(request.member, pk, timezone.localdate())
    tokens.revoke_token(token=token, at=timezone.now())
    return Settled(key=token.prefix)


# ── one's own settings ───────────────────────────────────────────────────────────────────────


@router.do("/me/language", Settled)
@bodies.takes(LanguageForm)
def my_language(request: ApiRequest, body: Body) -> Settled:
    """Choose the language you read."""
    given = bodies.given(LanguageForm(bodies.sent(body)))
    actions.choose_language(member=request.member, **given)
    return Settled(key=request.member.username)


@router.do("/me/contact", Settled)
@bodies.takes(ContactForm)
def my_contact(request: ApiRequest, body: Body) -> Settled:
    """Change how you are reached."""
    given = bodies.given(ContactForm(bodies.sent(body)))
    actions.change_contact(member=request.member, **given)
    return Settled(key=request.member.username)


@router.do("/me/substitute", Settled)
@bodies.takes(SubstituteForm)
def my_substitute(request: ApiRequest, body: Body) -> Settled:
    """Name who stands in for you."""
    given = bodies.given(SubstituteForm(bodies.sent(body), member=request.member))
    actions.substitute(member=request.member, **given)
    return Settled(key=request.member.username)


@router.do("/me/back", Settled)
def my_return(request: ApiRequest) -> Settled:
    """End every substitution: you are back."""
    actions.end_substitution(member=request.member, on=timezone.localdate())
    return Settled(key=request.member.username)


# ── the directory ────────────────────────────────────────────────────────────────────────────


@router.read("", Rows[MemberOut])
def list_(request: ApiRequest) -> Rows[MemberOut]:
    """List everybody by team."""
    return Rows(
        items=[
            MemberOut(
                key=row.key, name=row.name, phone=row.phone, posts=list(row.posts), team=team.name,
                superior=row.superior, substitute=row.substitute, is_active=row.is_active,
            )
            for team in people.directory(timezone.localdate())
            for row in team.people
        ]
    )  # fmt: skip


@router.add("", Settled)
@bodies.takes(AddMemberForm)
@transaction.atomic
def create(request: ApiRequest, body: Body) -> Settled:
    """Add somebody, with a first post if one is named."""
    people_gates.require(request.member, MANAGE, timezone.localdate())
    given = bodies.given(AddMemberForm(bodies.sent(body)))
    named = {name: given[name] for name in ("key", "name", "email", "phone")}
    member = actions.add_member(**named, password=given["password"] or None)
    since = given["since"]
    if given["post"]:
        actions.appoint(member=member, post=given["post"], team=given["team"], since=since)
    if given["superior"]:
        actions.set_superior(member=member, superior=given["superior"], since=since)
    return Settled(key=member.username)


@router.read("/posts", Rows[PostOut])
def posts(request: ApiRequest) -> Rows[PostOut]:
    """List every post with its holders and permissions."""
    today = timezone.localdate()
    people_gates.require(request.member, MANAGE, today)
    return Rows(
        items=[
            PostOut(
                key=row.key, name=row.name, holders=list(row.holders),
                permissions=sorted(row.permissions), quiet_from=row.quiet_from,
                quiet_until=row.quiet_until,
            )
            for row in people.posts_with_permissions(today)
        ]
    )  # fmt: skip


@router.read("/teams", Rows[Named])
def teams(request: ApiRequest) -> Rows[Named]:
    """List every team."""
    return Rows(items=[Named(key=team.key, name=team.name) for team in people.teams()])


@router.read("/departments", Rows[Named])
def departments(request: ApiRequest) -> Rows[Named]:
    """List every department."""
    return Rows(items=[Named(key=each.key, name=each.name) for each in people.departments()])


@router.add("/parts", Settled)
@bodies.takes(AddPartForm)
def add_part(request: ApiRequest, body: Body) -> Settled:
    """Add a post, a team or a department."""
    people_gates.require(request.member, MANAGE, timezone.localdate())
    given = bodies.given(AddPartForm(bodies.sent(body)))
    named = {"key": given["key"], "name": given["name"]}
    if given["part"] == AddPartForm.TEAM:
        actions.add_team(**named, department=given["department"])
    elif given["part"] == AddPartForm.DEPARTMENT:
        actions.add_department(**named)
    else:
        actions.add_post(**named)
    return Settled(key=given["key"])


@router.do("/posts/{key}/permissions", Settled, method="PUT")
@bodies.takes(GrantForm)
def set_grants(request: ApiRequest, key: str, body: Body) -> Settled:
    """Say what the holders of a post may do."""
    post = people_gates.post_open_to_manager(request.member, key, timezone.localdate())
    given = bodies.given(GrantForm(bodies.sent(body)))
    actions.set_grants(post=post, permissions=given["permission"])
    return Settled(key=key)


@router.do("/posts/{key}/quiet-hours", Settled, method="PUT")
@bodies.takes(QuietForm)
def set_quiet_hours(request: ApiRequest, key: str, body: Body) -> Settled:
    """Say when mail to the holders of a post waits; two empty times end that."""
    post = people_gates.post_open_to_manager(request.member, key, timezone.localdate())
    actions.set_quiet_hours(post=post, **bodies.given(QuietForm(bodies.sent(body))))
    return Settled(key=key)


@router.do("/posts/{key}/appoint", Settled)
@bodies.takes(AppointToForm)
def appoint_to(request: ApiRequest, key: str, body: Body) -> Settled:
    """Give a post to a member."""
    post = people_gates.post_open_to_manager(request.member, key, timezone.localdate())
    given = bodies.given(AppointToForm(bodies.sent(body)))
    actions.appoint(post=post, until=None, **given)
    return Settled(key=given["member"].username)


@router.read("/of/{key}/posts", Rows[HeldPost])
def posts_of(request: ApiRequest, key: str) -> Rows[HeldPost]:
    """List the posts of a member, the latest first."""
    today = timezone.localdate()
    found = people_gates.member_open_to_manager(request.member, key, today)
    return Rows(
        items=[
            HeldPost(
                id=row.pk, post=row.post, team=row.team, since=row.since, until=row.until,
                is_current=row.is_current,
            )
            for row in people.held_posts(found, today)
        ]
    )  # fmt: skip


@router.do("/of/{key}/appoint", Settled)
@bodies.takes(AppointForm)
def appoint(request: ApiRequest, key: str, body: Body) -> Settled:
    """Give a member a post."""
    found = people_gates.member_open_to_manager(request.member, key, timezone.localdate())
    actions.appoint(member=found, **bodies.given(AppointForm(bodies.sent(body))))
    return Settled(key=key)


@router.do("/of/{key}/superior", Settled)
@bodies.takes(SuperiorForm)
def set_superior(request: ApiRequest, key: str, body: Body) -> Settled:
    """Say whom a member answers to."""
    found = people_gates.member_open_to_manager(request.member, key, timezone.localdate())
    actions.set_superior(member=found, **bodies.given(SuperiorForm(bodies.sent(body))))
    return Settled(key=key)


@router.do("/of/{key}/posts/{int:pk}/end", Settled)
@bodies.takes(EndForm)
def end(request: ApiRequest, key: str, pk: int, body: Body) -> Settled:
    """End one of a member's posts."""
    found = people_gates.member_open_to_manager(request.member, key, timezone.localdate())
    holding = found.holdings.filter(pk=pk).first()
    if holding is None:
        raise Http404
    actions.end_holding(holding=holding, **bodies.given(EndForm(bodies.sent(body))))
    return Settled(key=key)


@router.do("/of/{key}/close", Settled)
def close(request: ApiRequest, key: str) -> Settled:
    """Let somebody who left sign in no more; their tokens end as well."""
    today = timezone.localdate()
    found = people_gates.member_open_to_manager(request.member, key, today)
    if found == request.member:
        said = _("You cannot close your own account; ask a colleague.")
        raise Problem(type="refused", detail=said)
    actions.close_account(member=found, on=today)
    return Settled(key=key)
