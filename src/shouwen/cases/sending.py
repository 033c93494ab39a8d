"""Answers to customers that wait a moment before they go, so that they can be taken back.

What the member sent is kept at once, and nothing of it is a fact yet: nobody reads in the record
of an answer that the customer never got. When its time is over the watcher records it as of the
moment the member sent it. It is tried beforehand, so a clause that refuses the words says so while
they are still on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.cases.actions.common import Done
from shouwen.cases.actions.handling import reply
from shouwen.cases.gates import HELD
from shouwen.cases.models import Case, HeldReply
from shouwen.enforcement.actions import earlier_outcome
from shouwen.files.models import StoredFile
from shouwen.journal.actions import queue_message
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A member's own answer on a case's page; with a ``fault`` it could not go."""

    pk: int
    text: str
    goes_at: datetime | None
    fault: str


def held_by(member: Member, case: Case) -> list[HeldRow]:
    """List the member's answers in a case that have not gone, in one query if there are any."""
    if not getattr(case, HELD, True):
        return []
    return [
        HeldRow(pk=row.pk, text=row.text, goes_at=row.goes_at, fault=row.fault)
        for row in HeldReply.objects.filter(case=case, member=member).order_by("pk")
    ]


def hold(
    *, case: Case, text: str, actor: Member, at: datetime, key: str, channel: str = "",
    situation: str = "", files: Sequence[StoredFile] = (),
) -> HeldReply | None:  # fmt: skip
    """Keep an answer for a moment; None if it must go at once, and then nothing was kept.

    It goes at once where nothing is waited for, where it was recorded before, where something in
    the case falls due meanwhile, and where it waits for signatures anyway. Raises RefusedError.
    """
    goes_at = at + timedelta(seconds=settings.SHOUWEN_UNDO_SECONDS)
    if goes_at <= at or earlier_outcome(key) is not None or _due_before(case, at, goes_at):
        return None
    known = HeldReply.objects.filter(key=key).first()
    if known is None:
        _nobody_else_answers(case, actor)
        if _tried(case, text, actor, at, channel, situation).waits:
            return None
    # The case was read before; its page shows the answer all the same.
    vars(case)[HELD] = True
    if known is not None:
        return known
    row, _made = HeldReply.objects.get_or_create(
        key=key,
        defaults={
            "case": case, "member": actor, "text": text, "channel": channel,
            "situation": situation, "files": [file.sha256 for file in files], "sent_at": at,
            "goes_at": goes_at,
        },
    )  # fmt: skip
    return row


def _due_before(case: Case, at: datetime, goes_at: datetime) -> bool:
    rows = owed.running_about(case.about)
    return any(row.due_at is not None and at <= row.due_at <= goes_at for row in rows)


def _nobody_else_answers(case: Case, actor: Member) -> None:
    others = HeldReply.objects.filter(case=case, goes_at__isnull=False).exclude(member=actor)
    other = others.select_related("member").first()
    if other is not None:
        sentence = _("%(who)s is just answering this customer; read that answer first.")
        raise RefusedError(sentence % {"who": other.member}, field="text")


def _tried(
    case: Case, text: str, actor: Member, at: datetime, channel: str, situation: str
) -> Done:
    with transaction.atomic():
        done = reply(case=case, text=text, actor=actor, at=at, channel=channel, situation=situation)
        transaction.set_rollback(True)
    return done


def take_back(*, pk: int, member: Member, case: Case) -> HeldReply | None:
    """Take an answer back before it has gone; None if it has gone or was taken back before."""
    row = HeldReply.objects.filter(pk=pk, member=member, case=case).first()
    if row is None or not HeldReply.objects.filter(pk=pk).delete()[0]:
        return None
    return row


# ── going ────────────────────────────────────────────────────────────────────────────────────


def send_due(*, now: datetime, limit: int = 100) -> int:
    """Record the answers whose time is over; return how many went. The watcher calls it."""
    due = HeldReply.objects.filter(goes_at__lte=now).order_by("goes_at", "pk")
    return sum(_go(row, now) for row in due.select_related("member", "case")[:limit])


def send_now(case: Case, at: datetime) -> None:
    """Let every answer in a case go at once: what is done next builds on it.

    One query for a case that does not say itself whether there is any (``gates.whole_cases``).
    """
    if not getattr(case, HELD, True):
        return
    waiting = HeldReply.objects.filter(case=case, goes_at__isnull=False).order_by("pk")
    for row in waiting.select_related("member", "case"):
        _go(row, at)


def send_again(*, pk: int, member: Member, case: Case, at: datetime) -> None:
    """Try once more to send an answer that could not go; raise RefusedError if it cannot still."""
    row = HeldReply.objects.select_related("member", "case").filter(
        pk=pk, member=member, case=case
    ).first()  # fmt: skip
    if row is not None:
        with transaction.atomic():
            _record(row, at)


def _go(row: HeldReply, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _record(row, now)
    except RefusedError as refusal:
        stopped = HeldReply.objects.filter(pk=row.pk, goes_at__isnull=False)
        if stopped.update(goes_at=None, fault=str(refusal)):
            _tell(row, now)
        return False


def _record(row: HeldReply, now: datetime) -> bool:
    # Whoever deletes it records it: taking back and going exclude each other.
    if not HeldReply.objects.filter(pk=row.pk).delete()[0]:
        return False
    kept = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=row.files)}
    reply(
        case=row.case, text=row.text, actor=row.member, at=row.sent_at, channel=row.channel,
        situation=row.situation, files=[kept[each] for each in row.files if each in kept],
        key=row.key, recorded_at=now,
    )  # fmt: skip
    return True


def _tell(row: HeldReply, now: datetime) -> None:
    if row.member.email:
        with override(row.member.language or settings.LANGUAGE_CODE):
            subject = _("Your answer in %(number)s could not be sent")
            queue_message(
                channel="mail", recipient=row.member.email,
                subject=subject % {"number": row.case.number}, body=_("Sign in to read it."),
                at=now,
            )  # fmt: skip
