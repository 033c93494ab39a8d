"""Plans and reports: begun, written in versions, submitted, checked by the reviewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.obligations import actions as obligations
from shouwen.obligations.actions import ObligationRow
from shouwen.office.gates import sheet_matter
from shouwen.office.models import Sheet, SheetVersion
from shouwen.office.recording import fingerprint
from shouwen.office.sorts import Belongs
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of import office as kinds
from shouwen.policy.facts_of.rounds import SENT_BACK
from shouwen.policy.kinds.duty import DUTY_DONE

State = Sheet.State
Figures = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a sheet is begun with."""

    sort: str
    title: str
    since: date
    until: date
    whole_team: bool
    obligation: ObligationRow | None
    belongs: Belongs | None


@transaction.atomic
def begin(*, outline: Outline, sent: Sent) -> Sheet:
    """Begin a plan or report; for what is owed there is one sheet, begun once."""
    about = f"report:{sent.token}"
    mine = Sheet.objects.filter(author=sent.actor)
    before = mine.filter(about=about).first()
    if before is None and outline.obligation is not None:
        before = mine.filter(obligation=outline.obligation).first()
    if before is not None:
        return before
    belongs = outline.belongs
    return Sheet.objects.create(
        about=about,
        sort=outline.sort,
        title=outline.title,
        since=outline.since,
        until=outline.until,
        whole_team=outline.whole_team,
        author=sent.actor,
        obligation=outline.obligation,
        begun_at=sent.done_at,
        regulation=belongs.rule.clause.regulation if belongs else "",
        rule_id=belongs.rule.id if belongs else "",
        fact_kind=belongs.kind.kind if belongs else "",
    )


@transaction.atomic
def write(
    *, sheet: Sheet, sections: Mapping[str, str], figures: Figures, by: Member, at: datetime
) -> SheetVersion:
    """Keep what is written as a new version, unless nothing changed."""
    _refuse_submitted(sheet)
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    latest = sheet.versions.order_by("-version").first()
    if latest and latest.sections == dict(sections) and latest.figures == list(figures):
        return latest
    return SheetVersion.objects.create(
        sheet=sheet,
        version=latest.version + 1 if latest else 1,
        sections=dict(sections),
        figures=list(figures),
        written_by=by,
        written_at=at,
    )


@transaction.atomic
def submit(
    *,
    sheet: Sheet,
    sections: Mapping[str, str],
    figures: Figures,
    belongs: Belongs | None,
    details: Mapping[str, Detail],
    sent: Sent,
) -> Outcome:
    """Submit a sheet: its last version counts, and the fact that its rule waits for is recorded.

    Raises RefusedError for an empty sheet, one that was submitted, and where a clause refuses it.
    """
    before = sent.earlier("submitted")
    if before is not None:
        return before
    if not any(text.strip() for text in sections.values()):
        raise RefusedError(_("The sheet is empty; write at least one section."))
    version = write(sheet=sheet, sections=sections, figures=figures, by=sent.actor, at=sent.done_at)
    claimed = Sheet.objects.filter(pk=sheet.pk, state__in=(State.DRAFT, State.RETURNED))
    if not claimed.update(state=State.SUBMITTED, submitted_at=sent.done_at, comment=""):
        raise RefusedError(_("The sheet was submitted before; reload the page."))
    outcome = _recorded(sheet, version, belongs, details, sent)
    sheet.refresh_from_db()
    sheet.fact = outcome.fact
    sheet.save(update_fields=["fact"])
    return outcome


