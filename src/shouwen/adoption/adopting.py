"""Adopting a text and ending a regulation: a fact first, which a rule may let wait for signatures.

What the fact brings about is done by the reactions below, at once or once everybody has signed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.adoption.actions import ChangedMeanwhileError, readable, start_draft
from shouwen.adoption.checking import Check, check, with_in_force
from shouwen.adoption.models import Draft
from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.faults import Fault
from shouwen.policy.regulation_file import Regulation as RegulationText
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import actions as regulations
from shouwen.regulations import queries
from shouwen.regulations.models import Regulation, Version

ADOPTED, RETIRED = "regulation_adopted", "regulation_retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What came of adopting a text: its version, or the request that waits for signatures."""

    version: Version | None = None
    held: Request | None = None


@transaction.atomic
def adopt_draft(*, draft: Draft, in_force: date, by: Member, at: datetime) -> Adoption:
    """Adopt a draft from a day on, at once or when everybody has signed whom a rule asks to.

    The rules in force decide that, and before the first adoption those of the text itself. A
    draft that waits is not changed meanwhile. Raises RefusedError for a text that is not sound.
    """
    text = _dated(draft, in_force)
    read = _sound(check(text, draft.file_name, None))
    _claim(draft, read, at)
    fact = _of_text(draft, read, text, by=by, at=at)
    outcome = _said(record_fact(fact, actor=by, recorded_at=at))
    if outcome.held is not None:
        return Adoption(held=outcome.held)
    adopted = Draft.objects.select_related("adopted__regulation").get(pk=draft.pk).adopted
    return Adoption(version=adopted)


def _dated(draft: Draft, day: date) -> str:
    read = check(draft.text, draft.file_name, None).regulation
    return draft.text if read and read.in_force == day else with_in_force(draft.text, day)


def _sound(checked: Check) -> RegulationText:
    if checked.regulation is None or checked.errors:
        raise RefusedError(_("The text still has faults; mend them first."))
    if checked.differing:
        raise RefusedError(_("Some worked cases differ from their rules; mend one or the other."))
    return checked.regulation


def _claim(draft: Draft, read: RegulationText, at: datetime) -> None:
    """Take the draft as it was looked at; another text of the regulation may not wait beside it."""
    waiting = Draft.objects.filter(adopted__isnull=True, sent_at__isnull=False)
    if waiting.filter(regulation=read.slug).exists():
        raise RefusedError(
            _("A text of 《%(title)s》 waits for signatures already; wait for it or withdraw it.")
            % {"title": read.title}
        )
    looked_at = Draft.objects.filter(pk=draft.pk, revision=draft.revision, adopted__isnull=True)
    if not looked_at.update(
        sent_at=at, regulation=read.slug, sent_back="", sent_back_at=None, sent_back_by="",
        sent_back_why="",
    ):  # fmt: skip
        raise ChangedMeanwhileError(_("Somebody changed or adopted this draft meanwhile; reload."))


def _of_text(draft: Draft, read: RegulationText, text: str, *, by: Member, at: datetime) -> Fact:
    last = queries.last_version(read.slug)
    details: dict[str, Detail] = {
        "regulation": read.slug,
        "title": read.title,
        "version": last.number + 1 if last else 1,
        "in_force": read.in_force.isoformat(),
        "sha256": regulations.sha256(text),
        "draft": draft.pk,
    }
    fact = Fact(
        kind=ADOPTED, about=f"regulation:{read.slug}", happened_at=at, details=details,
        actor=by.username,
    )  # fmt: skip
    if last is not None or not Rulebook(read.rules.values()).listening_to(fact, brief=True):
        return fact
    # Its own rules speak about its first adoption, so there has to be something to cite.
    proposed = regulations.propose(text=text, file_name=draft.file_name, by=by, at=at)
    return replace(fact, details={**details, "proposed": proposed.pk})


def _said(outcome: Outcome) -> Outcome:
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    return outcome


@transaction.atomic
def adopt_text(
    *, text: str, file_name: str, by: Member, at: datetime
) -> Adoption | tuple[Fault, ...]:
    """Adopt a text that nobody keeps as a draft yet, from the day it names.

    For the command line: returns the faults, if any stand against it, and refuses worked cases
    that differ from their rules.
    """
    checked = check(readable(text), file_name, None)
    if checked.errors or checked.regulation is None:
        return checked.errors
    draft = start_draft(text=text, file_name=file_name, by=by, at=at)
    return adopt_draft(draft=draft, in_force=checked.regulation.in_force, by=by, at=at)


def follow_adopted(row: FactRow, _outcome: Outcome) -> None:
    """Put a draft in force once its adoption is recorded; raise RefusedError if it no longer can.

    A day that passed while it waited for signatures is not counted back: it begins that day.
    """
    draft = Draft.objects.filter(pk=row.details.get("draft") or 0, adopted__isnull=True).first()
    if draft is None or row.actor is None:
        return
    version = regulations.adopt(
        text=_dated(draft, _first_day(row)), file_name=draft.file_name, by=row.actor,
        at=row.recorded_at,
    )  # fmt: skip
    if not isinstance(version, Version):
        raise RefusedError(_("The text still has faults; mend them first."))
    Draft.objects.filter(pk=draft.pk).update(adopted=version, text=version.source, sent_at=None)


def _first_day(row: FactRow) -> date:
    chosen = date.fromisoformat(str(row.details["in_force"]))
    asked_on, signed_on = (timezone.localdate(at) for at in (row.happened_at, row.recorded_at))
    return max(chosen, signed_on) if chosen >= asked_on else chosen


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """Give a draft back, with the reason, when its request was refused, withdrawn or ran out."""
    request = requests.find(int(str(row.details.get("request") or 0)))
    if request is None or request.proposed["kind"] != ADOPTED:
        return
    decisions = [one for one in requests.decisions_of(request.pk) if one.verdict == "refused"]
    last = decisions[-1] if decisions else None
    waiting = Draft.objects.filter(
        pk=request.proposed["details"].get("draft") or 0, sent_at__isnull=False
    )
    waiting.update(
        sent_at=None, sent_back=request.state, sent_back_at=row.happened_at,
        sent_back_by=last.member_name if last else "",
        sent_back_why=last.comment if last else request.ended_why,
    )  # fmt: skip


@transaction.atomic
def retire(*, regulation: Regulation, ended: date, by: Member, at: datetime) -> Adoption:
    """End a regulation on a day, at once or when everybody has signed whom a rule asks to."""
    last = queries.last_version(regulation.slug)
    fact = Fact(
        kind=RETIRED,
        about=f"regulation:{regulation.slug}",
        happened_at=at,
        details={
            "regulation": regulation.slug,
            "version": last.number if last else 0,
            "ended": ended.isoformat(),
        },
        actor=by.username,
    )
    outcome = _said(record_fact(fact, actor=by, recorded_at=at))
    if outcome.held is not None:
        return Adoption(held=outcome.held)
    return Adoption(version=queries.last_version(regulation.slug))


def follow_retired(row: FactRow, _outcome: Outcome) -> None:
    """End a regulation once that is recorded; raise RefusedError if it ended already."""
    regulation = Regulation.objects.filter(slug=row.details.get("regulation") or "").first()
    if regulation is None or row.actor is None:
        return
    day = date.fromisoformat(str(row.details["ended"]))
    regulations.retire(regulation=regulation, ended=day, by=row.actor, at=row.recorded_at)
