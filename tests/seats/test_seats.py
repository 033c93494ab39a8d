"""A seat is one row on the server: windows, networks and processes come and go."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.seats import actions, queries
from shouwen.seats.choices import CHOSEN, BreakKind, SeatState
from shouwen.seats.models import Seat
from tests.cast import Cast

NOW = datetime(2024, 3, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LEASE = timedelta(seconds=settings.SHOUWEN_SEAT_LEASE_SECONDS)

TEXT = """---
regulation: seat-access
title: 坐席签入规定
in_force: 2024-01-01
posts: {agent: 客服专员}
---

## 1 签入

### 1.1 不在班次内的，不得签入坐席。

```rule
id: only-on-shift
kind: access
title: 班次外不得签入
title_en: Nobody signs in outside a shift
when: {fact: seat_signed_in, on_shift: false}
forbidden: true
```
"""


def states() -> list[tuple[str, str]]:
    found = FactRow.objects.filter(kind="seat_state_changed").order_by("number")
    return [(row.details["before"], row.details["state"]) for row in found]


def kinds() -> list[str]:
    return list(FactRow.objects.order_by("number").values_list("kind", flat=True))


def test_two_windows_are_one_seat(cast: Cast):
    actions.enter(member=cast.wang, state="ready", now=NOW)
    actions.enter(member=cast.wang, state="ready", now=NOW + timedelta(seconds=5))
    actions.hear(member=cast.wang, now=NOW + timedelta(seconds=10))

    assert Seat.objects.count() == 1
    assert kinds() == ["seat_signed_in", "seat_state_changed"]


def test_each_change_says_what_was_before_and_for_how_long(cast: Cast):
    actions.enter(member=cast.wang, state="ready", now=NOW)
    later = NOW + timedelta(seconds=70)
    actions.enter(member=cast.wang, state="on_break", break_kind="meal", now=later)

    assert states() == [("offline", "ready"), ("ready", "on_break")]
    last = FactRow.objects.order_by("number").last()
    assert (last.details["seconds"], last.details["break_kind"]) == ("70", "meal")


def test_a_break_says_what_it_is_for(cast: Cast):
    with pytest.raises(RefusedError):
        actions.enter(member=cast.wang, state="on_break", now=NOW)
    with pytest.raises(RefusedError):
        actions.enter(member=cast.wang, state="on_call", now=NOW)
    assert not FactRow.objects.exists()


def test_a_seat_that_is_not_heard_of_lapses_and_comes_back_as_it_was(cast: Cast):
    actions.enter(member=cast.wang, state="on_break", break_kind="meal", now=NOW)

    assert actions.lapse_due(now=NOW + LEASE) == 0
    assert actions.lapse_due(now=NOW + LEASE + timedelta(seconds=1)) == 1
    assert queries.state_of(cast.wang.pk).state == SeatState.OFFLINE
    back = actions.hear(member=cast.wang, now=NOW + 2 * LEASE)

    assert (back.state, back.break_kind) == ("on_break", "meal")
    assert kinds().count("seat_signed_in") == 2


def test_a_seat_that_is_heard_of_does_not_lapse(cast: Cast):
    actions.enter(member=cast.wang, state="ready", now=NOW)
    for n in range(1, 6):
        actions.hear(member=cast.wang, now=NOW + n * LEASE / 2)
        assert actions.lapse_due(now=NOW + n * LEASE / 2) == 0

    assert states() == [("offline", "ready")]


def test_who_signed_out_is_not_brought_back_by_a_forgotten_window(cast: Cast):
    actions.enter(member=cast.wang, state="ready", now=NOW)
    actions.sign_out(member=cast.wang, now=NOW + timedelta(minutes=1))

    assert actions.hear(member=cast.wang, now=NOW + timedelta(minutes=2)) is None
    assert queries.state_of(cast.wang.pk).state == SeatState.OFFLINE


def test_a_rule_refuses_signing_in_outside_a_shift_and_nothing_changes(cast: Cast):
    regulations.adopt(text=TEXT, file_name="seats.md", by=cast.he, at=NOW - timedelta(days=60))

    with pytest.raises(RefusedError):
        actions.enter(member=cast.wang, state="ready", now=NOW)

    assert not Seat.objects.exclude(state=SeatState.OFFLINE).exists()
    assert states() == []
    # The attempt itself is kept.
    assert kinds() == ["access_refused"]


def test_a_seat_follows_its_calls_also_when_nobody_hears_of_it(cast: Cast):
    actions.enter(member=cast.wang, state="ready", now=NOW)
    actions.settle(member=cast.wang, talking=True, now=NOW)
    actions.lapse_due(now=NOW + 2 * LEASE)
    actions.settle(member=cast.wang, talking=False, now=NOW + 3 * LEASE)

    assert actions.hear(member=cast.wang, now=NOW + 4 * LEASE).state == SeatState.AFTER_CALL


@tries(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("enter", "hear", "out", "lapse", "talk", "quiet")),
            st.sampled_from(CHOSEN),
            st.integers(0, 200),
        ),
        max_size=12,
    )
)
def test_whatever_happens_facts_and_seat_agree_and_it_can_be_left(cast: Cast, deeds):
    Seat.objects.all().delete()
    before = FactRow.objects.count()
    now = NOW
    for deed, state, seconds in deeds:
        now += timedelta(seconds=seconds)
        kind = BreakKind.REST if state == SeatState.ON_BREAK else ""
        match deed:
            case "enter":
                actions.enter(member=cast.wang, state=state, break_kind=kind, now=now)
            case "hear":
                actions.hear(member=cast.wang, now=now)
            case "out":
                actions.sign_out(member=cast.wang, now=now)
            case "lapse":
                actions.lapse_due(now=now)
            case _:
                actions.settle(member=cast.wang, talking=deed == "talk", now=now)

    told = list(FactRow.objects.order_by("number")[before:])
    changes = [row.details for row in told if row.kind == "seat_state_changed"]
    # Each change begins where the one before ended, and the last is what the seat does.
    ends = ["offline", *[change["state"] for change in changes]]
    assert [change["before"] for change in changes] == ends[:-1]
    seat = Seat.objects.filter(member=cast.wang).first()
    assert (seat.state if seat else "offline") == ends[-1]
    actions.sign_out(member=cast.wang, now=now)
    assert queries.seats_of([cast.wang.pk], now=now) == []
