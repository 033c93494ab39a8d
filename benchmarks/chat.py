"""Open chats at size: answers, news on sockets, a bare echo beside them, and a kill in between.

``python benchmarks/chat.py`` makes 5,000 conversations whose windows all listen, sends 500 messages
a second for a minute, then for a minute in which every process of the house is killed half way
(``--no-kill`` leaves that out), and compares with a bare echo on the same server. ``--chats``,
``--rate`` and ``--seconds`` make it smaller. Under ``tools/with_postgres.py`` it uses PostgreSQL,
else SQLite. The clients run on the same cores as the house.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "chats"), str(HERE.parent)]

import chats_driving as driving  # noqa: E402
from chats_driving import Pool, Watch, Window  # noqa: E402

from shouwen.site import running  # noqa: E402
from tests.crash.house import House  # noqa: E402
from tools.with_postgres import free_port  # noqa: E402

HANDS = 32
PATIENCE = 300.0


def main() -> None:
    chosen = _arguments()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        house = House(env=_environment(Path(folder)), folder=Path(folder), port=free_port())
        # What the server is started with is asked of our own settings.
        os.environ.update(house.env)
        try:
            asyncio.run(_measure(house, chosen))
        finally:
            house.kill_everything()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--turns", action="store_true", help="first messages are facts")
    parser.add_argument("--no-kill", action="store_true")
    return parser.parse_args()


def _environment(folder: Path) -> dict[str, str]:
    ours = {
        "MODE": "development", "DATA_DIR": str(folder / "data"), "LOG_LEVEL": "warning",
        "WEB_WORKERS": "2", "LIVE_PORT": str(free_port()),
    }  # fmt: skip
    chosen = {f"SHOUWEN_{name}": value for name, value in ours.items()}
    paths = {"PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE / "chats")])}
    return {**os.environ, **chosen, **paths, "DJANGO_SETTINGS_MODULE": "shouwen.site.settings"}


def _start(house: House, application: str = "") -> None:
    web = running.children("127.0.0.1", house.port)[0].command[2:]
    order = [application if application and part.endswith(":application") else part for part in web]
    house.start("web", *order)
    if not application:
        house.start("live", "shouwen.site.cli", "live")


async def _measure(house: House, chosen: argparse.Namespace) -> None:
    echo = await _echoed(house)
    began = time.monotonic()
    rows = json.loads(house.ask(str(HERE / "chats" / "chats_made.py"), str(chosen.chats),
                                "turns" if chosen.turns else "waiting"))  # fmt: skip
    windows = [Window(pk=pk, token=token) for pk, token in rows]
    print(f"{len(windows)} conversations made in {time.monotonic() - began:.0f} s")
    _start(house)
    watch, pool = Watch(), Pool(house.port, HANDS)
    listeners = await _listening(house, windows, watch)
    try:
        await _flat_out(windows, pool, watch, echo)
        await _at_pace(house, windows, pool, chosen, watch)
        await _check(house, windows, watch)
    finally:
        for each in listeners:
            each.cancel()


async def _echoed(house: House) -> float:
    """Return how many forms a second a bare echo takes from the same hands."""
    _start(house, "chats_echo:application")
    pool = Pool(house.port, HANDS)
    await _answering(pool)
    rate = await driving.flat_out(
        lambda _: pool.post("/", b"key=k1&text=%E7%AC%AC1%E5%8F%A5%E8%AF%9D", ""), HANDS, 10
    )
    house.kill("web")
    return rate


async def _answering(pool: Pool) -> None:
    for _ in range(600):
        try:
            await pool.post("/chat/say/", b"", "")
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return
    raise TimeoutError("nobody answers")


async def _listening(house: House, windows: list[Window], watch: Watch) -> list[asyncio.Task[None]]:
    began, port = time.monotonic(), int(house.env["SHOUWEN_LIVE_PORT"])
    await _answering(Pool(house.port, 1))
    found = []
    for n, window in enumerate(windows):
        found.append(asyncio.create_task(driving.listen(window, port, watch)))
        if n % 50 == 49:
            await asyncio.sleep(0.1)
    await driving.until(lambda: all(each.begun for each in windows), PATIENCE)
    print(f"all listen after {time.monotonic() - began:.0f} s")
    return found


async def _flat_out(windows: list[Window], pool: Pool, watch: Watch, echo: float) -> None:
    rate = await driving.flat_out(
        lambda turn: driving.say(windows[turn % len(windows)], pool, watch), HANDS, 20
    )
    print(f"flat out by {HANDS} hands: {rate:.0f} messages a second; the bare echo {echo:.0f};"
          f" share {rate / echo:.1%}")  # fmt: skip


async def _at_pace(
    house: House, windows: list[Window], pool: Pool, chosen: argparse.Namespace, watch: Watch
) -> None:
    await driving.until(lambda: _all_heard(windows), PATIENCE)
    for kill in (False, True)[: 1 if chosen.no_kill else 2]:
        watch.answers, watch.news, watch.retries, watch.forms = [], [], 0, 0
        task = asyncio.create_task(_killed(house, chosen.seconds / 2)) if kill else None
        began = time.monotonic()
        await driving.at_pace(
            windows, pool, watch, rate=chosen.rate, seconds=chosen.seconds
        )  # fmt: skip
        took = time.monotonic() - began
        await driving.until(lambda: _all_heard(windows), PATIENCE)
        if task is not None:
            await task
        about = "killed half way" if kill else "undisturbed"
        done = len(watch.answers) / took
        print(f"{chosen.rate:.0f} a second asked, {done:.0f} answered, {about}:"
              f" answer {_said(watch.answers)}; on the socket {_said(watch.news)};"
              f" by the form {watch.forms}, sent again {watch.retries}")  # fmt: skip


async def _killed(house: House, after: float) -> None:
    await asyncio.sleep(after)
    for name in ("web", "live"):
        house.kill(name)
    await asyncio.sleep(1)
    _start(house)


def _all_heard(windows: list[Window]) -> bool:
    return all(len(set(each.heard)) >= len(each.sent) for each in windows)


def _said(seconds: list[float]) -> str:
    if len(seconds) < 100:
        return "too few"
    cuts = quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"


async def _check(house: House, windows: list[Window], watch: Watch) -> None:
    """Hold what stands in the database, and what the windows heard, against what was sent."""
    found = json.loads(house.ask(str(HERE / "chats" / "chats_said.py")))
    said = found["said"]
    lost = sum(len(set(w.sent) - set(said.get(str(w.pk), []))) for w in windows)
    doubled = sum(len(keys) - len(set(keys)) for keys in said.values())
    unordered = sum(each.heard != [*range(1, len(each.sent) + 1)] for each in windows)
    print(f"{sum(len(w.sent) for w in windows)} messages: {lost} lost, {doubled} doubled,"
          f" {found['gaps']} gaps; {unordered} windows heard other than each once in its order;"
          f" {len(watch.refused)} refused {sorted(set(watch.refused))}")  # fmt: skip


main()
