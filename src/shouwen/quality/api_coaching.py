"""Addresses of coaching: notes with their files, reading one, coming back to it, what is open."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.enforcement.sent import Sent
from shouwen.people.refusals import RefusedError
from shouwen.quality import coaching, gates, queries, queries_coaching
from shouwen.quality.api_parts import Cursor, today
from shouwen.quality.forms import FollowForm, NoteForm
from shouwen.quality.models import Note

router = Router("quality")


class CoachingNoteOut(BaseModel):
    """A coaching note; ``files`` are keys of kept files, ``clause`` is what set the day."""

    id: int
    person: str
    by: str
    text: str
    at: datetime
    files: list[str]
    follow_up: date | None
    clause: str
    acknowledged_at: datetime | None
    followed_up_at: datetime | None
    outcome: str
    closed_at: datetime | None


@router.read("/people/{key}/notes", Rows[CoachingNoteOut])
def notes(request: ApiRequest, key: str) -> Rows[CoachingNoteOut]:
    """List the coaching notes about you or about somebody you lead."""
    found = gates.notes_open_to(request.member, key, today())
    return Rows(items=[_note(row) for row in queries_coaching.notes_about(found, today())])


@router.add("/people/{key}/notes", CoachingNoteOut)
@bodies.takes(NoteForm, without=("kept",), files=(list[str], Field([], max_length=12)))
def note(request: ApiRequest, key: str, body: Body) -> CoachingNoteOut:
    """Write a coaching note about somebody you lead; only you both read it."""
    found = gates.note_open_to(request.member, key, today())
    words = bodies.sent(body)
    form = NoteForm({**words, "kept": " ".join(words.pop("files", []))})
    said, now = bodies.given(form), timezone.now()
    try:
        made = coaching.give(
            person=found, text=said["text"], follow_up=said["follow_up"],
            attached=form.keep(by=request.member, at=now), sent=Sent.at_once(request.member, now),
        )  # fmt: skip
    except RefusedError as refusal:
        form.add_error(refusal.field or None, str(refusal))
        bodies.refuse(form)
        raise
    return _row(made)


@router.read("/coaching", Page[CoachingNoteOut])
def open_coaching(
    request: ApiRequest, team: str = "", cursor: Cursor = None
) -> Page[CoachingNoteOut]:
    """List the coaching that is open among those you lead, or in one of their teams."""
    gates.require_checker(request.member, today())
    after = int(paging.after(request, cursor) or 0)
    people = gates.coached_by(request.member, today())
    chosen = gates.team_among(people, team, today()) if team else None
    rows = queries_coaching.open_among(
        people, today(), team=chosen, after=after, limit=queries.PAGE + 1
    )
    page = rows[: queries.PAGE]
    more = page[-1].note.pk if len(rows) > queries.PAGE else None
    return Page(items=[_note(row) for row in page], next=paging.cursor_for(request, more))


@router.read("/coaching/{pk}", CoachingNoteOut)
def coaching_note(request: ApiRequest, pk: int) -> CoachingNoteOut:
    """Show a coaching note about you or about somebody you lead."""
    return _row(gates.note_known(request.member, pk, today()))


@router.do("/coaching/{pk}/acknowledge", CoachingNoteOut)
def acknowledge(request: ApiRequest, pk: int, body: bodies.Nothing) -> CoachingNoteOut:  # noqa: ARG001 nothing may be sent
    """Say that you have read a coaching note about you."""
    found = gates.note_known(request.member, pk, today())
    sent = Sent.at_once(request.member, timezone.now())
    return _row(coaching.acknowledge(note=found, sent=sent))


@router.do("/coaching/{pk}/follow-up", CoachingNoteOut)
@bodies.takes(FollowForm)
def follow_up(request: ApiRequest, pk: int, body: Body) -> CoachingNoteOut:
    """Say that you came back to a coaching note, and what you saw."""
    found = gates.note_to_follow(request.member, pk, today())
    said = bodies.given(FollowForm(bodies.sent(body)))
    sent = Sent.at_once(request.member, timezone.now())
    return _row(coaching.follow_up(note=found, outcome=said["outcome"], sent=sent))


def _row(found: Note) -> CoachingNoteOut:
    return _note(queries_coaching.row_of(found, today()))


def _note(row: queries_coaching.NoteRow) -> CoachingNoteOut:
    one = row.note
    return CoachingNoteOut(
        id=one.pk, person=one.person.username, by=one.by.username, text=one.text, at=one.at,
        files=[file.key for file in row.files], follow_up=one.follow_up,
        clause=f"{one.duty.regulation}/{one.duty.rule_id}" if one.duty else "",
        acknowledged_at=one.acknowledged_at, followed_up_at=one.followed_up_at,
        outcome=one.outcome, closed_at=one.closed_at,
    )  # fmt: skip
