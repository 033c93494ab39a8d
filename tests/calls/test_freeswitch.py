"""FreeSWITCH's event socket: a call heard whole, commands, and a link that is let in or is not.

The events are written by hand from its documentation: no transcript of a real one was to be had.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shouwen.calls import freeswitch_link
from shouwen.calls.asterisk import ImpossibleError, Wanted
from shouwen.calls.asterisk_link import NotLetInError
from shouwen.calls.freeswitch import Ear, command_of, pause_of
from shouwen.calls.freeswitch_link import FreeswitchLink
from shouwen.calls.story import story_of
from shouwen.calls.words import CallEvent, Ending
from shouwen.site.cli.exchanges import exchange

pytestmark = pytest.mark.once
AT = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = 1_767_225_600
QUEUE = {"CC-Queue": "service@default", "CC-Member-Session-UUID": "a-1"}
AGENT = {**QUEUE, "CC-Agent": "wang@default", "CC-Agent-UUID": "b-1"}


def event(name: str, second: int, **more: str) -> dict[str, str]:
    said = {key.replace("_", "-"): value for key, value in more.items()}
    return {"Event-Name": name, "Event-Date-Timestamp": f"{SECOND + second}000000", **said}


def centre(action: str, second: int, said: Mapping[str, str], **more: str) -> dict[str, str]:
    return {**event("CUSTOM", second, **more), "CC-Action": action, **said}


CAME = event(
    "CHANNEL_CREATE", 0, Unique_ID="a-1", Call_Direction="inbound", Caller_Context="public",
    Caller_Caller_ID_Number="13800001234",
)  # fmt: skip
RANG = centre("agent-offering", 7, AGENT)
ANSWERED = centre(
    "bridge-agent-start", 12, AGENT, CC_Agent_Called_Time="107", CC_Agent_Answered_Time="112",
    CC_Member_Joined_Time="105",
)  # fmt: skip
WHOLE = [
    CAME,
    centre("member-queue-start", 5, QUEUE),
    RANG,
    ANSWERED,
    event("CHANNEL_HOLD", 20, Unique_ID="b-1"),
    event("CHANNEL_UNHOLD", 25, Unique_ID="b-1"),
    event("CHANNEL_BRIDGE", 40, Bridge_A_Unique_ID="a-1", Bridge_B_Unique_ID="c-1",
          Other_Leg_Channel_Name="sofia/internal/li@10.0.0.2"),
    event("CHANNEL_HANGUP_COMPLETE", 41, Unique_ID="b-1"),
    event("RECORD_STOP", 60, Unique_ID="a-1", Record_File_Path="/var/rec/a-1.wav"),
    event("CHANNEL_HANGUP_COMPLETE", 60, Unique_ID="c-1"),
    event("CHANNEL_HANGUP_COMPLETE", 60, Unique_ID="a-1"),
]  # fmt: skip


def heard(ear: Ear, *messages: Mapping[str, str]) -> list[CallEvent]:
    received = datetime.fromtimestamp(SECOND + 3600, UTC)
    return [each for message in messages for each in ear.hear(message, received)]


def test_a_call_is_heard_from_its_arrival_to_its_end():
    story = story_of(heard(Ear(frozenset({"public"})), *WHOLE))

    assert (story.number, story.queue, story.waited) == ("13800001234", "service", 7)
    assert (story.answered_by, story.with_seat, story.ended_by) == ("wang", "li", "seat")
    assert (story.hold_seconds, story.talk_seconds, story.wait_seconds) == (5, 48, 7)
    assert (story.recording, story.ending) == ("/var/rec/a-1.wav", Ending.ANSWERED)
    assert [(ring.seat, ring.rings) for ring in story.rang] == [("wang", 2)]


def test_who_hangs_up_in_the_menu_asked_for_nobody_unless_for_a_call_back():
    gone = event("CHANNEL_HANGUP_COMPLETE", 9, Unique_ID="a-1")
    keyed = {
        **event("CUSTOM", 4, Event_Subclass="shouwen::keyed"), "Call": "a-1", "Menu": "main",
        "Keys": "3", "Call-Back": "yes",
    }  # fmt: skip
    other = {**CAME, "Caller-Context": "default"}

    ear = Ear(frozenset({"public"}))
    assert heard(ear, other, gone) == []
    assert story_of(heard(ear, CAME, gone)).ending is Ending.IN_MENU
    assert story_of(heard(ear, CAME, keyed, gone)).ending is Ending.ABANDONED


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ({"command": "hang_up"}, "uuid_kill b-1"),
        ({"command": "hold"}, "uuid_hold b-1"),
        ({"command": "resume"}, "uuid_hold off b-1"),
        ({"command": "answer"}, "uuid_phone_event b-1 talk"),
        ({"command": "transfer", "to": "li"}, "uuid_transfer a-1 li XML shouwen-seats"),
        ({"command": "listen", "seat": "li"}, "originate user/li &eavesdrop(b-1)"),
        (
            {"command": "originate", "number": "13900000000"},
            "originate user/wang 13900000000 XML shouwen-outside",
        ),
    ],
)
def test_commands_name_the_legs_they_are_about(wanted: dict[str, str], line: str):
    ear = Ear(frozenset({"public"}))
    heard(ear, *WHOLE[:4])
    said = {"call": "a-1", "seat": "wang", **wanted}

    assert command_of(Wanted(**said), ear.lines) == line
    for odd in ({"seat": "wang\n\napi shutdown"}, {"to": "li XML x"}, {"call": "a 1"}):
        with pytest.raises(ImpossibleError):
            command_of(Wanted(**{**said, **odd}), ear.lines)


def test_a_call_that_is_not_there_cannot_be_commanded():
    with pytest.raises(ImpossibleError):
        command_of(Wanted(command="hang_up", call="x", seat="wang"), {})
    with pytest.raises(ImpossibleError):
        pause_of("a b", paused=True)


class Played:
    """An event socket that keeps what it is asked."""

    def __init__(self, *, lets_in: bool) -> None:
        self.lets_in, self.asked = lets_in, list[str]()
        self.writers: list[asyncio.StreamWriter] = []

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        writer.write(b"Content-Type: auth/request\n\n")
        try:
            while line := await reader.readuntil(b"\n\n"):
                self.answer(line.decode().strip(), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer(self, asked: str, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        if asked.startswith("api "):
            body = b'{"rows": [{"uuid": "a-1"}]}' if "show channels" in asked else b"+OK\n"
            body = b"-ERR No such channel!\n" if "uuid_kill" in asked else body
            writer.write(b"Content-Type: api/response\nContent-Length: %d\n\n" % len(body) + body)
            return
        said = "+OK accepted" if self.lets_in else "-ERR invalid"
        writer.write(f"Content-Type: command/reply\nReply-Text: {said}\n\n".encode())

    def say(self, message: Mapping[str, str]) -> None:
        body = json.dumps(message).encode()
        head = f"Content-Length: {len(body)}\nContent-Type: text/event-json\n\n"
        self.writers[-1].write(head.encode() + body)


class House:
    """A house that remembers."""

    def __init__(self) -> None:
        self.told: list[CallEvent] = []
        self.counted: list[Collection[str]] = []
        self.orders: list[Wanted] = []
        self.done: list[tuple[object, str]] = []

    def tell(self, events: Sequence[CallEvent]) -> None:
        self.told += events

    def count(self, refs: Collection[str]) -> None:
        self.counted.append(set(refs))

    def take(self) -> Sequence[tuple[object, Wanted]]:
        taken, self.orders = self.orders, []
        return [(one.command, one) for one in taken]

    def carried_out(self, order: object, why: str) -> None:
        self.done.append((order, why))

    def last_agent(self, ref: str) -> str:
        return "li" if ref == "a-1" else ""

    def seats(self) -> Mapping[str, str]:
        return {"wang": "on_break"}


def acted(
    monkeypatch: Any, do: Callable[[Played, House], Awaitable[None]], *, lets_in: bool = True
) -> None:
    for name in ("TICK", "LOOK_AT_SEATS", "COUNT", "AGAIN"):
        monkeypatch.setattr(freeswitch_link, name, 0.02)

    async def whole() -> None:
        exchange, house, stop = Played(lets_in=lets_in), House(), asyncio.Event()
        server = await asyncio.start_server(exchange.meet, "127.0.0.1", 0)
        link = FreeswitchLink(
            host="127.0.0.1", port=server.sockets[0].getsockname()[1], secret="x",
            house=house, ear=Ear(frozenset({"public"})), clock=lambda: datetime.now(UTC),
        )  # fmt: skip
        serving = asyncio.create_task(link.run(stop))
        try:
            async with asyncio.timeout(20):
                acting = asyncio.ensure_future(do(exchange, house))
                await asyncio.wait([acting, serving], return_when=asyncio.FIRST_COMPLETED)
                stop.set()
                await serving
                await acting
        finally:
            server.close()

    with ThreadPoolExecutor(1) as thread:  # a browser's test leaves a loop in the main one
        thread.submit(asyncio.run, whole()).result()


async def until(true: Callable[[], object]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.01)


def test_it_hears_obeys_pauses_counts_and_connects_again(monkeypatch):
    async def do(played: Played, house: House) -> None:
        await until(lambda: house.counted)
        for message in (CAME, RANG):
            played.say(message)
        await until(lambda: len(house.told) == 2)
        house.orders = [
            Wanted(command="hold", call="a-1", seat="wang"),
            Wanted(command="hang_up", call="a-1", seat="wang"),
            Wanted(command="originate", call="z", seat="wang", number="139"),
            Wanted(command="hold", call="a-1", seat="zhang"),
        ]
        await until(lambda: len(house.done) == 4)
        assert [why for _order, why in house.done] == [
            "", "FreeSWITCH: -ERR No such channel!", "", "FreeSWITCH: no such channel",
        ]  # fmt: skip
        assert "api callcenter_config agent set status wang@default 'On Break'" in played.asked
        assert "api uuid_setvar a-1 shouwen_last li" in played.asked
        assert "bgapi originate user/wang 139 XML shouwen-outside" in played.asked
        assert {"a-1"} in house.counted
        played.writers[-1].close()
        await until(lambda: played.asked.count("auth x") == 2)

    acted(monkeypatch, do)


def test_who_is_not_let_in_says_so(monkeypatch):
    async def do(_exchange: Played, _house: House) -> None:
        await asyncio.sleep(10)

    with pytest.raises(NotLetInError):
        acted(monkeypatch, do, lets_in=False)


def test_no_secret_of_an_exchange_is_taken_for_a_setting_of_the_house():
    # A variable of our prefix that is no setting stops the start, and the link with it.
    given = [p for c in exchange.commands.values() for p in c.params if p.envvar]

    assert given
    assert not [p.name for p in given if str(p.envvar).startswith("SHOUWEN_")]
