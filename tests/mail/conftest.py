"""A mailbox of the small department, and letters as customers write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.utils import format_datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from imap_tools import MailMessage

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.journal.actions import deliver_due
from shouwen.mail import fetching
from shouwen.mail.models import Letter, Mailbox
from shouwen.people.models import Member
from shouwen.site.senders import SENDERS
from tests.cast import Cast

OURS = "service@example.cn"
LIU = "liu@example.com"


def written(
    text: str = "三楼漏水，请尽快处理。", *, subject: str = "漏水", sender: str = f"刘女士 <{LIU}>",
    to: str = OURS, message_id: str = "<one@example.com>", **heads: str,
) -> EmailMessage:  # fmt: skip
    """Return a letter; further heads are named with ``_`` for ``-``."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    if message_id:
        letter["Message-ID"] = message_id
    for name, value in heads.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The department's post: letters are taken, answers leave."""

    cast: Cast
    now: datetime

    def take(self, letter: Message | bytes, later: int = 0) -> Letter:
        """Take a letter some minutes later."""
        raw = letter if isinstance(letter, bytes) else letter.as_bytes()
        return fetching.taken(MailMessage.from_bytes(raw), self.now + timedelta(minutes=later))

    def answer(self, case: Case, text: str, by: Member | None = None) -> Any:
        """Answer a matter by mail, let the answer leave, and return it as it arrived."""
        cases.reply(
            case=case, text=text, actor=by or self.cast.wang, at=self.now, channel="mail"
        )  # fmt: skip
        deliver_due(now=self.now, senders=SENDERS)
        return message_from_bytes(mail.outbox[-1].message().as_bytes())

    def settle(self, case: Case) -> None:
        """Settle a matter."""
        cases.resolve(
            case=case, resolution="已修好", actor=self.cast.wang, at=self.now + timedelta(minutes=2)
        )  # fmt: skip


@pytest.fixture
def post(cast: Cast, settings: Any) -> Post:
    """Let letters become matters of 小王."""
    settings.SHOUWEN_MAIL_ADDRESS = OURS
    Mailbox.objects.create(pk=1, is_on=True, taker=cast.posts["agent"])
    return Post(cast=cast, now=timezone.now().replace(microsecond=0))


Written = Callable[..., EmailMessage]


def received(at: datetime) -> str:
    """Return the line by which our own server says when a letter came."""
    return f"from mx.example.com by mx.example.cn; {format_datetime(at)}"
