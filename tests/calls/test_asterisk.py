"""An Asterisk is heard as it is, however it lies; what people press reaches it.

The transcript is of an Asterisk 16.28 with real SIP telephones on one machine, recorded by
``shouwen exchange asterisk --record``: a call that is held, one that ends in the menu, one that is
abandoned, one that rings in vain first, is listened to and hung up by command, and one that is
answered, transferred and hung up by command.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.calls import actions, asterisk
from shouwen.calls.asterisk import Ear, ImpossibleError, Plan, Wanted
from shouwen.calls.models import Call, Exchange
from shouwen.calls.story import Story, story_of
from shouwen.calls.words import CallEvent, Ending
from shouwen.obligations.models import ObligationRow
from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.seats import actions as seats
from shouwen.seats.models import Seat
from tests.calls.conftest import TEXT
from tests.cast import Cast

RECORDED = Path(__file__).with_name("asterisk-16.28.jsonl")
HELD, MENU, GONE, SPIED, MOVED = (
    "1795412120.40", "1795412134.43", "1795412137.45", "1795412146.47", "1795412178.53",
)  # fmt: skip


@cache
def transcript() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in RECORDED.read_text().splitlines())


def moment(message: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(message["Timestamp"]), UTC)


END = moment(transcript()[-1]) + timedelta(minutes=1)


def heard(messages: Any, *, received: datetime = END) -> list[CallEvent]:
    ear = Ear(frozenset({"from-outside"}))
    return [event for message in messages for event in ear.hear(message, received)]


def stories(events: list[CallEvent]) -> dict[str, Story]:
    calls = defaultdict(list)
    for event in events:
        calls[event.call].append(event)
    return {ref: story_of(told) for ref, told in calls.items()}


def test_a_real_exchange_is_heard_as_it_was():
    found = stories(heard(transcript()))

    assert set(found) == {HELD, MENU, GONE, SPIED, MOVED}
    assert {ref: story.ending for ref, story in found.items()} == {
        HELD: Ending.ANSWERED, MENU: Ending.IN_MENU, GONE: Ending.ABANDONED,
        SPIED: Ending.ANSWERED, MOVED: Ending.ANSWERED,
    }  # fmt: skip
    held = found[HELD]
    assert (held.answered_by, held.wait_seconds, held.talk_seconds) == ("wangxl", 3, 9)
    assert (held.hold_seconds, held.number, held.queue) == (3, "13800001234", "service")
    assert held.recording == f"{HELD}.wav"
    assert [ring.seat for ring in found[SPIED].missed_by] == ["zhangwei"]
    assert [(a, b) for a, b, _at in found[MOVED].moved] == [("wangxl", "chengang")]
    assert (found[MOVED].answered_by, found[MOVED].with_seat) == ("wangxl", "chengang")
    by = {ref: story.ended_by for ref, story in found.items()}
    assert (by[HELD], by[SPIED], by[MOVED]) == ("caller", "seat", "seat")


def test_what_was_said_before_we_listened_is_missing_and_the_call_is_not():
    messages = [m for m in transcript() if m.get("Linkedid") == HELD]
    at = next(n for n, m in enumerate(messages) if m["Event"] == "AgentConnect")

    (story,) = stories(heard(messages[at:])).values()

    assert (story.ending, story.answered_by) == (Ending.ANSWERED, "wangxl")


def test_commands_become_actions():
    ear = Ear(frozenset({"from-outside"}))
    for message in transcript():
        if message["Event"] == "BlindTransfer":
            break
        ear.hear(message, END)
    spoken = ear.lines[MOVED].channels["wangxl"]

    def action(command: str, seat: str = "wangxl", **more: str) -> dict[str, Any]:
        wanted = Wanted(command=command, call=MOVED, seat=seat, **more)
        return asterisk.action_of(wanted, ear.lines, Plan())

    assert action("hang_up") == {"Action": "Hangup", "Channel": spoken}
    assert action("hold")["Variable"] == "Event=hold"
    assert action("transfer", to="li")["Exten"] == "li"
    assert action("whisper", seat="li")["Data"] == f"{spoken},qw"
    assert action("originate", number="139")["Channel"] == "PJSIP/wangxl"
    for seat, call in (("li", MOVED), ("wangxl", "9.9")):
        with pytest.raises(ImpossibleError):
            asterisk.action_of(Wanted(command="hold", call=call, seat=seat), ear.lines, Plan())


# ── an exchange that lies ────────────────────────────────────────────────────────────────────

CUTS = st.lists(st.booleans(), min_size=200, max_size=200)
SKEW = st.sampled_from((0, 0, -86_400, -120, 120, 86_400))


@st.composite
def lies(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw the transcript as a lying exchange tells it: parts missing, twice, swapped, skewed."""
    kept = list(transcript())
    for start in draw(st.lists(st.integers(0, len(kept) - 1), max_size=6)):
        del kept[start : start + draw(st.integers(1, 25))]
    kept += [kept[n % len(kept)] for n in draw(st.lists(st.integers(0, 999), max_size=15)) if kept]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    skew = draw(SKEW)
    return [{**m, "Timestamp": str(float(m["Timestamp"]) + skew)} for m in kept]


@settings(max_examples=150, deadline=None)
@given(lies())
def test_no_lie_breaks_the_ear_and_no_call_is_lost(messages):
    found = stories(heard(messages))

    queued = {m["Linkedid"] for m in messages if m["Event"] in {"QueueCallerJoin", "AgentConnect"}}
    assert queued <= set(found)
    spoken = {m["Linkedid"] for m in messages if m["Event"] == "AgentConnect"}
    assert all(found[ref].answered is not None for ref in spoken)


@pytest.fixture
def house(cast: Cast) -> Cast:
    at = moment(transcript()[0]) - timedelta(days=60)
    regulations.adopt(text=TEXT, file_name="calls.md", by=cast.he, at=at)
    for key in ("wangxl", "zhangwei", "chengang"):
        people.add_member(key=key, name=key, email=f"{key}@example.com")
    actions.add_exchange(key="hall")
    return cast


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(messages=lies(), stops=st.booleans())
def test_a_lying_or_stopped_exchange_leaves_no_call_open_and_no_seat_stuck(house, messages, stops):
    with transaction.atomic():
        exchange, begun = Exchange.objects.get(), moment(transcript()[0])
        for key in ("wangxl", "zhangwei", "chengang"):
            seats.enter(member=Member.objects.get(username=key), state="ready", now=begun)
        actions.tell(exchange=exchange, events=heard(messages), now=END)
        later = END + timedelta(hours=3)
        if stops:
            actions.end_silent(now=later)
        else:
            actions.tell_live(exchange=exchange, refs=[], now=later)

        assert not Call.objects.filter(ended__isnull=True).exists()
        assert not Seat.objects.filter(state="on_call").exists()
        for call in Call.objects.filter(ending__in=("abandoned", "lost")):
            assert ObligationRow.objects.filter(about=call.about).exists(), call.ref
        transaction.set_rollback(True)
