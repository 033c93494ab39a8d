"""Addresses of people: what their checks came to, and coaching notes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.quality import actions, gates, queries_people
from shouwen.quality.api_parts import today
from shouwen.quality.forms import NoteForm

router = Router("quality")


class QualityMonthOut(BaseModel):
    """What a person's checks of a month came to."""

    name: str
    checks: int
    mean: str
    zeroed: int


class CoachingNoteOut(BaseModel):
    """A coaching note."""

    text: str
    at: datetime


@router.read("/people/{key}", Rows[QualityMonthOut])
def person(request: ApiRequest, key: str) -> Rows[QualityMonthOut]:
    """List what a person's checks came to month by month: yours, or of somebody you lead."""
    found = gates.person_open_to(request.member, key, today())
    months = queries_people.months_of(found)
    names = list(QualityMonthOut.model_fields)
    return Rows(items=[QualityMonthOut(**{n: getattr(one, n) for n in names}) for one in months])


@router.read("/people/{key}/notes", Rows[CoachingNoteOut])
def notes(request: ApiRequest, key: str) -> Rows[CoachingNoteOut]:
    """List the coaching notes about you or about somebody you lead."""
    found = gates.notes_open_to(request.member, key, today())
    return Rows(
        items=[CoachingNoteOut(text=n.text, at=n.at) for n in queries_people.notes_about(found)]
    )


@router.add("/people/{key}/notes", CoachingNoteOut)
@bodies.takes(NoteForm)
def note(request: ApiRequest, key: str, body: Body) -> CoachingNoteOut:
    """Write a coaching note about somebody you lead; only you both read it."""
    found = gates.note_open_to(request.member, key, today())
    said = bodies.given(NoteForm(bodies.sent(body)))
    made = actions.write_note(
        person=found, text=said["text"], item=None, by=request.member, at=timezone.now()
    )
    return CoachingNoteOut(text=made.text, at=made.at)
