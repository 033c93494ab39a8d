"""What a form of this room begins with."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from shouwen.people.models import Member
from shouwen.policy.vocabulary import DetailType, FactKind, Term

PLACES = ("place", "zone", "area", "location", "where")


def initial_for(
    kind: FactKind, member: Member, now: datetime, *, place: str = ""
) -> dict[str, object]:
    """Return what a new form begins with: who, when and where, as far as that is known."""
    found = {f"detail-{t.name}": _known(t, member, now, place) for t in kind.details.values()}
    return {name: value for name, value in found.items() if value}


def _known(term: Term, member: Member, now: datetime, place: str) -> object:
    if term.type is DetailType.MEMBER and term.name in ("person", "finder", "found_by", "guard"):
        return member.username
    if term.type is DetailType.MOMENT and not term.name.startswith(("limit", "due", "promised")):
        return timezone.localtime(now).replace(tzinfo=None)
    if term.type is DetailType.TEXT and term.name in PLACES:
        return place
    return None
