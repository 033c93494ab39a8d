"""A clause that asks for a number of people and leaves it blank says so where gaps are shown."""

from __future__ import annotations

from tests.roster.conftest import Floor, adopt, floor, signed_in
from tests.roster.test_changing_rules import NOTICE

__all__ = ["floor"]


def test_a_floor_left_blank_says_that_nobody_is_told(floor: Floor):
    page = "/roster/teams/desk/coverage/?day=2024-03-11"
    assert "未填数值" not in signed_in(floor.cast.li).get(page).text
    adopt(NOTICE, floor.cast)

    assert "未填数值" in signed_in(floor.cast.li).get(page).text
