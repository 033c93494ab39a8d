"""The pieces that rules of several kinds are written with: lengths, parties, triggers, titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.facts import fact_meant, party_in
from shouwen.policy.reading.writing.words import MATTER, Words

_UNITS = {
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "week": "week",
    "month": "month", "working_day": "working day",
}  # fmt: skip
_DAYS_OF_MONTH = 30
_MONTHS = {"quarter": 3, "half_year": 6, "year": 12}
_TITLE = 24
# Whoever it happens to, not the holder of a post: 接到投诉的员工.
_ANYBODY = re.compile(r"的|^(?:员工|人员|职工|职员|工作人员|全体.*|各.*|任何人|本人|个人)$")
# Which fact about a customer's matter fulfils what a text asks; the first that fits counts.
_ENDINGS = (
    ("回访", {"fact": "callback_made"}),
    ("办结|处理完|解决|处理完毕|修复|完成处理|办理完", {"fact": "case_resolved"}),
    ("派单|派工|分派|转派", {"fact": "case_assigned"}),
    ("转交|转至|移交", {"fact": "case_forwarded"}),
    ("答复|回复|反馈|回电|联系|受理|响应|告知", {"fact": "case_replied"}),
    ("关闭|归档|销单", {"fact": "case_closed"}),
)


class NotWritableError(Exception):
    """What a clause says cannot be written as a rule that runs; the code says why."""


def figure(value: object) -> str:
    """Write a number without superfluous zeros; a missing one is a blank to be filled in."""
    if value is None or value == "":
        return "____"
    return f"{Decimal(str(value)).normalize():f}"


def length(params: Mapping[str, Any], amount: str = "amount", unit: str = "unit") -> str:
    """Write a length of time; raise NotWritableError for a unit that is none."""
    count, word = params.get(amount), str(params.get(unit, ""))
    if word in _MONTHS:
        count, word = count and Decimal(str(count)) * _MONTHS[word], "month"
    if word == "month" and count and Decimal(str(count)) % 1:  # half a month is fifteen days
        count, word = Decimal(str(count)) * _DAYS_OF_MONTH, "day"
    if word not in _UNITS or (word == "day" and count and Decimal(str(count)) % Decimal("0.5")):
        raise NotWritableError("no_length")
    if count is None:
        return figure(count)
    return f"{figure(count)} {_UNITS[word]}{'' if count == 1 else 's'}"


def title_of(proposal: Proposal) -> str:
    """Return a short name for a rule: what it is about, or the beginning of its quote."""
    # What must not be done is no name for the rule that forbids it.
    about = "" if proposal.kind == "conduct" else proposal.params.get("of")
    words = str(about or proposal.params.get("metric") or proposal.quote)
    return _shortened(re.sub(r"\s+", "", words).strip("，。；：、,.;:"))


def _shortened(words: str) -> str:
    if len(words) <= _TITLE:
        return words
    cut = re.split(r"[，。；：,;:]", words)[0]
    return cut if 1 < len(cut) <= _TITLE else words[:_TITLE]


def owner(proposal: Proposal, words: Words, detail: str) -> dict[str, str]:
    """Say who owes it: the post that the text names, else whoever the fact names."""
    named = proposal.actor and not _ANYBODY.search(proposal.actor)
    return {"post": words.post(proposal.actor)} if named else {"detail": detail}


def trigger(proposal: Proposal, words: Words) -> tuple[Mapping[str, Any], str]:
    """Say which fact starts it, and which detail of it names whoever has to do it."""
    said = str(proposal.params.get("from") or proposal.quote)
    # “So long before” needs the moment, which only an event of the text's own carries.
    ahead = proposal.params.get("dir") == "ahead"
    known = None if ahead else fact_meant(said, proposal.quote)
    if known is None:
        return words.event(MATTER, _shortened(said)), "person"
    return known, party_in(str(known["fact"]))


def ending(proposal: Proposal, started_by: str) -> dict[str, str]:
    """Say which fact about a customer's matter fulfils it, where the text says so."""
    said = str(proposal.params.get("of") or proposal.quote)
    about_case = started_by.startswith(("case_", "callback_"))
    named = (dict(found) for pattern, found in _ENDINGS if about_case and re.search(pattern, said))
    return next((each for each in named if each["fact"] != started_by), {"fact": "duty_done"})
