"""A slip is filled in on a phone, signed by hand, printed with its copies, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.journal.queries import facts_of_kind
from tests.cast import Cast
from tests.journeys.conftest import Desks, Open
from tests.registers.conftest import HOME, SLIP, adopted

pytestmark = pytest.mark.browser
READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 375), ("en", 1440)])


@pytest.fixture(autouse=True)
def store(cast: Cast) -> None:
    adopted(cast)


def fill_in(page: Page) -> None:
    for name, value in SLIP.items():
        field = page.locator(f"[name={name}]").first
        if name == "kind":
            continue
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("#entry-form button.btn-primary").click()


def draw(page: Page) -> None:
    sheet = page.locator("[data-pad-sheet]")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 20 + step * 12, middle + (-1) ** step * box["height"] / 4)
    page.mouse.up()


@READERS
def test_a_slip_is_signed_by_hand_and_the_drawing_stands_on_each_copy(
    cast: Cast, sit_down: Open, language: str, width: int
) -> None:
    page = sit_down(cast.li, f"{HOME}drawing/new/", language=language, width=width)
    fill_in(page)
    page.locator("#signatures a.btn").first.click()
    draw(page)
    page.locator("[data-pad-clear]").click()
    expect(page.locator("[data-pad-strokes]")).to_have_value("")
    draw(page)
    page.locator("#page form button.btn-primary").click()

    expect(page.locator("#signatures .drawing path")).to_have_count(1)
    expect(page.locator("#signatures .state-fine")).to_have_count(1)
    (row,) = facts_of_kind("sheet_signed")
    assert row.details["drawn"] is True
    page.goto(f"{page.url.split('?')[0]}print/")
    expect(page.locator(".form-sheet .drawing")).to_have_count(2)


def test_without_scripts_the_button_signs(cast: Cast, sit_down: Open) -> None:
    page = sit_down(cast.li, f"{HOME}drawing/new/", script=False)
    fill_in(page)
    page.locator("#signatures a.btn").first.click()
    expect(page.locator("[data-signature-pad]")).to_be_hidden()
    page.locator("#page form button.btn-primary").click()

    expect(page.locator("#signatures .state-fine")).to_have_count(1)
    (row,) = facts_of_kind("sheet_signed")
    assert row.details["drawn"] is False


def test_two_slips_from_one_page_that_the_phone_kept_are_two_entries(
    cast: Cast, desks: Desks
) -> None:
    page = desks.open(cast.li, f"{HOME}drawing/new/", width=375)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.context.set_offline(True)
    for count in ("1", "2"):
        page.goto(f"{HOME}drawing/new/")
        fill_in(page)
        expect(page.locator(".kept-note")).to_be_visible()
        expect(page.locator("[data-waiting-number]").first).to_have_text(count)
    desks.problems.clear()  # the browser itself says that it reached nobody

    page.context.set_offline(False)

    expect(page.locator("[data-waiting]").first).to_be_hidden()
    found = [row.details for row in facts_of_kind("goods_drawn")]
    assert [str(details["number"])[-4:] for details in found] == ["-001", "-002"]
    assert [details["sent_later"] for details in found] == [True, True]
