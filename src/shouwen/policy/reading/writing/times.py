"""Deadlines and duties as rule blocks."""

from __future__ import annotations

import re
from typing import Any

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.parts import (
    NotWritableError,
    ending,
    figure,
    length,
    owner,
    title_of,
    trigger,
)
from shouwen.policy.reading.writing.words import MATTER, MOMENT, Words

_RHYTHMS = frozenset({"day", "working_day", "week", "month", "quarter", "half_year", "year"})
_CLOCK = re.compile(r"^\d{1,2}:\d{2}$")


def deadline(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write a limit after which something must have been done."""
    when, person = trigger(proposal, words)
    block: dict[str, Any] = {"when": when}
    block["owed_by"] = owner(proposal, words, person)
    block["duty"] = title_of(proposal)
    block |= _limit(proposal, words)
    return block | {"met_by": ending(proposal, str(when["fact"]))}


def _limit(proposal: Proposal, words: Words) -> dict[str, Any]:
    params = proposal.params
    direction, unit = params.get("dir", "within"), params.get("unit", "")
    if unit == "immediate":
        return {"promptly": True}
    if direction == "ahead":
        moment = words.detail(MATTER, "moment", MOMENT)
        return {"before": {"moment": moment, "by": length(params)}}
    if "time" in params:
        return {"by": {"time": _clock(params["time"]), "day": _day(params)}}
    if direction not in {"within", "by_date"}:
        raise NotWritableError("direction")
    if unit == "day" and params.get("amount") in {0, 1} and "内" not in proposal.quote:
        return {"by": {"time": "24:00", "day": _day(params)}}
    return {"within": length(params)}


def _clock(said: object) -> str:
    if not _CLOCK.match(str(said)):
        raise NotWritableError("no_clock")
    return str(said)


def _day(params: Any) -> str:
    return "next_day" if params.get("amount") == 1 else "today"


def duty(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write what recurs in a rhythm, or follows each event."""
    params = proposal.params
    every = str(params.get("every") or "____")
    if every == "event":
        return _each(proposal, words)
    if every not in _RHYTHMS and every != "____":
        raise NotWritableError("rhythm")
    if params.get("interval", 1) != 1:
        raise NotWritableError("interval")
    block: dict[str, Any] = {"every": every, "owed_by": _holder(proposal, words)}
    block["duty"] = title_of(proposal)
    if every == "week" and "by_days" in params:
        return block | _on_weekdays(params)
    return block if every == "____" else block | _times(params) | _by(params, every)


def _on_weekdays(params: Any) -> dict[str, Any]:
    """Write what is done on several weekdays: a rhythm of days that knows which."""
    days = [int(each) for each in str(params["by_days"]).split("、") if each.isdecimal()]
    clock = str(params.get("by_time") or params.get("until_time") or "")
    told: dict[str, Any] = {"every": "day", "weekdays": sorted(set(days))}
    return told | ({"by": {"time": clock}} if _CLOCK.match(clock) else {})


def _holder(proposal: Proposal, words: Words) -> dict[str, str]:
    return {"post": words.post(proposal.actor or "责任岗位")}


def _each(proposal: Proposal, words: Words) -> dict[str, Any]:
    when, person = trigger(proposal, words)
    return {"each": when, "owed_by": owner(proposal, words, person), "duty": title_of(proposal)}


def _times(params: Any) -> dict[str, Any]:
    times = params.get("times", 1)
    return {"times": int(times)} if times != 1 and figure(times).isdecimal() else {}


def _by(params: Any, every: str) -> dict[str, Any]:
    if "by_time" in params and _CLOCK.match(str(params["by_time"])):
        return {"by": {"time": str(params["by_time"])}} if every in {"day", "working_day"} else {}
    if "by_day" not in params:
        return {}
    day = params["by_day"]
    if every == "week":
        return {"by": {"weekday": int(figure(day))}} if str(day).isdecimal() else {}
    months = _months(params)
    named = int(figure(day)) if str(day).isdecimal() else "last"
    return {"by": {"day": named} | months} if every not in {"day", "working_day"} else {}


def _months(params: Any) -> dict[str, list[int]]:
    named = str(params.get("by_months") or params.get("by_month") or "")
    told = [int(figure(each)) for each in named.split("、") if each.replace(".", "").isdecimal()]
    return {"months": told} if told else {}
