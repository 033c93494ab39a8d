"""Secrets and signatures: what proves to a receiver that a call is ours and was not altered.

A secret is never stored. It is made from the house's own key and a salt, so a copy of the database
alone signs nothing; a fingerprint tells when the house's key is no longer the one it was.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
_PURPOSE = "shouwen.webhooks.secret"
_SEAL = "shouwen.webhooks.seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new secret: its text is for the receiver, the rest for the table."""

    text: str
    salt: str
    fingerprint: str


def make() -> Made:
    """Make a secret that nobody has seen yet."""
    salt = secrets.token_hex(16)
    text = secret_of(salt)
    return Made(text=text, salt=salt, fingerprint=fingerprint_of(text))


def secret_of(salt: str) -> str:
    """Return the secret that belongs to a salt in this house."""
    digest = salted_hmac(_PURPOSE, salt, algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sealed(secret: str) -> str:
    """Return somebody else's secret locked with the house's key; nothing stays nothing."""
    return _safe().encrypt(secret.encode()).decode() if secret else ""


def unsealed(kept: str) -> str:
    """Return a secret that was sealed; raise KeyChangedError where the house's key is another."""
    try:
        return _safe().decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken:
        raise KeyChangedError from None


def _safe() -> Fernet:
    key = salted_hmac(_SEAL, "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class KeyChangedError(Exception):
    """The house's own key is another than when the secret was made."""


def fingerprint_of(secret: str) -> str:
    """Return by what a secret is known again without telling it."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return base64(HMAC-SHA256(secret, timestamp + "." + body)); the secret's text is the key."""
    signed = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()
