"""Kept lists and figures mailed to whoever asked for them, at their times, each exactly once.

After the house stood still one mail is sent, not one for each time that passed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.cases import kept_views
from shouwen.cases.choices import Every, Mailed, Shift, Unsent
from shouwen.cases.gates import Standing
from shouwen.cases.models import MailedReport, View
from shouwen.cases.recurring import weekdays
from shouwen.cases.rhythm import Rhythm, shifted
from shouwen.journal.actions import queue_message
from shouwen.people.models import Member
from shouwen.regulations.queries import calendar_for

# As long as a month, so that a day that moved to after today is among the days looked at.
_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is mailed, in the language that is active when it is written.

    Another ``channel`` is of a sender that reads from the body what it has to send.
    """

    subject: str
    body: str
    channel: str = "mail"


Write = Callable[[MailedReport, datetime], Letter | Unsent]


# ── when ─────────────────────────────────────────────────────────────────────────────────────


def next_moment(
    *, unit: str, on_day: int | None, at_time: time, after: datetime,
    works_on: Callable[[date], bool],
) -> datetime:  # fmt: skip
    """Return the next moment of a rhythm; a day that is not worked on moves to the next one."""
    start = timezone.localdate(after) - _BACK
    rhythm = Rhythm(every=1, unit=unit, on_day=on_day, starts_on=start)
    day = rhythm.first()
    while (found := _moment(shifted(day, Shift.NEXT, works_on), at_time)) <= after:
        day = rhythm.after(day)
    return found


def _moment(day: date, at_time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at_time))


def _next_of(row: MailedReport, after: datetime) -> datetime:
    return next_moment(
        unit=row.unit, on_day=row.on_day, at_time=row.at_time, after=after,
        works_on=calendar_for().is_working_day,
    )  # fmt: skip


# ── asking for it ────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask(
    *, member: Member, view: View | None, unit: str, on_day: int | None, at_time: time,
    house: str, at: datetime, kind: Mailed = Mailed.TARGETS,
) -> MailedReport:  # fmt: skip
    """Have a kept list mailed, or figures where there is none; what was asked before is changed.

    Whoever calls has looked whether the member may see the list.
    """
    # Two clicks at once are one after the other.
    Member.objects.select_for_update().get(pk=member.pk)
    kind = Mailed.LIST if view else kind
    row = MailedReport.objects.filter(member=member, view=view, kind=kind).first()
    row = row or MailedReport(member=member, view=view, kind=kind, since=at)
    row.unit, row.on_day, row.at_time, row.house = unit, on_day, at_time, house
    row.next_at, row.fault = _next_of(row, at), ""
    row.save()
    return row


def stop(*, member: Member, pk: int) -> bool:
    """Mail this no more; return whether it was the member's own."""
    return bool(MailedReport.objects.filter(member=member, pk=pk).delete()[0])


# ── sending ──────────────────────────────────────────────────────────────────────────────────


def send_due(*, now: datetime, writers: Mapping[str, Write], limit: int = 50) -> int:
    """Write every mail whose time has come, each once; return how many were queued."""
    due = MailedReport.objects.filter(next_at__lte=now).select_related("member", "view")
    return sum(_send(row, now, writers[row.kind]) for row in due.order_by("next_at", "pk")[:limit])


@transaction.atomic
def _send(row: MailedReport, now: datetime, write: Write) -> int:
    # Whoever moves it on writes it; killed before the commit, neither has happened.
    mine = MailedReport.objects.filter(pk=row.pk, next_at=row.next_at)
    if not mine.update(next_at=_next_of(row, now)):
        return 0
    with override(row.member.language or settings.LANGUAGE_CODE):
        letter = _barred(row.member) or write(row, now)
    kept = MailedReport.objects.filter(pk=row.pk)
    if isinstance(letter, Unsent):
        kept.update(fault=letter)
        return 0
    queue_message(
        channel=letter.channel, recipient=row.member.email, body=letter.body, at=now,
        subject=" ".join(letter.subject.split()),
    )  # fmt: skip
    kept.update(since=now, sent_at=now, fault="")
    return 1


def _barred(member: Member) -> Unsent | None:
    if not member.is_active:
        return Unsent.LEFT
    return None if member.email else Unsent.NO_ADDRESS


# ── what pages show ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedRow:
    """Something that is mailed to a member; ``view`` is None for figures."""

    pk: int
    kind: str
    view: int | None
    name: str
    rhythm: str
    next_at: datetime
    sent_at: datetime | None
    fault: str


def rows_of(member: Member) -> list[MailedRow]:
    """List what is mailed to a member, the next in front, in one query."""
    found = MailedReport.objects.filter(member=member).select_related("view")
    return [_row(row) for row in found.order_by("next_at", "pk")]


def of_lists(member: Member) -> dict[int, MailedRow]:
    """Return the mails of kept lists by list, in one query."""
    return {row.view: row for row in rows_of(member) if row.view is not None}


def of_targets(member: Member) -> MailedRow | None:
    """Return the mail of the targets, None where the member has not asked for it."""
    return of_kind(member, Mailed.TARGETS)


def of_kind(member: Member, kind: Mailed) -> MailedRow | None:
    """Return the mail of figures, None where the member has not asked for it."""
    found = MailedReport.objects.filter(member=member, view=None, kind=kind).first()
    return _row(found) if found else None


def _row(row: MailedReport) -> MailedRow:
    return MailedRow(
        pk=row.pk, kind=row.kind, view=row.view_id,
        name=row.view.name if row.view else str(Mailed(row.kind).label), rhythm=in_words(row),
        next_at=row.next_at, sent_at=row.sent_at,
        fault=str(Unsent(row.fault).label) if row.fault else "",
    )  # fmt: skip


def in_words(row: MailedReport) -> str:
    """Say how often something is mailed, on which day and at what time."""
    day = weekdays()[(row.on_day or 1) - 1] if row.unit == Every.WEEK else row.on_day
    return _sentences()[row.unit] % {"day": day, "time": f"{row.at_time:%H:%M}"}


def _sentences() -> dict[str, str]:
    return {
        Every.DAY: _("every working day at %(time)s"),
        Every.WEEK: _("every %(day)s at %(time)s"),
        Every.MONTH: _("every month on day %(day)s at %(time)s"),
    }


def list_open_to(where: Standing, pk: int) -> View | None:
    """Return a kept list that the member may see, or None."""
    return View.objects.filter(kept_views.open_to_reader(where), pk=pk).first()
