"""What is done in the studio: bring a document in, decide about rules and sentences, draft."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from shouwen.adoption import actions as adoption
from shouwen.adoption.checking import with_in_force
from shouwen.adoption.models import Draft
from shouwen.documents.limits import LIMITS, MEGABYTE
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.studio.choices import State, Verdict, Way
from shouwen.studio.drafting import File, file_of
from shouwen.studio.merging import merged, rule_ids
from shouwen.studio.models import Document, FoundText, Reshaping, Sentence, Suggestion


class DecidedMeanwhileError(RefusedError):
    """Somebody else decided about it since the page was opened."""


class FileChangedError(RefusedError):
    """Somebody else changed the same words of the file since it was opened."""


def bring_in(*, data: bytes, file_name: str, by: Member, at: datetime) -> Document:
    """Keep a document as it is; refuse what is empty or too large to be read."""
    if not data.strip():
        raise RefusedError(_("There is no text in the document; choose another file."), "file")
    if len(data) > LIMITS.megabytes * MEGABYTE:
        sentence = _("The file is larger than %(megabytes)d MB; split it and retry.")
        raise RefusedError(sentence % {"megabytes": LIMITS.megabytes}, "file")
    return Document.objects.create(
        file_name=(file_name.strip() or "text.txt")[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        original=data,
        brought_by=by,
        brought_at=at,
    )


def discard(*, document: Document, at: datetime) -> None:
    """Throw a document away with what was found in it; drafts made of it stay."""
    if document.stands(at) == State.READING:
        raise RefusedError(_("It is being read; wait a moment."))
    document.delete()


@transaction.atomic
def read_again(*, document: Document, at: datetime) -> None:
    """Let a document be read anew whose reading broke off; what was found so far goes."""
    if document.stands(at) != State.FAILED:
        raise RefusedError(_("Reading it did not break off; there is nothing to do again."))
    seen = Document.objects.filter(pk=document.pk, state=document.state, held_by=document.held_by)
    seen.update(state=State.WAITING, progress=0, held_by="", held_until=None)


@transaction.atomic
def decide(*, row: Suggestion, verdict: Verdict, revision: int, by: Member, at: datetime) -> None:
    """Confirm a proposed rule, keep it as a note, set it aside, or open it again."""
    claim(row, revision, verdict=verdict, decided_by=by, decided_at=at)


@transaction.atomic
def change(
    *,
    row: Suggestion,
    kind: str,
    params: Mapping[str, Any],
    actor: str,
    revision: int,
    by: Member,
    at: datetime,
) -> None:
    """Change what a proposed rule says and confirm it so."""
    claim(
        row, revision, kind=kind, params=dict(params), actor=actor.strip()[:100],
        verdict=Verdict.ACCEPTED, decided_by=by, decided_at=at,
    )  # fmt: skip


@transaction.atomic
def decide_sentence(*, row: Sentence, verdict: Verdict, by: Member, at: datetime) -> None:
    """Keep an uncovered sentence as a note, set it aside, or open it again.

    Raises DecidedMeanwhileError where somebody else was earlier.
    """
    rows = Sentence.objects.filter(pk=row.pk)
    open_ = Q(verdict=Verdict.OPEN)
    rows = rows.exclude(open_) if verdict == Verdict.OPEN else rows.filter(open_)
    if not rows.update(verdict=verdict, decided_by=by, decided_at=at):
        raise DecidedMeanwhileError(
            _("Somebody else decided about this sentence meanwhile; it is shown as it stands now.")
        )


@transaction.atomic
def note_introductory(*, text: FoundText, by: Member, at: datetime) -> int:
    """Keep all open sentences about the regulation itself as notes; return how many they were."""
    open_ = Sentence.objects.filter(text=text, introductory=True, verdict=Verdict.OPEN)
    return open_.update(verdict=Verdict.NOTE, decided_by=by, decided_at=at)


@transaction.atomic
def make_rule(*, row: Sentence, kind: str, by: Member, at: datetime) -> Suggestion:
    """Turn an uncovered sentence into a rule of a kind, which somebody then fills in."""
    quote = row.text.document.text[row.start : row.end]
    done = Reshaping.objects.create(text=row.text, way=Way.BY_HAND, by=by, at=at)
    if not Sentence.objects.filter(pk=row.pk).update(replaced_in=done):
        raise DecidedMeanwhileError(_("Somebody else made a rule of this sentence meanwhile."))
    made: Suggestion = Suggestion.objects.create(
        text=row.text, clause=row.clause, start=row.start, end=row.end, kind=kind, quote=quote,
        sure="high", why="by_hand", decided_by=by, decided_at=at, made_in=done,
    )  # fmt: skip
    return made


@transaction.atomic
def draft(*, text: FoundText, in_force: date, by: Member, at: datetime) -> Draft:
    """Make a draft of what was confirmed; what was not decided stays out of it, as text only."""
    if not text.file and not text.suggestions.filter(verdict=Verdict.ACCEPTED).exists():
        raise RefusedError(_("Confirm at least one rule first."))
    dated = with_in_force(file_of(text).text, in_force)
    made = adoption.start_draft(text=dated, file_name=file_name_of(text), by=by, at=at)
    FoundText.objects.filter(pk=text.pk).update(draft=made)
    return made


def file_name_of(text: FoundText) -> str:
    """Return what the regulation file of a found text is called."""
    return f"{text.title or text.document.file_name}.md"


@transaction.atomic
def save_file(*, text: FoundText, typed: str, opened: str, by: Member, at: datetime) -> None:
    """Keep the regulation file of a text as a member typed it, begun from ``opened``.

    What others typed or decided meanwhile is brought together with it; raises FileChangedError
    where they changed the same words. A confirmed rule that was taken out of the file is set aside.
    """
    adoption.readable(typed)
    stands = file_of(text)
    found = merged(opened, typed, stands.text)
    if found.clashes:
        raise FileChangedError(_("Somebody else changed the same words of the file meanwhile."))
    _set_aside(text, stands, rule_ids(opened) - rule_ids(typed), by, at)
    base = file_of(text).decided
    told = {
        "file": "" if found.text == base else found.text, "file_base": base, "file_by": by,
    }  # fmt: skip
    rows = FoundText.objects.filter(pk=text.pk, file_revision=text.file_revision)
    if not rows.update(file_revision=F("file_revision") + 1, **told):
        raise FileChangedError(_("Somebody else saved the file at the same moment; look at both."))
    text.refresh_from_db(fields=["file", "file_base", "file_revision", "file_by"])


def _set_aside(text: FoundText, file: File, gone: set[str], by: Member, at: datetime) -> None:
    pks = [pk for pk, (_block, rule) in file.blocks.items() if rule in gone]
    rows = text.suggestions.filter(pk__in=pks, verdict=Verdict.ACCEPTED)
    rows.update(verdict=Verdict.SET_ASIDE, revision=F("revision") + 1, decided_by=by, decided_at=at)


def claim(row: Suggestion, revision: int, **changed: Any) -> None:
    """Change a proposed rule that is as its reader saw it, else say that somebody was earlier."""
    rows = Suggestion.objects.filter(pk=row.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **changed):
        raise DecidedMeanwhileError(
            _("Somebody else decided about this rule meanwhile; it is shown as it stands now.")
        )
