"""What people have exchanges do, and a simulated exchange that does it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.calls import actions, orders, plays
from shouwen.calls.choices import Command, Driver
from shouwen.calls.models import Call, Exchange, Order, Play
from shouwen.calls.playing import Hall
from shouwen.calls.simulated import Centre
from shouwen.calls.story import story_of
from shouwen.calls.words import CallEvent
from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.seats import actions as seats
from shouwen.seats.models import Seat
from tests.calls.conftest import NOW, Floor
from tests.calls.test_pages import hall, ring  # noqa: F401 - a fixture

TICK = timedelta(seconds=1)


def driven(floor: Floor, *, answered: bool = True) -> Call:
    Exchange.objects.update(driver=Driver.PLAYED)
    return ring(floor, answered=answered)


def test_a_command_is_a_fact_and_waits_for_the_exchange(hall: Floor, client: Client):  # noqa: F811
    call = driven(hall)
    client.force_login(hall.cast.wang)

    assert "保持" in client.get("/calls/").content.decode()
    done = client.post(f"/calls/{call.pk}/command/", {"command": "hold", "place": "seat"})

    assert done.headers["Location"] == "/calls/"
    assert FactRow.objects.get(kind="call_commanded").details["command"] == "hold"
    now = timezone.now()
    (order,) = orders.take(exchange=hall.exchange, now=now)
    assert orders.take(exchange=hall.exchange, now=now) == []
    orders.carried_out(order=order, why="The telephone is not there.", now=now)
    assert "The telephone is not there." in client.get("/calls/").content.decode()


def test_who_may_command_a_call(hall: Floor, client: Client):  # noqa: F811
    call, cast = driven(hall), hall.cast
    told = {}
    for member in (cast.wang, cast.li, cast.zhao, cast.zhang, cast.he):
        client.force_login(member)
        for command in ("hang_up", "listen"):
            client.post(f"/calls/{call.pk}/command/", {"command": command})
            told[member.username, command] = Order.objects.filter(
                seat=member, command=command
            ).exists()

    assert {who for who, done in told.items() if done} == {
        ("wang", "hang_up"), ("li", "listen"), ("he", "listen"),
    }  # fmt: skip
    heard = FactRow.objects.filter(kind="call_listened").order_by("number")
    assert [row.details["person"] for row in heard] == ["li", "he"]
    assert {row.details["operator"] for row in heard} == {"wang"}
    assert {row.details["way"] for row in heard} == {"listen"}


def test_a_rule_forbids_listening(hall: Floor):  # noqa: F811
    from shouwen.regulations import actions as regulations

    regulations.adopt(
        text=FORBIDS, file_name="listen.md", by=hall.cast.he, at=timezone.now() - timedelta(days=9)
    )
    call = driven(hall)
    with pytest.raises(RefusedError):
        orders.give(call=call, command="listen", member=hall.cast.li, now=timezone.now())

    assert not Order.objects.exists()


FORBIDS = """---
regulation: listening
title: 监听规定
in_force: 2024-01-01
---

## 1 监听

### 1.1 任何人不得监听通话。

