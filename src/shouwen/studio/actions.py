"""What is done in the studio: bring a document in, decide about rules and sentences, draft."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.adoption import actions as adoption
from shouwen.adoption.models import Draft
from shouwen.documents.limits import LIMITS, MEGABYTE
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.studio.choices import State, Verdict, Way
from shouwen.studio.drafting import draft_text
from shouwen.studio.models import Document, FoundText, Reshaping, Sentence, Suggestion


class DecidedMeanwhileError(RefusedError):
    """Somebody else decided about it since the page was opened."""


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


def discard(*, document: Document) -> None:
    """Throw a document away with what was found in it; drafts made of it stay."""
    if document.state == State.READING:
        raise RefusedError(_("It is being read; wait a moment."))
    document.delete()


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
    """Keep an uncovered sentence as a note, set it aside, or open it again."""
    row.verdict, row.decided_by, row.decided_at = verdict, by, at
    row.save(update_fields=["verdict", "decided_by", "decided_at"])


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
    if not text.suggestions.filter(verdict=Verdict.ACCEPTED).exists():
        raise RefusedError(_("Confirm at least one rule first."))
    made = adoption.start_draft(
        text=draft_text(text, in_force), file_name=_draft_name(text), by=by, at=at
    )
    FoundText.objects.filter(pk=text.pk).update(draft=made)
    return made


def _draft_name(text: FoundText) -> str:
    return f"{text.title or text.document.file_name}.md"


def claim(row: Suggestion, revision: int, **changed: Any) -> None:
    """Change a proposed rule that is as its reader saw it, else say that somebody was earlier."""
    rows = Suggestion.objects.filter(pk=row.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **changed):
        raise DecidedMeanwhileError(
            _("Somebody else decided about this rule meanwhile; it is shown as it stands now.")
        )
