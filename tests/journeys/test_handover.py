"""A handover in the browser: prepared, sent back as unclear, cleared up, and signed by both."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.cases.actions import open_case
from shouwen.handover.models import Handover
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.handover.conftest import ADOPTED, TEXT
from tests.journeys.conftest import MONDAY_TEN, Clock, Open
from tests.journeys.looking import barriers, overflow

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_an_unclear_handover_is_cleared_up_before_it_is_signed(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    adopted = regulations.adopt(text=TEXT, file_name="shifts.md", by=cast.he, at=ADOPTED)
    assert isinstance(adopted, Version)
    case = open_case(
        case_type="complaint", title="电梯困人", text="", severity="general", channel="phone",
        at=at(MONDAY_TEN), recorded_at=at(MONDAY_TEN), actor=cast.wang,
    ).case  # fmt: skip
    wang = sit_down(cast.wang, "/handover/begin/", width=375)
    wang.get_by_label("接班人").select_option("zhang")
    wang.get_by_label("交接种类").select_option("shift_handed_over")
    wang.get_by_role("button", name="下一步").click()
    wang.locator("[name='counted-text-1001']").fill("大堂钥匙")
    wang.locator("[name='counted-number-1001']").fill("3")
    assert not [*barriers(wang), *overflow(wang)]
    wang.get_by_role("button", name="签字交班").click()
    expect(wang.get_by_text("已签字，待接班人签字")).to_be_visible()

    zhang = sit_down(cast.zhang, "/handover/", width=375)
    zhang.get_by_role("link", name="小王 → 张工").click()
    assert not [*barriers(zhang), *overflow(zhang)]
    zhang.get_by_role("button", name="签字接班").click()
    expect(zhang.get_by_text("请逐项核对")).to_be_visible()
    zhang.get_by_label("不清").first.check()
    zhang.get_by_label("哪里不清").fill("进展没写")
    zhang.get_by_role("button", name="退回").click()
    expect(zhang.get_by_text("已退回，不清之处记录在案")).to_be_visible()

    wang.reload()
    expect(wang.get_by_text("进展没写").first).to_be_visible()
    wang.get_by_label("须交代的内容").first.fill("维保单位今晚八点到")
    wang.get_by_role("button", name="签字交班").click()
    zhang.reload()
    for clear in zhang.get_by_label("清楚，接收").all():
        clear.check()
    zhang.get_by_role("button", name="签字接班").click()
    expect(zhang.get_by_text("双方已签字").first).to_be_visible()

    case.refresh_from_db()
    assert case.handler == cast.zhang
    assert Handover.objects.get().state == "taken"
    zhang.get_by_role("link", name="打印").click()
    expect(zhang.get_by_text("接班人签字").first).to_be_visible()
