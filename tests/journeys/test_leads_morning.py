"""A lead's morning: a kept list, a hand-over of many with its preview, the search, a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from shouwen.cases.actions import open_case, resolve
from shouwen.cases.models import Case
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.usefixtures("rules")]


@pytest.fixture
def cases(cast: Cast, clock: Clock) -> list[Case]:
    return [
        open_case(
            case_type="complaint", title=title, severity="general", channel="phone",
            at=clock.now, recorded_at=clock.now, actor=cast.wang,
        ).case
        for title in ("夜间施工噪音", "电梯困人", "车位被占")
    ]  # fmt: skip


def test_a_lead_keeps_a_list_hands_many_over_finds_and_takes_a_file(
    cast: Cast, cases: list[Case], clock: Clock, sit_down: Open, tmp_path: Path
) -> None:
    page = sit_down(cast.li, "/cases/?whose=team&state=unsettled")

    # A list under a name, with its number.
    page.get_by_role("link", name="保存此列表").click()
    page.get_by_label("名称").fill("本班未办结")
    page.get_by_role("button", name="保存").click()
    tab = page.get_by_role("navigation", name="我的列表").get_by_role("link", name="本班未办结")
    expect(tab).to_contain_text("3")

    # Ticked from the keys, one settled meanwhile by somebody else.
    for _ in cases:
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-picked-number]")).to_have_text("3")
    resolve(case=cases[2], resolution="车已挪走", actor=cast.wang, at=clock.now)
    page.get_by_role("button", name="对勾选项执行").click()
    page.get_by_label("接收人").select_option(label="张工")
    page.get_by_label("原因").fill("上午外勤处理")
    page.get_by_role("button", name="预览结果").click()
    expect(page.locator("#run .notice")).to_contain_text("2 件可办理")
    expect(page.locator("#run")).to_contain_text("不予办理")
    assert set(Case.objects.values_list("handler", flat=True)) == {cast.wang.pk}
    page.get_by_role("button", name="移交").click()
    expect(page.locator("#run .notice")).to_contain_text("已办理 2 件")
    assert Case.objects.filter(handler=cast.zhang).count() == 2

    # And taken back by further facts.
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="移交").click()
    expect(page.locator("#run .notice")).to_contain_text("已办理 2 件")
    assert Case.objects.filter(handler=cast.zhang).count() == 0

    # Two signs at the top of any page find the matter; a composing input method is left alone.
    page.keyboard.press("/")
    field = page.locator("[data-search]")
    field.fill("施工")
    field.dispatch_event(
        "keydown", {"key": "Enter", "code": "Enter", "isComposing": True, "bubbles": True}
    )
    assert "/search/" not in page.url
    field.press("Enter")
    expect(page.locator(".hits mark").first).to_have_text("施工")

    # The file holds what the list shows.
    page.goto("/cases/?state=unsettled&col=number&col=title")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    waiting.value.save_as(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "编号,标题"
    assert len(lines) == 3
