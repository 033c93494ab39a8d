"""The outbox: messages are written with the fact and leave after its commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.journal.errors import UnfitFactError
from shouwen.journal.models import OutboxMessage

Send = Callable[[OutboxMessage], None]

# A worker that dies while sending leaves its message to the others after this long.
LEASE = timedelta(minutes=10)
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one round of the outbox did: counts of messages."""

    sent: int = 0
    failed: int = 0
    parked: int = 0


def queue_message(
    *,
    channel: str,
    recipient: str,
    subject: str = "",
    body: str = "",
    at: datetime,
    leaves_at: datetime | None = None,
    is_secret: bool = False,
) -> OutboxMessage:
    """Write a message that leaves after the caller's commit; raise UnfitFactError if it cannot.

    With ``leaves_at`` it waits until that moment. The words of one that ``is_secret`` are not kept
    once it has left.
    """
    if any(c in recipient + subject for c in "\r\n"):
        raise UnfitFactError(_("A message's recipient and subject are one line each."), "subject")
    return OutboxMessage.objects.create(
        channel=channel,
        recipient=recipient,
        subject=subject[:254],
        body=body,
        is_secret=is_secret,
        created_at=at,
        next_attempt_at=leaves_at or at,
    )


def queue_messages(
    *,
    channel: str,
    recipients: Iterable[str],
    subject: str,
    body: str,
    at: datetime,
    leaves_at: datetime | None = None,
) -> int:
    """Write the same message to many and return to how many; otherwise as :func:`queue_message`."""
    everybody = tuple(recipients)
    if any(c in text for text in (*everybody, subject) for c in "\r\n"):
        raise UnfitFactError(_("A message's recipient and subject are one line each."), "subject")
    OutboxMessage.objects.bulk_create(
        (
            OutboxMessage(
                channel=channel,
                recipient=recipient,
                subject=subject[:254],
                body=body,
                created_at=at,
                next_attempt_at=leaves_at or at,
            )
            for recipient in everybody
        ),
        batch_size=500,
    )
    return len(everybody)


def forget_sent(*, recipients: Collection[str]) -> int:
    """Remove messages that have left for these recipients, or never could; return how many."""
    gone = OutboxMessage.objects.filter(next_attempt_at=None)
    removed, _rows = gone.filter(recipient__in=[each for each in recipients if each]).delete()
    return removed


def deliver_due(*, now: datetime, senders: Mapping[str, Send], limit: int = 100) -> Delivery:
    """Send what is due through ``senders`` by channel, each message by exactly one worker.

    Never call this inside a request or a transaction. A message that fails is tried again later
    and later, and parked with its fault after ``MOST_ATTEMPTS``. A worker killed while sending
    may have sent: the message goes out again once its lease is over.
    """
    due = OutboxMessage.objects.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")
    outcomes = [_attempt(m, now, senders) for m in due[:limit] if _claim(m, now)]
    return Delivery(**{name: outcomes.count(name) for name in ("sent", "failed", "parked")})


def _claim(message: OutboxMessage, now: datetime) -> bool:
    # Durable: the claim must be committed before anything leaves the house.
    with transaction.atomic(durable=True):
        seen = OutboxMessage.objects.filter(
            pk=message.pk, next_attempt_at=message.next_attempt_at, attempts=message.attempts
        )
        message.attempts += 1
        message.next_attempt_at = now + LEASE
        return bool(seen.update(attempts=message.attempts, next_attempt_at=now + LEASE))


def _attempt(message: OutboxMessage, now: datetime, senders: Mapping[str, Send]) -> str:
    try:
        _sender(message, senders)(message)
    except Exception as fault:  # noqa: BLE001 - a poison message must not stop the others
        return _failed(message, now, f"{type(fault).__name__}: {fault}")
    kept = {"body": ""} if message.is_secret else {}
    return _finish(message, "sent", sent_at=now, next_attempt_at=None, fault="", **kept)


def _sender(message: OutboxMessage, senders: Mapping[str, Send]) -> Send:
    if message.channel not in senders:
        known = ", ".join(sorted(senders)) or "-"
        raise LookupError(f"nobody sends “{message.channel}”; set one of: {known}")
    return senders[message.channel]


def _failed(message: OutboxMessage, now: datetime, fault: str) -> str:
    if message.attempts >= MOST_ATTEMPTS:
        return _finish(message, "parked", parked_at=now, next_attempt_at=None, fault=fault)
    delay = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    return _finish(message, "failed", next_attempt_at=now + delay, fault=fault)


def _finish(message: OutboxMessage, outcome: str, **columns: object) -> str:
    # Only our own claim is finished: after a lease ran out the message is somebody else's.
    OutboxMessage.objects.filter(
        pk=message.pk, attempts=message.attempts, next_attempt_at=message.next_attempt_at
    ).update(**columns)
    return outcome


@transaction.atomic
def retry_parked(*, message_id: int, at: datetime) -> bool:
    """Give a parked message its attempts back; return whether it was parked."""
    parked = OutboxMessage.objects.filter(pk=message_id, parked_at__isnull=False)
    return bool(parked.update(parked_at=None, attempts=0, next_attempt_at=at))
