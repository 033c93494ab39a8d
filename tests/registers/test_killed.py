"""Fifty writers at once, killed at random: no gap, no double, nothing taken that is not there."""

from __future__ import annotations

import json
import random
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.crash.house import House, wait_for
from tests.crash.test_killed import environment, house

__all__ = ["environment", "house"]

SEED = 20261122
PROCESSES, WRITERS, MUCH = ("a", "b"), 25, 1
GOODS = 30  # of what fifty are asked for
KILLED = ("a", "b", "a")  # in this order
HERE = Path(__file__).parent


def ask(house: House, script: str, *arguments: str) -> str:
    return house.ask(str(HERE / script), *arguments)


def start(house: House, name: str) -> None:
    house.start(name, "tests.registers.writer", name, str(WRITERS), str(MUCH))


def kill_at_random(house: House) -> None:
    """Kill each process some moments after it was heard of, and start it again."""
    chance = random.Random(SEED)
    for name in KILLED:
        wait_for(f"{name} at work", partial(_says_more, house, name, len(house.said(name))))
        time.sleep(chance.uniform(0.0, 0.5))
        house.kill(name)
        start(house, name)


def _says_more(house: House, name: str, than: int) -> bool:
    return len(house.said(name)) > than or _has_ended(house, name)


def _has_ended(house: House, name: str) -> bool:
    return house.code_of(name) is not None


def test_no_gap_no_double_and_no_unsigned_change(house: House) -> None:
    ask(house, "store_house.py", str(GOODS))
    for name in PROCESSES:
        start(house, name)

    kill_at_random(house)
    for name in PROCESSES:
        wait_for(name, partial(_has_ended, house, name))

    said = [line for name in PROCESSES for line in house.said(name).splitlines()]
    assert said.count("done") >= len(PROCESSES)
    found = json.loads(ask(house, "holdings.py"))
    assert found["broken"] == []
    assert found["not_as_the_journal_says"] == []
    _assert_numbers(found, said)
    _assert_stock(found, said)
    _assert_signatures(found, said)


def _assert_numbers(found: dict[str, Any], said: list[str]) -> None:
    """Every slip has one number, the numbers have no gap, and nobody was told another one."""
    count = len(PROCESSES) * WRITERS * MUCH
    in_order = [f"L2024-{place:03}" for place in range(1, count + 1)]
    assert sorted(found["slips"].values()) == in_order
    assert found["given"] == [[place, number] for place, number in enumerate(in_order, start=1)]
    told = dict(line.split()[1:] for line in said if line.startswith("slip "))
    assert told == found["slips"]


def _assert_stock(found: dict[str, Any], said: list[str]) -> None:
    """As many were taken as there were, and each move is one entry."""
    assert (found["taken"], found["levels"], found["moves"]) == (GOODS, ["0"], GOODS + 1)
    assert len({line for line in said if line.startswith("taken ")}) <= GOODS


def _assert_signatures(found: dict[str, Any], said: list[str]) -> None:
    """Every entry stands as it was signed; what needed the manager was granted, and signed."""
    writers = len(PROCESSES) * WRITERS
    assert found["signed_slips"] == [["by valid"]] * writers * MUCH
    assert found["lent"] == sorted(
        f"key-{name}{place}-0" for name in PROCESSES for place in range(WRITERS)
    )
    assert found["signed_keys"] == [["tier valid"]] * writers
    assert found["granted"] == [["granted"]] * writers
    assert found["signatures"] == writers * (MUCH + 1)
    assert len({line for line in said if line.startswith("lent ")}) <= writers
