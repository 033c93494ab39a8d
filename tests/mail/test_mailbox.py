"""A real mailbox: letters are fetched once, whatever is killed between taking and marking."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone
from imap_tools import MailBoxUnencrypted

from shouwen.cases.models import Case
from shouwen.mail import fetching
from shouwen.mail.choices import Became, Why
from shouwen.mail.models import Letter, Mailbox
from shouwen.site.cli import shouwen
from tests.mail import dovecot
from tests.mail.conftest import Post, written

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not dovecot.is_here(), reason="apt-get install dovecot-imapd"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[dovecot.Box]:
    # An ordinary user must be able to walk there, which a test's own folder does not let.
    with tempfile.TemporaryDirectory(prefix="dovecot-") as place:
        Path(place).chmod(0o755)
        with dovecot.running(Path(place)) as box:
            yield box


@pytest.fixture
def box(server: dovecot.Box, post: Post, settings: Any) -> dovecot.Box:
    """Empty the mailbox, and let the department's settings lead to it."""
    for part in ("new", "cur"):
        for each in (server.place / "mail" / part).iterdir():
            each.unlink()
    settings.SHOUWEN_IMAP_HOST, settings.SHOUWEN_IMAP_PORT = "127.0.0.1", server.port
    settings.SHOUWEN_IMAP_TLS = "no"
    settings.SHOUWEN_IMAP_USER, settings.SHOUWEN_IMAP_PASSWORD = dovecot.USER, dovecot.PASSWORD
    return server


def fetch() -> int:
    return fetching.fetch(clock=timezone.now)


def test_what_is_new_is_fetched_once_and_marked(box: dovecot.Box):
    box.deliver(written(message_id="<1@example.com>").as_bytes())
    box.deliver(written(message_id="<2@example.com>", Precedence="bulk").as_bytes())

    assert (fetch(), fetch()) == (2, 0)

    assert Case.objects.count() == 1
    assert sorted(box.flags()) == ["FS", "S"]
    assert Mailbox.objects.get().heard_at is not None


def test_killed_before_it_was_marked_a_letter_comes_no_second_time(
    box: dovecot.Box, monkeypatch: Any
):
    box.deliver(written().as_bytes())

    def killed(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(MailBoxUnencrypted, "flag", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch()
    assert (Case.objects.count(), box.flags()) == (1, [""])

    assert fetch() == 1

    assert (Case.objects.count(), box.flags()) == (1, ["S"])


def test_killed_before_it_was_kept_a_letter_is_not_lost(box: dovecot.Box, monkeypatch: Any):
    box.deliver(written().as_bytes())

    def killed(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr("shouwen.mail.actions._kept", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch()
    assert Case.objects.count() == 0

    assert fetch() == 1
    assert Case.objects.count() == 1


def test_a_letter_too_large_is_not_even_fetched(box: dovecot.Box, settings: Any):
    settings.SHOUWEN_MAIL_MB = 1
    box.deliver(written("很长" * 400_000).as_bytes())

    fetch()

    row = Letter.objects.get()
    assert (row.became, row.why) == (Became.REFUSED, Why.TOO_LARGE)
    assert box.flags() == ["FS"]


def test_a_mailbox_that_refuses_says_so_on_its_page_and_to_the_operator(
    box: dovecot.Box, settings: Any, client: Any, post: Post
):
    settings.SHOUWEN_IMAP_PASSWORD = "wrong"

    assert fetching.fetch_due(clock=timezone.now) == 0

    client.force_login(post.cast.he)
    assert 'role="alert"' in client.get("/mail/").content.decode()
    told = CliRunner().invoke(shouwen, ["mail", "fetch"])
    assert (told.exit_code, "could not be asked" in told.output) == (1, True)


def test_two_workers_ask_it_in_turn(box: dovecot.Box):
    box.deliver(written().as_bytes())

    assert fetching.fetch_due(clock=timezone.now) == 1
    box.deliver(written(message_id="<2@example.com>").as_bytes())

    assert fetching.fetch_due(clock=timezone.now) == 0, "the other one asked a moment ago"
