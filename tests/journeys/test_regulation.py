"""Bringing a regulation in through its pages: its faults, its mending, its day."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.enforcement.actions import record_fact
from shouwen.obligations.queries import open_about
from shouwen.regulations.queries import version_of
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at, fact
from tests.journeys.acts import chip
from tests.journeys.conftest import Clock, Open

pytestmark = pytest.mark.browser

MAJOR = {"case_type": "complaint", "severity": "major", "handler": "wang"}
READERS = pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])
# Two slips of a tired author: an unknown unit of time, and a detail that no fact has.
FAULTY = DESK.replace("within: 1 working day", "within: 1 wroking day").replace(
    "unless: [signed]", "unless: [sigend]"
)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def bring_in(page: Page, text: str) -> None:
    """Paste a text and have it read."""
    page.locator("main [name=text]").fill(text)
    page.locator("main form[enctype] button.btn-primary").click()
    expect(page.locator("[data-editor]")).to_be_visible()


def mend(page: Page, text: str) -> None:
    """Save another text over the draft."""
    page.locator("[data-editor] textarea").fill(text)
    with page.expect_navigation():
        page.locator("main .mend form button.btn-primary").click()


def adopt(page: Page, day: str = "") -> None:
    """Adopt the draft as it stands, from a day on."""
    page.locator('a.btn-primary[href$="/adopt/"]').click()
    if day:
        page.locator("[name=in_force]").fill(day)
    page.locator("form[data-confirm] button.btn-primary").last.click()
    with page.expect_navigation():
        page.locator("#confirm-dialog [data-yes]").click()


@READERS
def test_faults_stand_at_their_lines_until_they_are_mended(
    cast: Cast, clock: Clock, sit_down: Open, language: str, width: int
) -> None:
    page = sit_down(cast.he, "/regulations/adopt/", language=language, width=width)
    bring_in(page, FAULTY)

    for part in ("1 wroking day", "[sigend]"):
        line = line_of(FAULTY, part)
        expect(page.locator(f'.fault-error [data-line="{line}"]').first).to_be_visible()
        expect(page.locator(f"#line-{line}.has-error")).to_have_count(1)
    expect(page.locator('a.btn-primary[href$="/adopt/"]')).to_have_count(0)

    mend(page, DESK)
    expect(page.locator(".fault-error")).to_have_count(0)
    adopt(page)

    version = version_of("desk-rules", clock.now.date())
    assert version is not None
    assert version.adopted_by == cast.he
    expect(page.locator("h1")).to_contain_text("服务台制度")


@pytest.mark.usefixtures("rules")
def test_a_new_version_changes_a_deadline_only_for_facts_from_its_day_on(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    page = sit_down(cast.he, "/regulations/desk-rules/")
    page.locator('form[action$="/next/"] button').first.click()
    expect(page.locator("[data-editor]")).to_be_visible()
    mend(page, DESK.replace("within: 1 working day", "within: 2 working days"))
    adopt(page, "2024-03-11")

    clock.set("2024-03-11 09:00")
    for about, happened in (("case:T-1", "2024-03-08 10:00"), ("case:T-2", "2024-03-11 08:40")):
        said = fact("case_opened", happened, about, **MAJOR)
        record_fact(said, actor=cast.li, recorded_at=clock.now)

    (before,), (after,) = open_about("case:T-1"), open_about("case:T-2")
    assert (before.due_at, after.due_at) == (at("2024-03-11 18:00"), at("2024-03-13 18:00"))
    for owed, number in ((before, "1"), (after, "2")):
        page.goto(f"/why/obligation/{owed.pk}/")
        expect(page.locator("main .meta").first).to_contain_text(f"第 {number} 版")
    page.goto("/regulations/desk-rules/versions/")
    expect(page.locator("main")).to_contain_text("2024年3月11日")


@pytest.mark.usefixtures("rules")
def test_a_clause_stands_beside_its_rule(cast: Cast, sit_down: Open) -> None:
    page = sit_down(cast.wang, "/regulations/desk-rules/")

    expect(page.locator("main")).to_contain_text("重大投诉一个工作日内办结")
    expect(page.locator("main .rule").first).to_be_visible()
    expect(chip(page, "none")).to_have_count(0)
