"""Opening hours and exceptional days, for the house and for a team, as known at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions, queries

AT = datetime(2024, 1, 1, 1, tzinfo=UTC)
LATER = AT + timedelta(days=10)
WEEK = {"mon-fri": ["08:30-12:00", "13:30-18:00"]}
EVE = date(2024, 2, 9)


@pytest.fixture
def house(cast):
    actions.set_calendar(team=None, in_force=date(2024, 1, 1), hours=WEEK, by=cast.he, at=AT)
    return cast


def half_day(team, by, at=LATER):
    actions.set_exceptional_day(
        team=team, day=EVE, open_at=["08:30-12:00"], name="除夕半天", by=by, at=at
    )


def open_minutes(team, day, known_at=None):
    opening = queries.calendar_for(team, known_at, on=day).day(day).hours
    return sum(closes - opens for opens, closes in opening)


def test_a_house_without_calendar_works_the_usual_week(cast):
    assert queries.calendar_for().is_working_day(date(2024, 3, 4))
    assert not queries.calendar_for().is_working_day(date(2024, 3, 3))
    assert queries.calendar_version_for() is None
    assert cast.desk


def test_holidays_and_make_up_days_come_from_the_notices(house):
    calendar = queries.calendar_for()

    assert calendar.day(date(2024, 2, 12)).note == "holiday"
    assert calendar.day(date(2024, 2, 18)).note == "make_up"
    assert house.desk


def test_a_half_day_counts_for_every_team(house):
    half_day(None, house.he)

    assert open_minutes(None, EVE) == 210
    assert open_minutes("desk", EVE) == 210


def test_what_was_set_later_was_not_known_before(house):
    half_day(None, house.he)

    assert open_minutes(None, EVE, known_at=AT) == 480
    assert open_minutes(None, EVE, known_at=LATER) == 210


def test_a_team_may_differ_from_the_house(house):
    actions.set_calendar(
        team=house.field, in_force=date(2024, 1, 1), hours={"daily": ["08:00-20:00"]},
        by=house.he, at=AT,
    )  # fmt: skip
    half_day(None, house.he)

    assert open_minutes("field", date(2024, 3, 3)) == 720
    assert open_minutes("desk", date(2024, 3, 3)) == 0
    assert open_minutes("field", EVE) == 210


def test_a_team_that_sets_only_days_keeps_the_hours_of_the_house(house):
    half_day(house.desk, house.he)
    actions.set_calendar(
        team=None, in_force=date(2024, 3, 1), hours={"mon-fri": ["09:00-12:00"]},
        by=house.he, at=LATER,
    )  # fmt: skip

    assert open_minutes("desk", EVE) == 210
    assert open_minutes("field", EVE) == 480
    assert open_minutes("desk", date(2024, 3, 4)) == 180


def test_new_hours_leave_the_days_before_as_they_were(house):
    july = date(2024, 7, 1)
    actions.set_calendar(
        team=None, in_force=july, hours={"mon-sat": ["09:00-17:00"]}, by=house.he, at=LATER
    )

    assert open_minutes(None, july - timedelta(days=3)) == 480
    assert open_minutes(None, july - timedelta(days=2)) == 0
    assert open_minutes(None, july + timedelta(days=5)) == 480
    assert open_minutes(None, date(2024, 7, 6)) == 480


@pytest.mark.parametrize("hours", [{}, {"mon": ["18:00"]}, {"mon": ["09:00-12:00", "11:00-13:00"]}])
def test_hours_that_cannot_be_used_are_refused(house, hours):
    with pytest.raises(RefusedError):
        actions.set_calendar(team=None, in_force=EVE, hours=hours, by=house.he, at=LATER)


def test_the_calendar_costs_one_query_when_it_was_built_before(house, django_assert_num_queries):
    queries.calendar_for("desk")

    with django_assert_num_queries(1):
        queries.calendar_for("desk")
    assert house.desk
