"""Somebody writes a reply: the hint beneath it, its clause, and sending it all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.cases.actions import open_case
from shouwen.cases.models import Case
from shouwen.journal.models import FactRow
from tests.cast import Cast
from tests.journeys.acts import choose, close_panel, send
from tests.journeys.conftest import Clock, Open
from tests.knowledge.conftest import WORDS, adopt

pytestmark = pytest.mark.browser

READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])
GROUP = {"zh-hans": "敬称", "en": "Polite you"}


@pytest.fixture
def case(cast: Cast, clock: Clock) -> Case:
    adopt(WORDS, cast.he)
    return open_case(
        case_type="complaint", title="噪音", at=clock.now, recorded_at=clock.now, actor=cast.wang
    ).case


def write(page: Page, text: str) -> None:
    """Type into the composer and wait for what the rules make of it."""
    with page.expect_response("**/knowledge/hints/"):
        page.locator(".composer textarea").fill(text)


@READERS
def test_a_hint_stands_beneath_the_reply_while_it_is_written(
    cast: Cast, case: Case, sit_down: Open, language: str, width: int
) -> None:
    page = sit_down(cast.wang, f"/cases/{case.number}/", language=language, width=width)
    hints = page.locator(".composer .hints")

    write(page, "没办法处理。")
    expect(hints.locator("mark")).to_have_text("没办法")
    expect(hints).to_contain_text(GROUP[language])
    expect(hints).to_have_attribute("aria-live", "polite")
    described = page.locator(".composer textarea").get_attribute("aria-describedby") or ""
    assert hints.get_attribute("id") in described.split()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    hints.locator("a.clause", has_text="1.1").click()
    panel = page.locator("#panel")
    expect(panel.locator(".clause-quote").first).to_contain_text("不得说没办法")
    close_panel(page)

    write(page, "您好，工程师今天上门，电话88881234。")
    expect(hints).to_be_empty()
    expect(hints).to_be_hidden()


def test_what_lacks_a_word_is_sent_all_the_same_and_counts(
    cast: Cast, case: Case, sit_down: Open
) -> None:
    page = sit_down(cast.wang, f"/cases/{case.number}/")

    write(page, "没办法。")
    expect(page.locator(".hints mark")).to_be_visible()
    send(page, page.locator("form.composer"))
    expect(page.locator(".said-box .clause", has_text="1.1")).to_be_visible()
    assert FactRow.objects.filter(kind="words_spoken").count() == 1

    # The new composer after the swap is looked at as well.
    write(page, "还是没办法。")
    expect(page.locator(".hints mark")).to_have_text("没办法")


def test_another_situation_and_a_note_are_looked_at_anew(
    cast: Cast, case: Case, sit_down: Open
) -> None:
    page = sit_down(cast.wang, f"/cases/{case.number}/")
    hints = page.locator(".composer .hints")
    write(page, "您好，电话1，没办法。")
    expect(hints.locator("mark")).to_have_text("没办法")

    page.locator("select[name=situation]").select_option("goodbye")
    expect(hints).to_contain_text("致谢")
    choose(page, "mode", "note")
    expect(hints).to_be_empty()


def test_without_script_the_reply_is_sent_and_judged(
    cast: Cast, case: Case, sit_down: Open
) -> None:
    page = sit_down(cast.wang, f"/cases/{case.number}/", script=False)
    page.locator(".composer textarea").fill("没办法。")
    page.locator(".composer button").click()

    expect(page.locator(".said-box")).to_contain_text("没办法")


def test_a_check_is_recorded_with_big_targets_on_a_phone(
    cast: Cast, case: Case, sit_down: Open
) -> None:
    page = sit_down(cast.li, "/knowledge/checklists/", width=375)
    page.locator("input[value='counter-words/appearance']").check()
    page.locator("form.lists header button").click()
    page.locator("[name=person]").select_option("wang")
    page.locator("input[name=v-0-uniform][value=failed]").check()
    page.locator("input[name=v-0-badge][value=passed]").check()
    box = page.locator(".verdict").first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.locator(".check-form button.btn-primary").click()

    expect(page.locator("#page [role=status]")).to_contain_text("1 项不合格")
    expect(page.locator(".found a.clause", has_text="2.3")).to_be_visible()
