"""A complaint from the first call to the signature, and one that nobody settled in time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from shouwen.cases.actions import open_case
from shouwen.cases.models import Case
from shouwen.enforcement.watch import watch_once
from shouwen.obligations.queries import history, open_about
from shouwen.people import actions as people
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.journeys.acts import ask_why, chip, choose, close_panel, take
from tests.journeys.conftest import Clock, Open

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.usefixtures("rules")]

READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])


def record(page: Page) -> Case:
    """Record a major complaint of somebody new."""
    choose(page, "case_type", "complaint")
    choose(page, "severity", "major")
    choose(page, "channel", "phone")
    expect(page.locator("#foreseen .clause")).to_have_text("1.1")
    page.locator("[name=title]").fill("电梯困人")
    page.locator("[name=text]").fill("困在三楼半个小时。")
    page.locator("details", has=page.locator("[name=new_name]")).locator("summary").click()
    page.locator("[name=new_name]").fill("陈先生")
    page.locator("form.new-case button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("电梯困人")
    return Case.objects.get()


@READERS
def test_a_complaint_runs_from_the_call_to_the_signature(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    engineering = people.add_department(key="engineering", name="工程部")
    page = sit_down(cast.wang, "/cases/new/", language=language, width=width)

    case = record(page)
    assert (case.first_owner, case.handler) == (cast.wang, cast.wang)
    (owed,) = open_about(case.about)
    assert owed.due_at == at("2024-03-05 18:00")
    expect(chip(page.locator("#owed"), "1.1")).to_be_visible()

    panel = ask_why(page, "1.1", page.locator("#owed"))
    expect(panel).to_contain_text("重大投诉一个工作日内办结")
    expect(panel).to_contain_text("《服务台制度》")
    expect(panel.locator("ol.steps li").first).to_be_visible()
    expect(panel.locator(".meta").first).to_contain_text("2024-01-01")
    close_panel(page)

    clock.forward(minutes=30)
    take(page, "forward", department=str(engineering.pk), remark="请查困人原因")
    expect(page.locator("main dl.facts").first).to_contain_text("工程部")
    clock.forward(minutes=30)
    take(page, "write", mode="reply", text="维修人员已到现场。")
    expect(page.locator("#history")).to_contain_text("维修人员已到现场。")
    clock.forward(hours=3)
    take(page, "resolve", resolution="门锁触点已更换,运行正常。")
    assert {row.rule_id: row.state for row in history(case.about)} == {
        "major-complaint": "met", "visit": "open",
    }  # fmt: skip
    expect(chip(page.locator("#owed"), "1.2")).to_be_visible()
    clock.forward(days=1)
    take(
        page, "callback",
        result="reached", satisfied="yes", satisfaction="5", signed="yes", recording="R-0305",
    )  # fmt: skip
    take(page, "close")

    case.refresh_from_db()
    assert (case.state, case.callback) == ("closed", "satisfied")
    assert open_about(case.about) == []
    assert not any(row.late for row in history(case.about))
    expect(page.locator("#owed details")).to_be_visible()


@READERS
def test_a_lapse_reaches_the_supervisor_and_the_statement(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    open_case(
        case_type="complaint", title="夜间施工噪音", severity="major", channel="phone",
        at=clock.now, recorded_at=clock.now, actor=cast.wang,
    )  # fmt: skip
    clock.set("2024-03-05 18:01")

    assert watch_once(now=clock.now) == 1

    manager = sit_down(cast.he, "/", language=language, width=width)
    escalated = manager.locator("#escalated")
    expect(escalated).to_contain_text("夜间施工噪音")
    expect(chip(escalated, "1.1")).to_be_visible()

    mine = sit_down(cast.wang, "/", language=language, width=width)
    expect(mine.locator("#owed .due-late")).to_be_visible()
    lately = mine.locator("#lately")
    expect(chip(lately, "1.3")).to_be_visible()
    expect(lately.locator(".amount")).to_have_text(re.compile("50.00"))

    mine.goto("/statement/")
    (entry,) = mine.locator("[id^=entry-]").all()
    expect(entry).to_contain_text("−50.00")
    panel = ask_why(mine, "1.3", entry)
    expect(panel).to_contain_text("逾期一次罚 50 元")
    expect(panel).to_contain_text("办结重大投诉")
    # Every moment is told on the house's clock, wherever it came from.
    expect(panel.locator("ol.steps li").first).to_contain_text("18:00")


def test_a_customer_who_is_not_satisfied_is_taken_up_again(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    case = open_case(
        case_type="complaint", title="夜间施工噪音", severity="major", channel="phone",
        at=clock.now, recorded_at=clock.now, actor=cast.wang,
    ).case  # fmt: skip
    page = sit_down(cast.wang, f"/cases/{case.number}/")
    take(page, "resolve", resolution="已停工")

    take(
        page, "callback",
        result="reached", satisfied="no", then_reopen="yes", remark="夜里还在吵",
    )  # fmt: skip

    case.refresh_from_db()
    assert (case.state, case.times_reopened) == ("open", 1)
    expect(page.locator("#history")).to_contain_text("夜里还在吵")
