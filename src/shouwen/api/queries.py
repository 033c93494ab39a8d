"""Tokens as they are listed, and the one that a secret belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from shouwen.api.models import Token
from shouwen.people.models import Member

LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token as a list shows it; ``state`` is active, expired or revoked."""

    pk: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    member: str
    member_key: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; it is long and random, so one plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str, now: datetime) -> Token | None:
    """Return the token with this secret, if it may still be used."""
    found = Token.objects.select_related("member").filter(digest=digest_of(secret)).first()
    if found is None or found.revoked_at is not None or found.expires_at <= now:
        return None
    return found if found.member.is_active else None


def tokens_of(member: Member, now: datetime) -> list[TokenRow]:
    """List a member's tokens, newest first."""
    return _rows(Token.objects.filter(member=member), now)


def all_tokens(now: datetime) -> list[TokenRow]:
    """List everybody's tokens that were not revoked, newest first."""
    return _rows(Token.objects.filter(revoked_at__isnull=True), now)


def _rows(found: QuerySet[Token], now: datetime) -> list[TokenRow]:
    columns = (
        "pk", "name", "prefix", "scopes", "member__name", "member__username", "made_at",
        "expires_at", "last_used_at", "revoked_at",
    )  # fmt: skip
    return [
        TokenRow(
            pk=pk, name=name, prefix=prefix, scopes=tuple(scopes), member=member, member_key=key,
            made_at=made, expires_at=expires, last_used_at=used,
            state="revoked" if revoked else "expired" if expires <= now else "active",
        )
        for pk, name, prefix, scopes, member, key, made, expires, used, revoked in found.order_by(
            "-pk"
        ).values_list(*columns)[:LIMIT]
    ]  # fmt: skip
