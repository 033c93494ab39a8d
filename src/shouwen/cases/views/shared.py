"""What every page of this room needs: where the member stands, and what was just said."""

from __future__ import annotations

from typing import cast

from django.utils import timezone

from shouwen.cases import gates
from shouwen.cases.said import Said
from shouwen.people.requests import MemberRequest

REFUSED = 422
LOST_RACE = 409
_SAID = "cases.said"


def standing_of(request: MemberRequest) -> gates.Standing:
    """Return where the signed-in member stands today."""
    return gates.standing_now(request.member, timezone.localdate())


def keep_said(request: MemberRequest, number: str, words: Said) -> None:
    """Keep what was said for the page that a redirect leads to."""
    request.session[_SAID] = {"number": number, **words}


def take_said(request: MemberRequest, number: str) -> Said | None:
    """Return what was said about this case by the last step, once."""
    kept = request.session.get(_SAID)
    if kept is None or kept.get("number") != number:
        return None
    del request.session[_SAID]
    return cast("Said", {"headline": kept["headline"], "rows": kept["rows"]})
