"""A customer writes by e-mail, is answered from the matter's page, and the reply reopens it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from imap_tools import MailMessage
from playwright.sync_api import expect

from shouwen.cases.models import Case
from shouwen.journal.actions import deliver_due
from shouwen.mail import fetching
from shouwen.mail.models import Letter, Mailbox
from shouwen.site.senders import SENDERS
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow
from tests.mail.conftest import LIU, OURS, written

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_a_letter_is_answered_and_its_reply_reopens_the_matter(
    cast: Cast, clock: Clock, sit_down: Open, settings: Any
) -> None:
    settings.SHOUWEN_MAIL_ADDRESS, settings.SHOUWEN_IMAP_HOST = OURS, "127.0.0.1"
    manager = sit_down(cast.he, "/mail/settings/")
    manager.get_by_label("来信立为事项").check()
    manager.get_by_label("接收岗位").select_option(label="客服专员")
    manager.locator("main form button.btn-primary").click()
    expect(manager.get_by_label("来信立为事项")).to_be_checked()
    assert Mailbox.objects.get().taker == cast.posts["agent"]

    come(written(), clock)
    case = Case.objects.get()
    wang = sit_down(cast.wang, f"/cases/{case.number}/")
    expect(wang.get_by_text("三楼漏水，请尽快处理。").first).to_be_visible()
    wang.locator("form.composer textarea").fill("师傅十分钟后到。")
    wang.locator(".composer-foot [name=channel]").select_option("mail")
    wang.locator(".composer-foot button.btn-primary").click()
    expect(wang.locator(".timeline", has_text="师傅十分钟后到。").first).to_be_visible()
    deliver_due(now=clock.now, senders=SENDERS)
    [answer] = [each for each in mail.outbox if each.to == [LIU]]

    Case.objects.update(state="resolved", resolved_at=clock.now)
    clock.forward(hours=1)
    come(written("又漏了", message_id="<2@example.com>", to=answer.reply_to[0]), clock)
    come(written(message_id="<3@example.com>", Precedence="bulk"), clock)

    case.refresh_from_db()
    assert (case.state, case.times_reopened) == ("open", 1)
    for width in (375, 1440):
        page = sit_down(cast.he, "/mail/?only=not_taken", width=width)
        expect(page.locator("[data-row]")).to_have_count(1)
        page = sit_down(cast.he, "/mail/", width=width)
        expect(page.locator("[data-row]")).to_have_count(Letter.objects.count())
        found = [*barriers(page), *overflow(page), *foreign_words(page, "zh-hans", NAMES)]
        assert found == []


NAMES = frozenset({OURS, LIU, "Re"})


def come(letter: Any, clock: Clock) -> None:
    """Let a letter come."""
    fetching.taken(MailMessage.from_bytes(letter.as_bytes()), clock.now)
