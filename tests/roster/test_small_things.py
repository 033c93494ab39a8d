"""Swaps that cannot be, and holidays in the language of the page."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from shouwen.roster import days
from tests.roster.conftest import Floor, colleague, floor, signed_in

__all__ = ["floor"]
DAY = date(2024, 3, 11)


def test_a_swap_with_somebody_who_works_then_says_so_before_any_rule(floor: Floor):
    sun = colleague(floor.cast, "sunhao", "孙浩")
    shift, _theirs = floor.put(floor.cast.wang, DAY), floor.put(sun, DAY)
    floor.publish()

    page = signed_in(floor.cast.wang).get(f"/roster/shifts/{shift.pk}/swap/?partner=sunhao").text

    assert "孙浩此时已有班次或请假" in page
    assert 'class="verdict' not in page


def test_a_holiday_is_named_in_the_language_of_the_page():
    (day,) = days.days_of(date(2024, 4, 4), date(2024, 4, 4), DAY)
    assert day.holiday == "清明节"
    with translation.override("en"):
        (day,) = days.days_of(date(2024, 4, 4), date(2024, 4, 4), DAY)
        assert day.holiday == "Qingming"


def test_kinds_of_shifts_stand_among_the_tabs_of_the_team(floor: Floor):
    page = signed_in(floor.cast.li).get("/roster/teams/desk/shifts/").text

    assert '<a href="/roster/teams/desk/shifts/" aria-current="page">' in page
