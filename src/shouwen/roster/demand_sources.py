"""Where contacts are counted in the house itself: each room above says when they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from shouwen.people.models import Team

# A team, the skill asked for (empty: any) and from when until when.
Moments = Callable[[Team, str, datetime, datetime], Iterable[datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSource:
    """What a room counts as contacts: its key, its name for people, and the moments."""

    key: str
    label: object
    moments: Moments


_SOURCES: dict[str, ContactSource] = {}


def register_contacts(source: ContactSource) -> None:
    """Let a room say when contacts came."""
    _SOURCES[source.key] = source


def sources() -> list[ContactSource]:
    """List what can be counted."""
    return list(_SOURCES.values())


def source(key: str) -> ContactSource | None:
    """Return what is counted under a key."""
    return _SOURCES.get(key)
