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
    when, is_case = trigger(proposal, words)
    block: dict[str, Any] = {"when": when}
    block["owed_by"] = owner(proposal, words, "handler" if is_case else "person")
    block["duty"] = title_of(proposal)
    block |= _limit(proposal, words)
    met_by = ending(proposal) if is_case else None
    return block | {"met_by": met_by or {"fact": "duty_done"}}


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
    return block if every == "____" else block | _times(params) | _by(params, every)


def _holder(proposal: Proposal, words: Words) -> dict[str, str]:
    return {"post": words.post(proposal.actor or "责任岗位")}


def _each(proposal: Proposal, words: Words) -> dict[str, Any]:
    when, is_case = trigger(proposal, words)
    owes = owner(proposal, words, "handler" if is_case else "person")
    return {"each": when, "owed_by": owes, "duty": title_of(proposal)}


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
    months = {"months": [int(figure(params["by_month"]))]} if "by_month" in params else {}
    named = int(figure(day)) if str(day).isdecimal() else "last"
    return {"by": {"day": named} | months} if every not in {"day", "working_day"} else {}
