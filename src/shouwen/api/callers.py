"""Who calls: a program with a member's token, or the member's own browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from shouwen.api.models import Token
from shouwen.api.problems import Problem
from shouwen.api.queries import token_of
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A member, and the token if a program acts for them."""

    member: Member
    token: Token | None = None

    @property
    def key(self) -> str:
        """The name under which requests are counted."""
        return f"token:{self.token.pk}" if self.token else f"member:{self.member.pk}"

    def has(self, scope: str) -> bool:
        """Return whether the caller may use operations of a scope; writing includes reading."""
        if self.token is None or scope in self.token.scopes:
            return True
        noun, _colon, verb = scope.partition(":")
        return verb == "read" and f"{noun}:write" in self.token.scopes


class ApiRequest(MemberRequest):
    """A request that came through the door."""

    caller: Caller
    # What a reveal shows is not kept for repeats.
    keep_answer: bool


def caller_of(request: HttpRequest, now: datetime) -> Caller:
    """Return who calls; raise a problem where nobody is known, or a browser was tricked."""
    given = request.headers.get("Authorization", "")
    if given:
        return _by_token(given, now)
    member = getattr(request, "member", None)
    if not isinstance(member, Member):
        raise _unknown(_("Send a token: “Authorization: Bearer …”. You make one in your settings."))
    if request.method not in SAFE and check_csrf(request) is not None:
        detail = _("The CSRF token is missing; load the page anew.")
        raise Problem(type="not-allowed", detail=detail)
    return Caller(member=member)


def _by_token(given: str, now: datetime) -> Caller:
    kind, _blank, secret = given.partition(" ")
    token = token_of(secret.strip(), now) if kind.lower() == "bearer" else None
    if token is None:
        raise _unknown(_("This token is not known, has expired or was revoked; make a new one."))
    return Caller(member=token.member, token=token)


def _unknown(detail: str) -> Problem:
    return Problem(
        type="not-signed-in", detail=detail, headers={"WWW-Authenticate": 'Bearer realm="shouwen"'}
    )


class Needs(HttpBearer):
    """Lets pass callers whose token is good for one scope."""

    def __init__(self, scope: str) -> None:
        """Keep the scope."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller, or raise a problem that names the scope."""
        caller: Caller = request.caller  # type: ignore[attr-defined]
        if not caller.has(self.scope):
            raise Problem(
                type="scope-missing",
                detail=_("This needs a token with the scope %(scope)s.") % {"scope": self.scope},
                more={"scope": self.scope},
            )
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:  # noqa: ARG002 the base asks for it
        """Return who came through the door; the token was looked at there."""
        return self(request)
