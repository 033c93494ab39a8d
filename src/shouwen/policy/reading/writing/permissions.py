"""Approvals, access, forms and shifts as rule blocks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.parts import (
    NotWritableError,
    figure,
    length,
    title_of,
)
from shouwen.policy.reading.writing.words import REQUEST, TEXT, Words

_SPAN = re.compile(r"^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$")


def approval(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write who has to sign first, and for amounts from when."""
    signer = str(proposal.params.get("by") or proposal.actor)
    if not signer:
        raise NotWritableError("no_signer")
    block: dict[str, Any] = {"before": words.event(REQUEST, title_of(proposal))}
    tier: dict[str, Any] = {"post": words.post(signer)}
    bounds = _bounds(proposal)
    if bounds:
        words.detail(REQUEST, "amount", {"type": "money", "label": "金额", "label_en": "Amount"})
        tier["only"] = {"amount": bounds}
    return block | {"tiers": [tier]}


def _bounds(proposal: Proposal) -> dict[str, Any]:
    params = proposal.params
    if str(params.get("unit", "yuan")) not in {"yuan", ""}:
        return {}
    if "currency" in params:
        raise NotWritableError("foreign_money")
    pairs = (("more_than", "over"), ("at_most", "upto"))
    return {ours: f"{figure(params[said])} yuan" for ours, said in pairs if said in params}


def access(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write who may look, change, enter or take; a class by itself stays a note."""
    what = str(proposal.params.get("what") or title_of(proposal))
    when = words.event(REQUEST, what)
    action, who = proposal.params.get("action"), str(proposal.params.get("who") or proposal.actor)
    if action == "deny":
        return {"when": when, "forbidden": True}
    if action in {"allow", "require"} and who:
        return {"when": when, "posts": [words.post(who)]}
    raise NotWritableError("access_shape")


def form(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write a register or voucher with one field for its content, and how long it is kept."""
    name = str(proposal.params.get("name", "")).strip("《》")
    if not name and "retention" not in proposal.params:
        raise NotWritableError("no_form")
    words.form_field("content", TEXT)
    block: dict[str, Any] = {"fields": ["content"]}
    if "retention" in proposal.params:
        block["retention"] = _kept(proposal)
    return block


def _kept(proposal: Proposal) -> str:
    return length(proposal.params, "retention", "retention_unit")


def roster(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write when shifts begin and end, and the fewest seats; other words on shifts stay notes."""
    params, shape = proposal.params, proposal.params.get("type")
    if shape == "shift" and _SPAN.match(str(params.get("time", ""))):
        hours = {words.shift(title_of(proposal)): params["time"]}
        return {"when": {"fact": "shift_planned"}, "shifts": {"hours": hours}}
    if shape in {"min_staff", "coverage"} and "amount" in params:
        said = str(params.get("time", ""))
        between = said if _SPAN.match(said) else "00:00-24:00"
        # “24 hours” is how long, so that one seat is the least that it asks.
        least = params["amount"] if params.get("unit") not in {"hour", "day"} else 1
        floor = {"between": between, "at_least": Decimal(figure(least))}
        return {"when": {"fact": "seats_counted"}, "seats": {"floors": [floor]}}
    raise NotWritableError("roster_shape")
