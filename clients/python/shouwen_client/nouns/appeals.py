"""The noun appeals; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypedDict, Unpack

from shouwen_client.transport import Transport, place


class AppealOut(TypedDict):
    """One appeal; its judges sign the approval ``request``."""

    answer: str
    appellant: str
    by_rule: bool
    clause: str
    ended_at: str | None
    expires_at: str | None
    fact: int
    id: int
    label: str
    level: int
    line: str
    opened_at: str
    reason: str
    regulation: str
    request: int
    state: str


class Question(TypedDict):
    """The line that is questioned, and what is wrong with it."""

    number: int
    reason: str
    sort: Literal["entry", "duty", "fact"]


class Appeals:
    """Operations on appeals."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self, *, which: Literal["mine", "waiting", "everybody"] | None = None
    ) -> Iterator[AppealOut]:
        """List your appeals, those that wait for your judgement, or everybody's."""
        return self._transport.pages("/api/v1/appeals", query={"which": which})

    def question(
        self, *, idempotency_key: str | None = None, **body: Unpack[Question]
    ) -> AppealOut:
        """Question an entry, a lapsed duty or a fact."""
        return self._transport.call("POST", "/api/v1/appeals", body=body, key=idempotency_key)

    def show(self, pk: int | str, /) -> AppealOut:
        """Show one appeal and how it stands."""
        return self._transport.call("GET", place("appeals", pk))

    def withdraw(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> AppealOut:
        """Give your appeal up before it is judged."""
        return self._transport.call(
            "POST", place("appeals", pk, "withdraw"), key=idempotency_key, if_match=if_match
        )
