"""The door: one click in a demonstration, a password everywhere else."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from shouwen.people import actions as people
from tests.cast import PASSWORD, Cast
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def test_a_visitor_of_the_demonstration_is_in_with_one_click(
    cast: Cast, settings: Any, sit_down: Open
) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True
    people.add_member(key="chengang", name="陈刚", email="chengang@example.com")
    page = sit_down(None, "/accounts/login/")

    page.locator('button.role[value="chengang"]').click()

    expect(page.locator("h1")).to_contain_text("陈刚")


def test_elsewhere_there_is_no_such_click(cast: Cast, settings: Any, sit_down: Open) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = False
    people.add_member(key="chengang", name="陈刚", email="chengang@example.com")
    page = sit_down(None, "/accounts/login/")

    expect(page.locator("[name=password]")).to_be_visible()
    expect(page.locator("button.role")).to_have_count(0)
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        "/demo/sign-in/",
        form={"username": "chengang", "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )

    assert answer.status == 404


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])
def test_a_member_signs_in_with_a_password_and_out_again(
    cast: Cast, sit_down: Open, language: str, width: int
) -> None:
    cast.wang.set_password(PASSWORD)
    cast.wang.save(update_fields=["password"])
    page = sit_down(None, "/cases/", language=language, width=width)
    expect(page.locator("[name=password]")).to_be_visible()

    page.locator("[name=login]").fill("wang")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/cases/" in page.url

    page.locator("details.menu summary").click()
    page.locator("details.menu .menu-out").click()
    page.goto("/cases/")
    expect(page.locator("[name=password]")).to_be_visible()


def test_the_language_is_changed_with_one_click(cast: Cast, sit_down: Open) -> None:
    page = sit_down(cast.wang, "/cases/?state=")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")

    page.locator("form.language button").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Matters")
