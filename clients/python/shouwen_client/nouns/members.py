"""The noun members; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class HeldPost(TypedDict):
    """A post of one member; ``id`` ends it."""

    id: int
    is_current: bool
    post: str
    since: str
    team: str
    until: str | None


class Me(TypedDict):
    """Who you are, what your posts let you do, and what your token is good for."""

    email: str
    key: str
    language: str
    name: str
    permissions: list[str]
    phone: str
    posts: list[str]
    scopes: list[str] | None


class MemberOut(TypedDict):
    """A colleague as the directory shows them."""

    is_active: bool
    key: str
    name: str
    phone: str
    posts: list[str]
    substitute: str
    superior: str
    team: str


class Named(TypedDict):
    """Something by its key and name."""

    key: str
    name: str


class PeopleAddMember(TypedDict):
    """Somebody new: who they are and what they do from which day on."""

    email: NotRequired[str | None]
    key: str
    name: str
    password: NotRequired[str | None]
    phone: NotRequired[str | None]
    post: NotRequired[str | None]
    since: str
    superior: NotRequired[str | None]
    team: NotRequired[str | None]


class PeopleAddPart(TypedDict):
    """A post, a team or a department that the house does not have yet."""

    department: NotRequired[str | None]
    key: str
    name: str
    part: Literal["post", "team", "department"]


class PeopleAppoint(TypedDict):
    """A post for a member from a day on."""

    post: str
    since: str
    team: NotRequired[str | None]
    until: NotRequired[str | None]


class PeopleAppointTo(TypedDict):
    """A member for a post from a day on."""

    member: str
    since: str
    team: NotRequired[str | None]


class PeopleContact(TypedDict):
    """How a member is reached."""

    email: NotRequired[str | None]
    phone: NotRequired[str | None]


class PeopleEnd(TypedDict):
    """The first day on which something no longer holds."""

    until: str


class PeopleGrant(TypedDict):
    """What the holders of a post may do."""

    permission: NotRequired[
        list[
            Literal[
                "cases.work",
                "cases.view_all",
                "regulations.adopt",
                "ledger.view_all",
                "ledger.settle",
                "facts.record",
                "people.manage",
                "approvals.override",
                "obligations.excuse",
                "webhooks.manage",
            ]
        ]
        | None
    ]


class PeopleLanguage(TypedDict):
    """In which language a member reads."""

    language: Literal["zh-hans", "en"]


class PeopleQuiet(TypedDict):
    """When mail to the holders of a post waits; both times, or neither."""

    quiet_from: NotRequired[str | None]
    quiet_until: NotRequired[str | None]


class PeopleSubstitute(TypedDict):
    """Who stands in while a member is away."""

    since: str
    substitute: str
    until: NotRequired[str | None]


class PeopleSuperior(TypedDict):
    """Whom a member answers to from a day on."""

    since: str
    superior: str


class PostOut(TypedDict):
    """A post, who holds it, what its holders may do, and when they are not disturbed."""

    holders: list[str]
    key: str
    name: str
    permissions: list[str]
    quiet_from: str | None
    quiet_until: str | None


class Settled(TypedDict):
    """What was done stands."""

    key: str


class TokenOut(TypedDict):
    """One of your tokens; the secret is not kept."""

    expires_at: str
    id: int
    last_used_at: str | None
    made_at: str
    name: str
    prefix: str
    scopes: list[str]
    state: str


class Members:
    """Operations on members."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self) -> Rows[MemberOut]:
        """List everybody by team."""
        return self._transport.call("GET", "/api/v1/members")

    def create(
        self, *, idempotency_key: str | None = None, **body: Unpack[PeopleAddMember]
    ) -> Settled:
        """Add somebody, with a first post if one is named."""
        return self._transport.call("POST", "/api/v1/members", body=body, key=idempotency_key)

    def departments(self) -> Rows[Named]:
        """List every department."""
        return self._transport.call("GET", "/api/v1/members/departments")

    def me(self) -> Me:
        """Say who you are and what you may do."""
        return self._transport.call("GET", "/api/v1/members/me")

    def my_return(self, *, idempotency_key: str | None = None) -> Settled:
        """End every substitution: you are back."""
        return self._transport.call("POST", "/api/v1/members/me/back", key=idempotency_key)

    def my_contact(
        self, *, idempotency_key: str | None = None, **body: Unpack[PeopleContact]
    ) -> Settled:
        """Change how you are reached."""
        return self._transport.call(
            "POST", "/api/v1/members/me/contact", body=body, key=idempotency_key
        )

    def my_language(
        self, *, idempotency_key: str | None = None, **body: Unpack[PeopleLanguage]
    ) -> Settled:
        """Choose the language you read."""
        return self._transport.call(
            "POST", "/api/v1/members/me/language", body=body, key=idempotency_key
        )

    def my_substitute(
        self, *, idempotency_key: str | None = None, **body: Unpack[PeopleSubstitute]
    ) -> Settled:
        """Name who stands in for you."""
        return self._transport.call(
            "POST", "/api/v1/members/me/substitute", body=body, key=idempotency_key
        )

    def appoint(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PeopleAppoint],
    ) -> Settled:
        """Give a member a post."""
        return self._transport.call(
            "POST",
            place("members", "of", key, "appoint"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def close(
        self, key: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Settled:
        """Let somebody who left sign in no more; their tokens end as well."""
        return self._transport.call(
            "POST", place("members", "of", key, "close"), key=idempotency_key, if_match=if_match
        )

    def posts_of(self, key: int | str, /) -> Rows[HeldPost]:
        """List the posts of a member, the latest first."""
        return self._transport.call("GET", place("members", "of", key, "posts"))

    def end(
        self,
        key: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PeopleEnd],
    ) -> Settled:
        """End one of a member's posts."""
        return self._transport.call(
            "POST",
            place("members", "of", key, "posts", pk, "end"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def set_superior(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PeopleSuperior],
    ) -> Settled:
        """Say whom a member answers to."""
        return self._transport.call(
            "POST",
            place("members", "of", key, "superior"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def add_part(
        self, *, idempotency_key: str | None = None, **body: Unpack[PeopleAddPart]
    ) -> Settled:
        """Add a post, a team or a department."""
        return self._transport.call("POST", "/api/v1/members/parts", body=body, key=idempotency_key)

    def posts(self) -> Rows[PostOut]:
        """List every post with its holders and permissions."""
        return self._transport.call("GET", "/api/v1/members/posts")

    def appoint_to(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PeopleAppointTo],
    ) -> Settled:
        """Give a post to a member."""
        return self._transport.call(
            "POST",
            place("members", "posts", key, "appoint"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def set_grants(
        self, key: int | str, /, *, if_match: str | None = None, **body: Unpack[PeopleGrant]
    ) -> Settled:
        """Say what the holders of a post may do."""
        return self._transport.call(
            "PUT", place("members", "posts", key, "permissions"), body=body, if_match=if_match
        )

    def set_quiet_hours(
        self, key: int | str, /, *, if_match: str | None = None, **body: Unpack[PeopleQuiet]
    ) -> Settled:
        """Say when mail to the holders of a post waits; two empty times end that."""
        return self._transport.call(
            "PUT", place("members", "posts", key, "quiet-hours"), body=body, if_match=if_match
        )

    def teams(self) -> Rows[Named]:
        """List every team."""
        return self._transport.call("GET", "/api/v1/members/teams")

    def my_tokens(self) -> Rows[TokenOut]:
        """List your tokens."""
        return self._transport.call("GET", "/api/v1/members/tokens")

    def revoke_token(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Settled:
        """End a token at once."""
        return self._transport.call(
            "POST", place("members", "tokens", pk, "revoke"), key=idempotency_key, if_match=if_match
        )
