"""Rows of coaching: the notes about a person with their files, and what is open in a team."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.enforcement.matters import Summary
from shouwen.files import queries as files
from shouwen.files.queries import FileRow
from shouwen.people.models import Holding, Member, Team
from shouwen.people.periods import holding_on
from shouwen.quality.models import Note
from shouwen.quality.queries import PAGE

COACHING = "coaching"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One coaching note with what is attached; ``late`` is one nobody came back to in time."""

    note: Note
    files: tuple[FileRow, ...]
    teams: tuple[str, ...]
    late: bool


def notes_about(person: Member, today: date) -> list[NoteRow]:
    """List the coaching notes about a person, the newest first, in two queries."""
    return rows_of(_with_names().filter(person=person).order_by("-at", "-pk")[:PAGE], today)


def to_acknowledge(person: Member) -> list[Note]:
    """List the notes that wait for a person to say that they have read them."""
    found = _with_names().filter(person=person, closed_at=None, acknowledged_at=None)
    return list(found.order_by("pk")[:PAGE])


def open_among(
    people: Collection[int], today: date, *, team: Team | None = None, after: int = 0,
    limit: int = PAGE,
) -> list[NoteRow]:  # fmt: skip
    """List the open notes about some people, or those of them in a team, the oldest first."""
    found = _with_names().filter(person__in=list(people), closed_at=None, pk__gt=after)
    if team is not None:
        held = Holding.objects.filter(holding_on(today), team=team)
        found = found.filter(person__in=held.values("member"))
    return rows_of(found.order_by("pk")[:limit], today, teams=True)


def _with_names() -> QuerySet[Note]:
    return Note.objects.select_related("by", "person", "followed_up_by", "duty")


def rows_of(found: QuerySet[Note], today: date, *, teams: bool = False) -> list[NoteRow]:
    """Return notes with their files and, where asked for, the teams of whom they are about."""
    notes = list(found)
    attached = files.attached_to([note.about for note in notes])
    named = _teams_by_member([note.person_id for note in notes], today) if teams else {}
    return [
        NoteRow(
            note=note, files=tuple(attached.get(note.about, ())),
            teams=tuple(named.get(note.person_id, ())), late=_is_late(note, today),
        )
        for note in notes
    ]  # fmt: skip


def row_of(note: Note, today: date) -> NoteRow:
    """Return one note with its files."""
    attached = files.attached_to([note.about])
    return NoteRow(
        note=note, files=tuple(attached.get(note.about, ())), teams=(), late=_is_late(note, today)
    )


def _is_late(note: Note, today: date) -> bool:
    return bool(note.follow_up and note.follow_up < today and note.followed_up_at is None)


def _teams_by_member(members: Sequence[int], today: date) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    held = Holding.objects.filter(holding_on(today), member__in=members, team__isnull=False)
    for member, team in held.order_by("team__name").values_list("member", "team__name").distinct():
        found.setdefault(member, []).append(team)
    return found


def teams_among(people: Collection[int], today: date) -> list[Team]:
    """List the teams that any of some people belong to, by name."""
    held = Holding.objects.filter(holding_on(today), member__in=list(people))
    return list(Team.objects.filter(pk__in=held.values("team")).order_by("name", "pk"))


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise notes for a list of duties: whom they are about, never what they say."""
    pks = [int(key) for key in keys if key.isdecimal()]
    found = Note.objects.filter(pk__in=pks).select_related("person")
    return {
        str(one.pk): Summary(
            label=_("Coaching of %(name)s") % {"name": one.person.name},
            href=reverse("quality:person", args=[one.person.username]),
        )
        for one in found
    }  # fmt: skip
