"""A day at a hotel's front desk: cinema tickets are sold, counted to the yuan, and settled."""

from __future__ import annotations

import pytest

from shouwen.obligations import queries as owed
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import begin, day_of, do, prints, sees

pytestmark = pytest.mark.browser


def test_tickets_are_sold_counted_and_settled_before_the_shift_ends(
    cast: Cast, clock: Clock, desks: Desks
) -> None:
    day = day_of("hotel")
    begin(day, cast=cast, clock=clock, sit_down=desks.open)
    wang = desks.open(cast.wang)
    do(wang, day["sold"])
    (handing_in,) = owed.open_of_rule(*day["owed"]["rule"])
    wang.goto(f"/why/obligation/{handing_in.pk}/")
    sees(wang, *day["owed"]["sees"])

    do(wang, day["short"])
    do(wang, day["counted"])
    prints(wang, *day["printed"])
    do(wang, day["none_left"])
    clock.set(day["settled"]["at"])
    do(wang, day["settled"])
