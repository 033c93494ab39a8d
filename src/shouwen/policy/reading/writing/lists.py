"""Conduct, posts, steps and targets as rule blocks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.parts import NotWritableError, figure, title_of
from shouwen.policy.reading.writing.words import FIGURE, Words

_BOUNDS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}


def conduct(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write a line of a checklist, as the text words it."""
    key = words.shift(title_of(proposal))
    return {"items": [{"item": key, "text": proposal.quote.strip()}]}


def target(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write a threshold for a figure that somebody reports."""
    params = proposal.params
    bound = _BOUNDS.get(str(params.get("op", "")))
    if bound is None or "value" not in params:
        raise NotWritableError("no_threshold")
    when = words.event(FIGURE, str(params.get("metric") or title_of(proposal)))
    value = Decimal(str(params["value"]))
    shown = f"{figure(value * 100)} %" if _is_share(proposal, value) else value
    return {"when": when, "metric": {"value": "value"}, bound: shown}


def _is_share(proposal: Proposal, value: Decimal) -> bool:
    printed = "%" in proposal.quote or "％" in proposal.quote
    return printed and 0 < value <= 1 and not proposal.params.get("unit")


def org(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write what a post has to do, or what the text lists where it names no post."""
    said = {"text": proposal.quote.strip()}
    if proposal.actor:
        return {"posts": [{"post": words.post(proposal.actor), "duties": [said]}]}
    return {"principles": [said]}


def workflow(_proposal: Proposal, _words: Words) -> dict[str, Any]:
    """A chain of steps is put together by a person; the text alone does not name its facts."""
    raise NotWritableError("workflow")
