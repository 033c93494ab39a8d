"""A day in a mall: a patrol by its route, and a shop that opens late."""

from __future__ import annotations

import pytest

from shouwen.enforcement.watch import watch_once
from shouwen.obligations import queries as owed
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import begin, day_of, do, fill, prints, sees, send

pytestmark = pytest.mark.browser
PHONE = 375


def test_a_patrol_finds_a_shop_that_opens_late(cast: Cast, clock: Clock, desks: Desks) -> None:
    day = day_of("mall")
    begin(day, cast=cast, clock=clock, sit_down=desks.open)
    do(desks.open(cast.he), day["hours"])

    wang = desks.open(cast.wang, f"/rounds/begin/{day['patrol']['route']}/", width=PHONE)
    form = wang.locator("main form[data-offline]").first
    fill(form, day["patrol"]["fields"])
    send(wang, form)
    sees(wang, *day["patrol"]["sees"])
    wang.get_by_role("link", name=day["patrol"]["way"]).click()
    send(wang, wang.locator("main form[data-offline]").first)
    wang.goto("/rounds/")
    sees(wang, day["patrol"]["next"])

    clock.set(day["opens_late"]["at"])
    watch_once(now=clock.now)
    (late,) = owed.open_of_rule(*day["lapsed"]["rule"])
    he = desks.open(cast.he)
    do(he, day["opens_late"], late.about)
    he.goto(f"/why/obligation/{late.pk}/")
    sees(he, *day["lapsed"]["sees"])
    he.goto(f"/targets/{'/'.join(day['late']['target'])}/")
    sees(he, *day["late"]["sees"])

    do(wang, day["sheet"])
    prints(wang, *day["printed"])
