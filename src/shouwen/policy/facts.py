"""Facts: what was recorded as having happened. What is absent is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# A detail is plain JSON: text, number as text or int, yes/no. Money and decimals are text
# ("12200.00"), members are their key ("wang"), moments are ISO 8601 with offset.
Detail = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something happened: what kind, about which matter, when, with which details.

    ``about`` is the key of the matter (``case:T-000001``, ``member:wang``). ``happened_at`` is
    aware. A detail that is missing or None was not recorded; it is neither no nor zero.
    """

    kind: str
    about: str
    happened_at: datetime
    details: Mapping[str, Detail] = field(default_factory=dict)
    actor: str = ""

    def detail(self, name: str) -> Detail:
        """Return one detail, or None while nobody has recorded it."""
        return self.details.get(name)
