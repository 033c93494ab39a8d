"""Checking that a webhook really comes from Shouwen, was not altered and is not an old one.

Only the standard library is needed, so this file may also be copied into a program as it is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TIMESTAMP, SIGNATURE = "Shouwen-Timestamp", "Shouwen-Signature"
LONGEST = 12  # digits of a moment
TOLERANCE = 300  # seconds that a call may be older or newer than our clock


class NotFromShouwenError(Exception):
    """A call is not to be trusted; answer it with 400 and do nothing else."""


@dataclass(frozen=True)
class Event:
    """What was told: ``delivery`` is the same each time it is told, so keep it to know repeats."""

    delivery: str
    sequence: int
    event: str
    subscription: int
    fact: Mapping[str, Any]
    obligation: Mapping[str, Any]
    transfer: Mapping[str, Any]


def verify(
    body: bytes, headers: Mapping[str, str], *secrets: str,
    now: float | None = None, tolerance: float = TOLERANCE,
) -> Event:  # fmt: skip
    """Return what a call tells, once its signature fits one of the secrets and its time ours.

    ``body`` is the raw body as it came in, before anything reads it as JSON. ``headers`` may be
    any mapping of names to values, whatever their case. Raises NotFromShouwenError.
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp = given.get(TIMESTAMP.lower(), "")
    _refuse_old(timestamp, time.time() if now is None else now, tolerance)
    signed = given.get(SIGNATURE.lower(), "").split(",")
    if not _fits(body, timestamp, signed, secrets):
        raise NotFromShouwenError("The signature does not fit the body and the secret.")
    return _event(body)


def _refuse_old(timestamp: str, now: float, tolerance: float) -> None:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST):
        raise NotFromShouwenError("The call does not say when it was made.")
    if abs(now - int(timestamp)) > tolerance:
        raise NotFromShouwenError("The call is too old, or one of the two clocks is wrong.")


def _fits(body: bytes, timestamp: str, signed: list[str], secrets: tuple[str, ...]) -> bool:
    found = False
    # An empty secret is one that somebody forgot to set: anybody could sign with it.
    for secret in filter(None, secrets):
        key, text = secret.encode(), timestamp.encode() + b"." + body
        expected = hmac.new(key, text, hashlib.sha256).digest()
        for each in signed:
            # Every pair is compared, in the same time, so that nobody can feel their way.
            found |= hmac.compare_digest(expected, _decoded(each))
    return found


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _event(body: bytes) -> Event:
    said = json.loads(body)
    return Event(
        delivery=said["delivery"], sequence=said["sequence"], event=said["event"],
        subscription=said["subscription"], fact=said.get("fact", {}),
        obligation=said.get("obligation", {}), transfer=said.get("transfer", {}),
    )  # fmt: skip
