"""A customer files a matter on a phone, follows it, rates it low; the callback is on the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.cases.models import Case
from shouwen.obligations import queries as owed
from shouwen.regulations import actions as regulations
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.journeys.acts import ask_why, chip, choose, take
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow, unfold
from tests.portal.conftest import RULES, open_portal

pytestmark = [pytest.mark.browser, pytest.mark.once]
ALSO = frozenset({"刘女士", "13800001234", "简体中文", "何经理", "客户服务部", "投诉", "房号"})


@pytest.fixture(autouse=True)
def _open_door(cast: Cast, clock: Clock) -> None:
    adopted = at("2024-01-02 09:00")
    version = regulations.adopt(text=RULES, file_name="d.md", by=cast.he, at=adopted)
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    open_portal(cast, adopted)


def sound(page: Page, language: str = "zh-hans") -> None:
    """Expect of a page that everybody can use it, whole, in one language."""
    unfold(page)
    found = [*barriers(page), *overflow(page), *foreign_words(page, language, ALSO)]
    assert found == [], page.url


def confirm(page: Page, language: str = "zh-hans") -> None:
    """Confirm a number by the code that the page shows."""
    sound(page, language)
    page.locator("[name=contact]").fill("138 0000 1234")
    page.locator("main form button.btn-primary").click()
    code = page.locator("#shown-code b")
    expect(code).to_be_visible()
    sound(page, language)
    page.locator("[name=code]").fill(code.inner_text())
    page.locator("main form button.btn-primary").click()


def file(page: Page, language: str = "zh-hans") -> tuple[str, str]:
    """File a complaint; return its number and its follow code."""
    sound(page, language)
    page.locator("a.offer").click()
    expect(page.locator("[name=contact]")).to_be_visible()
    confirm(page, language)
    expect(page.locator("[name=text]")).to_be_visible()
    sound(page, language)
    page.locator("[name=name]").fill("刘女士")
    page.locator("[name=place]").fill("A 1203")
    page.locator("[name=text]").fill("楼上装修太吵。")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#id_consent_error")).to_be_visible()
    sound(page, language)
    page.locator("[name=consent]").check()
    page.locator("main form button.btn-primary").click()
    code = page.locator("#receipt-code")
    expect(code).to_be_visible()
    sound(page, language)
    return page.locator("#receipt-number").inner_text(), code.inner_text()


def open_by_code(page: Page, number: str, code: str) -> None:
    """Follow a matter by its number and code."""
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.locator("form[action$='/follow/'] button.btn-primary").click()
    expect(page.locator("#steps")).to_be_visible()


def test_from_filing_on_a_phone_to_the_callback_on_the_desk(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    number, code = file(sit_down(None, "/portal/", width=375))
    case = Case.objects.get()
    assert (case.number, case.channel, case.handler) == (number, "web", cast.wang)

    clock.forward(minutes=20)
    agent = sit_down(cast.wang, f"/cases/{number}/")
    take(agent, "write", mode="reply", text="已请施工方停工。")
    clock.forward(minutes=20)
    take(agent, "resolve", resolution="内部结论：已停工")

    clock.forward(minutes=20)
    customer = sit_down(None, "/portal/", width=375)
    open_by_code(customer, number, code)
    expect(customer.locator("#steps")).to_contain_text("已请施工方停工。")
    expect(customer.locator("body")).not_to_contain_text("内部结论")
    sound(customer)
    customer.locator("#do summary").first.click()
    customer.locator("#do summary").first.click()
    customer.locator("#do [name=text]").fill("谢谢，晚上还要再看看。")
    customer.locator("#do form[action$='/add/'] button.btn-primary").click()
    expect(customer.locator("main .notice[role=status]")).to_be_visible()
    customer.locator("#settled form[action$='/confirm/'] button").click()
    expect(customer.locator("#steps")).to_contain_text("您确认已解决")

    customer.locator("#settled a.btn").click()
    expect(customer.locator("[name='q-0']").first).to_be_attached()
    sound(customer)
    choose(customer, "q-0", "1")
    choose(customer, "q-1", "no")
    customer.locator("[name='q-3']").fill("等得太久")
    customer.locator("main form button.btn-primary").click()
    expect(customer.locator("#steps")).to_contain_text("您作了评价")
    sound(customer)

    (callback,) = [row for row in owed.open_about(case.about) if row.rule_id == "unhappy"]
    desk = sit_down(cast.wang, "/")
    line = desk.locator(f"#owed-{callback.pk}")
    expect(line).to_contain_text("回访不满意客户")
    expect(chip(line, callback.clause_number)).to_be_visible()
    panel = ask_why(desk, callback.clause_number, line)
    expect(panel).to_contain_text("客户评价不满意的，两个工作小时内回访")


def test_the_same_door_in_english_on_a_wide_dark_screen(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    page = sit_down(None, "/portal/", language="en", width=1440, dark=True)
    number, _code = file(page, "en")

    page.locator("main a.btn-primary").click()
    expect(page.locator("#promises")).to_contain_text("We will call you back")
    sound(page, "en")
    page.goto("/portal/mine/")
    expect(page.locator(".line a")).to_have_text(number)
    sound(page, "en")
    page.goto("/portal/privacy/")
    sound(page, "en")

    keeper = sit_down(cast.he, "/portal/settings/", language="en", width=375)
    for address in ("/portal/settings/", "/portal/settings/questions/complaint/",
                    "/portal/settings/offer/", "/portal/settings/ratings/"):  # fmt: skip
        keeper.goto(address)
        sound(keeper, "en")
