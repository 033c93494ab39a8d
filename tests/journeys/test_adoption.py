"""A draft changed, signed, announced, confirmed, in force; and what the next version changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.adoption.adopting import adopt_text
from shouwen.approvals.models import Request
from shouwen.people.models import Member
from shouwen.regulations.queries import last_version, version_of
from shouwen.trial.models import Announcement
from tests.adoption.test_signing import TEXT
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, overflow
from tests.journeys.test_regulation import adopt, bring_in, mend
from tests.regulations.texts import replies

pytestmark = [pytest.mark.browser, pytest.mark.once]


def signed_by(sit_down: Open, clock: Clock, *members: Member) -> None:
    """Let each sign the one text that waits for it, on its page."""
    for member in members:
        clock.forward(minutes=5)
        waiting = Request.objects.get(state="waiting", about__startswith="regulation:")
        page = sit_down(member, f"/signoff/{waiting.pk}/")
        page.locator('#decide button[value="granted"]').click()
        expect(page.locator("#decide")).to_have_count(0)


def announced(page: Page, number: int) -> Announcement:
    page.goto(f"/trial/announce/replies/{number}/")
    page.locator("[name=remind_every]").fill("3")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#readers")).to_be_visible()
    return Announcement.objects.get(version__number=number)


def test_from_a_draft_to_everybody_who_has_read_it(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    page = sit_down(cast.he, "/regulations/adopt/")
    bring_in(page, TEXT)
    mend(page, TEXT.replace("答复应当耐心。", "答复应当耐心、准确。"))
    day = clock.now.date().isoformat()
    adopt(page, day)
    expect(page.locator("main .notice [href^='/signoff/']")).to_be_visible()
    assert last_version("replies") is None

    signed_by(sit_down, clock, cast.li, cast.zhang)
    assert version_of("replies", clock.now.date()) is not None
    found = announced(page, 1)

    reader = sit_down(cast.wang, "/")
    reader.locator(f"#to-read a[href='/trial/announced/{found.pk}/']").first.click()
    reader.locator("#confirm button.btn-primary").click()
    expect(reader.locator("#confirm button")).to_have_count(0)
    assert found.readers.filter(read_at__isnull=False).count() == 1

    clock.forward(days=1)
    page.goto("/regulations/replies/")
    page.locator('form[action$="/next/"] button').first.click()
    expect(page.locator("[data-editor]")).to_be_visible()
    changed = page.locator("[data-editor] textarea").input_value()
    mend(page, changed.replace("收到投诉后 24 小时内答复", "收到投诉后一天内答复"))
    adopt(page, clock.now.date().isoformat())
    expect(page.locator("main .notice [href^='/signoff/']")).to_be_visible()
    signed_by(sit_down, clock, cast.li, cast.zhang)
    second = announced(page, 2)
    page.goto(f"/trial/announced/{second.pk}/")
    expect(page.locator("main ins").first).to_contain_text("一天")
    page.goto("/trial/archive/replies/")
    expect(page.locator(".sheet-hash")).to_have_count(2)


def test_its_pages_can_be_read_by_everybody(cast: Cast, clock: Clock, sit_down: Open) -> None:
    adopt_text(text=replies(), file_name="d.md", by=cast.he, at=clock.now)
    page = sit_down(cast.he, "/", language="en", width=375)
    found = announced(page, 1)
    for address in (
        "/trial/announce/replies/1/", f"/trial/announced/{found.pk}/", "/trial/archive/replies/",
        "/trial/archive/replies/1/",
    ):  # fmt: skip
        page.goto(address)
        assert list(overflow(page)) == [], address
        assert list(barriers(page)) == [], address
