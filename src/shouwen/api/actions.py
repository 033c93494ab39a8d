"""Making tokens and taking them back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shouwen.api.choices import SCOPES
from shouwen.api.models import Token
from shouwen.api.queries import digest_of
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

BEGINNING = "sw_"
SHOWN = 9


def make_token(
    *, member: Member, name: str, scopes: Collection[str], days: int, at: datetime
) -> tuple[Token, str]:
    """Make a token and return it with its secret, which cannot be had again.

    ``days`` is how long it is valid. Raises RefusedError for a missing name or no known scope.
    """
    if not name.strip():
        raise RefusedError(_("Give the token a name that says what it is for."), "name")
    known = [scope for scope in SCOPES if scope in scopes]
    if not known or set(scopes) - set(known):
        raise RefusedError(_("Choose at least one thing the token is good for."), "scopes")
    secret = BEGINNING + secrets.token_urlsafe(32)
    token = Token.objects.create(
        member=member, name=name.strip(), prefix=secret[:SHOWN], digest=digest_of(secret),
        scopes=known, made_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    return token, secret


def revoke_token(*, token: Token, at: datetime) -> None:
    """End a token at once; a second time changes nothing."""
    Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)
