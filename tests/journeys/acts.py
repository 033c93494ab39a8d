"""What people do with the pages, by the names that stay whatever language they read."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def choose(place: Page | Locator, name: str, value: str) -> None:
    """Choose one of several; the visible label is what one clicks."""
    found = place.locator(f'input[name="{name}"][value="{value}"]')
    found.check(force=True)
    expect(found).to_be_checked()


def form_of(page: Page, verb: str) -> Locator:
    """Return the form of a step with a case, unfolded."""
    form = page.locator(f'form[action$="/{verb}/"]')
    if not form.is_visible():
        page.locator("details.step", has=form).locator("summary").click()
    expect(form).to_be_visible()
    return form


def send(page: Page, form: Locator, status: int = 200) -> None:
    """Send a form that htmx swaps, and wait for its answer on the page."""
    action = form.get_attribute("action") or ""
    with page.expect_response(lambda answer: answer.url.endswith(action)) as answered:
        form.locator("button.btn").last.click()
    assert answered.value.status == status, answered.value.text()[:2000]
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def take(page: Page, verb: str, **fields: str) -> None:
    """Take a step with a case; what is answered stands in the notice above."""
    form = form_of(page, verb)
    for name, value in fields.items():
        control = form.locator(f'[name="{name}"]')
        if control.first.get_attribute("type") == "radio":
            choose(form, name, value)
        elif control.evaluate("(e) => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    send(page, form)
    expect(page.locator(".said-box")).to_be_visible()


def chip(place: Page | Locator, number: str) -> Locator:
    """Return the seal-red chip of a clause."""
    exact = re.compile(rf"^\s*{re.escape(number)}\s*$")
    return place.locator("a.clause").filter(has_text=exact).first


def ask_why(page: Page, number: str, place: Locator | None = None) -> Locator:
    """Open a clause's explanation in the panel beside the page and return the panel."""
    chip(place or page, number).click()
    panel = page.locator("#panel")
    expect(panel.locator("#panel-body .card").first).to_be_visible()
    return panel


def close_panel(page: Page) -> None:
    """Close the panel again."""
    page.locator("#panel [data-bs-dismiss=offcanvas]").click()
    expect(page.locator("#panel")).to_be_hidden()
