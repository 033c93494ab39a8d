"""What holds for every calendar, every start and every length."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.calendar import Calendar
from shouwen.policy.sentences import SENTENCES
from shouwen.regulations.holiday_table import holiday_tables
from tests.policy.calendars import (
    calendars,
    counted,
    gaps,
    lengths,
    moments,
    working_times,
)

ZERO = timedelta(0)
SECOND = timedelta(seconds=1)
dates = st.dates(date(2024, 1, 1), date(2026, 12, 31))
# Up to four stretches of running and standing still after the start.
stretches = st.lists(gaps, min_size=2, max_size=4)


def pauses_after(start, stretches):
    """Pauses that begin after ``start``, from the lengths of running and standing in turn."""
    edges = [start]
    for stretch in stretches:
        edges.append(edges[-1] + stretch)
    return [(a, b) for a, b in list(pairwise(edges))[1::2]]


def inside(calendar: Calendar, moment) -> bool:
    """Whether a moment is in opening time, the closing instant included."""
    just_before = moment.astimezone(UTC) - timedelta(microseconds=1)
    return calendar.is_open(moment) or calendar.is_open(just_before)


@given(calendars, moments, lengths, counted, stretches)
def test_pausing_with_no_gap_changes_nothing(calendar, start, length, how, stretches):
    real = pauses_after(start, stretches)
    empty = [(b, b) for _, b in real] + [(a - SECOND, a - SECOND) for a, _ in real]

    without = calendar.due(start, length, counted=how, pauses=real)

    assert calendar.due(start, length, counted=how, pauses=real + empty).at == without.at
    assert calendar.due(start, length, counted=how, pauses=empty) == calendar.due(
        start, length, counted=how
    )


@given(calendars, moments, gaps, lengths, counted, stretches)
def test_starting_later_is_never_due_sooner(calendar, start, later, length, how, stretches):
    pauses = pauses_after(start + later, stretches)

    sooner = calendar.due(start, length, counted=how, pauses=pauses).at

    assert calendar.due(start + later, length, counted=how, pauses=pauses).at >= sooner


@given(calendars, moments, lengths, counted, stretches, gaps)
def test_resuming_later_is_never_due_sooner(calendar, start, length, how, stretches, later):
    *earlier, (paused, resumed) = pauses_after(start, stretches)

    sooner = calendar.due(start, length, counted=how, pauses=[*earlier, (paused, resumed)]).at

    assert (
        calendar.due(start, length, counted=how, pauses=[*earlier, (paused, resumed + later)]).at
        >= sooner
        >= calendar.due(start, length, counted=how, pauses=earlier).at
    )


@given(calendars, moments, lengths, counted, gaps)
def test_a_pause_without_end_leaves_it_undecided_unless_it_was_due_before(
    calendar, start, length, how, gap
):
    due = calendar.due(start, length, counted=how).at

    paused = calendar.due(start, length, counted=how, pauses=[(start + gap, None)]).at

    assert paused in {None, due}
    if due < start + gap:
        assert paused == due


@given(calendars, moments, lengths, counted)
def test_nothing_is_due_before_it_began(calendar, start, length, how):
    assert calendar.due(start, length, counted=how).at >= start
    assert calendar.before(start, length, counted=how).at <= start


@given(calendars, moments, gaps, lengths, counted)
def test_a_later_event_is_never_announced_sooner(calendar, moment, later, length, how):
    sooner = calendar.before(moment, length, counted=how).at

    assert calendar.before(moment + later, length, counted=how).at >= sooner


@given(calendars, moments, working_times)
def test_adding_and_taking_away_returns(calendar, moment, working):
    start = calendar.add(moment, ZERO)
    if not calendar.is_open(start):
        return

    assert calendar.subtract(calendar.add(start, working), working) == start


@given(calendars, moments, working_times)
def test_working_time_never_falls_outside_opening_time(calendar, moment, working):
    assert inside(calendar, calendar.add(moment, working))
    assert inside(calendar, calendar.subtract(moment, working))


@given(calendars, moments, working_times)
def test_as_much_passes_as_was_added(calendar, moment, working):
    assert calendar.between(moment, calendar.add(moment, working)) == working
    assert calendar.between(calendar.subtract(moment, working), moment) == working


@given(calendars, moments, gaps, gaps)
def test_working_time_adds_up(calendar, start, gap, other):
    middle, end = start + gap, start + gap + other

    whole = calendar.between(start, end)

    assert calendar.between(start, middle) + calendar.between(middle, end) == whole
    assert calendar.between(end, start) == -whole


@given(calendars, dates, st.integers(1, 60))
def test_counting_working_days_there_and_back_returns(calendar, day, count):
    first = calendar.nth_working_day(day, 0)

    there = calendar.nth_working_day(first, count)

    assert calendar.is_working_day(there)
    assert calendar.nth_working_day(there, -count) == first
    days = range(first.toordinal() + 1, there.toordinal() + 1)
    assert sum(calendar.is_working_day(date.fromordinal(d)) for d in days) == count


@given(
    calendars,
    moments,
    gaps,
    st.integers(0, 24),
    st.sampled_from(["today", "next_day", "next_working_day"]),
)
def test_a_clock_time_of_a_later_day_is_never_sooner(calendar, start, later, hour, day):
    clock = f"{hour:02d}:00"

    sooner = calendar.due_by_clock(start, clock, day=day).at

    assert calendar.due_by_clock(start + later, clock, day=day).at >= sooner


@given(
    calendars, moments, gaps, st.integers(1, 31), st.sampled_from(["this", "next"]), st.booleans()
)
def test_a_day_of_a_later_month_is_never_sooner(calendar, start, later, day, month, inclusive):
    sooner = calendar.due_by_month_day(start, day, month, inclusive=inclusive).at

    assert calendar.due_by_month_day(start + later, day, month, inclusive=inclusive).at >= sooner


@given(calendars)
def test_a_calendar_survives_being_written_down(calendar):
    data = calendar.as_json()

    again = Calendar.from_json(data, holiday_tables())

    assert again == calendar
    assert again.as_json() == data


@given(calendars, moments, lengths, counted, stretches)
def test_every_step_has_its_sentence(calendar, start, length, how, stretches):
    pauses = pauses_after(start, stretches)

    steps = calendar.due(start, length, counted=how, pauses=pauses).steps

    assert steps
    assert {step.code for step in steps} <= SENTENCES.keys()
