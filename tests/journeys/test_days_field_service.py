"""A day of field service: materials counted short and bought, a sheet signed, a quarter ranked."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, begin, day_of, do, fill, on_paper, prints, sees, send

pytestmark = pytest.mark.browser


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("field-service")
    begin(found, cast=cast, clock=clock, sit_down=desks.open)
    return found


def test_materials_are_drawn_counted_with_a_difference_and_bought(
    cast: Cast, day: Day, desks: Desks
) -> None:
    wang = desks.open(cast.wang)
    do(wang, day["unregistered"])
    do(wang, day["drawn"])
    do(wang, day["counted_short"])
    wang.goto(day["difference"]["address"])
    sees(wang, *day["difference"]["sees"])
    he = desks.open(cast.he)
    do(he, day["bought"])
    prints(he, *day["plan_sheet"])


def test_a_sheet_that_the_customer_signed_asks_for_the_day_and_is_printed(
    cast: Cast, day: Day, desks: Desks
) -> None:
    step = day["signed"]
    he = desks.open(cast.he, f"/registers/{step['register']}/new/", script=False)
    form = he.locator("main form[data-offline]").first
    fill(form, step["fields"])
    send(he, form)
    fill(form, step["then"])
    send(he, form)
    sees(he, *step["sees"])
    prints(he, *day["record_sheet"])


def test_a_quarter_is_closed_with_prizes_and_a_tie_is_decided(
    cast: Cast, day: Day, desks: Desks
) -> None:
    he = desks.open(cast.he)
    for step in (*day["assessed"], *day["ranked"]):
        do(he, step)

    tie = day["tie"]
    do(he, tie)
    decided = he.locator('form[action$="/complete/"]')
    fill(decided, tie["decided"])
    send(he, decided)
    sees(he, *tie["then_sees"])
    he.locator("main a[data-row-open]").first.click()
    sees(he, *tie["then_why"])

    zhao = desks.open(cast.zhao, tie["statement"])
    sees(zhao, *tie["statement_sees"])
    on_paper(zhao, *tie["statement_sees"], *tie["statement_signed"])
