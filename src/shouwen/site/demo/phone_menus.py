"""The telephone menus of the demonstration: one for each team that is called, short and usual."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shouwen.calls import menus
from shouwen.calls.menu import Menu
from shouwen.people.models import Member
from shouwen.site.demo.house import CallsOf, House


def save_menus(house: House, members: dict[str, Member], now: datetime) -> None:
    """Save what callers of each team hear and press, as its lead wrote it."""
    for each in house.calls:
        menus.save(
            key=each.team.replace("_", "-"), menu=_menu(house, each), member=members[each.lead],
            now=now,
        )  # fmt: skip


def _menu(house: House, each: CallsOf) -> Menu:
    key, name = each.team.replace("_", "-"), house.teams[each.team].name
    urgent = f"{key}-urgent"
    return Menu.model_validate({
        "greeting": f"您好，这里是{house.company}。", "greeting_en": "Welcome.", "english": True,
        "person": key, "entries": [_key(said, key, urgent) for said in _KEYS],
        "queues": [_queue(key, name, each), _urgent(urgent, f"{name}·投诉与急件", each, key)],
    })  # fmt: skip


# Where it leads is filled in by team.
_KEYS: tuple[dict[str, Any], ...] = (
    {"keys": "1", "does": "menu", "words": "业务咨询请按1", "words_en": "For questions press 1"},
    {"keys": "11", "does": "ask", "digits": 4, "words": "查询办理进度请按1",
     "words_en": "For the progress of a matter press 1", "says": "请输入受理编号的末四位",
     "says_en": "Enter the last four digits of the matter's number"},
    {"keys": "12", "does": "queue", "words": "其他咨询请按2",
     "words_en": "For anything else press 2"},
    {"keys": "2", "does": "queue", "words": "投诉与急件请按2",
     "words_en": "For complaints and urgent matters press 2"},
    {"keys": "3", "does": "call_back", "words": "请我们回拨请按3",
     "words_en": "To be called back press 3", "says": "我们会尽快回拨，再见",
     "says_en": "We will call you back. Goodbye"},
)  # fmt: skip
_URGENT = "2"


def _key(said: dict[str, Any], key: str, urgent: str) -> dict[str, Any]:
    if said["does"] not in {"ask", "queue"}:
        return said
    return {**said, "queue": urgent if said["keys"] == _URGENT else key}


def _queue(key: str, name: str, each: CallsOf) -> dict[str, Any]:
    return {
        "key": key, "name": name, "team": each.team, "last_agent": True, "call_back": True,
        "announce": "坐席正忙，请稍候；请我们回拨请按1",
        "announce_en": "Everybody is speaking. Please wait, or press 1 to be called back",
        "announce_after": 45,
    }  # fmt: skip


def _urgent(key: str, name: str, each: CallsOf, overflow: str) -> dict[str, Any]:
    return {
        "key": key, "name": name, "team": each.team, "priority": 5, "longest": 90,
        "overflow": overflow,
    }  # fmt: skip
