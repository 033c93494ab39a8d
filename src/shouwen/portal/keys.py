"""Digests and codes: what is told to a customer is kept here only as something that proves it."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

# Without signs that are easily taken for each other.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_FOLLOW_LENGTH, _GROUP = 12, 4
_DIGITS = 6
_NOT_A_SIGN = re.compile(r"[^A-Z0-9]")
# What is compared with where there is nothing to compare with, so that it takes as long.
NOTHING = "0" * 64


def of_contact(way: str, contact: str) -> str:
    """Return the keyed digest by which a number or an address is found again."""
    return _keyed("contact", f"{way}:{contact.lower()}")


def of_place(sort: str, value: str) -> str:
    """Return the keyed digest under which attempts are counted."""
    return _keyed("attempts", f"{sort}:{value}")


def new_code() -> str:
    """Return a code of digits to be typed from a message."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def of_code(contact_digest: str, code: str) -> str:
    """Return the digest of a code, bound to whom it was sent to."""
    return _keyed("code", f"{contact_digest}:{code}")


def new_follow_code() -> str:
    """Return a follow code nobody can guess: ``K7QM-2XHD-9RWB``."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_FOLLOW_LENGTH))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _FOLLOW_LENGTH, _GROUP))


def of_follow_code(number: str, code: str) -> str:
    """Return the digest of a follow code as anybody types it, bound to its matter's number."""
    # Random enough that no key is needed: a printed code outlives a change of the secret.
    plain = _NOT_A_SIGN.sub("", code.upper())
    return hashlib.sha256(f"{number}:{plain}".encode()).hexdigest()


def new_link() -> str:
    """Return what stands in a follow link."""
    return secrets.token_urlsafe(24)


def of_link(link: str) -> str:
    """Return the digest of a link."""
    return hashlib.sha256(link.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two digests in a time that says nothing about them."""
    return constant_time_compare(one, other)


def _keyed(purpose: str, value: str) -> str:
    return salted_hmac(f"shouwen.portal.{purpose}", value, algorithm="sha256").hexdigest()
