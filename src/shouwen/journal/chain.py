"""What is hashed, and how: one canonical text for each fact, tied to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shouwen.policy.facts import Fact
from shouwen.policy.vocabulary import OF_ANY_FACT

# The columns a fact's hash covers: all of them except the hash itself.
HASHED = (
    "number",
    "kind",
    "about",
    "happened_at",
    "recorded_at",
    "actor_id",
    "actor_key",
    "details",
    "corrects_id",
    "derived_from_id",
    "idempotency_key",
    "request_hash",
    "previous_hash",
)


def moment(at: datetime) -> str:
    """Write a moment in UTC to the microsecond, always in the same number of characters."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> object:
    return moment(value) if isinstance(value, datetime) else value


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the one UTF-8 JSON text of ``content``: sorted keys, no spaces, times in UTC."""
    plain = {name: _plain(value) for name, value in content.items()}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def hash_of(columns: Mapping[str, Any]) -> str:
    """Return the hash of a fact given as its columns; columns that are not hashed may be there."""
    return digest({name: columns[name] for name in HASHED})


def request_hash_of(fact: Fact, actor_key: str) -> str:
    """Return the hash that tells a repeated request from a different one under the same key.

    A form sent later by a device is the same form however often it is sent, though its clock is
    compared with ours each time it arrives.
    """
    sent_later = fact.detail("sent_later") is True
    return digest(
        {
            "kind": fact.kind,
            "about": fact.about,
            "happened_at": None if sent_later else fact.happened_at,
            "details": {k: v for k, v in fact.details.items() if k not in OF_ANY_FACT},
            "actor": actor_key,
        }
    )
