"""An empty house in one sitting: a Word file read, adopted, its post filled, the desk at work."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.enforcement.actions import record_fact
from shouwen.people import actions as people
from shouwen.people.models import Post
from tests.enforcement.conftest import fact
from tests.journeys import test_studio
from tests.journeys.conftest import Clock, Open
from tests.journeys.test_regulation import adopt
from tests.journeys.test_studio import at_once, bring_in, decide_all

__all__ = ["at_once"]

LINES = (
    "前台来电处理办法",
    "第一条 为了让来电有人接、有人管，制定本办法。",
    "第二条 客服专员接到业主投诉后，应当在2小时内答复业主。",
    "第三条 受到业主书面表扬的，每次奖励100元。",
)
pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.usefixtures("db", "at_once")
def test_from_a_word_file_to_a_desk_that_says_what_is_owed(
    clock: Clock, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_studio, "LINES", LINES)
    boss = people.add_administrator(
        key="boss", name="总经理", email="boss@example.com", password="一二三四-abcd-5678"
    )
    people.ensure_system_member()
    page = sit_down(boss, "/studio/")
    bring_in(page)
    decide_all(page)
    day = clock.now.date().isoformat()
    page.locator("main form [name=in_force]").fill(day)
    page.locator('form[action$="/draft/"] button.btn-primary').click()
    expect(page.locator("[data-editor]")).to_be_visible()
    adopt(page, day)
    expect(page.locator("h1")).to_contain_text("前台来电处理办法")
    post = Post.objects.get(name="客服专员")

    page.locator(f'a.btn[href^="/people/posts/of/{post.key}/appoint/"]').click()
    page.locator("[name=member]").select_option(str(boss.pk))
    page.locator("[name=since]").fill(day)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_contain_text("前台来电处理办法")
    expect(page.locator(f'a.btn[href^="/people/posts/of/{post.key}/appoint/"]')).to_have_count(0)

    complaint = {"case_type": "complaint", "severity": "minor", "handler": "boss"}
    opened = fact("case_opened", "2024-03-04 10:00", "case:T-1", **complaint)
    record_fact(opened, actor=boss, recorded_at=clock.now)
    page.goto("/")
    expect(page.locator("#owed [data-row]").first).to_contain_text("2小时内答复业主")
