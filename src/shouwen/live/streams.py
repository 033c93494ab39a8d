"""Which streams there are, and who may hear them: each room says so for its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
# Pairs of a page's own token and a key; those of them that still belong together.
Proof = tuple[str, str]
Recheck = Callable[[Collection[Proof]], Collection[Proof]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uttered:
    """What a page that hears a stream says in it: its key there, its role and token, and what."""

    key: str
    role: str
    token: str
    body: dict[str, Any]


# An answer for each; an empty one where the page must use its form instead.
Take = Callable[[Sequence[Uttered]], list[dict[str, Any]]]
_gates: dict[str, Gate] = {}
_rechecks: dict[str, Recheck] = {}
_takes: dict[str, Take] = {}


def open_streams(
    kind: str, gate: Gate, recheck: Recheck | None = None, take: Take | None = None
) -> None:
    """Open the streams of a kind to whom the gate lets pass: it gets the listener and the key.

    Where a page's token alone decides, ``recheck`` says of many at once who may still hear. Where
    pages may say something in them, ``take`` writes down what many say at once.
    """
    _gates[kind] = gate
    if recheck is not None:
        _rechecks[kind] = recheck
    if take is not None:
        _takes[kind] = take


def rechecked_together(stream: str, token: str) -> bool:
    """Return whether somebody who hears a stream by a token is asked for together with others."""
    return bool(token) and stream.partition(":")[0] in _rechecks


def still_in(heard: Collection[Proof]) -> set[Proof]:
    """Return which pairs of token and stream may still hear; a question for each kind."""
    found: set[Proof] = set()
    for kind, recheck in _rechecks.items():
        mine = {(token, key) for token, (of, _, key) in _parted(heard) if of == kind}
        found |= {(token, f"{kind}:{key}") for token, key in recheck(mine)} if mine else set()
    return found


def _parted(heard: Collection[Proof]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for token, stream in heard:
        yield token, stream.partition(":")


def role_in(stream: str, listener: Listener) -> str | None:
    """Return in which role somebody may hear a stream, or None where they may not."""
    kind, _colon, key = stream.partition(":")
    gate = _gates.get(kind)
    return gate(listener, key) if gate is not None else None


def take_together(said: Sequence[tuple[str, Uttered]]) -> list[dict[str, Any]]:
    """Let each room write down what pages say in its streams; return the answers in order.

    An answer is empty where nothing was written: the page sends the same by its form.
    """
    answers: list[dict[str, Any]] = [{} for _ in said]
    for kind, take in _takes.items():
        places = [place for place, (of, _) in enumerate(said) if of == kind]
        if places:
            told = take([said[place][1] for place in places])
            for place, answer in zip(places, told, strict=True):
                answers[place] = answer
    return answers
