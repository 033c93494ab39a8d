"""A day in a bank's service centre: a confidential record is revealed by two people."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.customers import actions as customers
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, begin, day_of, do, prints, put, sees, send

pytestmark = pytest.mark.browser


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("bank")
    begin(found, cast=cast, clock=clock, sit_down=desks.open)
    return found


def test_a_top_secret_customer_is_revealed_by_two_and_both_stand_in_the_log(
    cast: Cast, day: Day, desks: Desks, clock: Clock
) -> None:
    who, asked = day["customer"], day["asked"]
    customer = customers.add_customer(**who, secrecy="top", at=clock.now)
    page = f"/customers/{customer.pk}/"
    wang = desks.open(cast.wang, page)
    expect(wang.locator("main")).not_to_contain_text(who["phone"])
    wang.locator(f'a.btn[href="/access/reveal/customer/{customer.pk}/"]').click()
    form = wang.locator("main form.narrow")
    form.locator(f'[name="fields_wanted"][value="{asked["field"]}"]').check()
    put(form, "reason", asked["reason"])
    second = form.locator('[name="second"]')
    li_of_them = second.locator("option", has_text=cast.li.name)
    second.select_option(li_of_them.get_attribute("value"))
    send(wang, form)
    sees(wang, cast.li.name)
    wang.goto(page)
    expect(wang.locator("main")).not_to_contain_text(who["phone"])

    li = desks.open(cast.li, "/access/")
    sees(li, cast.wang.name, asked["reason"])
    send(li, li.locator('form[action$="/second/"]'))
    wang.reload()
    sees(wang, who["phone"])
    li.goto(page)
    expect(li.locator("main")).not_to_contain_text(who["phone"])
    he = desks.open(cast.he, "/access/looks/")
    sees(he, cast.wang.name, asked["reason"])


def test_a_rule_is_taught_and_the_system_is_looked_after(
    cast: Cast, day: Day, desks: Desks
) -> None:
    do(desks.open(cast.he), day["issued"])
    wang = desks.open(cast.wang)
    do(wang, day["maintained"])
    prints(wang, *day["printed"])
