"""The simulated exchange is believable, the same for the same seed, and heard like any other."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.calls import actions, measures
from shouwen.calls.models import Call
from shouwen.calls.simulated import Centre, acted_out
from shouwen.calls.story import Story, story_of
from shouwen.calls.words import CallEvent, Ending
from shouwen.seats import actions as seats
from shouwen.seats.choices import SeatState
from shouwen.seats.models import Seat
from tests.calls.conftest import NOW, Floor


def stories(events: list[CallEvent]) -> list[Story]:
    calls: dict[str, list[CallEvent]] = defaultdict(list)
    for event in events:
        calls[event.call].append(event)
    return [story_of(told) for told in calls.values()]


def test_the_same_seed_tells_the_same_and_another_one_does_not():
    centre = Centre(seats=("wang", "li"))
    first = acted_out(centre, begins=NOW, hours=1, seed=7)

    assert acted_out(centre, begins=NOW, hours=1, seed=7) == first
    assert acted_out(centre, begins=NOW, hours=1, seed=8) != first


def test_more_seats_lose_fewer_callers():
    def lost(n: int) -> float:
        centre = Centre(seats=tuple(f"s{i}" for i in range(n)), per_hour=120)
        found = stories(acted_out(centre, begins=NOW, hours=8, seed=1))
        return sum(s.ending is Ending.ABANDONED for s in found) / len(found)

    few, some, many = lost(3), lost(6), lost(14)
    assert few > some > many
    assert few > 0.2
    assert many < 0.06


def test_about_as_many_call_as_were_asked_for_and_half_speak_shorter():
    centre = Centre(seats=tuple(f"s{i}" for i in range(20)), per_hour=100)
    found = stories(acted_out(centre, begins=NOW, hours=20, seed=3))
    talks = sorted(s.talk_seconds for s in found if s.talk_seconds is not None)

    assert 1800 < len(found) < 2200
    assert 135 < talks[len(talks) // 2] < 165


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(10, 200), st.integers())
def test_no_seat_speaks_to_two_and_every_caller_comes_to_an_end(size, per_hour, seed):
    centre = Centre(seats=tuple(f"s{i}" for i in range(size)), per_hour=per_hour, unheard=0.2)
    events = acted_out(centre, begins=NOW, hours=2, seed=seed)
    found = stories(events)

    assert [e.at for e in events] == sorted(e.at for e in events)
    assert all(story.ended is not None for story in found)
    busy: dict[str, list[tuple]] = defaultdict(list)
    for story in found:
        if story.answered is not None:
            busy[story.answered_by].append((story.answered, story.ended))
    for spans in busy.values():
        spans.sort()
        assert all(one[1] <= next_one[0] for one, next_one in pairwise(spans))


def test_a_centre_without_seats_is_none():
    with pytest.raises(ValueError, match="seat"):
        acted_out(Centre(seats=()), begins=NOW, hours=1, seed=1)


def test_what_it_tells_is_kept_like_any_other_and_seats_end_free(floor: Floor):
    seats.enter(member=floor.cast.wang, state="ready", now=NOW)
    centre = Centre(seats=("wang", "zhang"), per_hour=40, queue="服务")
    events = acted_out(centre, begins=NOW, hours=0.5, seed=5)
    for event in events:
        actions.tell(exchange=floor.exchange, events=[event], now=event.at)

    found = stories(events)
    day = timedelta(days=1)
    figures = measures.measured(first=NOW, until=NOW + day, within=20)
    assert Call.objects.filter(ended__isnull=True).count() == 0
    assert figures.answered == sum(s.ending is Ending.ANSWERED for s in found) > 0
    assert figures.abandoned == sum(s.ending is Ending.ABANDONED for s in found) > 0
    assert figures.talked == sum(s.talk_seconds or 0 for s in found)
    assert Seat.objects.get().state == SeatState.AFTER_CALL
