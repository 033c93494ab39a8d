"""The noun chats; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class ChannelsOfficialAccount(TypedDict):
    """The official account and what it shares with the platform."""

    app_id: NotRequired[str | None]
    is_on: NotRequired[bool]
    new_aes_key: NotRequired[str | None]
    new_secret: NotRequired[str | None]
    new_token: NotRequired[str | None]


class ChatDoor(TypedDict):
    """How customers reach the chat."""

    is_on: NotRequired[bool]
    sites: NotRequired[str | None]
    welcome: NotRequired[str | None]
    welcome_en: NotRequired[str | None]


class ChatMessage(TypedDict):
    """One message; ``side`` is customer, operator, note or house."""

    at: str
    author: str
    file: str
    key: str
    number: int
    side: str
    text: str


class ChatOut(TypedDict):
    """One conversation; ``waits_since`` is since when its customer has had no answer."""

    case: str
    closed_at: str | None
    customer: str
    handler: str
    id: int
    number: str
    opened_at: str
    stars: int | None
    state: str
    topic: str
    waits_since: str | None


class ChatTopic(TypedDict):
    """What customers may choose to talk about."""

    is_shown: NotRequired[bool]
    name: str
    name_en: NotRequired[str | None]
    skill: NotRequired[int | None]


class DoorOut(TypedDict):
    """How customers reach the chat."""

    is_on: bool
    sites: list[str]
    welcome: str
    welcome_en: str


class HandIn(TypedDict):
    """To whom a conversation goes, and why."""

    reason: NotRequired[str]
    to: str


class MatterIn(TypedDict):
    """A new matter of a type, or the number of one there is."""

    case_type: NotRequired[
        Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    ]
    number: NotRequired[str]
    title: NotRequired[str]


class OfficialAccountOut(TypedDict):
    """The WeChat official account; of its secrets only whether they are kept."""

    app_id: str
    fault: str
    fault_at: str | None
    has_aes_key: bool
    has_secret: bool
    has_token: bool
    is_on: bool


class SayIn(TypedDict):
    """An answer, or a note between colleagues; sent again under its key it counts once."""

    file: NotRequired[str]
    key: str
    note: NotRequired[bool]
    text: NotRequired[str]


class SeatIn(TypedDict):
    """What the seat shall do; a break says what it is for, ``offline`` leaves the seat."""

    kind: NotRequired[Literal["", "rest", "meal", "meeting", "other"]]
    state: Literal["ready", "after_call", "on_break", "training", "offline"]


class SeatOut(TypedDict):
    """What a seat does now."""

    state: str


class TopicOut(TypedDict):
    """What customers may choose to talk about."""

    id: int
    is_shown: bool
    name: str
    name_en: str


class Chats:
    """Operations on chats."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def wechat(self) -> OfficialAccountOut:
        """Show how the WeChat official account is set up, and what failed last."""
        return self._transport.call("GET", "/api/v1/channels/wechat")

    def set_wechat(self, **body: Unpack[ChannelsOfficialAccount]) -> OfficialAccountOut:
        """Set up the WeChat official account; a secret left out stays as it is."""
        return self._transport.call("PUT", "/api/v1/channels/wechat", body=body)

    def list_(self) -> Iterator[ChatOut]:
        """List the conversations open to you, the latest first."""
        return self._transport.pages("/api/v1/chats")

    def door(self) -> DoorOut:
        """Show whether customers may write, and on which sites."""
        return self._transport.call("GET", "/api/v1/chats/door")

    def set_door(self, **body: Unpack[ChatDoor]) -> DoorOut:
        """Open or shut the chat, and say which sites may show it."""
        return self._transport.call("PUT", "/api/v1/chats/door", body=body)

    def seat(self, *, idempotency_key: str | None = None, **body: Unpack[SeatIn]) -> SeatOut:
        """Say what your seat does; customers who wait find whoever is ready."""
        return self._transport.call("POST", "/api/v1/chats/seat", body=body, key=idempotency_key)

    def topics(self) -> Rows[TopicOut]:
        """List what customers may choose to talk about."""
        return self._transport.call("GET", "/api/v1/chats/topics")

    def add_topic(
        self, *, idempotency_key: str | None = None, **body: Unpack[ChatTopic]
    ) -> TopicOut:
        """Add something customers may choose to talk about."""
        return self._transport.call("POST", "/api/v1/chats/topics", body=body, key=idempotency_key)

    def change_topic(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[ChatTopic]
    ) -> TopicOut:
        """Change what customers may choose."""
        return self._transport.call(
            "PUT", place("chats", "topics", pk), body=body, if_match=if_match
        )

    def show(self, pk: int | str, /) -> ChatOut:
        """Show one conversation."""
        return self._transport.call("GET", place("chats", pk))

    def case(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[MatterIn],
    ) -> ChatOut:
        """Open a matter from a conversation, or let it belong to one there is."""
        return self._transport.call(
            "POST", place("chats", pk, "case"), body=body, key=idempotency_key, if_match=if_match
        )

    def close(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> ChatOut:
        """End a conversation."""
        return self._transport.call(
            "POST", place("chats", pk, "close"), key=idempotency_key, if_match=if_match
        )

    def hand_over(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[HandIn],
    ) -> ChatOut:
        """Give a conversation to a colleague, with what its giver owes there."""
        return self._transport.call(
            "POST",
            place("chats", pk, "hand-over"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def messages(self, pk: int | str, /, *, after: int | None = None) -> Rows[ChatMessage]:
        """List messages after a number in their order, at most 200; ask on with the last number."""
        return self._transport.call("GET", place("chats", pk, "messages"), query={"after": after})

    def say(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[SayIn],
    ) -> ChatOut:
        """Answer the customer, or leave a note for colleagues."""
        return self._transport.call(
            "POST",
            place("chats", pk, "messages"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def seen(
        self,
        pk: int | str,
        /,
        *,
        number: int,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> ChatOut:
        """Say up to which message you have read; only who has the conversation counts."""
        return self._transport.call(
            "POST",
            place("chats", pk, "seen"),
            query={"number": number},
            key=idempotency_key,
            if_match=if_match,
        )

    def take(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> ChatOut:
        """Take a conversation that waits."""
        return self._transport.call(
            "POST", place("chats", pk, "take"), key=idempotency_key, if_match=if_match
        )
