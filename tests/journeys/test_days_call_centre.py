"""A day in a call centre: a fourth swap in a month, and a handover that is not clear."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.cases.actions import open_case
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.policy.facts import Fact
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, Fields, approve, begin, day_of, do, prints, sees

pytestmark = pytest.mark.browser


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("call-centre")
    begin(found, cast=cast, clock=clock, sit_down=desks.open)
    return found


def swap_before(cast: Cast, clock: Clock, step: Fields) -> None:
    """Let a swap of this month be asked for and signed already."""
    said = Fact(
        kind=step["kind"], about="member:wang", happened_at=clock.now,
        details=step["details"], actor="wang",
    )  # fmt: skip
    held = record_fact(said, actor=cast.wang, recorded_at=clock.now).held
    assert held is not None
    decide_request(request=held, member=cast.he, verdict="granted", at=clock.now)


def test_a_fourth_swap_of_the_month_is_refused_and_next_months_is_signed(
    cast: Cast, day: Day, desks: Desks, clock: Clock
) -> None:
    for _number in range(day["swaps_before"]["number"]):
        swap_before(cast, clock, day["swaps_before"])
        clock.forward(minutes=1)
    wang = desks.open(cast.wang)
    do(wang, day["written"])
    prints(wang, day["signature"])
    do(wang, day["fourth"])
    do(wang, day["next_month"])
    request = wang.url
    approve(desks.open(cast.he))
    wang.goto(request)
    sees(wang, "何经理")


def test_a_handover_that_is_not_clear_comes_back_and_is_signed_by_both(
    cast: Cast, day: Day, desks: Desks, clock: Clock
) -> None:
    step = day["handover"]
    case = open_case(
        case_type="complaint", title=step["title"], text="", severity="general", channel="phone",
        at=clock.now, recorded_at=clock.now, actor=cast.wang,
    ).case  # fmt: skip
    wang = desks.open(cast.wang, "/handover/begin/")
    wang.get_by_label("接班人").select_option("zhang")
    wang.get_by_label("交接种类").select_option(step["kind"])
    wang.get_by_role("button", name="下一步").click()
    wang.get_by_role("button", name="签字交班").click()
    expect(wang.get_by_text("已签字，待接班人签字")).to_be_visible()

    zhang = desks.open(cast.zhang, "/handover/")
    zhang.get_by_role("link", name="小王 → 张工").click()
    zhang.get_by_label("不清").first.check()
    zhang.get_by_label("哪里不清").fill(step["unclear"])
    zhang.get_by_role("button", name="退回").click()
    expect(zhang.get_by_text("已退回，不清之处记录在案")).to_be_visible()
    wang.reload()
    expect(wang.get_by_text(step["unclear"]).first).to_be_visible()
    wang.get_by_label("须交代的内容").first.fill(step["said"])
    wang.get_by_role("button", name="签字交班").click()
    expect(wang.get_by_text("已签字，待接班人签字")).to_be_visible()

    zhang.reload()
    for clear in zhang.get_by_label("清楚，接收").all():
        clear.check()
    zhang.get_by_role("button", name="签字接班").click()
    expect(zhang.get_by_text("双方已签字").first).to_be_visible()
    case.refresh_from_db()
    assert case.handler == cast.zhang
    zhang.get_by_role("link", name="打印").click()
    for signature in step["signatures"]:
        expect(zhang.get_by_text(signature).first).to_be_visible()
    zhang.goto("/")
    sees(zhang, step["duty"])
