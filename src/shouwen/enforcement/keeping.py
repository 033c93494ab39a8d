"""What members hold in other rooms, and handing it on; rooms answer for what they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shouwen.journal.actions import FactRow
from shouwen.people.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing a member holds: ``ref`` names it among those of its keeper.

    A matter's ``ref`` is what its facts are about, so that what is owed in it goes along.
    ``important`` is what may keep its holder from leaving while it is open.
    """

    ref: str
    text: str
    note: str = ""
    href: str = ""
    important: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOn:
    """One holding changes hands; ``row`` is the fact that says so."""

    ref: str
    giver: Member
    taker: Member
    reason: str
    row: FactRow
    at: datetime
    key: str


# What came of it: it changed hands, waits for a signature, or was no longer the giver's to give.
MOVED, HELD, GONE = "moved", "held", "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """How a room answers for what members hold there.

    ``held_by`` lists a member's holdings; ``hand_on`` gives one to somebody else in
    the transaction around and returns ``moved``, ``held`` or ``gone``.
    """

    held_by: Callable[[Member], list[Holding]]
    hand_on: Callable[[HandingOn], str]


_KEEPERS: dict[str, Keeper] = {}


def register_keeper(prefix: str, keeper: Keeper) -> None:
    """Let a room answer for the holdings whose ``ref`` begins with ``prefix:``."""
    _KEEPERS[prefix] = keeper


def held_by(member: Member) -> list[Holding]:
    """List everything a member holds, room by room."""
    return [one for keeper in _KEEPERS.values() for one in keeper.held_by(member)]


def hand_on(handing: HandingOn) -> str:
    """Give one holding to somebody else; return what came of it."""
    keeper = _KEEPERS.get(handing.ref.partition(":")[0])
    return keeper.hand_on(handing) if keeper else GONE
