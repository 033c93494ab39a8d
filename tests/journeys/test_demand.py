"""A month of the demonstration's call centre, planned from its own call history and published."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.people.models import Member, Team
from shouwen.roster import coverage, demand_running, running
from shouwen.roster.models import Came, Expected, Forecasting, Plan, Run, Shift
from shouwen.site.demo.acts_demand import keep_demand
from shouwen.site.demo.acts_shifts import plan_shifts
from shouwen.site.demo.house import house_of
from shouwen.site.demo.loading import set_the_stage
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, overflow

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(db: None, clock: Clock) -> Member:
    """Return who plans the first team of the call centre; its calls of twelve weeks are known."""
    stage = set_the_stage(house_of("call-centre"), now=clock.now)
    plan_shifts(stage)
    keep_demand(stage)
    return stage.members["caijing"]


def fine(page: Page) -> None:
    """Nobody is kept out of the page, and nothing sticks out of it."""
    assert not [*barriers(page), *overflow(page)]


def test_a_month_is_planned_from_the_call_history_and_published(lead: Member, sit_down: Open):
    assert Came.objects.count() == 84
    Expected.objects.all().delete()
    page = sit_down(lead, "/roster/teams/team_a/demand/")
    expect(page.get_by_text("当天还没有业务量")).to_be_visible()
    expect(page.get_by_text("历史 84 天")).to_be_visible()
    fine(page)

    page.get_by_role("link", name="预测").first.click()
    page.get_by_role("button", name="预测").click()
    expect(page.get_by_text("正在用历史逐一回测各方法")).to_be_visible()
    demand_running.work(Forecasting.objects.latest("pk").pk, by="a worker")
    page.reload()
    expect(page.get_by_text("比照搬上周减少")).to_be_visible()
    fine(page)
    page.get_by_role("button", name="采用为业务量").click()
    expect(page.get_by_text("已采用为 30 天的业务量")).to_be_visible()
    expect(page.get_by_text("20 秒内接起 80%")).to_be_visible()
    fine(page)

    page.goto("/roster/teams/team_a/begin/")
    page.get_by_role("button", name="新建草稿").click()
    page.get_by_role("link", name="自动排班").click()
    page.get_by_label("求解秒数").fill("10")
    page.get_by_role("button", name="排班").click()
    expect(page.locator("#run")).to_be_visible()
    run = Run.objects.latest("pk")
    running.work(run.pk, by="a worker")
    page.reload()
    page.get_by_role("link", name="查看草稿").click()
    page.get_by_role("button", name="公布").first.click()
    page.get_by_role("dialog").get_by_role("button", name="公布").click()
    expect(page.get_by_text("已公布，相关人员可以查看并确认")).to_be_visible()

    plan = Plan.objects.get(first="2024-04-01")
    assert plan.state == "published"
    assert Shift.objects.filter(plan=plan).count() > 30
    _moments, gaps = coverage.moments_of(Team.objects.get(key="team_a"), plan.first, drafts=False)
    assert not [gap for gap in gaps if gap.demand and "09:00" <= f"{gap.begins:%H:%M}" < "17:00"]
    small = sit_down(lead, "/roster/teams/team_a/coverage/?day=2024-04-01", width=375)
    expect(small.get_by_text("虚线为业务量所需人数")).to_be_visible()
    fine(small)
