"""News: numbered without gaps, heard in order and once, by those whom the gate lets pass."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import OperationalError, connections, transaction
from django.test import Client
from django.utils import timezone

from shouwen.live import actions, queries, sockets, streams, tail, uttering
from shouwen.live.serving import application
from shouwen.live.standing import is_ours
from shouwen.live.streams import Listener, Uttered
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
Page = ApplicationCommunicator
OURS = (b"origin", b"http://testserver"), (b"host", b"testserver")


@pytest.fixture(autouse=True)
def _a_room_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def role_of(listener: Listener, key: str) -> str | None:
        if listener.token == f"for {key}":
            return "customer"
        return "agent" if listener.member else None

    monkeypatch.setitem(streams._gates, "talk", role_of)


def say(number: int) -> int:
    return actions.say(stream="talk:1", body={"n": number}, now=timezone.now())


def heard(walk: Callable[[Page], Awaitable[None]], *headers: tuple[bytes, bytes]) -> None:
    """Walk with a page that listens; the tail is of this walk only."""

    async def whole() -> None:
        sockets.TAIL = tail.Tail()
        page = Page(application(), {"type": "websocket", "path": "/live/", "headers": headers})
        await page.send_input({"type": "websocket.connect"})
        assert (await page.receive_output())["type"] == "websocket.accept"
        try:
            await walk(page)
        finally:
            await page.send_input({"type": "websocket.disconnect", "code": 1000})
            await page.wait()
            for task in sockets.TAIL._tasks:
                task.cancel()
            closing = sockets.TAIL._thread.submit(tail._close)
            await asyncio.wrap_future(closing)
            await sync_to_async(connections.close_all)()

    # Where a browser was started before, its driver's event loop runs in the thread of the tests.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, whole()).result()


async def next_of(page: Page) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads((await page.receive_output(timeout=5))["text"])
    return frame


async def ask(page: Page, **frame: Any) -> dict[str, Any]:
    await page.send_input({"type": "websocket.receive", "text": json.dumps(frame)})
    return await next_of(page)


def test_a_page_gets_the_rest_and_then_what_comes_in_order_and_once() -> None:
    for n in range(1, 4):
        say(n)

    async def walk(page: Page) -> None:
        began = await ask(page, hear="talk:1", after=1, token="for 1")
        assert began == {"stream": "talk:1", "role": "customer", "last": 3}
        assert [(await next_of(page))["number"] for _ in range(2)] == [2, 3]
        for n in range(4, 7):
            await sync_to_async(say)(n)
        assert [(await next_of(page))["body"]["n"] for _ in range(3)] == [4, 5, 6]
        assert await page.receive_nothing(0.4)

    heard(walk, *OURS)


def test_what_is_taken_back_leaves_no_gap() -> None:
    say(1)
    with transaction.atomic():
        say(2)
        transaction.set_rollback(True)
    assert say(3) == 2
    assert [s.number for s in queries.said_after("talk:1", 0)] == [1, 2]


def test_a_page_told_more_than_it_takes_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST_WAITING", 3)
    monkeypatch.setattr(tail, "PAGE", 7)

    async def walk(page: Page) -> None:
        await ask(page, hear="talk:1", after=0, token="for 1")
        await sync_to_async(lambda: [say(n) for n in range(1, 41)])()
        assert [(await next_of(page))["number"] for _ in range(40)] == [*range(1, 41)]

    heard(walk, *OURS)


def test_who_is_refused_hears_nothing() -> None:
    async def walk(page: Page) -> None:
        for frame in (
            {"hear": "talk:1"},
            {"hear": "talk:1", "token": "for 2"},
            {"hear": "other:1"},
        ):
            assert (await ask(page, **frame))["refused"] is True
        await sync_to_async(say)(1)
        assert await page.receive_nothing(0.4)

    heard(walk, *OURS)


@pytest.mark.parametrize(("origin", "role"), [("http://testserver", "agent"), ("http://bad", None)])
def test_a_session_counts_for_our_own_pages_only(cast: Cast, origin: str, role: str | None) -> None:
    client = Client()
    client.force_login(cast.wang)
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()

    async def walk(page: Page) -> None:
        assert (await ask(page, hear="talk:1")).get("role") == role

    heard(walk, (b"origin", origin.encode()), (b"host", b"testserver"), (b"cookie", cookie))


def test_a_session_that_ends_ends_the_hearing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CHECK_SECONDS", 0.2)
    client = Client()
    client.force_login(cast.wang)
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()

    async def walk(page: Page) -> None:
        assert (await ask(page, hear="talk:1"))["role"] == "agent"
        await sync_to_async(client.logout)()
        assert (await next_of(page))["refused"] is True
        await sync_to_async(say)(1)
        assert await page.receive_nothing(0.4)

    heard(walk, *OURS, (b"cookie", cookie))


def test_windows_are_asked_for_together_whether_they_may_still_hear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[set[streams.Proof]] = []

    def still(proofs: set[streams.Proof]) -> set[streams.Proof]:
        asked.append(proofs)
        return {each for each in proofs if each != ("for 2", "2")}

    monkeypatch.setitem(streams._rechecks, "talk", still)
    monkeypatch.setattr(sockets, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(sockets, "GATHER_SECONDS", 0.01)

    async def walk(page: Page) -> None:
        for key in ("1", "2"):
            assert (await ask(page, hear=f"talk:{key}", token=f"for {key}"))["role"] == "customer"
        assert await next_of(page) == {"stream": "talk:2", "refused": True}
        await sync_to_async(say)(1)
        assert (await next_of(page))["body"] == {"n": 1}

    heard(walk, *OURS)
    assert asked[0] == {("for 1", "1"), ("for 2", "2")}


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://testserver", "testserver:8001", False),
        ("http://testserver:8000", "testserver:8001", True),
        ("https://testserver", "testserver", True),
        ("http://testserver:9999", "testserver:8001", False),
        ("http://testserver.bad", "testserver.bad", False),
        ("null", "testserver", False),
        ("", "", False),
    ],
)
def test_origins(origin: str, host: str, *, ours: bool) -> None:
    assert is_ours(origin, host) is ours


def test_news_are_forgotten_after_a_day_and_a_page_learns_that() -> None:
    long_ago = timezone.now() - timedelta(days=2)
    actions.say(stream="talk:1", body={}, now=long_ago)
    say(2)
    assert actions.forget_old(now=timezone.now()) == 1

    async def walk(page: Page) -> None:
        await ask(page, hear="talk:1", after=0, token="for 1")
        assert (await next_of(page))["lost"] == 1
        assert (await next_of(page))["number"] == 2

    heard(walk, *OURS)


@pytest.mark.once
def test_places_that_were_skipped_are_looked_at_until_nobody_can_fill_them() -> None:
    gaps = tail.Gaps()
    assert gaps.note(5, [7, 8], now=0.0) == 8
    assert [*gaps.until] == [6]
    assert gaps.note(8, [6], now=1.0) == 8
    assert not gaps.until
    gaps.note(8, [10], now=1.0)
    gaps.note(10, [], now=1.0 + tail.GAP_SECONDS)
    assert not gaps.until


def test_what_pages_say_is_written_together_and_each_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches = []

    def take(said: Sequence[Uttered]) -> list[dict[str, Any]]:
        batches.append([each.body["n"] for each in said])
        for each in said:
            say(each.body["n"])
        return [{"n": each.body["n"], "by": each.role} for each in said]

    monkeypatch.setitem(streams._takes, "talk", take)

    async def walk(page: Page) -> None:
        assert (await ask(page, say="talk:1", key="a", body={"n": 0}))["answer"] == {}
        await ask(page, hear="talk:1", token="for 1")
        told = await ask(page, say="talk:1", key="b", body={"n": 7})
        assert told == {"stream": "talk:1", "said": "b", "answer": {"n": 7, "by": "customer"}}
        assert (await next_of(page))["body"] == {"n": 7}

    heard(walk)
    assert batches == [[7]]


def test_what_comes_while_others_are_written_waits_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches, written = [], []

    def take(said: Sequence[Uttered]) -> list[dict[str, Any]]:
        batches.append(len(said))
        if len(batches) == 1:
            time.sleep(0.05)
        return [{"n": each.body["n"]} for each in said]

    monkeypatch.setitem(streams._takes, "talk", take)

    async def whole() -> list[dict[str, Any]]:
        desk = uttering.Desk(lambda: written.append(1))
        one = [Uttered(key="1", role="customer", token="", body={"n": n}) for n in range(250)]
        first = asyncio.create_task(desk.take("talk", one[0]))
        await asyncio.sleep(0.01)
        rest = await asyncio.gather(*(desk.take("talk", each) for each in one[1:]))
        await asyncio.wrap_future(desk._thread.submit(tail._close))
        return [await first, *rest]

    with ThreadPoolExecutor(1) as thread:
        told = thread.submit(asyncio.run, whole()).result()
    assert [each["n"] for each in told] == list(range(250))
    assert (batches, len(written)) == ([1, 100, 100, 49], 4)


def test_what_the_database_refuses_goes_by_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(_said: Sequence[Uttered]) -> list[dict[str, Any]]:
        raise OperationalError("deadlock detected")

    monkeypatch.setitem(streams._takes, "talk", take)
    said = Uttered(key="1", role="customer", token="", body={})
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(uttering._written, [("talk", said)]).result() == [{}]