```rule
id: nobody-listens
kind: access
title: 不得监听
title_en: Nobody listens
when: {fact: call_listened}
forbidden: true
```
"""


def test_a_command_that_makes_no_sense_is_refused(hall: Floor):  # noqa: F811
    call, wang, now = driven(hall), hall.cast.wang, timezone.now()
    for command in ("answer", "resume", "originate", "listen", "sing", "transfer"):
        with pytest.raises(RefusedError):
            orders.give(call=call, command=command, member=wang, now=now)
    with pytest.raises(RefusedError):
        orders.give(call=call, command="transfer", member=wang, now=now, to=wang)
    Exchange.objects.update(driver=Driver.NONE)
    with pytest.raises(RefusedError):
        orders.give(call=call, command="hold", member=wang, now=now)

    assert not Order.objects.exists()


def test_nobody_answers_a_telephone_that_was_put_down_long_ago(hall: Floor):  # noqa: F811
    call, now = driven(hall, answered=False), timezone.now()
    orders.give(call=call, command="answer", member=hall.cast.wang, now=now)

    assert orders.take(exchange=hall.exchange, now=now + timedelta(seconds=11)) == []
    assert orders.failed_at(hall.cast.wang, now=now + timedelta(seconds=11)).state == "late"


# ── the simulated exchange ───────────────────────────────────────────────────────────────────


def played(seed: int, seconds: int, people: dict[str, str], commands=()) -> list[CallEvent]:
    """Act a small centre out second by second; ``commands`` are given at whatever is there."""
    centre = Centre(seats=("wang", "li", "zhang"), per_hour=200, unheard=0.2, queue="q")
    house = Hall(centre, Random(seed), begun=NOW, until=NOW + timedelta(seconds=seconds), name="p")
    told: list[CallEvent] = []
    waiting, at = list(commands), NOW
    while not house.over and at < NOW + timedelta(days=1):
        at += TICK
        told += house.go_on(at, people)
        if waiting and house.callers:
            command, place, to = waiting.pop()
            caller = house.callers[place % len(house.callers)]
            told += house.do(command, caller.ref, caller.seat, at, to)[0]
        if at > NOW + timedelta(seconds=seconds) and people:
            # Whoever sat there goes home, so that nobody is held for ever.
            for caller in house.callers:
                told += house.do("hang_up", caller.ref, caller.seat, at)[0]
    return told


@settings(max_examples=25, deadline=None)
@given(
    st.integers(),
    st.sampled_from(({}, {"wang": "ready"}, {"wang": "on_break", "li": "ready"})),
    st.lists(
        st.tuples(
            st.sampled_from(list(Command)), st.integers(0, 9), st.sampled_from(("li", "nobody"))
        ),
        max_size=60,
    ),
)
def test_whatever_is_pressed_everybody_comes_to_an_end_and_no_seat_has_two(seed, people, commands):
    told = played(seed, 600, people, commands)

    calls = defaultdict(list)
    for event in told:
        calls[event.call].append(event)
    stories = [story_of(events) for events in calls.values()]
    assert all(story.ended is not None for story in stories)
    assert len({(event.call, event.key) for event in told}) == len(told)
    if people.get("wang") == "on_break":
        assert "wang" not in {ring.seat for story in stories for ring in story.rang}


def test_a_seat_with_somebody_at_it_waits_for_a_hand():
    centre = Centre(seats=("wang",), per_hour=600, menu=0, patience=10_000)
    house = Hall(centre, Random(1), begun=NOW, until=NOW + timedelta(hours=1), name="p")
    at: datetime = NOW
    told: list[CallEvent] = []
    while not any(event.kind == "rang" for event in told):
        at += TICK
        told += house.go_on(at, {"wang": "ready"})
    (caller,) = [one for one in house.callers if one.seat]
    for _ in range(10):
        at += TICK
        told = house.go_on(at, {"wang": "ready"})
        assert not any(event.kind == "answered" for event in told)

    ((answered,), why) = house.do("answer", caller.ref, "wang", at)
    assert (answered.kind, answered.more["rings"], why) == ("answered", 3, "")
    assert house.do("answer", caller.ref, "wang", at)[1]
    assert house.do("hang_up", caller.ref, "li", at)[1]


def test_a_lead_begins_a_play_and_a_button_answers(hall: Floor, client: Client):  # noqa: F811
    cast, now = hall.cast, timezone.now()
    seats.enter(member=cast.wang, state="ready", now=now)
    client.force_login(cast.li)
    begun = client.post("/calls/plays/desk/begin/", {"per_hour": "600", "hours": "1"})
    assert begun.status_code == 302
    assert "进行中" in client.get("/calls/plays/desk/").content.decode()
    stage, other = plays.Stage("one"), plays.Stage("two")

    call = None
    while call is None:
        now += TICK
        assert (stage.go_on(now), other.go_on(now)) == (1, 0)
        call = Call.objects.filter(rings_at=cast.wang).first()
    orders.give(call=call, command="answer", member=cast.wang, now=now)
    stage.go_on(now + TICK)

    call.refresh_from_db()
    assert (call.state, call.answered_by) == ("talking", cast.wang)
    assert Seat.objects.get(member=cast.wang).state == "on_call"
    # Another process takes over, and whoever was on the line has been cut off.
    later = now + timedelta(seconds=30)
    assert other.go_on(later) == 1
    call.refresh_from_db()
    assert call.state == "ended"
    client.post("/calls/plays/desk/end/")
    while Play.objects.filter(over=False).exists():
        later += timedelta(seconds=5)
        other.go_on(later)
    assert not Call.objects.filter(ended__isnull=True).exists()


def test_only_who_leads_has_calls_simulated(cast, client: Client, settings):
    for member, status in ((cast.wang, 404), (cast.zhao, 404), (cast.li, 200), (cast.he, 200)):
        client.force_login(member)
        assert client.get("/calls/plays/desk/").status_code == status
    settings.SHOUWEN_MODE = "production"
    assert client.get("/calls/plays/desk/").status_code == 404


def test_a_posted_command_is_signed_and_taken_once(hall: Floor, monkeypatch):  # noqa: F811
    from shouwen.calls import posting
    from shouwen.webhooks import signing, wire

    Exchange.objects.update(driver=Driver.POSTED, address="https://pbx.example/")
    call, now = ring(hall, answered=True), timezone.now()
    posted = []

    def take(address, *, body, headers, limits):
        posted.append((address, body, headers))
        return wire.Answer(status=503, fault="answer", beginning="busy")

    monkeypatch.setattr(wire, "call", take)
    orders.give(call=call, command="transfer", member=hall.cast.wang, to=hall.cast.zhang, now=now)
    posting.post_due(now=now)
    posting.post_due(now=now)

    ((address, body, headers),) = posted
    exchange = Exchange.objects.get()
    secret = signing.secret_of(exchange.salt)
    signed = signing.signature(secret, headers["Shouwen-Timestamp"], body)
    assert (address, headers["Shouwen-Signature"]) == ("https://pbx.example/", signed)
    assert b"13800001234" not in body
    assert orders.failed_at(hall.cast.wang, now=now).why == "busy"


def test_what_a_person_does_at_a_simulated_call_is_heard_like_any_other(hall: Floor):  # noqa: F811
    told = played(3, 900, {})
    for event in told:
        actions.tell(exchange=hall.exchange, events=[event], now=event.at)

    assert not Call.objects.filter(ended__isnull=True).exists()
    assert Call.objects.filter(ending="answered").exists()
