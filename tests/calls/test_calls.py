"""A call is kept, judged and owed a callback, whatever its exchange leaves out or says twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.calls import actions, queries
from shouwen.calls.models import Call, Heard
from shouwen.customers.models import Customer
from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.seats import actions as seats
from shouwen.seats.choices import SeatState
from shouwen.seats.models import Seat
from tests.calls.conftest import HEARD, NOW, Floor, kinds, told

WHOLE = (
    told("arrived", 0, number="+86 138-0000-1234"),
    told("queued", 8, queue="服务"),
    told("rang", 20, "wang", rings=4),
    told("answered", 28, "wang", rings=4),
    told("ended", 208, by="caller"),
)


def obligations(call: Call) -> list[str]:
    return list(ObligationRow.objects.filter(about=call.about).values_list("state", flat=True))


def test_a_whole_call_is_kept_with_its_caller_and_judged(floor: Floor):
    known = Customer.objects.create(name="陈先生", phone="13800001234", created_at=NOW)
    call = floor.tell(*WHOLE)

    assert (call.state, call.ending, call.customer) == ("ended", "answered", known)
    assert (call.wait_seconds, call.talk_seconds) == (20, 180)
    assert call.answered_by == floor.cast.wang
    assert kinds(call) == ["call_arrived", "call_rang", "call_answered", "call_ended"]
    assert not [row for row in FactRow.objects.all() if "1380000" in str(row.details)]


def test_told_again_nothing_changes(floor: Floor):
    call = floor.tell(*WHOLE)
    before = FactRow.objects.count()

    assert actions.tell(exchange=floor.exchange, events=WHOLE, now=HEARD) == 0
    assert (FactRow.objects.count(), Heard.objects.count()) == (before, len(WHOLE))
    call.refresh_from_db()
    assert call.state == "ended"


def test_who_hung_up_waiting_is_owed_a_call_until_reached(floor: Floor):
    call = floor.tell(*WHOLE[:2], told("ended", 50))
    assert obligations(call) == ["open"]
    assert queries.to_return(9) == [call]

    later = HEARD + timedelta(minutes=2)
    actions.call_back(call=call, result="not_reached", member=floor.cast.wang, now=later)
    assert obligations(call) == ["open"]
    actions.call_back(call=call, result="reached", member=floor.cast.wang, now=later)

    assert "open" not in obligations(call)
    assert queries.to_return(9) == []


def test_an_answer_that_was_told_late_takes_the_callback_back(floor: Floor):
    call = floor.tell(*WHOLE[:2], told("ended", 208))
    assert "call_abandoned" in kinds(call)
    floor.tell(WHOLE[3])

    call.refresh_from_db()
    assert call.ending == "answered"
    assert "call_abandoned" not in kinds(call)
    assert "open" not in obligations(call)


def test_an_answered_call_is_not_called_back(floor: Floor):
    call = floor.tell(*WHOLE)

    with pytest.raises(RefusedError):
        actions.call_back(call=call, result="reached", member=floor.cast.wang, now=HEARD)


def test_the_seat_follows_the_call(floor: Floor):
    seats.enter(member=floor.cast.wang, state="ready", now=NOW)
    floor.tell(*WHOLE[:4])
    assert Seat.objects.get().state == SeatState.ON_CALL
    floor.tell(WHOLE[4])

    assert Seat.objects.get().state == SeatState.AFTER_CALL


def test_another_call_at_the_seat_ends_the_one_that_nobody_ended(floor: Floor):
    first = floor.tell(*WHOLE[:4])
    floor.tell(told("answered", 300, "wang", call="c2"))
    first.refresh_from_db()

    assert (first.state, first.talk_seconds) == ("ended", 272)


def test_a_count_of_the_exchange_ends_what_it_no_longer_knows(floor: Floor):
    gone = floor.tell(*WHOLE[:2])
    here = floor.tell(told("queued", 9, call="c2"))
    later = HEARD + timedelta(minutes=1)

    assert actions.tell_live(exchange=floor.exchange, refs=["c2"], now=later) == 1
    gone.refresh_from_db()
    here.refresh_from_db()
    assert (gone.ending, here.ending) == ("lost", "")
    assert obligations(gone) == ["open"]


def test_a_silent_exchange_leaves_no_call_open_for_ever(floor: Floor):
    seats.enter(member=floor.cast.wang, state="ready", now=NOW)
    call = floor.tell(*WHOLE[:4])

    assert actions.end_silent(now=HEARD + timedelta(minutes=1)) == 0
    assert actions.end_silent(now=HEARD + timedelta(days=1)) == 1
    call.refresh_from_db()
    assert call.state == "ended"
    assert Seat.objects.get().state == SeatState.AFTER_CALL


def test_who_says_that_nobody_is_there_is_free(floor: Floor):
    seats.enter(member=floor.cast.wang, state="ready", now=NOW)
    floor.tell(*WHOLE[:4])

    assert actions.free_seat(member=floor.cast.wang, now=HEARD) == 1
    assert Seat.objects.get().state == SeatState.AFTER_CALL


def test_a_seat_that_nobody_knows_loses_no_call(floor: Floor):
    answered = floor.tell(*WHOLE[:2], told("answered", 20, "nobody"), told("ended", 60))
    rang = floor.tell(told("rang", 9, "nobody", call="c2"), told("ended", 60, call="c2"))

    assert (answered.ending, answered.answered_by) == ("answered", None)
    assert kinds(answered) == ["call_arrived", "call_answered", "call_ended"]
    assert kinds(rang) == ["call_arrived", "call_abandoned"]


RUNS = count()
COUNTING = """---
regulation: counting
title: 接通率
in_force: 2024-01-01
facts:
  call_transferred_to_staff:
    label: 来电转人工
    label_en: Put through
    details: {abandoned: {type: yes_no, label: 已放弃, label_en: Abandoned}}
  call_answered_by_staff:
    label: 人工接听
    label_en: Answered by a person
    details: {seconds: {type: number, label: 等待秒数, label_en: Seconds waited}}
