"""An answer leaves by SMTP as a letter that a mail server takes, with its file and its thread."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import get_connection

from shouwen.cases import actions as cases
from shouwen.files import actions as files
from shouwen.journal.actions import deliver_due
from shouwen.journal.models import OutboxMessage
from shouwen.site.senders import SENDERS
from tests.mail.conftest import LIU, OURS, Post, written
from tests.mail.dovecot import free_port

pytestmark = pytest.mark.once


class Kept:
    """Keeps what arrived, after refusing as often as it is told to."""

    def __init__(self, refusals: int) -> None:
        self.refusals, self.letters = refusals, list[Any]()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 the library's
        """Take a letter or refuse it."""
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.mark.django_db(transaction=True)
def test_a_refused_answer_is_sent_again_as_the_same_letter(post: Post, settings: Any):
    kept = Kept(refusals=1)
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    assert getattr(get_connection(), "host", None) == "127.0.0.1"
    try:
        case = post.take(written()).case
        assert case is not None
        plan = files.keep(
            upload=SimpleUploadedFile("说明.txt", "关闭总阀".encode()),
            by=post.cast.wang,
            at=post.now,
        )
        cases.reply(
            case=case, text="请先关闭总阀。", actor=post.cast.wang, at=post.now, channel="mail",
            files=[plan],
        )  # fmt: skip
        OutboxMessage.objects.exclude(channel="letter").delete()

        deliver_due(now=post.now, senders=SENDERS)
        failed = OutboxMessage.objects.get()
        deliver_due(now=failed.next_attempt_at or post.now, senders=SENDERS)
    finally:
        server.stop()

    [(to, content)] = kept.letters
    letter = message_from_bytes(content, policy=policy.default)
    body = letter.get_body()
    assert (to, failed.attempts) == ([LIU], 1)
    assert body is not None
    assert body.get_content().strip() == "请先关闭总阀。"
    assert letter["In-Reply-To"] == "<one@example.com>"
    assert OURS.partition("@")[0] in letter["Reply-To"]
    [attached] = letter.iter_attachments()
    assert attached.get_filename() == "说明.txt"
    assert attached.get_content().strip() == "关闭总阀"
