"""What a pause does to a deadline."""

from __future__ import annotations

import pytest

from shouwen.policy.amounts import Length
from tests.policy.calendars import OFFICE, at, wall

NOON, LATE = "2024-05-07 10:00", "2024-05-07 15:00"


def due(length, *pauses, start="2024-05-06 10:00", **options):
    stretches = [(at(a), at(b) if b else None) for a, b in pauses]
    return OFFICE.due(at(start), Length.parse(length), pauses=stretches, **options)


def test_hours_skip_the_pause():
    assert wall(due("24 hours", ("2024-05-06 12:00", "2024-05-06 18:00")).at) == "2024-05-07 16:00"


def test_working_hours_skip_only_the_opening_time_of_the_pause():
    # The night between is nobody's working time, so the pause costs one hour.
    found = due("8 working hours", ("2024-05-06 17:30", "2024-05-07 09:00"))

    assert wall(found.at) == "2024-05-07 11:00"


def test_a_pause_within_one_working_day_does_not_move_working_days():
    assert wall(due("2 working days", (NOON, LATE)).at) == "2024-05-08 18:00"


def test_a_working_day_that_closes_during_the_pause_is_not_counted():
    found = due("2 working days", ("2024-05-07 15:00", "2024-05-08 09:00"))

    assert wall(found.at) == "2024-05-09 18:00"
    assert found.steps[0].code == "calendar.pause_days"
    assert found.steps[0].values["days"] == 1


def test_calendar_days_and_months_move_by_the_midnights_of_the_pause():
    pause = ("2024-05-07 15:00", "2024-05-09 09:00")

    assert wall(due("3 days", pause).at) == "2024-05-12 00:00"
    assert wall(due("1 month", pause).at) == "2024-06-09 00:00"


def test_while_the_clock_stands_still_nothing_is_due():
    found = due("2 working days", (NOON, None))

    assert found.at is None
    assert found.steps[-1].code == "calendar.paused"


def test_a_pause_after_it_was_due_changes_nothing():
    assert wall(due("2 hours", (NOON, None)).at) == "2024-05-06 12:00"
    assert wall(due("1 working day", ("2024-05-07 18:30", None)).at) == "2024-05-07 18:00"


def test_overlapping_pauses_count_once():
    twice = due("24 hours", ("2024-05-06 12:00", "2024-05-06 15:00"), ("2024-05-06 14:00", LATE))
    once = due("24 hours", ("2024-05-06 12:00", LATE))

    assert twice == once


def test_an_event_during_a_pause_starts_when_the_clock_runs_again():
    found = due("2 hours", ("2024-05-06 09:00", "2024-05-06 11:00"))

    assert wall(found.at) == "2024-05-06 13:00"


def test_a_clock_time_moves_only_if_the_clock_stands_still_at_it():
    start, pause = at("2024-05-06 10:00"), (at("2024-05-06 17:00"), at("2024-05-07 18:00"))

    before = OFFICE.due_by_clock(start, "16:00", pauses=[pause])
    during = OFFICE.due_by_clock(start, "17:30", pauses=[pause])
    paused = OFFICE.due_by_clock(start, "17:30", pauses=[(pause[0], None)])

    assert wall(before.at) == "2024-05-06 16:00"
    assert wall(during.at) == "2024-05-08 17:30"
    assert during.steps[-1].code == "calendar.moved_by_pause"
    assert paused.at is None


def test_a_pause_that_ends_before_it_began_is_refused():
    with pytest.raises(ValueError, match="before it began"):
        due("2 hours", (LATE, NOON))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.is_open(at(NOON).replace(tzinfo=None))
