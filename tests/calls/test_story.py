"""An exchange may tell of a call late, twice, in the wrong order, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.calls.story import story_of
from shouwen.calls.words import CallEvent, Ending, Told

NOW = datetime(2024, 3, 5, 9, tzinfo=UTC)


def told(kind: str, second: int, seat: str = "", *, late: int = 0, key: str = "", **more):
    at = NOW + timedelta(seconds=second)
    return CallEvent(
        call="c1", key=key or f"{kind}{second}{seat}", kind=Told(kind), at=at,
        received_at=at + timedelta(seconds=late), seat=seat, more=more,
    )  # fmt: skip


WHOLE = (
    told("arrived", 0, number="13800001234"),
    told("queued", 8, queue="服务"),
    told("rang", 20, "wang", rings=2),
    told("answered", 28, "wang", rings=2),
    told("held", 60, "wang"),
    told("resumed", 75, "wang"),
    told("ended", 208, by="caller"),
    told("recorded", 215, file="a.wav"),
)


def test_a_whole_call():
    story = story_of(WHOLE)

    assert (story.ending, story.state, story.answered_by) == (Ending.ANSWERED, "ended", "wang")
    assert (story.wait_seconds, story.talk_seconds, story.hold_seconds) == (20, 180, 15)
    assert (story.queue, story.number, story.ended_by) == ("服务", "13800001234", "caller")
    assert story.rang[0].rings == 2


def test_who_hangs_up_in_the_queue_has_abandoned_and_in_the_menu_has_not():
    queue = story_of([told("arrived", 0), told("queued", 8), told("ended", 50)])
    menu = story_of([told("arrived", 0), told("ended", 50, menu=True)])
    silent = story_of([told("arrived", 0), told("ended", 50)])

    assert (queue.ending, queue.wait_seconds) == (Ending.ABANDONED, 42)
    assert menu.ending is Ending.IN_MENU
    # What was not said to have ended in the menu may have been a person waiting.
    assert silent.ending is Ending.ABANDONED


def test_what_was_held_or_resumed_was_answered():
    story = story_of([told("rang", 3, "wang"), told("resumed", 30, "wang"), told("ended", 40)])

    assert (story.ending, story.answered_by) == (Ending.ANSWERED, "wang")


def test_a_clock_that_runs_ahead_opens_nothing_again():
    story = story_of([told("answered", 90, "wang"), told("ended", 60)])

    assert (story.state, story.talk_seconds) == ("ended", 0)


def test_an_event_from_the_future_counts_when_it_came():
    ahead = CallEvent(
        call="c1", key="x", kind=Told.ENDED, at=NOW + timedelta(days=2), received_at=NOW
    )

    assert story_of([told("arrived", -60), ahead]).ended == NOW


def test_a_presumed_end_yields_to_what_proves_that_it_goes_on():
    presumed = told("presumed_ended", 100)

    assert story_of([told("rang", 3, "wang"), presumed]).ending is Ending.LOST
    assert story_of([told("answered", 5, "wang"), presumed]).ended is not None
    assert story_of([told("answered", 5, "wang"), presumed, told("held", 130)]).ended is None
    ended = story_of([told("answered", 5, "wang"), presumed, told("ended", 90)])
    assert ended.talk_seconds == 85


def test_after_a_transfer_another_speaks_and_the_first_stays_the_first():
    story = story_of([*WHOLE[:4], told("transferred", 90, "wang", to="li")])

    assert (story.answered_by, story.with_seat) == ("wang", "li")
    assert story.moved == (("wang", "li", NOW + timedelta(seconds=90)),)


def test_only_who_let_it_ring_missed_it():
    rung = [told("rang", 3, "wang"), told("no_answer", 18, "wang"), told("rang", 19, "li")]
    story = story_of([*rung, told("answered", 25, "li")])

    assert [ring.seat for ring in story.missed_by] == ["wang"]


def test_nothing_told_is_no_call():
    with pytest.raises(ValueError, match="Nothing"):
        story_of([])


KINDS = st.sampled_from(list(Told))
EVENTS = st.lists(
    st.builds(
        told, KINDS, st.integers(-100, 300), st.sampled_from(("", "wang", "li")),
        late=st.integers(-50, 400), key=st.sampled_from(("", "same", "again")),
        to=st.sampled_from(("", "li")), menu=st.booleans(), rings=st.integers(0, 9),
    ),
    min_size=1,
    max_size=9,
)  # fmt: skip


@given(EVENTS, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing_and_times_never_run_back(events, chance):
    story = story_of(events)
    shuffled = [*events, *chance.choices(events, k=len(events))]
    chance.shuffle(shuffled)

    assert story_of(shuffled) == story
    moments = [story.arrived, story.answered, story.ended]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)
    assert (story.state == "ended") == (story.ending is not Ending.OPEN)
    assert all(n is None or n >= 0 for n in (story.wait_seconds, story.talk_seconds))
    assert (story.ending is Ending.ANSWERED) <= (story.answered is not None)


@given(EVENTS)
def test_an_end_that_was_told_leaves_no_call_open(events):
    end = told("ended", 5, key="the end")

    assert story_of([*events, end]).state == "ended"
