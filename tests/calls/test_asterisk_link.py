"""The connection to an Asterisk, against one that is played on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from shouwen.calls import asterisk_link
from shouwen.calls.asterisk import Ear, Plan, Wanted
from shouwen.calls.asterisk_link import Access, Link, NotLetInError
from shouwen.calls.words import CallEvent

pytestmark = pytest.mark.once
CAME = {
    "Event": "Newchannel", "Uniqueid": "1.1", "Linkedid": "1.1", "Context": "from-outside",
    "Channel": "PJSIP/trunk-00000001", "CallerIDNum": "139",
}  # fmt: skip
RANG = {
    "Event": "AgentCalled", "Uniqueid": "1.1", "Linkedid": "1.1", "MemberName": "wang",
    "DestChannel": "PJSIP/wang-00000002",
}  # fmt: skip


class Played:
    """An exchange that lets one user in and keeps what it is asked to do."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.let_in = True
        self.channels: list[str] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        writer.write(b"Asterisk Call Manager/5.0.4\r\n")
        while not reader.at_eof():
            try:
                text = (await reader.readuntil(b"\r\n\r\n")).decode()
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            said = dict(line.split(": ", 1) for line in text.strip().split("\r\n"))
            self.asked.append(said)
            self.answer(writer, said)

    def answer(self, writer: asyncio.StreamWriter, said: dict[str, str]) -> None:
        fails = said["Action"] == "Hangup" or (said["Action"] == "Login" and not self.let_in)
        answer = {"Response": "Error" if fails else "Success", "ActionID": said["ActionID"]}
        if said["Action"] == "CoreShowChannels":
            write(writer, {**answer, "EventList": "start"})
            for ref in self.channels:
                row = {"Event": "CoreShowChannel", "Linkedid": ref, "ActionID": said["ActionID"]}
                write(writer, row)
            complete = {"Event": "CoreShowChannelsComplete", "EventList": "Complete"}
            write(writer, {**complete, "ActionID": said["ActionID"]})
            return
        write(writer, {**answer, "Message": "No such thing" if fails else "Done"})

    def actions(self, name: str) -> list[dict[str, str]]:
        return [one for one in self.asked if one["Action"] == name]


def write(writer: asyncio.StreamWriter, message: Mapping[str, str]) -> None:
    lines = [f"{name}: {value}" for name, value in message.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())


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
        self.counted.append(refs)

    def take(self) -> Sequence[tuple[object, Wanted]]:
        taken, self.orders = self.orders, []
        return [(one.command, one) for one in taken]

    def carried_out(self, order: object, why: str) -> None:
        self.done.append((order, why))

    def last_agent(self, ref: str) -> str:
        return "li" if ref == "1.1" else ""

    def seats(self) -> Mapping[str, str]:
        return {"wang": "on_break", "li": "ready"}


def acted(monkeypatch: pytest.MonkeyPatch, do: Callable[[Played, House], Awaitable[None]],
          *, let_in: bool = True) -> None:  # fmt: skip
    """Let a link serve a played exchange while ``do`` does something with both."""
    for name in ("TICK", "LOOK_AT_SEATS", "COUNT"):
        monkeypatch.setattr(asterisk_link, name, 0.02)
    monkeypatch.setattr(asterisk_link, "ANSWERS_WITHIN", 2.0)

    async def whole() -> None:
        exchange, house, stop = Played(), House(), asyncio.Event()
        exchange.let_in = let_in
        server = await asyncio.start_server(exchange.meet, "127.0.0.1", 0)
        access = Access(
            host="127.0.0.1", port=server.sockets[0].getsockname()[1], user="us", secret="x"
        )
        link = Link(
            access, house, Ear(frozenset({"from-outside"})), Plan(),
            clock=lambda: datetime.now(UTC),
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


def test_it_hears_obeys_pauses_and_says_what_was_refused(monkeypatch):
    async def do(exchange: Played, house: House) -> None:
        await until(lambda: len(exchange.actions("QueuePause")) == 2)
        paused = {one["Interface"]: one["Paused"] for one in exchange.actions("QueuePause")}
        assert paused == {"PJSIP/wang": "true", "PJSIP/li": "false"}
        exchange.channels = ["1.1"]
        for message in (CAME, RANG):
            write(exchange.writers[-1], message)
        await until(lambda: len(house.told) == 2)
        house.orders = [
            Wanted(command="transfer", call="1.1", seat="wang", to="li"),
            Wanted(command="hang_up", call="1.1", seat="wang"),
            Wanted(command="hold", call="1.1", seat="zhang"),
        ]
        await until(lambda: len(house.done) == 3)

        assert [event.kind for event in house.told] == ["arrived", "rang"]
        assert exchange.actions("Setvar")[0]["Value"] == "li"
        assert exchange.actions("BlindTransfer")[0]["Exten"] == "li"
        assert [(order, bool(why)) for order, why in house.done] == [
            ("transfer", False), ("hang_up", True), ("hold", True),
        ]  # fmt: skip

    acted(monkeypatch, do)


def test_after_a_break_it_connects_again_and_counts(monkeypatch):
    async def do(exchange: Played, house: House) -> None:
        await until(lambda: house.counted)
        exchange.writers[-1].close()
        await until(lambda: len(exchange.actions("Login")) == 2)
        before = len(house.counted)
        await until(lambda: len(house.counted) > before)
        await until(lambda: len(exchange.actions("QueuePause")) == 4)

    acted(monkeypatch, do)


def test_who_is_not_let_in_says_so(monkeypatch):
    async def do(_exchange: Played, _house: House) -> None:
        await asyncio.sleep(10)

    with pytest.raises(NotLetInError):
        acted(monkeypatch, do, let_in=False)
