"""What an exchange tells by a plain signed POST: is it ours, is it fresh, what does it say."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from shouwen.calls.models import Exchange
from shouwen.calls.words import CallEvent, Told
from shouwen.webhooks import signing

TIMESTAMP, SIGNATURE = "Shouwen-Timestamp", "Shouwen-Signature"
# A message heard on the way is worth nothing after this; the exchange's clock may be off as much.
FRESH_SECONDS = 300
MOST_EVENTS, LONGEST_BODY = 1000, 1_000_000
_EARLIEST = 2000
_TOLD_BY_US = Told.PRESUMED_ENDED

Name = Annotated[str, Field(min_length=1, max_length=100)]


class NotOursError(Exception):
    """A message is not signed by the exchange it names, or too old."""


class UnreadableError(Exception):
    """A signed message says something else than was agreed; the text tells where."""


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid")

    call: Name
    key: Name
    kind: Told
    at: AwareDatetime
    seat: str = Field(default="", max_length=150)
    more: dict[str, JsonValue] = Field(default_factory=dict, max_length=20)


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")

    events: list[_Event] = Field(default_factory=list, max_length=MOST_EVENTS)
    live: list[Name] | None = Field(default=None, max_length=10_000)


def check(
    exchange: Exchange | None, *, timestamp: str, signature: str, body: bytes, now: datetime
) -> Exchange:
    """Return the exchange; raise NotOursError where it did not sign within the last minutes."""
    if exchange is None or not (timestamp.isascii() and timestamp.isdecimal()):
        raise NotOursError
    # Compared as numbers: a longer one would be no time at all.
    if abs(int(timestamp[:20]) - int(now.timestamp())) > FRESH_SECONDS:
        raise NotOursError
    ours = signing.signature(signing.secret_of(exchange.salt), timestamp, body)
    if not hmac.compare_digest(ours.encode(), signature.encode()):
        raise NotOursError
    return exchange


def read(body: bytes, *, now: datetime) -> tuple[list[CallEvent], list[str] | None]:
    """Return what a message tells, and which calls it counts as going on, None where it does not.

    Raises UnreadableError.
    """
    if rb"\u0000" in body:
        raise UnreadableError("body: leave out the character \\u0000.")
    try:
        message = _Message.model_validate_json(body)
    except ValidationError as faults:
        raise UnreadableError(_where(faults)) from None
    if any(event.kind is _TOLD_BY_US for event in message.events):
        raise UnreadableError("events: presumed_ended is the house's own word; send ended.")
    if any(event.at.year < _EARLIEST for event in message.events):
        raise UnreadableError(f"events: at lies before {_EARLIEST}; set the exchange's clock.")
    return [_event(event, now) for event in message.events], message.live


def _event(event: _Event, now: datetime) -> CallEvent:
    more: dict[str, Any] = dict(event.more)
    return CallEvent(
        call=event.call, key=event.key, kind=event.kind, at=event.at, received_at=now,
        seat=event.seat, more=more,
    )  # fmt: skip


def _where(faults: ValidationError) -> str:
    first = faults.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'body'}: {first['msg']}."
