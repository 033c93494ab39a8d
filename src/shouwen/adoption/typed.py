"""What somebody typed and did not save yet: kept for them alone, place by place.

Two people who type at one place keep a text each; neither overwrites the other's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.adoption.models import Typed
from shouwen.people.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a member typed at a place: the fields, from which save they began, and when."""

    content: Mapping[str, Any]
    revision: int
    at: datetime


def keep(
    *, place: str, content: Mapping[str, Any], revision: int, by: Member, at: datetime
) -> None:
    """Keep what a member typed at a place in place of what they typed there before."""
    told = {"content": dict(content), "revision": revision, "at": at}
    Typed.objects.update_or_create(member=by, place=place, defaults=told)


def typed_by(member: Member, place: str) -> Kept | None:
    """Return what a member typed at a place and did not save, if anything."""
    row = Typed.objects.filter(member=member, place=place).first()
    return Kept(content=row.content, revision=row.revision, at=row.at) if row else None


def others_at(member: Member, place: str) -> list[str]:
    """Return the names of those who typed at a place and did not save, the latest first."""
    rows = Typed.objects.filter(place=place).exclude(member=member).order_by("-at", "pk")
    return list(rows.values_list("member__name", flat=True))


def forget(*, member: Member, place: str) -> None:
    """Let go of what a member typed at a place: it was saved, or is not wanted."""
    Typed.objects.filter(member=member, place=place).delete()
