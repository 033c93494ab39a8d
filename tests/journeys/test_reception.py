"""A visitor gets a number, reads it on the screen in the hall, is served, and has a matter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.cases.models import Case
from shouwen.reception.models import Arrival
from tests.cast import Cast
from tests.journeys.conftest import Open
from tests.journeys.looking import barriers, foreign_words, overflow

pytestmark = [pytest.mark.browser, pytest.mark.once]
NAMES = frozenset({"陈先生", "Counter", "Mr Chen"})


def test_a_visitor_is_called_by_number_and_served(cast: Cast, sit_down: Open) -> None:
    desk, hall = sit_down(cast.wang, "/reception/"), sit_down(cast.li, "/reception/screen/")
    desk.get_by_label("姓名").fill("陈先生")
    desk.get_by_label("来访事由").fill("问水费")
    desk.get_by_role("button", name="取号").click()
    expect(desk.locator("#here")).to_contain_text("陈先生")
    expect(hall.locator(".hall-waiting")).to_contain_text("001")
    expect(hall.locator("body")).not_to_contain_text("陈先生")

    desk.get_by_label("窗口").fill("2号窗口")
    desk.get_by_role("button", name="呼叫下一位").click()
    expect(desk.get_by_role("button", name="已接待")).to_be_visible()
    expect(hall.locator(".hall-called")).to_contain_text("001 2号窗口")
    assert looked_over(desk) == looked_over(hall) == []

    desk.get_by_role("button", name="新建事项").click()
    expect(desk.get_by_text("问水费").first).to_be_visible()
    assert Case.objects.get().first_owner == cast.wang
    desk.goto(desk.url.partition("/cases/")[0] + "/reception/")
    desk.get_by_role("button", name="已接待").click()
    expect(desk.locator("#here")).not_to_contain_text("陈先生")
    assert Arrival.objects.get().state == "served"


@pytest.mark.parametrize("address", ["/reception/", "/reception/log/", "/calls/report/"])
def test_its_pages_are_open_to_everybody_on_a_phone(
    cast: Cast, sit_down: Open, address: str
) -> None:
    assert looked_over(sit_down(cast.li, address, width=375)) == []


def looked_over(page: Page) -> list[str]:
    """Return what is wrong with a page for somebody who cannot see it, or has a small screen."""
    return [*barriers(page), *overflow(page), *foreign_words(page, "zh-hans", NAMES)]
