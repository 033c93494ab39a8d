"""What an exchange tells of a call: the one interface that every adapter speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Told(StrEnum):
    """What an exchange tells of a call, in the order in which it happens."""

    ARRIVED = "arrived"
    KEYED = "keyed"
    QUEUED = "queued"
    RANG = "rang"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    NO_ANSWER = "no_answer"
    ENDED = "ended"
    PRESUMED_ENDED = "presumed_ended"  # by the house itself, where the exchange says nothing more
    RECORDED = "recorded"


class Ending(StrEnum):
    """How a call ended."""

    OPEN = ""
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    IN_MENU = "in_menu"
    LOST = "lost"  # nobody answered, and the exchange never said that it was over


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """One thing an exchange tells: ``key`` is its own and comes again when it is told again.

    ``at`` is by the exchange's clock, ``received_at`` by ours. ``seat`` is the key of the member
    at the seat, ``more`` what only some events have: ``queue``, ``number``, ``rings``, ``to``,
    ``by`` (who hung up), ``menu`` (it ended before anybody was asked for), ``file``, and
    ``waited`` and ``talked``: seconds as the exchange itself counted them. Of what was keyed in
    the menu: ``menu`` (its key), ``keys``, ``digits``, ``call_back`` (the caller asked for it).
    """

    call: str
    key: str
    kind: Told
    at: datetime
    received_at: datetime
    seat: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """When it counts as having happened: never after it was received."""
        return min(self.at, self.received_at)
