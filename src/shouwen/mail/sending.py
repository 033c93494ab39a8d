"""Letters leaving the house: threaded, answerable by their own address, marked where automatic."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from shouwen.files import disk
from shouwen.files import queries as files
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort
from shouwen.mail.models import Letter
from shouwen.portal import queries as portal


def send(pk: int) -> None:
    """Send one letter; a fault is raised, and the outbox tries again later.

    Sent again after a kill it carries the same Message-ID, by which mail servers know it.
    """
    row = Letter.objects.select_related("case").get(pk=pk)
    message = EmailMessage(
        subject=row.subject, body=row.text, from_email=_sender(), to=[row.address],
        reply_to=[answer_address(row.token or "")], headers=_headers(row),
    )  # fmt: skip
    for each in files.of(files.keys_in(row.files)).values():
        message.attach(each.name, disk.place(each.key).read_bytes(), _media_type(each.sort))
    message.send()


def _media_type(sort: str) -> str:
    return MEDIA_TYPES[Sort(sort)].partition(";")[0]


def _sender() -> str:
    address = parseaddr(settings.SHOUWEN_MAIL_ADDRESS)[1]
    return formataddr((portal.settings_of().name, address))


def answer_address(token: str) -> str:
    """Return the address that answers to one letter go to."""
    name, _at, house = settings.SHOUWEN_MAIL_ADDRESS.partition("@")
    return f"{name}+{token}@{house}" if settings.SHOUWEN_MAIL_PLUS else f"{name}@{house}"


def _headers(row: Letter) -> dict[str, str]:
    before = row.refers_to.split()
    found = {"Message-ID": row.message_id, "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if before:
        found |= {"In-Reply-To": before[-1], "References": " ".join(before)}
    if row.is_automatic:
        found["Auto-Submitted"] = "auto-replied"
    return found