def _recorded(
    sheet: Sheet,
    version: SheetVersion,
    belongs: Belongs | None,
    details: Mapping[str, Detail],
    sent: Sent,
) -> Outcome:
    told = _submitted(sheet, version)
    matter = sheet_matter(sheet)
    if belongs is not None and belongs.kind.kind == kinds.REPORT_SUBMITTED:
        return sent.record(kinds.REPORT_SUBMITTED, matter, {**told, **details}, "submitted")
    outcome = sent.record(kinds.REPORT_SUBMITTED, sheet.about, told, "submitted")
    if belongs is None:
        return outcome
    if not belongs.is_bare:
        return sent.record(belongs.kind.kind, matter, details, "rule")
    if sheet.obligation is None:
        return outcome
    done: dict[str, Detail] = {
        "obligation": str(sheet.obligation.pk), "evidence": sheet.title, **details,
    }  # fmt: skip
    return sent.record(DUTY_DONE, matter, done, "rule")


def _submitted(sheet: Sheet, version: SheetVersion) -> dict[str, Detail]:
    return {
        "person": sheet.author.username,
        "sort": sheet.sort,
        "title": sheet.title,
        "period": period_key(sheet),
        "version": version.version,
        "content": fingerprint(*version.sections.values()),
    }


def period_key(sheet: Sheet) -> str:
    """Return the name of the period a sheet is owed in, else the days it covers."""
    if sheet.obligation is not None and sheet.obligation.about.startswith("duty:"):
        return sheet.obligation.about.rpartition(":")[2]
    return f"{sheet.since:%Y-%m-%d}/{sheet.until:%Y-%m-%d}"


@transaction.atomic
def accept(*, sheet: Sheet, review: ObligationRow, comment: str, sent: Sent) -> Outcome:
    """Check a sheet and let it stand, with the reviewer's comment; the review is done by it."""
    before = sent.earlier("checked")
    if before is not None:
        return before
    done: dict[str, Detail] = {
        "obligation": str(review.pk),
        "evidence": comment.strip() or _("Let it stand"),
    }
    outcome = sent.record(DUTY_DONE, review.about, done, "accepted")
    _checked(sheet, State.ACCEPTED, comment, sent)
    return outcome


@transaction.atomic
def send_back(*, sheet: Sheet, comment: str, sent: Sent) -> None:
    """Send a sheet back: what it discharged is owed again, with its old due time.

    The review falls away with it. Raises RefusedError without a comment.
    """
    if sent.earlier("checked") is not None:
        return
    if not comment.strip():
        raise RefusedError(_("Say what is missing."), "comment")
    work = sheet.obligation
    if work is not None and work.ended_by_fact_id is not None:
        details: dict[str, Detail] = {
            "obligation": str(work.pk),
            "person": sheet.author.username,
            "duty": work.duty,
            "reason": comment.strip(),
        }
        outcome = sent.record(SENT_BACK, work.about, details, "back")
        _take_back(work.ended_by_fact_id, comment, sent)
        obligations.reopen(
            obligation=work, fact_row=outcome.row, why=comment.strip(), at=sent.received_at
        )
    _checked(sheet, State.RETURNED, comment, sent)


def _take_back(number: int, comment: str, sent: Sent) -> None:
    if journal.recorded_under(f"correct:{number}") is None:
        enforcement.correct_fact(
            number=number, reason=comment.strip(), actor=sent.actor, at=sent.received_at
        )


def _checked(sheet: Sheet, state: State, comment: str, sent: Sent) -> None:
    waiting = Sheet.objects.filter(pk=sheet.pk, state=State.SUBMITTED)
    changed = waiting.update(
        state=state, checked_by=sent.actor, checked_at=sent.done_at, comment=comment.strip()
    )
    if not changed:
        raise RefusedError(_("The sheet was checked before; reload the page."))
    last = sheet.versions.order_by("-version").values_list("version", flat=True).first()
    details: dict[str, Detail] = {
        "person": sheet.author.username,
        "reviewer": sent.actor.username,
        "result": state.value,
        "version": last,
    }
    sent.record(kinds.REPORT_CHECKED, sheet.about, details, "checked")


def _refuse_submitted(sheet: Sheet) -> None:
    if sheet.state not in (State.DRAFT, State.RETURNED):
        raise RefusedError(_("The sheet was submitted before; reload the page."))
