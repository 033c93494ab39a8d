"""A month in an online shop: points lost, a fine, prizes by rank, and the month is closed."""

from __future__ import annotations

import pytest

from shouwen.obligations import queries as owed
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, begin, day_of, do, prints, sees

pytestmark = pytest.mark.browser


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("e-commerce")
    begin(found, cast=cast, clock=clock, sit_down=desks.open)
    return found


def test_a_month_is_closed_after_points_a_fine_and_prizes_by_rank(
    cast: Cast, day: Day, desks: Desks, clock: Clock
) -> None:
    he = desks.open(cast.he)
    do(he, day["left"])
    (warning,) = owed.open_of_rule(*day["warning"]["rule"])
    li = desks.open(cast.li, f"/why/obligation/{warning.pk}/")
    sees(li, *day["warning"]["sees"])

    do(he, day["complaint"])
    for ranked in day["ranked"]:
        do(he, ranked)
    do(he, day["fund"])
    prints(he, *day["printed"])

    clock.set(day["closed"]["at"])
    for closed in day["closed"]["months"]:
        do(he, closed)
    target = day["target"]
    he.goto(target["address"])
    sees(he, *target["below"])
    he.goto(f"{target['address']}?show=met")
    sees(he, *target["above"])

    said = day["statements"]
    address = f"/statement/?month={said['month']}"
    sees(desks.open(cast.wang, address), *said["loses"])
    sees(desks.open(cast.zhang, address), *said["gains"])
