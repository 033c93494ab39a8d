"""Somebody was faster, the line broke, there is no script: nothing is lost and nothing doubled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from shouwen.cases.actions import open_case
from shouwen.cases.models import Case
from shouwen.journal.queries import timeline
from tests.cast import Cast
from tests.journeys.acts import form_of, send, take
from tests.journeys.conftest import Clock, Desks

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.usefixtures("rules")]


@pytest.fixture
def case(cast: Cast, clock: Clock) -> Case:
    return open_case(
        case_type="complaint", title="夜间施工噪音", severity="major", channel="phone",
        at=clock.now, recorded_at=clock.now, actor=cast.wang,
    ).case  # fmt: skip


def kinds(case: Case) -> list[str]:
    return [row.kind for row in timeline(case.about)]


def test_of_two_who_resolve_the_second_is_told_and_nothing_is_doubled(
    cast: Cast, case: Case, desks: Desks
) -> None:
    first, second = (desks.open(who, f"/cases/{case.number}/") for who in (cast.wang, cast.li))
    take(first, "resolve", resolution="已停工")

    form = form_of(second, "resolve")
    form.locator("[name=resolution]").fill("我也去过了")
    send(second, form, status=409)

    expect(second.locator(".notice-late")).to_be_visible()
    case.refresh_from_db()
    assert case.resolution == "已停工"
    assert kinds(case) == ["case_opened", "case_resolved"]


def test_a_form_whose_answer_was_lost_can_be_sent_again(
    cast: Cast, case: Case, clock: Clock, desks: Desks
) -> None:
    page = desks.open(cast.wang, f"/cases/{case.number}/")
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()  # it arrived, and was recorded
        lost.append(route.request.url)
        route.abort()

    page.route("**/write/", lose_the_answer)
    text = page.locator("form.composer textarea")
    text.fill("已联系装修户")
    page.locator("form.composer button.btn").last.click()
    expect(page.locator("[role=alert], .toast, .notice-late").first).to_be_visible()
    expect(text).to_have_value("已联系装修户")
    desks.problems.clear()

    clock.forward(minutes=1)
    send(page, page.locator("form.composer"))

    assert kinds(case) == ["case_opened", "case_replied"]
    expect(page.locator("#history")).to_contain_text("已联系装修户")


def _step(page: Page, verb: str, name: str, text: str) -> None:
    form = page.locator(f'form[action$="/{verb}/"]')
    if not form.is_visible():
        page.locator("details.step", has=form).locator("summary").click()
    form.locator(f"[name={name}]").fill(text)
    form.locator("button").last.click()


def test_everything_works_without_script(cast: Cast, case: Case, desks: Desks) -> None:
    page = desks.open(cast.wang, "/", script=False)
    page.locator("#owed [data-row-open]").first.click()
    expect(page.locator("h1")).to_have_text("夜间施工噪音")
    page.locator("#owed a.clause").first.click()
    expect(page.locator("main")).to_contain_text("重大投诉一个工作日内办结")
    page.go_back()

    _step(page, "write", "text", "已联系装修户")
    expect(page.locator("#history")).to_contain_text("已联系装修户")
    _step(page, "resolve", "resolution", "已停工")

    expect(page.locator(".said-box")).to_be_visible()
    assert kinds(case) == ["case_opened", "case_replied", "case_resolved"]
