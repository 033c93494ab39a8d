from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.planning.staffing import (
    Aim,
    Interval,
    Load,
    plan,
    seats_for,
    service,
    service_through,
)
from tests.planning.simulated_queue import acted_out

pytestmark = pytest.mark.once

EIGHTY_IN_TWENTY = Aim(level=0.8, within=20)
rates = st.floats(0.001, 2)
handlings = st.floats(20, 900)
patiences = st.floats(20, 1200)


def test_erlang_c_gives_the_figures_of_the_textbook() -> None:
    # 100 calls in half an hour of 3 minutes each on 14 seats: the example most tables print.
    given = service(Load(rate=100 / 1800, handling=180), seats=14, within=20)
    assert given.level == pytest.approx(0.8884, abs=5e-5)
    assert given.wait == pytest.approx(7.84, abs=5e-3)
    assert given.busy == pytest.approx(10 / 14)
    assert given.abandoned == 0


def test_nobody_who_stays_is_answered_by_too_few_seats() -> None:
    given = service(Load(rate=1, handling=60), seats=60, within=20)
    assert (given.level, given.wait) == (0, math.inf)


@given(rates, handlings, patiences, st.integers(1, 80))
def test_who_hangs_up_and_who_is_served_are_everybody(
    rate: float, handling: float, patience: float, seats: int
) -> None:
    load = Load(rate, handling, patience)
    given = service(load, seats=seats, within=20)
    served = given.busy * seats / handling
    assert served + given.abandoned * rate == pytest.approx(rate, rel=1e-6)
    assert 0 <= given.level <= 1 - given.abandoned + 1e-9


@pytest.mark.parametrize("seats", [11, 12, 14, 20])
def test_endless_patience_is_erlang_c(seats: int) -> None:
    stays = service(Load(rate=100 / 1800, handling=180), seats=seats, within=20)
    nearly = service(Load(rate=100 / 1800, handling=180, patience=1e6), seats=seats, within=20)
    assert nearly.level == pytest.approx(stays.level, abs=1e-3)
    assert nearly.wait == pytest.approx(stays.wait, rel=0.01)


@given(rates, handlings, patiences, st.integers(1, 60), st.floats(1, 120))
def test_a_seat_or_a_second_more_never_hurts(
    rate: float, handling: float, patience: float, seats: int, within: float
) -> None:
    load = Load(rate, handling, patience)
    level = service(load, seats=seats, within=within).level
    assert service(load, seats=seats + 1, within=within).level >= level - 1e-9
    assert service(load, seats=seats, within=within + 1).level >= level - 1e-9


@given(st.floats(0.5, 400), handlings, st.one_of(st.just(0.0), patiences))
def test_seats_are_enough_and_one_less_is_not(
    contacts: float, handling: float, patience: float
) -> None:
    interval = Interval(contacts, 30, handling, patience)
    seats = seats_for(interval, EIGHTY_IN_TWENTY)
    assert service(interval.load, seats=seats, within=20).level >= 0.8
    if seats > 1:
        assert service(interval.load, seats=seats - 1, within=20).level < 0.8


def test_a_promise_that_nobody_can_keep_is_told() -> None:
    # Half of them are gone within 7 seconds, however many seats stand ready for the others later.
    with pytest.raises(ValueError, match="No number of seats"):
        seats_for(Interval(100, 30, 180, 60), Aim(level=1.1, within=20))


def test_the_floor_of_the_rules_and_shrinkage_are_added() -> None:
    quiet, busy = Interval(2, 30, 180, floor=8), Interval(100, 30, 180, floor=8)
    night, noon = plan([quiet, busy], EIGHTY_IN_TWENTY, shrinkage=0.2)
    assert (night.seats, night.people, night.by_floor) == (8, 10, True)
    assert (noon.seats, noon.people, noon.by_floor) == (14, 18, False)


def test_three_chats_at_once_need_fewer_seats() -> None:
    one = Interval(100, 30, 300)
    three = Interval(100, 30, 420, at_once=3)
    assert seats_for(three, EIGHTY_IN_TWENTY) < seats_for(one, EIGHTY_IN_TWENTY)


def test_no_demand_needs_nobody() -> None:
    (only,) = plan([Interval(0, 30, 180)], EIGHTY_IN_TWENTY)
    assert (only.seats, only.people, only.service.level) == (0, 0, 1)


def test_a_day_acted_out_meets_the_service_foretold() -> None:
    contacts = (20, 60, 110, 90, 50, 25)
    intervals = [Interval(each, 30, 150, 200) for each in contacts]
    seats = [each.seats for each in plan(intervals, EIGHTY_IN_TWENTY)]
    told = service_through(intervals, seats, within=20)
    met = acted_out(intervals, seats, within=20, days=60, seed=7)
    whole = sum(contacts)
    expected = sum(part.level * came for part, came in zip(told, contacts, strict=True)) / whole
    seen = sum(each.in_time for each in met) / sum(each.came for each in met)
    assert seen == pytest.approx(expected, abs=0.01)


def test_a_queue_is_handed_on_to_the_next_interval() -> None:
    rush, calm = Interval(200, 30, 180, 600), Interval(40, 30, 180, 600)
    _, after = service_through([rush, calm], [10, 10], within=20)
    alone = service(calm.load, seats=10, within=20)
    assert after.level < alone.level - 0.05


def test_a_day_may_begin_before_anybody_calls() -> None:
    silent, first = Interval(0, 30, 180, 200), Interval(30, 30, 180, 200)
    before, after = service_through([silent, first], [1, 6], within=20)
    assert before.level == 1
    assert after.level > 0.8
