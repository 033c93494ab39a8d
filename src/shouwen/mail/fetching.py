"""The mailbox asked for what is new: each letter is taken, then marked as read there.

Killed between the two, the letter is fetched again and known by its key: nothing is lost, nothing
comes twice. What was not taken is flagged in the mailbox, where people find it.
"""

from __future__ import annotations

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from imap_tools import (
    AND,
    BaseMailBox,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
    MailMessage,
    MailMessageFlags,
)
from imap_tools.errors import ImapToolsError

from shouwen.customers.phones import addressed
from shouwen.mail import actions, reading
from shouwen.mail.choices import NOT_TAKEN, Why
from shouwen.mail.models import Letter
from shouwen.mail.reading import Read

LOG = structlog.get_logger("shouwen.mail")
Clock = Callable[[], datetime]
SECONDS = 30
AT_ONCE = 100
MEGABYTE = 1_000_000
_BOXES: dict[str, Callable[..., BaseMailBox]] = {
    "tls": MailBox, "starttls": MailBoxStartTls, "no": MailBoxUnencrypted,
}  # fmt: skip
# What the line, the server or the sign-in may say.
TROUBLE = (OSError, imaplib.IMAP4.error, ImapToolsError)


def is_set() -> bool:
    """Return whether this installation has a mailbox."""
    return bool(settings.SHOUWEN_IMAP_HOST)


def fetch_due(*, clock: Clock) -> int:
    """Fetch what is new if it is time to; return how many letters came."""
    every = timedelta(seconds=settings.SHOUWEN_MAIL_SECONDS)
    if not is_set() or not actions.claim(now=clock(), every=every):
        return 0
    try:
        return fetch(clock=clock)
    except TROUBLE:
        return 0  # the mailbox' page says so


def fetch(*, clock: Clock) -> int:
    """Fetch every letter that is new; return how many came. Raises what the mailbox refuses."""
    try:
        with _signed_in() as box:
            count = sum(_take(box, uid, clock) for uid in _new(box))
    except TROUBLE as fault:
        LOG.warning("mailbox not asked", fault=type(fault).__name__)
        actions.note_asked(now=clock(), fault=f"{type(fault).__name__}: {fault}")
        raise
    actions.note_asked(now=clock())
    return count


@contextmanager
def _signed_in() -> Iterator[BaseMailBox]:
    sort = _BOXES[settings.SHOUWEN_IMAP_TLS]
    box = sort(settings.SHOUWEN_IMAP_HOST, settings.SHOUWEN_IMAP_PORT, timeout=SECONDS)
    with box.login(
        settings.SHOUWEN_IMAP_USER, settings.SHOUWEN_IMAP_PASSWORD, settings.SHOUWEN_IMAP_FOLDER
    ) as ready:
        yield ready


def _new(box: BaseMailBox) -> list[str]:
    return box.uids(AND(seen=False))[:AT_ONCE]


def _take(box: BaseMailBox, uid: str, clock: Clock) -> int:
    row = _taken(box, uid, clock())
    if row is None:
        return 0  # somebody removed it meanwhile
    flags = [MailMessageFlags.SEEN]
    if row.became in NOT_TAKEN:
        flags.append(MailMessageFlags.FLAGGED)
    box.flag([uid], flags, value=True)
    return 1


def _taken(box: BaseMailBox, uid: str, now: datetime) -> Letter | None:
    head = next(iter(box.fetch(AND(uid=uid), mark_seen=False, headers_only=True)), None)
    if head is None:
        return None
    if head.size_rfc822 > settings.SHOUWEN_MAIL_MB * MEGABYTE:
        return actions.leave(letter=_bare(head, now), why=Why.TOO_LARGE, now=now)
    whole = next(iter(box.fetch(AND(uid=uid), mark_seen=False)), None)
    return taken(whole, now) if whole else None


def taken(message: MailMessage, now: datetime) -> Letter:
    """Take one letter as it was fetched; one that cannot be read is written down as such."""
    try:
        letter = reading.read(message, own=settings.SHOUWEN_MAIL_ADDRESS, now=now)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as fault:
        # Whatever a broken or hostile letter does to the library must not stop the others.
        LOG.warning("letter not read", fault=type(fault).__name__)
        return actions.leave(letter=_bare(message, now), why=Why.UNREADABLE, now=now)
    return actions.take(letter=letter, now=now)


def _bare(head: MailMessage, now: datetime) -> Read:
    """Return of a letter only what its row needs."""
    return Read(
        key=reading.key_of_head(head), message_id="", address=addressed(head.from_), name="",
        subject=reading.plain(head.subject)[: reading.LONGEST_SUBJECT], text="", refers_to=(),
        tokens=(), files=(), size=head.size_rfc822, at=now,
    )  # fmt: skip
