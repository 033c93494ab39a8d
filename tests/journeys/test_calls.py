"""Agent and lead at two browsers: a call pops up, falls silent, another one is called back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwen.calls import actions
from shouwen.calls.models import Call, Exchange, Order
from shouwen.calls.plays import Stage
from shouwen.calls.words import CallEvent, Told
from shouwen.customers.models import Customer
from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.regulations import actions as regulations
from tests.calls.conftest import TEXT
from tests.calls.test_pages import SILENT
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow

pytestmark = [pytest.mark.browser, pytest.mark.once]


def tell(clock: Clock, call: str, kind: str, seat: str = "", **more: object) -> None:
    event = CallEvent(
        call=call, key=kind, kind=Told(kind), at=clock.now, received_at=clock.now, seat=seat,
        more=more,
    )  # fmt: skip
    actions.tell(exchange=Exchange.objects.get(), events=[event], now=clock.now)


def given(page: Page, command: str) -> None:
    """Wait until a button's command has reached the house."""
    while not Order.objects.filter(command=command).exists():
        page.wait_for_timeout(50)


def looked_at(page: Page) -> None:
    names = frozenset({"陈先生", "hall"})
    faults = [*barriers(page), *overflow(page), *foreign_words(page, "zh-hans", names)]
    assert not faults


def test_a_call_pops_up_falls_silent_and_another_is_called_back(
    cast: Cast, clock: Clock, sit_down: Open
):
    for name, text in (("calls.md", TEXT), ("phrases.md", SILENT)):
        regulations.adopt(text=text, file_name=name, by=cast.he, at=clock.now - timedelta(days=60))
    actions.add_exchange(key="hall")
    Customer.objects.create(name="陈先生", phone="13800001234", created_at=clock.now)
    agent, lead = sit_down(cast.wang, "/calls/"), sit_down(cast.li, "/calls/floor/")

    agent.get_by_role("button", name="就绪").click()
    expect(agent.get_by_role("button", name="签出")).to_be_visible()
    tell(clock, "1", "arrived", number="13800001234")
    tell(clock, "1", "rang", "wang")
    # Nobody loads the page again.
    expect(agent.locator("#call-now")).to_contain_text("陈先生")
    expect(agent.locator("#call-now")).not_to_contain_text("13800001234")
    tell(clock, "1", "answered", "wang")
    expect(lead.locator("#seats")).to_contain_text("通话中")
    expect(lead.locator("#calls")).to_contain_text("陈先生")

    agent.locator("#call-now").click()
    for step in (1, 2, 3):
        agent.get_by_role("button", name=f"第 {step} 步已说完").click()
        expect(agent.locator(".guide-steps .is-done")).to_have_count(step)
        clock.forward(seconds=5)
    looked_at(agent)
    agent.get_by_role("button", name="已等候，已挂断").click()
    expect(agent.locator("#situations")).to_contain_text("已结束")
    assert FactRow.objects.get(kind="situation_ended").details["waits"] == "5, 5, 5"

    tell(clock, "2", "arrived", number="13900005678")
    tell(clock, "2", "ended", by="caller")
    agent.goto(agent.url.partition("/calls/")[0] + "/calls/")
    agent.locator("#back a").first.click()
    agent.get_by_role("button", name="已回拨，联系上").click()
    expect(agent.locator("#this-call")).to_contain_text("已回拨")
    call = Call.objects.get(ref="2")
    assert ObligationRow.objects.get(about=call.about).state == "met"
    looked_at(lead)
    lead.goto(lead.url.replace("/floor/", "/board/desk/"))
    expect(lead.locator(".wall-figures")).to_be_visible()
    looked_at(lead)


def test_simulated_callers_are_answered_by_a_button_and_the_lead_listens(
    cast: Cast, clock: Clock, sit_down: Open
):
    regulations.adopt(
        text=TEXT, file_name="calls.md", by=cast.he, at=clock.now - timedelta(days=60)
    )
    lead, agent = sit_down(cast.li, "/calls/plays/desk/"), sit_down(cast.wang, "/calls/")
    agent.get_by_role("button", name="就绪").click()
    expect(agent.get_by_role("button", name="签出")).to_be_visible()
    lead.get_by_label("每小时来电数").fill("600")
    lead.get_by_role("button", name="开始").click()
    expect(lead.get_by_text("进行中")).to_be_visible()
    looked_at(lead)
    stage = Stage("journey")

    while not Call.objects.filter(rings_at=cast.wang).exists():
        clock.forward(seconds=1)
        stage.go_on(clock.now)
    agent.get_by_role("button", name="接听").click()
    given(agent, "answer")
    stage.go_on(clock.now)
    expect(agent.get_by_role("button", name="保持")).to_be_visible()
    looked_at(agent)
    call = Call.objects.get(with_seat=cast.wang)

    lead.goto(lead.url.partition("/calls/")[0] + "/calls/floor/")
    expect(lead.locator("#calls")).to_be_visible()
    looked_at(lead)
    lead.locator(f"#call-{call.pk}").get_by_role("button", name="监听").click()
    given(lead, "listen")
    heard = FactRow.objects.get(kind="call_listened")
    assert (heard.about, heard.details["person"]) == (call.about, "li")
    assert (heard.details["operator"], heard.details["way"]) == ("wang", "listen")
    agent.get_by_role("button", name="挂断").click()
    given(agent, "hang_up")
    stage.go_on(clock.now)
    expect(agent.locator("#my-seat .seat-now")).to_contain_text("话后处理")
