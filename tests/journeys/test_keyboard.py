"""Hands stay on the keys, and an input method is never interrupted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.cases.actions import open_case
from shouwen.cases.models import Case
from shouwen.journal.queries import facts_of_kind
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("rules")]


@pytest.fixture
def cases(cast: Cast, clock: Clock) -> list[Case]:
    return [
        open_case(
            case_type="complaint", title=title, severity="general", channel="phone",
            at=clock.now, recorded_at=clock.now, actor=cast.wang,
        ).case
        for title in ("夜间施工噪音", "电梯困人", "车位被占")
    ]  # fmt: skip


def focused(page: Page, attribute: str = "id") -> str:
    return str(page.evaluate(f"document.activeElement.getAttribute('{attribute}') || ''"))


def test_single_keys_search_help_and_begin_a_matter(cast: Cast, sit_down: Open) -> None:
    page = sit_down(cast.wang, "/cases/?state=")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    page.keyboard.type("n?")
    assert page.locator("[data-search]").input_value() == "n?"
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keyboard-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keyboard-help")).to_be_hidden()
    page.keyboard.press("n")

    expect(page.locator("form.new-case")).to_be_visible()


def test_rows_are_walked_and_opened(cast: Cast, cases: list[Case], sit_down: Open) -> None:
    page = sit_down(cast.wang, "/cases/?state=")
    rows = [row.get_attribute("id") for row in page.locator("[data-row]").all()]

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == rows[1]
    page.keyboard.press("k")
    assert focused(page) == rows[0]
    page.keyboard.press("Enter")

    expect(page.locator("#history")).to_be_visible()


def test_control_and_enter_send_an_answer(cast: Cast, cases: list[Case], sit_down: Open) -> None:
    page = sit_down(cast.wang, f"/cases/{cases[0].number}/")
    page.keyboard.press("r")
    page.keyboard.type("Stopped.")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#history")).to_contain_text("Stopped.")
    assert len(facts_of_kind("case_replied")) == 1


def test_enter_that_ends_a_composition_sends_nothing(
    cast: Cast, cases: list[Case], sit_down: Open
) -> None:
    page = sit_down(cast.wang, f"/cases/{cases[0].number}/")
    text = page.locator("form.composer textarea")
    text.fill("已停工")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    for control in ("false", "true"):
        text.evaluate(
            """(field, control) => {
                field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
                field.dispatchEvent(new KeyboardEvent("keydown", {
                    key: "Enter", isComposing: true, ctrlKey: control === "true",
                    bubbles: true, cancelable: true,
                }));
                field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
            }""",
            control,
        )

    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert "POST" not in sent
    assert facts_of_kind("case_replied") == []
    expect(text).to_have_value("已停工")
