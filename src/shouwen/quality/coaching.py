"""Coaching: a note with files and a day to come back to it, read by the person, followed up.

On record is that somebody was coached, read it and was seen again; the words stay with the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts_of.quality import COACHING_FOLLOWED_UP, COACHING_GIVEN, COACHING_READ
from shouwen.quality.models import Item, Note


@transaction.atomic
def give(
    *, person: Member, text: str, sent: Sent, follow_up: date | None = None,
    attached: Sequence[StoredFile] = (), item: Item | None = None,
) -> Note:  # fmt: skip
    """Write a coaching note; a clause that sets a time for coming back sets the day.

    The same form twice is one note. Raises RefusedError for an empty one, for a day that is over
    or later than the clause allows, and where a clause refuses it.
    """
    earlier = sent.earlier("coaching")
    if earlier is not None:
        return Note.objects.get(fact=earlier.row)
    _require(text, follow_up, timezone.localdate(sent.received_at))
    note = Note.objects.create(
        person=person, item=item, by=sent.actor, at=sent.received_at, text=text.strip()
    )
    files.name_in(files=attached, about=note.about, at=sent.received_at)
    details = {
        "person": person.username,
        "follow_up": _end_of(follow_up).isoformat() if follow_up else None,
        "case": item.case.number if item and item.case else "",
    }
    outcome = sent.record(COACHING_GIVEN, note.about, details, "coaching")
    note.fact, note.duty = outcome.fact, _duty(outcome)
    note.follow_up = _day(follow_up, note.duty)
    note.save(update_fields=["fact", "duty", "follow_up"])
    return note


def _require(text: str, follow_up: date | None, today: date) -> None:
    if not text.strip():
        raise RefusedError(_("Write what to practise, and how."), "text")
    if follow_up and follow_up < today:
        raise RefusedError(_("That day is over; choose a later one."), "follow_up")


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def _duty(outcome: Outcome) -> ObligationRow | None:
    """Return what a clause wants done soonest about it."""
    timed = [row for row in outcome.opened if row.due_at is not None]
    return min(timed, key=lambda row: (row.due_at, row.pk), default=None)


def _day(typed: date | None, duty: ObligationRow | None) -> date | None:
    if duty is None or duty.due_at is None:
        return typed
    # A time that ends with a day ends at the midnight after it.
    limit = timezone.localdate(duty.due_at - timedelta(microseconds=1))
    if typed is not None and typed > limit:
        sentence = _(
            "《%(book)s》%(number)s wants it by %(day)s; choose that day or an earlier one."
        )
        words = {"book": duty.title, "number": duty.clause_number, "day": limit}
        raise RefusedError(sentence % words, "follow_up")
    return typed or limit


@transaction.atomic
def acknowledge(*, note: Note, sent: Sent) -> Note:
    """Record that the person has read a note; raise RefusedError for somebody else, and twice."""
    if note.person_id != sent.actor.pk:
        raise RefusedError(_("Only the person it is about says that they have read it."))
    waiting = Note.objects.filter(pk=note.pk, acknowledged_at=None, closed_at=None)
    if not waiting.update(acknowledged_at=sent.received_at):
        raise RefusedError(_("You have said so already."))
    _record(COACHING_READ, note, sent)
    return _closed(note, sent.received_at)


@transaction.atomic
def follow_up(*, note: Note, outcome: str, sent: Sent) -> Note:
    """Record that somebody came back to a note, and what they saw.

    Raises RefusedError without a word of it, and for a note that somebody came back to before.
    """
    if not outcome.strip():
        raise RefusedError(_("Write what you saw when you came back to it."), "outcome")
    waiting = Note.objects.filter(pk=note.pk, followed_up_at=None, closed_at=None)
    seen: dict[str, Any] = {"followed_up_at": sent.received_at, "followed_up_by": sent.actor}
    if not waiting.update(outcome=outcome.strip(), **seen):
        raise RefusedError(_("Somebody came back to this note already."))
    _record(COACHING_FOLLOWED_UP, note, sent)
    return _closed(note, sent.received_at)


def _record(kind: str, note: Note, sent: Sent) -> None:
    details = {"person": note.person.username}
    sent.record(kind, note.about, details, kind, once=f"{kind}:{note.pk}")


def _closed(note: Note, at: datetime) -> Note:
    """Close a note that was read and, where a day is set, followed up."""
    note.refresh_from_db()
    if note.acknowledged_at and (note.followed_up_at or note.follow_up is None):
        note.closed_at = at
        note.save(update_fields=["closed_at"])
    return note
