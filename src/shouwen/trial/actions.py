"""What is done with a trial: begin one, stop it, throw it away."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.adoption import checking
from shouwen.adoption.models import Draft
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.trial.choices import RUNNING, State
from shouwen.trial.models import Trial


def begin(*, draft: Draft, since: date, until: date, by: Member, at: datetime) -> Trial:
    """Ask for a draft to be tried on the facts from one day to another, both included.

    Raises RefusedError for a text with faults.
    """
    read = checking.check(draft.text, draft.file_name, None).regulation
    if read is None:
        raise RefusedError(_("The text still has faults; mend them first."))
    return Trial.objects.create(
        draft=draft,
        slug=read.slug,
        title=read.title,
        file_name=draft.file_name,
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode()).hexdigest(),
        since=since,
        until=until,
        asked_by=by,
        asked_at=at,
    )


def cancel(*, trial: Trial, at: datetime) -> None:
    """Stop a trial that waits or runs; what it judged so far is dropped."""
    going = Trial.objects.filter(pk=trial.pk, state__in=RUNNING)
    if not going.update(state=State.CANCELLED, finished_at=at):
        raise RefusedError(_("It has ended already."))


@transaction.atomic
def try_again(*, trial: Trial, at: datetime) -> None:
    """Let a trial that broke off be worked out anew, of the same text and the same days."""
    if trial.stands(at) != State.FAILED:
        raise RefusedError(_("It did not break off; there is nothing to do again."))
    seen = Trial.objects.filter(pk=trial.pk, state=trial.state, held_by=trial.held_by)
    seen.update(
        state=State.WAITING, done_now=0, done_drafted=0, finished_at=None, held_by="",
        held_until=None,
    )  # fmt: skip
