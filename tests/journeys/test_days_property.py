"""A day in property services: a patrol half offline, dangerous goods, goods through the gate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwen.enforcement.duties import open_duties
from shouwen.obligations import queries as owed
from shouwen.rounds.models import Finding
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, Fields, approve, begin, day_of, do, fill, prints

pytestmark = pytest.mark.browser
PHONE = 375


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("property")
    begin(found, cast=cast, clock=clock, sit_down=desks.open)
    return found


def tick(page: Page, anchor: str) -> None:
    page.locator(f"#{anchor} .round-buttons .round-ok").click()


def test_a_patrol_half_offline_finds_a_lamp_that_engineering_puts_right(
    cast: Cast, day: Day, desks: Desks, clock: Clock
) -> None:
    step = day["patrol"]
    open_duties(now=clock.now, missed=timedelta(0))
    page = desks.open(cast.wang, "/rounds/", width=PHONE)
    page.get_by_role("link", name=step["duty"]).first.click()
    tick(page, step["first"])
    expect(page.locator(f"#{step['first']}.is-ok")).to_be_visible()
    _offline(page, desks, step["offline"])
    page.reload()
    expect(page.locator(f"#{step['offline']}.is-ok")).to_be_visible()

    page.locator(f"#{step['bad']} .round-bad").click()
    page.get_by_role("link", name=step["finding"]).click()
    fill(page.locator("main form").first, step["fields"])
    page.get_by_role("button", name="登记问题").click()
    expect(page.get_by_text(step["follows"]).first).to_be_visible()
    finding = Finding.objects.get()
    _finish(page, step)

    page = desks.open(cast.wang, f"/rounds/findings/{finding.pk}/", width=PHONE)
    _do(page, step["notice"])
    page = desks.open(cast.zhang, f"/rounds/findings/{finding.pk}/", width=PHONE)
    _do(page, step["repair"])
    assert not owed.open_about(finding.about)


def _offline(page: Page, desks: Desks, anchor: str) -> None:
    page.context.set_offline(True)
    tick(page, anchor)
    expect(page.locator(".kept-note")).to_be_visible()
    # Until it counts as waiting, “nothing waits” would be true too early.
    expect(page.locator("[data-waiting-number]").first).to_have_text("1")
    desks.problems.clear()  # the browser itself says that it reached nobody
    page.context.set_offline(False)
    expect(page.locator("#messages .notice-fine")).to_be_visible()
    expect(page.locator("[data-waiting]").first).to_be_hidden()


def _finish(page: Page, step: Fields) -> None:
    page.goto("/rounds/")
    page.get_by_role("link", name=step["duty"]).first.click()
    expect(page.locator(f"#{step['bad']}.is-finding")).to_be_visible()
    lines = page.locator(".round-line").count()
    page.locator('form[action$="/rest/"] button').click()
    expect(page.locator(".round-line.is-ok")).to_have_count(lines - 1)
    page.locator("#finish button.btn-primary").click()
    expect(page.locator(".round-done")).to_be_visible()


def _do(page: Page, step: Fields) -> None:
    page.locator("#owed").get_by_role("link", name="打开").last.click()
    page.get_by_role("link", name=step["way"]).first.click()
    fill(page.locator("main form").first, step["fields"])
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#messages .notice-fine")).to_be_visible()


def test_dangerous_goods_are_drawn_used_and_returned_with_a_difference(
    cast: Cast, day: Day, desks: Desks
) -> None:
    li = desks.open(cast.li)
    do(li, day["drawn_by_the_wrong"])
    do(li, day["drawn"])
    prints(li, day["signature"])
    wang = desks.open(cast.wang)
    do(wang, day["issued"])
    approve(li)
    do(li, day["used"])
    do(wang, day["returned_short"])
    do(wang, day["returned"])
    do(li, day["anomaly"])


def test_goods_go_out_with_the_seal_of_the_tenant_and_of_the_desk(
    cast: Cast, day: Day, desks: Desks
) -> None:
    li = desks.open(cast.li)
    do(li, day["pass"])
    prints(li, day["signature"])
    expect(li.locator(".form-sheet")).to_have_count(2)
    for copy in day["copies"]:
        expect(li.locator("#page")).to_contain_text(copy)
    do(li, day["out_without_seal"])
    do(li, day["at_the_gate"])
    approve(desks.open(cast.zhao))
