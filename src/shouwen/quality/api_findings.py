"""Addresses of what the automatic checks found in texts."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.enforcement.sent import Sent
from shouwen.quality import actions, gates, queries
from shouwen.quality.api_parts import Cursor, today
from shouwen.quality.models import Finding

router = Router("quality")


class TextFindingOut(BaseModel):
    """What an automatic check found: in which turn, from where to where.

    It stands in a case, or in a conversation by what that is about, such as ``chat:5``.
    """

    id: int
    case: str
    conversation: str
    person: str
    code: str
    turn: int
    start: int
    end: int
    words: str
    state: str


class FindingDecision(Body):
    """Whether a finding is confirmed, which records it, or dismissed."""

    confirmed: bool


def _finding(one: Finding) -> TextFindingOut:
    return TextFindingOut(
        id=one.pk, case=one.number, conversation=one.conversation, person=one.person.username,
        code=one.code, turn=one.turn, start=one.start, end=one.end, words=one.words,
        state=one.state,
    )  # fmt: skip


@router.read("/findings", Page[TextFindingOut])
def findings(
    request: ApiRequest,
    state: Literal["open", "confirmed", "dismissed"] = "open",
    cursor: Cursor = None,
) -> Page[TextFindingOut]:
    """List what the automatic checks found in the texts of your people, the newest first."""
    gates.require_checker(request.member, today())
    after = int(paging.after(request, cursor) or 0)
    seen = gates.seen_by(request.member, today())
    rows = queries.findings(seen, state=state, after=after or None, limit=queries.PAGE + 1)
    page = rows[: queries.PAGE]
    more = page[-1].pk if len(rows) > queries.PAGE else None
    return Page(items=[_finding(one) for one in page], next=paging.cursor_for(request, more))


@router.read("/findings/{pk}", TextFindingOut)
def finding(request: ApiRequest, pk: int) -> TextFindingOut:
    """Show one automatic finding."""
    return _finding(gates.finding_open_to(request.member, pk, today()))


@router.do("/findings/{pk}", TextFindingOut)
def decide(request: ApiRequest, pk: int, body: FindingDecision) -> TextFindingOut:
    """Confirm an automatic finding, which records it, or dismiss it."""
    found = gates.finding_open_to(request.member, pk, today())
    sent = Sent.at_once(request.member, timezone.now(), token=f"finding-{pk}")
    return _finding(actions.decide_finding(finding=found, confirmed=body.confirmed, sent=sent))
