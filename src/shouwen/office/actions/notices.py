"""Notices: issued to an audience, confirmed by each reader, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.customers import queries as customers
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.journal.actions import queue_messages
from shouwen.office.models import Audience, Notice, Reading
from shouwen.office.queries import readers
from shouwen.office.recording import fingerprint
from shouwen.office.sorts import Belongs
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of import office as kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a notice says, to whom, from when until when."""

    title: str
    text: str
    audience: Sequence[str]
    valid_from: date
    valid_until: date | None
    must_confirm: bool
    confirm_by: datetime | None
    for_customers: bool
    mail_customers: bool = False
    belongs: Belongs | None = None


@transaction.atomic
def issue(*, announcement: Announcement, details: Mapping[str, Detail], sent: Sent) -> Notice:
    """Issue a notice; what its readers owe follows from the rules that listen to it.

    Raises RefusedError for one without any reader, inside the house or outside.
    """
    about = f"notice:{sent.token}"
    before = Notice.objects.filter(about=about).first()
    if before is not None:
        return before
    if not announcement.audience and not announcement.for_customers:
        raise RefusedError(_("Choose who is to read it."), "audience")
    notice = _written(announcement, about, sent)
    Audience.objects.bulk_create(
        Audience(notice=notice, party=party) for party in dict.fromkeys(announcement.audience)
    )
    belongs = announcement.belongs
    if belongs is not None and belongs.kind.kind != kinds.NOTICE_ISSUED:
        sent.record(belongs.kind.kind, about, details, "rule")
    sent.record(kinds.NOTICE_ISSUED, about, _issued(notice, sent), "issued")
    if notice.mailed is not None:
        _mail(notice)
    return notice


def _mail(notice: Notice) -> None:
    """Send it to every customer whose address is known, from the day on which it holds."""
    begins = timezone.make_aware(datetime.combine(notice.valid_from, time()))
    leaves = max(begins, notice.issued_at)
    queue_messages(
        channel="mail",
        recipients=customers.with_email(),
        subject=" ".join(notice.title.split()),
        body=notice.text,
        at=notice.issued_at,
        leaves_at=leaves,
    )


def _written(announcement: Announcement, about: str, sent: Sent) -> Notice:
    belongs = announcement.belongs
    mails = announcement.for_customers and announcement.mail_customers
    return Notice.objects.create(
        about=about,
        title=announcement.title,
        text=announcement.text,
        valid_from=announcement.valid_from,
        valid_until=announcement.valid_until,
        must_confirm=announcement.must_confirm,
        confirm_by=announcement.confirm_by,
        for_customers=announcement.for_customers,
        mailed=len(customers.with_email()) if mails else None,
        issued_by=sent.actor,
        issued_at=sent.done_at,
        regulation=belongs.rule.clause.regulation if belongs else "",
        rule_id=belongs.rule.id if belongs else "",
        fact_kind=belongs.kind.kind if belongs else "",
    )


def _issued(notice: Notice, sent: Sent) -> dict[str, Detail]:
    day = notice.issued_at.date()
    return {
        "person": sent.actor.username,
        "title": notice.title,
        "readers": readers.how_many(notice, day),
        "must_confirm": notice.must_confirm,
        "confirm_by": notice.confirm_by.isoformat() if notice.confirm_by else None,
        "for_customers": notice.for_customers,
        "content": fingerprint(notice.title, notice.text),
    }


@transaction.atomic
def confirm(*, notice: Notice, sent: Sent) -> Outcome | None:
    """Confirm that the sender has read a notice; a second time changes nothing."""
    found, is_new = Reading.objects.get_or_create(
        notice=notice, member=sent.actor, defaults={"read_at": sent.done_at}
    )
    if not is_new:
        return None
    late = notice.confirm_by is not None and sent.done_at > notice.confirm_by
    details: dict[str, Detail] = {
        "person": sent.actor.username,
        "notice": notice.about,
        "late": late,
    }
    outcome = sent.record(kinds.NOTICE_READ, notice.about, details, "read")
    found.fact = outcome.fact
    found.save(update_fields=["fact"])
    return outcome


@transaction.atomic
def withdraw(*, notice: Notice, reason: str, sent: Sent) -> None:
    """Withdraw a notice, with a reason; it stands on no desk any more."""
    if sent.earlier("withdrawn") is not None:
        return
    if not reason.strip():
        raise RefusedError(_("Say why it is withdrawn."), "reason")
    standing = Notice.objects.filter(pk=notice.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=sent.done_at):
        raise RefusedError(_("The notice was withdrawn already."))
    details: dict[str, Detail] = {"person": sent.actor.username, "reason": reason.strip()}
    sent.record(kinds.NOTICE_WITHDRAWN, notice.about, details, "withdrawn")
