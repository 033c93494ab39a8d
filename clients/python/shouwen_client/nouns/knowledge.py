"""The noun knowledge; written by tools/generate_client.py."""

from __future__ import annotations

from typing import NotRequired, TypedDict, Unpack

from shouwen_client.transport import Transport


class Draft(TypedDict):
    """A text that somebody is writing, and in which situation."""

    situation: NotRequired[str]
    text: str


class HintOut(TypedDict):
    """Something to mend: forbidden, missing or early words, and the clause that says so."""

    clause: str
    code: str
    examples: list[str]
    times: int
    words: str


class HintsOut(TypedDict):
    """Everything to mend in a text; ``refused`` says which clause would refuse it."""

    hints: list[HintOut]
    refused: str


class Knowledge:
    """Operations on knowledge."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def hints(self, *, idempotency_key: str | None = None, **body: Unpack[Draft]) -> HintsOut:
        """Say what to mend in a text; the text goes no further."""
        return self._transport.call(
            "POST", "/api/v1/knowledge/hints", body=body, key=idempotency_key
        )
