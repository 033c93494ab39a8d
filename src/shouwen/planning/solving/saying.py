"""What a roster misses, in a sentence of Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from shouwen.planning.solving.answers import Breach

SENTENCES: Mapping[str, tuple[str, str]] = {
    "unknown": (
        "排班表中有无法识别的人员、日期或班次：{shift}",
        "Unknown person, day or shift: {shift}",
    ),
    "unskilled": ("{shift}需要技能“{skill}”，本人不具备", "{shift} asks for the skill “{skill}”"),
    "seats_short": (
        "{when} 只有 {there} 席，至少 {limit} 席",
        "{when}: {there} seats, at least {limit}",
    ),
    "seats_over": (
        "{when} 有 {there} 席，至多 {limit} 席",
        "{when}: {there} seats, at most {limit}",
    ),
    "seats_below": (
        "{when} 有 {there} 席，希望 {limit} 席",
        "{when}: {there} seats, {limit} wanted",
    ),
    "seats_above": (
        "{when} 有 {there} 席，只需 {limit} 席",
        "{when}: {there} seats, {limit} needed",
    ),
    "rest_short": (
        "两班之间只隔 {free} 分钟，至少 {least} 分钟",
        "{free} minutes between two shifts, at least {least}",
    ),
    "not_after": ("{first}次日不得排{second}", "{second} may not follow {first} on the next day"),
    "rotates_back": ("{first}次日倒排{second}", "{second} after {first} runs against the rotation"),
    "mixed_week": ("本周既有{first}又有{second}", "{first} and {second} in one week"),
    "out_of_turn": (
        "上周{first}，本周不该轮到{second}",
        "{second} is not in turn after a week of {first}",
    ),
    "run_long": (
        "连续上班 {days} 天，至多 {limit} 天",
        "{days} days of work in a row, at most {limit}",
    ),
    "run_short": (
        "只连续上班 {days} 天，至少 {limit} 天",
        "{days} days of work in a row, at least {limit}",
    ),
    "run_long_off": (
        "连续休息 {days} 天，至多 {limit} 天",
        "{days} days off in a row, at most {limit}",
    ),
    "run_short_off": (
        "只连续休息 {days} 天，至少 {limit} 天",
        "{days} days off in a row, at least {limit}",
    ),
    "weekends": (
        "{count} 个周末上班，至多 {limit} 个",
        "{count} weekends with work, at most {limit}",
    ),
    "days_over": ("上班 {count} 天，至多 {limit} 天", "{count} days of work, at most {limit}"),
    "days_under": ("上班 {count} 天，至少 {limit} 天", "{count} days of work, at least {limit}"),
    "minutes_over": (
        "工时 {count} 分钟，至多 {limit} 分钟",
        "{count} minutes of work, at most {limit}",
    ),
    "minutes_under": (
        "工时 {count} 分钟，至少 {limit} 分钟",
        "{count} minutes of work, at least {limit}",
    ),
    "twice": (
        "一天排了 {count} 个班，休息和席位只按最后一个核对",
        "{count} shifts on one day; rest and seats are checked by the last of them only",
    ),
    "not_worked": ("应排班而未排", "Not worked as set"),
    "worked": ("不应排班而排了{shift}", "{shift} where there shall be none"),
    "unfair": ("共 {count} 次，大家为 {level} 次", "{count} times, where the others have {level}"),
}


def say(breach: Breach, language: Literal["zh", "en"] = "zh") -> str:
    """Return what was missed as a sentence without a full stop; the source is quoted apart."""
    return SENTENCES[breach.code][language == "en"].format_map(breach.values)
