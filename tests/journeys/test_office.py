"""A week of papers in the browser: a notice, a meeting and its resolution, a checked plan."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.obligations.models import ObligationRow
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.office.conftest import MONDAY, adopted, begun

pytestmark = pytest.mark.browser

READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])


@READERS
def test_a_week_of_papers(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    adopted(cast)
    weekly = begun("weekly", "2024-W10", MONDAY)
    plan = begun("week-plan", "2024-W10", MONDAY)

    issuing = sit_down(cast.li, "/office/notices/new/", language=language, width=width)
    issuing.locator("[name=title]").fill("电梯检修")
    issuing.locator("[name=text]").fill("周三上午检修二号电梯。")
    issuing.locator("[name=posts][value='post:agent']").check()
    issuing.locator("[name=must_confirm]").check()
    issuing.locator("main form button.btn-primary").click()
    expect(issuing.locator("#readers")).to_contain_text("小王")

    desk = sit_down(cast.wang, "/", language=language, width=width)
    desk.locator("#notices a", has_text="电梯检修").first.click()
    desk.locator("form[action$='/read/'] button").click()
    expect(desk.locator("form[action$='/read/']")).to_have_count(0)
    assert ObligationRow.objects.get(rule_id="read-it").state == "met"

    page = sit_down(cast.li, "/office/meetings/new/", language=language, width=width)
    page.locator("[name=title]").fill("第十周班组例会")
    page.locator("[name=belongs]").select_option("papers|weekly|weekly_held")
    page.locator("[name=begins_at]").fill("2024-03-04T10:00")
    page.locator("[name=called][value=wang]").check()
    page.locator("[name=agenda]").fill("上周情况\n本周安排")
    page.locator("main form button.btn-primary").click()
    page.locator("form[action$='/attendance/'] button").click()
    page.locator("#minutes textarea").fill("上周事项均已办结。")
    page.locator("form[action$='/minutes/'] button").click()
    page.locator("#resolutions [name=text]").fill("更新值班表")
    page.locator("#resolutions [name=owner]").select_option("wang")
    page.locator(".office-resolve button").click()
    page.locator("a[href$='/file/']").click()
    expect(page.locator("[name=detail-decisions]")).to_have_value("1. 更新值班表")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#resolution-1")).to_contain_text("更新值班表")
    weekly.refresh_from_db()
    assert weekly.state == "met"

    clock.forward(hours=1)
    mine = sit_down(cast.li, "/office/reports/", language=language, width=width)
    mine.locator(f"#due-{plan.pk} a.btn").click()
    mine.locator("main form button.btn-primary").click()
    mine.locator("[name=goals]").fill("办结率不低于九成。")
    mine.locator("button[name=hand_in]").click()
    expect(mine.locator("form[action$='/write/']")).to_have_count(0)
    plan.refresh_from_db()
    assert plan.state == "met"

    checking = sit_down(cast.he, "/office/", language=language, width=width)
    checking.locator("#check a").first.click()
    checking.locator("#comment").fill("可以")
    checking.locator("button[name=accept]").click()
    expect(checking.locator("#comment")).to_have_count(0)
    assert ObligationRow.objects.get(rule_id="week-plan.review").state == "met"
