"""Two web processes and two that serve sockets carry one conversation, with Redis and without."""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import redis
from websockets.sync.client import ClientConnection, connect

from shouwen.live.waking import CHANNEL
from tests.crash.house import House, wait_for
from tests.crash.test_killed import environment
from tests.crash.test_killed_chats import Window
from tests.crash.test_killed_over_the_api import server
from tools.with_postgres import free_port

__all__ = ["environment"]

MESSAGES = 6


@pytest.fixture
def waker(tmp_path: Path) -> Iterator[str]:
    """Return the address of a Redis of this test alone."""
    assert shutil.which("redis-server"), "apt-get install redis-server"
    port = free_port()
    order = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
             "--dir", str(tmp_path)]  # fmt: skip
    with subprocess.Popen(order, stdout=subprocess.DEVNULL) as process:
        client = redis.Redis(port=port)
        wait_for("Redis", partial(_answers, client))
        yield f"redis://127.0.0.1:{port}/0"
        process.kill()


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def two_houses(environment: dict[str, str], folder: Path, url: str) -> list[House]:
    """Return two houses with one database: each with a web and a socket process of its own."""
    houses = []
    for name in ("a", "b"):
        (folder / name).mkdir()
        env = {**environment, "SHOUWEN_LIVE_PORT": str(free_port()), "SHOUWEN_REDIS_URL": url}
        houses.append(House(env=env, folder=folder / name, port=free_port()))
    return houses


def listening(stack: ExitStack, house: House, token: str, stream: str) -> ClientConnection:
    """Hear a conversation as its customer's window does, once the process answers."""
    found: list[ClientConnection] = []
    address = f"ws://127.0.0.1:{house.env['SHOUWEN_LIVE_PORT']}/live/"
    wait_for("the sockets", lambda: found or _opened(stack, address, found))
    found[0].send(json.dumps({"hear": stream, "after": 0, "token": token}))
    began = json.loads(found[0].recv(timeout=30))
    assert began["role"] == "customer", began
    return found[0]


def _opened(stack: ExitStack, address: str, found: list[ClientConnection]) -> bool:
    try:
        found.append(stack.enter_context(connect(address)))
    except OSError:
        return False
    return True


def numbers(page: ClientConnection, until: int) -> list[int]:
    """Return the numbers of the news a page gets, up to one."""
    told: list[int] = []
    while not told or told[-1] < until:
        frame = json.loads(page.recv(timeout=60))
        told += [frame["number"]] if "number" in frame else []
    return told


def talk(houses: list[House]) -> tuple[list[int], list[int], int]:
    """Write by one web and the other in turn; return what each socket told, and how many are."""
    houses[0].ask("open_chat.py")
    for house in houses:
        house.start("web", *server(house))
        house.start("live", "shouwen.site.cli", "live")
    window = Window(name="客户", port=houses[0].port, stop=Event())
    window.token = window.until_told(
        "begin", name="客户", agreed="on", text="0", key=uuid.uuid4().hex
    )["token"]
    found = json.loads(houses[0].ask("said_in_chats.py"))
    stream = found["opened"][0]
    with ExitStack() as stack:
        pages = [listening(stack, house, window.token, stream) for house in houses]
        for number in range(1, MESSAGES + 1):
            window.port = houses[number % 2].port
            window.until_told("say", key=f"k{number}", text=str(number), seen=0)
        last = json.loads(houses[1].ask("said_in_chats.py"))["news"][stream]
        return numbers(pages[0], last), numbers(pages[1], last), last


@pytest.mark.parametrize(
    "wakes",
    [
        pytest.param(True, id="with Redis"),
        pytest.param(False, id="without", marks=pytest.mark.once),
    ],
)
def test_a_conversation_is_heard_whole_by_both(
    environment: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest, *, wakes: bool
) -> None:
    url = request.getfixturevalue("waker") if wakes else ""
    heard = redis.Redis.from_url(url).pubsub(ignore_subscribe_messages=True) if wakes else None
    if heard is not None:
        heard.subscribe(CHANNEL)
    houses = two_houses(environment, tmp_path, url)
    try:
        first, second, last = talk(houses)
    finally:
        for house in houses:
            house.kill_everything()

    assert first == second == [*range(1, last + 1)]
    assert last > MESSAGES
    if heard is not None:
        # The first answer is to the subscription itself.
        assert any(heard.get_message(timeout=5) for _ in range(2))
