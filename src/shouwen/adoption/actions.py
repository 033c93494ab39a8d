"""Bringing a text in: keep it, mend it, throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.adoption.checking import check, with_in_force
from shouwen.adoption.choosing import with_chosen
from shouwen.adoption.models import Draft
from shouwen.adoption.taking_over import with_expected
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.worked_cases import came_out
from shouwen.regulations import library
from shouwen.regulations.holiday_table import holiday_table
from shouwen.regulations.models import Version

LARGEST = 1_000_000


class ChangedMeanwhileError(RefusedError):
    """Somebody else saved the draft in the meantime."""


def readable(text: str) -> str:
    """Return a text that can be kept; raise RefusedError for an empty, binary or endless one."""
    if not text.strip():
        raise RefusedError(_("The text is empty; choose a file or paste the text."), "text")
    if "\0" in text:
        raise RefusedError(
            _("This is not a text file; save it as plain text and try again."), "text"
        )
    if len(text) > LARGEST:
        raise RefusedError(
            _("The text has more than a million characters; divide it into several."), "text"
        )
    return text


def start_draft(*, text: str, file_name: str, by: Member, at: datetime) -> Draft:
    """Keep a text that was brought in, whatever is wrong with it."""
    return Draft.objects.create(
        text=readable(text),
        file_name=(file_name.strip() or "regulation.md")[:255],
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_at=at,
    )


def draft_next_version(*, version: Version, by: Member, at: datetime) -> Draft:
    """Begin a draft from an adopted text, to be changed into the next version."""
    return start_draft(text=version.source, file_name=version.file_name, by=by, at=at)


def draft_to_mend(*, version: Version, by: Member, at: datetime) -> Draft:
    """Continue the draft that follows a version, or begin one; nobody mends the same text twice."""
    begun = Draft.objects.filter(adopted__isnull=True, created_at__gte=version.adopted_at)
    slug = version.regulation.slug
    found = begun.filter(text__contains=f"regulation: {slug}\n").order_by("-changed_at").first()
    return found or draft_next_version(version=version, by=by, at=at)


def draft_from_library(
    *, name: str, by: Member, at: datetime, in_force: date | None = None
) -> Draft:
    """Begin a draft from a bundled regulation; one that stands there unchanged is taken up again.

    ``in_force`` is its first day, else the day its file names; KeyError for a name not bundled.
    """
    text = library.text_of(name)
    if in_force is not None:
        text = with_in_force(text, in_force)
    waiting = Draft.objects.filter(adopted__isnull=True, file_name=f"{name}.md", text=text)
    return waiting.first() or start_draft(text=text, file_name=f"{name}.md", by=by, at=at)


@transaction.atomic
def drafts_from_library(*, days: Mapping[str, date], by: Member, at: datetime) -> list[Draft]:
    """Begin a draft of each bundled regulation named, from its day on."""
    return [draft_from_library(name=name, in_force=day, by=by, at=at) for name, day in days.items()]


def _refuse_while_waiting(draft: Draft) -> None:
    if Draft.objects.filter(pk=draft.pk, sent_at__isnull=False, adopted__isnull=True).exists():
        raise RefusedError(
            _("This draft waits for signatures; withdraw it from there before you change it."),
            "text",
        )


def save_draft(*, draft: Draft, text: str, revision: int, by: Member, at: datetime) -> None:
    """Keep a changed text; refuse when somebody saved another one since it was opened."""
    as_opened = Draft.objects.filter(pk=draft.pk, revision=revision, adopted__isnull=True)
    _refuse_while_waiting(draft)
    saved = as_opened.update(
        text=readable(text), revision=F("revision") + 1, changed_by=by, changed_at=at
    )
    if not saved:
        raise ChangedMeanwhileError(
            _("Somebody saved this draft meanwhile; copy your changes, reload, and bring them in."),
            "text",
        )


def choose_readings(
    *, draft: Draft, chosen: Mapping[str, str], revision: int, by: Member, at: datetime
) -> None:
    """Keep how a department reads the unclear places of a draft; what is as by default is not said.

    Refuses a text that has faults, and one that somebody else saved since it was opened.
    """
    read = check(draft.text, draft.file_name, None).regulation
    if read is None:
        raise RefusedError(_("The text still has faults; mend them first."))
    others = {k: v for k, v in chosen.items() if read.settings[k].default != v}
    text = with_chosen(draft.text, others)
    changed = check(text, draft.file_name, None).regulation
    if changed is None or dict(changed.chosen) != others:
        raise RefusedError(_("The choice cannot be written here; write “chosen:” into the text."))
    save_draft(draft=draft, text=text, revision=revision, by=by, at=at)


def take_over(*, draft: Draft, line: int, revision: int, by: Member, at: datetime) -> None:
    """Let the worked case at a line of a draft expect what the draft gives now.

    Refuses what only a person can write there, and a draft saved since it was opened.
    """
    read = check(draft.text, draft.file_name, None).regulation
    came = came_out(read, line, holidays=holiday_table()) if read else {}
    text = with_expected(draft.text, line, came)
    groups = check(text, draft.file_name, None).groups
    if not any(row.ok for group in groups for row in group.rows if row.line == line):
        raise RefusedError(_("Write what is right into the case at line %(n)s.") % {"n": line})
    save_draft(draft=draft, text=text, revision=revision, by=by, at=at)


def discard_draft(*, draft: Draft) -> None:
    """Throw a draft away; what was adopted from one stays."""
    _refuse_while_waiting(draft)
    if not Draft.objects.filter(pk=draft.pk, adopted__isnull=True).delete()[0]:
        raise RefusedError(_("This draft was adopted; it is kept with its version."))
