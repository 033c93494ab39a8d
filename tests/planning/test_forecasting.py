from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from shouwen.planning.forecasting import METHODS, Demand, day_kinds, forecast, trials
from shouwen.policy.holidays import read_table

pytestmark = pytest.mark.once

MONDAY = date(2026, 3, 2)
WEEKDAYS = (400, 300, 280, 260, 240, 120, 80)


def _history(weeks: int, *, seed: int = 3, noise: float = 0.1) -> Demand:
    """Weeks with a Monday peak, two humps a day and some noise."""
    chance = random.Random(seed)
    hours = [0] * 8 + [2, 6, 8, 6, 3, 4, 7, 6, 4, 2] + [1] * 6
    share = [hour / sum(hours) for hour in hours]
    rows = []
    for day in range(weeks * 7):
        total = WEEKDAYS[day % 7] * (1 + noise * chance.uniform(-1, 1))
        rows.append([total * each for each in share])
    return Demand.of(rows, first=MONDAY)


def test_every_method_knows_mondays_from_sundays() -> None:
    past = _history(10)
    for name, method in METHODS.items():
        totals = method(past, [""] * 7).sum(axis=1)
        assert totals == pytest.approx(WEEKDAYS, rel=0.15), name


def test_every_method_gives_what_is_asked_for_and_nothing_below_zero() -> None:
    past = Demand.of(np.zeros((21, 48)).tolist(), first=MONDAY)
    for name, method in METHODS.items():
        told = method(past, ["", "holiday", ""])
        assert told.shape == (3, 48), name
        assert (told >= 0).all(), name
        assert told.sum() == pytest.approx(0, abs=1e-6), name


def test_the_smallest_error_on_past_weeks_comes_first_and_is_taken() -> None:
    past = _history(16, noise=0.3)
    tried = trials(past, weeks=3)
    assert {trial.method for trial in tried} == set(METHODS)
    assert [trial.error for trial in tried] == sorted(trial.error for trial in tried)
    assert tried[0].error < next(t.error for t in tried if t.method == "same_as_last_week")
    told = forecast(past, [""] * 7)
    assert told.method == told.trials[0].method


def test_a_week_is_tried_with_what_came_before_it_alone() -> None:
    past = _history(12)
    surprise = past.counts.copy()
    surprise[-7:] *= 3
    changed = Demand(past.first, past.minutes, surprise, past.kinds)
    before = METHODS["blend"](past.until(len(past) - 7), [""] * 7)
    after = METHODS["blend"](changed.until(len(past) - 7), [""] * 7)
    assert (before == after).all()


def test_holidays_of_the_past_teach_the_holiday_to_come() -> None:
    rows, kinds = _history(20).counts.copy(), [""] * 140
    for day in (30, 65, 101):
        rows[day] *= 0.2
        kinds[day] = "holiday"
    past = Demand.of(rows.tolist(), first=MONDAY, kinds=kinds)
    told = METHODS["regression"](past, ["", "holiday"]).sum(axis=1)
    assert told[0] == pytest.approx(400, rel=0.1)
    assert told[1] == pytest.approx(60, rel=0.15)


def test_chinese_holidays_and_the_days_around_them_have_kinds() -> None:
    off = [{"name": "春节", "date": f"2026-02-{day}", "isOffDay": True} for day in range(16, 24)]
    notice = {
        "year": 2026,
        "days": [
            {"name": "春节", "date": "2026-02-14", "isOffDay": False},
            *off,
        ],
    }
    days = [date(2026, 2, 13) + timedelta(days=n) for n in range(12)]
    kinds = day_kinds(days, read_table("test", [notice]), {date(2026, 2, 13): "promotion"})
    assert kinds == ("promotion", "make_up", "eve", *["holiday"] * 8, "return")


def test_a_saturday_worked_in_exchange_goes_like_a_friday() -> None:
    past = _history(12)
    told = METHODS["mean_of_weeks"](past, ["", "", "", "", "", "make_up", ""]).sum(axis=1)
    assert told[5] == pytest.approx(told[4])


def test_what_if_a_third_more_came_and_twice_as_much_on_one_day() -> None:
    past = _history(4)
    plain = forecast(past, [""] * 7, method="blend").demand
    more = forecast(
        past, [""] * 7, method="blend", volume=1.5, special={plain.day(2): 2.0}
    ).demand  # fmt: skip
    ratio = more.totals() / plain.totals()
    assert ratio == pytest.approx([1.5, 1.5, 3, 1.5, 1.5, 1.5, 1.5])


def test_nothing_known_is_told_and_two_weeks_are_enough() -> None:
    with pytest.raises(ValueError, match="Nothing is known"):
        forecast(Demand.of(np.zeros((0, 24)).tolist() or [[0] * 24], first=MONDAY).until(0), [""])
    assert trials(_history(2)) == ()
    assert forecast(_history(2), [""] * 7).method == "mean_of_weeks"


def test_a_method_nobody_knows_is_told() -> None:
    with pytest.raises(ValueError, match="There is no method"):
        forecast(_history(3), [""], method="crystal_ball")
