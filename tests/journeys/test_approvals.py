"""An approval in the browser: asked for on a phone, decided where it stands, and asked again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.approvals.queries import proposed_by
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow
from tests.signoff.conftest import ADOPTED, TEXT

pytestmark = pytest.mark.browser

BIG = 44  # pixels a finger needs


def test_a_plan_is_asked_for_signed_by_both_and_signed_again_once_it_changed(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    adopted = regulations.adopt(text=TEXT, file_name="spending.md", by=cast.he, at=ADOPTED)
    assert isinstance(adopted, Version)
    zhang = sit_down(cast.zhang, "/signoff/ask/", width=375)
    zhang.get_by_role("link", name="方案会签", exact=True).click()
    zhang.get_by_label("主题").fill("春节布置")
    zhang.get_by_label("预算").fill("800")
    zhang.get_by_role("button", name="申请", exact=True).click()
    expect(zhang.get_by_text("申请已提出")).to_be_visible()
    assert not list(overflow(zhang))

    for signer in (cast.li, cast.he):
        page = sit_down(signer, "/signoff/", width=375)
        page.get_by_text("审批…").click()
        approve = page.get_by_role("button", name="同意", exact=True)
        box = approve.bounding_box()
        assert box is not None
        assert box["height"] >= BIG
        assert not [*barriers(page), *overflow(page), *foreign_words(page, "zh-hans", frozenset())]
        page.get_by_label("意见").fill("按方案办")
        approve.click()
        expect(page.get_by_text("您的意见已记录")).to_be_visible()

    (first,) = proposed_by(cast.zhang)
    assert first.state == "granted"
    zhang.goto(f"/signoff/{first.id}/")
    zhang.get_by_role("link", name="修改后再申请").click()
    zhang.get_by_label("预算").fill("1500")
    zhang.get_by_role("button", name="申请", exact=True).click()
    li = sit_down(cast.li, "/signoff/")
    li.get_by_role("link", name="报送方案").first.click()
    expect(li.locator("#changes del")).to_have_text("800.00 元")
    expect(li.locator("#changes ins")).to_have_text("1,500.00 元")
    expect(li.get_by_text("须各级重新审批")).to_be_visible()
