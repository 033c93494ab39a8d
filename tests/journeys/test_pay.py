"""Pay in the browser: a doubled fine is questioned on a phone, judged, and countered next month."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.ledger import settling
from shouwen.pay import actions as pay
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow

pytestmark = [pytest.mark.browser, pytest.mark.both]
LOCK = ("calculated", "reviewed", "approved", "locked")


def _fine(cast: Cast, day: str) -> None:
    one = fact("rule_broken", f"2024-03-{day} 10:00", "member:wang", person="wang", which="手机")
    record_fact(one, actor=cast.li, recorded_at=one.happened_at)


def _look(page: Page) -> None:
    assert not [*barriers(page), *overflow(page), *foreign_words(page, "zh-hans", frozenset())]


def test_a_doubled_fine_is_questioned_judged_and_countered_in_the_month_after(
    cast: Cast, rules: Version, clock: Clock, sit_down: Open
) -> None:
    _fine(cast, "04")
    _fine(cast, "11")
    for step in LOCK:
        sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
        pay.settle(name="2024-03", to=pay.step_named(step), sent=sent)
    clock.set("2024-04-08 10:00")

    wang = sit_down(cast.wang, "/statement/?month=2024-03", width=375)
    doubled = wang.locator("tr", has_text="−200.00")
    _look(wang)
    doubled.get_by_role("link", name="提出申诉").click()
    _look(wang)
    wang.get_by_label("有何不符").fill("当天我休假，用手机的不是我")
    wang.get_by_role("button", name="提交申诉").click()
    expect(wang.get_by_text("待裁决").first).to_be_visible()
    _look(wang)

    # 李班长 recorded the fine, so 何经理 judges it.
    li = sit_down(cast.li, "/appeals/waiting/", width=1440)
    expect(li.get_by_text("没有待您裁决的申诉")).to_be_visible()
    he = sit_down(cast.he, "/appeals/waiting/", width=1440)
    _look(he)
    he.get_by_role("link", name="违反规定").click()
    _look(he)
    he.get_by_role("link", name="裁决", exact=True).click()
    he.get_by_label("意见").fill("排班表证实当天休假")
    he.get_by_role("button", name="同意", exact=True).click()
    expect(he.get_by_text("您的意见已记录")).to_be_visible()

    wang.goto("/statement/?month=2024-03")
    expect(wang.locator("tr", has_text="−200.00").get_by_text("申诉成立")).to_be_visible()
    wang.goto("/statement/?month=2024-04")
    expect(wang.locator("tbody").get_by_text("+200.00")).to_be_visible()
    li.goto("/statement/?month=2024-04")
    expect(li.locator("tbody").get_by_text("+400.00")).to_be_visible()
    li.goto("/statement/team/?month=2024-04")
    expect(li.get_by_role("link", name="小王")).to_be_visible()
    _look(li)
    assert pay.broken_seals() == []
    assert settling.nets_of("2024-03", ["wang", "li"]) == {
        ("wang", "yuan"): -30000, ("li", "yuan"): -60000,
    }  # fmt: skip
