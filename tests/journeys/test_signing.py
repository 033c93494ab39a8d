"""What waits: for a signature, and for a detail that nobody recorded."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from shouwen.enforcement.queries import asked_about
from shouwen.journal.queries import facts_of_kind
from shouwen.ledger.queries import balance
from tests.cast import Cast
from tests.journeys.acts import chip
from tests.journeys.conftest import Clock, Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("rules")]

READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])


@READERS
def test_a_reward_is_applied_for_signed_twice_and_paid(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    asking = sit_down(cast.li, "/facts/record/saving_rewarded/", language=language, width=width)
    asking.locator("[name=detail-person]").select_option("zhang")
    asking.locator("[name=detail-amount]").fill("300")
    asking.locator("main form button.btn-primary").click()
    expect(asking.locator("main ol.steps").first).to_be_visible()
    assert balance("member", "zhang", "yuan").parts == 0

    for signer in (cast.zhao, cast.he):
        clock.forward(hours=1)
        desk = sit_down(signer, "/", language=language, width=width)
        waiting = desk.locator("#waiting")
        expect(chip(waiting, "2.5")).to_be_visible()
        waiting.locator("button[value=granted]").click()
        expect(desk.locator("#waiting")).to_have_count(0)

    assert str(balance("member", "zhang", "yuan")) == "300.00 yuan"
    own = sit_down(cast.zhang, "/statement/", language=language, width=width)
    expect(own.locator("[id^=entry-]")).to_contain_text("+300.00")


@READERS
def test_what_nobody_recorded_is_asked_for_supplied_and_judged(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    page = sit_down(cast.li, "/facts/record/service_finished/", language=language, width=width)
    page.locator("[name=detail-person]").select_option("zhang")
    page.locator("main form button.btn-primary").click()
    missing = page.locator('form[action$="/complete/"]')
    expect(missing).to_be_visible()
    (row,) = facts_of_kind("service_finished")
    assert asked_about(row.number) == ("signed",)
    assert balance("member", "zhang", "yuan").parts == 0

    desk = sit_down(cast.li, "/", language=language, width=width)
    expect(desk.locator("#questions")).to_be_visible()
    desk.locator("#questions a.btn").first.click()
    desk.locator("[name=detail-signed]").select_option("no")
    desk.locator('form[action$="/complete/"] button').click()

    expect(chip(desk, "2.4")).to_be_visible()
    assert str(balance("member", "zhang", "yuan")) == "-100.00 yuan"


def test_a_refusal_says_why_to_whoever_asked(cast: Cast, sit_down: Open) -> None:
    asking = sit_down(cast.li, "/facts/record/saving_rewarded/")
    asking.locator("[name=detail-person]").select_option("zhang")
    asking.locator("[name=detail-amount]").fill("300")
    with asking.expect_navigation():
        asking.locator("main form button.btn-primary").click()
    address = urlsplit(asking.url).path

    signing = sit_down(cast.zhao, address)
    signing.locator("[name=comment]").fill("没有凭证")
    signing.locator("button[value=refused]").click()
    expect(signing.locator("button[value=refused]")).to_have_count(0)

    asking.reload()
    expect(asking.locator("main")).to_contain_text("没有凭证")
    assert balance("member", "zhang", "yuan").parts == 0
