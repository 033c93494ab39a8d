"""What is typed while the form writes its fields anew stays typed, however slow the network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.journeys.conftest import Desks
from tests.registers.test_moments_kept import TEXT

pytestmark = pytest.mark.browser


def test_a_field_typed_while_an_answer_is_on_its_way_keeps_what_was_typed(
    cast: Cast, desks: Desks
) -> None:
    adopted = regulations.adopt(
        text=TEXT, file_name="visits.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), adopted
    page = desks.open(cast.he, "/registers/visits/sheet/new/")
    page.locator("[name=detail-signed]").select_option("yes")
    signed_on = page.locator("[name=detail-signed_on]")
    expect(signed_on).to_be_visible()
    held: list[Route] = []
    released: list[bool] = []

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    page.route("**/cases/", hold)

    page.locator("[name=detail-customer]").fill("王女士")
    page.locator("[name=detail-customer]").blur()
    page.wait_for_timeout(100)
    signed_on.fill("2024-03-04T09:30")
    released.append(True)
    for route in held:
        route.continue_()

    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    expect(signed_on).to_have_value("2024-03-04T09:30")
    page.locator("#entry-form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("王女士")
    expect(page.locator("#entry-form")).to_have_count(0)
