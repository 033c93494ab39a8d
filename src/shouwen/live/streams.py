"""Which streams there are, and who may hear them: each room says so for its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shouwen.people.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who listens: the member signed in there, what the session holds, and the page's own token."""

    member: Member | None = None
    session: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""


Gate = Callable[[Listener, str], str | None]
_gates: dict[str, Gate] = {}


def open_streams(kind: str, gate: Gate) -> None:
    """Open the streams of a kind to whom the gate lets pass: it gets the listener and the key."""
    _gates[kind] = gate


def role_in(stream: str, listener: Listener) -> str | None:
    """Return in which role somebody may hear a stream, or None where they may not."""
    kind, _colon, key = stream.partition(":")
    gate = _gates.get(kind)
    return gate(listener, key) if gate is not None else None
