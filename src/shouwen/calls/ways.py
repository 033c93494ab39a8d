"""The ways through the menus in use that lead to a team, for simulated callers to take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shouwen.calls import menus
from shouwen.calls.menu import PERSON_KEY, Does, Menu, MenuKey
from shouwen.calls.simulated import Way

# What simulated callers key in where a menu asks for digits.
_DIGITS = "48210397650482103976504821039765"


def ways_to(team: str) -> tuple[Way, ...]:
    """Return every way at whose end a team is asked, and those that end in a call back."""
    return tuple(
        way
        for key, version in sorted(menus.in_use().items())
        for way in _ways(key, menus.menu_of(version), team)
    )


def _ways(key: str, menu: Menu, team: str) -> Iterator[Way]:
    found = [way for entry in menu.entries if (way := _way(key, menu, entry, team))]
    person = _to_queue(menu, menu.person, ({"menu": key, "keys": PERSON_KEY},), team)
    # A menu that leads to other teams only is none of this one's, with its calls back.
    if person or any(not way.call_back for way in found):
        yield from found
    if person:
        yield person


def _way(key: str, menu: Menu, entry: MenuKey, team: str) -> Way | None:
    if entry.does in {Does.MENU, Does.SAY}:
        return None
    path = [entry.keys[: n + 1] for n in range(len(entry.keys))]
    keyed: list[dict[str, Any]] = [{"menu": key, "keys": keys} for keys in path]
    if entry.does is Does.CALL_BACK:
        keyed[-1]["call_back"] = True
        return Way(keyed=tuple(keyed), call_back=True)
    if entry.does is Does.ASK:
        keyed[-1]["digits"] = _DIGITS[: entry.digits]
    return _to_queue(menu, entry.queue, tuple(keyed), team)


def _to_queue(menu: Menu, key: str, keyed: tuple[dict[str, Any], ...], team: str) -> Way | None:
    queue = menu.queue(key)
    if queue is None or queue.team != team:
        return None
    return Way(
        keyed=keyed, queue=queue.name, priority=queue.priority, longest=queue.longest,
        overflow=queue.overflow and menus.queue_name(queue.overflow),
    )  # fmt: skip
