"""A form filled in where there is no network: kept on the phone, sent later, recorded once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from shouwen.journal.queries import timeline
from shouwen.people.models import Member
from tests.cast import Cast
from tests.journeys.conftest import Desks

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("rules")]
FORM = "/facts/record/service_finished/"


def details(member: Member) -> list[dict[str, object]]:
    return [dict(row.details) for row in timeline(f"member:{member.username}")]


def fill(page: Page, member: Member) -> None:
    page.locator("[name=detail-person]").select_option(member.username)
    page.locator("[name=detail-signed]").select_option("yes")


def send_offline(page: Page, member: Member) -> None:
    """Fill the form in and send it without network."""
    fill(page, member)
    page.context.set_offline(True)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".kept-note")).to_be_visible()
    expect(page.locator("[data-waiting-number]").first).to_have_text("1")


def test_what_was_filled_in_without_network_is_sent_once_it_is_back(
    cast: Cast, desks: Desks
) -> None:
    page = desks.open(cast.he, FORM, width=375)
    send_offline(page, cast.wang)
    assert details(cast.wang) == []
    desks.problems.clear()  # the browser itself says that it reached nobody

    page.context.set_offline(False)

    expect(page.locator("#messages .notice-fine")).to_be_visible()
    expect(page.locator("[data-waiting]").first).to_be_hidden()
    (found,) = details(cast.wang)
    assert (found["signed"], found["sent_later"]) == (True, True)
    # The clock of the house stands in another year than the browser's.
    assert int(str(found["clock_off_minutes"])) > 0


def test_an_answer_that_is_lost_on_the_way_makes_nothing_twice(cast: Cast, desks: Desks) -> None:
    page = desks.open(cast.he, FORM)
    send_offline(page, cast.wang)
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        route.fetch()  # it arrived, and was recorded
        lost.append(route.request.url)
        route.abort()

    page.route(f"**{FORM}", lose_the_answer)
    with page.expect_event("requestfailed", lambda asked: asked.method == "POST"):
        page.context.set_offline(False)
    assert len(details(cast.wang)) == 1
    expect(page.locator("[data-waiting-number]").first).to_have_text("1")

    page.reload()

    expect(page.locator("[data-waiting]").first).to_be_hidden()
    assert lost
    assert len(details(cast.wang)) == 1
    desks.problems.clear()


def test_what_the_house_refuses_stays_with_what_is_wrong(cast: Cast, desks: Desks) -> None:
    page = desks.open(cast.he, FORM)
    page.locator("[name=happened_at]").evaluate("(e) => { e.type = 'text'; e.value = 'later' }")
    page.context.set_offline(True)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".kept-note")).to_be_visible()
    page.context.set_offline(False)
    desks.problems.clear()

    page.goto("/waiting/")

    line = page.locator("[data-waiting-list] > li")
    expect(line.locator("[data-problem]")).not_to_be_empty()
    line.locator("[data-drop] button").click()
    page.locator("#confirm-dialog [data-yes]").click()
    expect(line).to_have_count(0)
    expect(page.locator("[data-waiting-none]")).to_be_visible()


def test_a_page_that_was_open_before_opens_without_network(cast: Cast, desks: Desks) -> None:
    page = desks.open(cast.he, FORM)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.context.set_offline(True)

    page.goto(FORM)
    expect(page.locator("#no-network")).to_be_visible()
    expect(page.locator("[name=detail-signed]")).to_be_visible()
    page.goto("/people/")
    expect(page.locator("h1")).to_have_text("没有网络")
    desks.problems.clear()