---

## 1 接通率按转人工的来电计算。
"""


def test_a_regulation_that_counts_in_its_own_words_gets_them(floor: Floor):
    adopted = regulations.adopt(
        text=COUNTING, file_name="counting.md", by=floor.cast.he, at=NOW - timedelta(days=60)
    )
    assert isinstance(adopted, Version), adopted
    call = floor.tell(*WHOLE)

    found = FactRow.objects.filter(about=call.about, kind__endswith="_staff").order_by("number")
    assert [(row.kind, row.details) for row in found] == [
        ("call_transferred_to_staff", {"abandoned": False}),
        ("call_answered_by_staff", {"seconds": "20"}),
    ]


CALLS = {
    ref: [
        told(e.kind, second + n * 400, e.seat, call=ref, key=f"{ref}{e.kind}", **e.more)
        for e, second in zip(WHOLE, (0, 8, 20, 28, 208), strict=True)
    ]
    for n, ref in enumerate(("a", "b", "c"))
}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_lying_exchange_loses_no_call_and_leaves_no_seat_stuck(floor: Floor, data):
    """Wrong order, repeats, missing events and a clock up to an hour off."""
    run = f"{next(RUNS)}-"
    whole = [event for events in CALLS.values() for event in events]
    heard = data.draw(st.lists(st.sampled_from(whole), min_size=1, max_size=20))
    skews = data.draw(st.lists(st.integers(-3600, 3600), min_size=len(heard), max_size=len(heard)))
    seats.enter(member=floor.cast.wang, state="ready", now=NOW)
    for event, skew in zip(heard, skews, strict=True):
        lie = type(event)(
            call=f"{run}{event.call}", key=event.key, kind=event.kind,
            at=event.at + timedelta(seconds=skew), received_at=HEARD, seat=event.seat,
            more=event.more,
        )  # fmt: skip
        actions.tell(exchange=floor.exchange, events=[lie, lie], now=HEARD)

    actions.tell_live(exchange=floor.exchange, refs=[], now=HEARD + timedelta(minutes=5))
    calls = list(Call.objects.filter(ref__startswith=run))
    # Every call that was told of is there, is over, and was spoken to or is owed a call back.
    assert {c.ref for c in calls} == {f"{run}{e.call}" for e in heard}
    for call in calls:
        assert call.ended is not None
        spoke = call.ending == "answered"
        assert ("call_abandoned" in kinds(call)) == (not spoke)
        assert ("open" in obligations(call)) == (not spoke)
    assert Seat.objects.get().state != SeatState.ON_CALL
    seats.sign_out(member=floor.cast.wang, now=HEARD + timedelta(minutes=6))
