"""Telephone numbers and e-mail addresses: one way to keep them, one way to show them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_COUNTRY = re.compile(r"^(?:\+|00)86")
_SHORTEST_TO_SHOW_BOTH_ENDS = 9


def normal(text: str) -> str:
    """Return a number as digits, a foreign one with its ``+``; the house's country is dropped."""
    kept = re.sub(r"[^\d+]", "", text)
    kept = _COUNTRY.sub("", kept)
    return kept[:1] + kept[1:].replace("+", "")


def addressed(text: str) -> str:
    """Return an e-mail address in small letters; empty for what is none."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def masked(phone: str) -> str:
    """Hide the middle of a number: ``138****5678``; of a short one only the end is left."""
    if not phone:
        return ""
    if len(phone) < _SHORTEST_TO_SHOW_BOTH_ENDS:
        return f"****{phone[-2:]}"
    return f"{phone[:3]}****{phone[-4:]}"
