"""Points and money as rule blocks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.facts import breach_meant
from shouwen.policy.reading.writing.lapses import lapse_of
from shouwen.policy.reading.writing.parts import NotWritableError, figure, title_of
from shouwen.policy.reading.writing.words import AMOUNT, BREACH, MERIT, VALUE, Event, Words

_ONE_EACH = frozenset(
    {"", "occurrence", "次", "件", "人次", "例", "起", "宗", "每次", "person", "case"}
)
_WHOLE = 100
_LOSSES = frozenset({"fine", "deduct", "liability", "withhold"})
_GAINS = frozenset({"reward", "commission", "allowance", "wage", "base", "compensation", "refund"})


def score(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write what takes or gives points each time; tables and weights stay notes."""
    params = proposal.params
    if params.get("type", "change") != "change" or "points" not in params:
        raise NotWritableError("score_shape")
    points = Decimal(str(params["points"]))
    kind = BREACH if points < 0 else MERIT
    amount = f"{figure(points)} {words.point()}"
    return _amount(proposal, words, kind, amount)


def pay(proposal: Proposal, words: Words) -> dict[str, Any]:
    """Write what takes or gives money each time."""
    kind_of = str(proposal.params.get("type", "fine"))
    if kind_of not in _LOSSES | _GAINS:
        raise NotWritableError("pay_shape")
    event, sign = (BREACH, "-") if kind_of in _LOSSES else (MERIT, "")
    params = proposal.params
    if "currency" in params:
        raise NotWritableError("foreign_money")
    if "min" in params and "max" in params:
        return _range(proposal, words, event, sign)
    # More than the whole is no share of it, but so many times as much.
    if "percent" in params and _number(params["percent"]) > _WHOLE:
        factor = _number(params["percent"]) / _WHOLE
        return _multiple(proposal, words, event, f"{sign}{figure(factor)}")
    if "percent" in params:
        return _share(proposal, words, event, f"{sign}{figure(params['percent'])} %")
    if "multiple" in params:
        return _multiple(proposal, words, event, f"{sign}{figure(params['multiple'])}")
    if "amount" not in params:
        raise NotWritableError("no_amount")
    return _amount(proposal, words, event, f"{sign}{figure(abs(_number(params['amount'])))} yuan")


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _amount(proposal: Proposal, words: Words, kind: Event, amount: str) -> dict[str, Any]:
    per = str(proposal.params.get("per", ""))
    if per in _ONE_EACH:
        lapsed = lapse_of(proposal.params) if kind is BREACH else None
        if lapsed:
            return {"when": lapsed, "person": "owner", "amount": {"fixed": amount}}
        known = breach_meant(title_of(proposal)) if kind is BREACH else None
        when = known or words.event(kind, title_of(proposal))
        return {"when": when, "amount": {"fixed": amount}}
    when = words.event(kind, title_of(proposal))
    of = words.detail(kind, "value", VALUE)
    return {"when": when, "amount": {"per_unit": {"of": of, "each": amount}}}


def _range(proposal: Proposal, words: Words, kind: Event, sign: str) -> dict[str, Any]:
    when = words.event(kind, title_of(proposal))
    of = words.detail(kind, "amount", AMOUNT)
    low, high = (figure(abs(_number(proposal.params[key]))) for key in ("min", "max"))
    chosen = {"from": f"{sign}{low} yuan", "to": f"{sign}{high} yuan", "step": "1 yuan", "of": of}
    return {"when": when, "amount": {"range": chosen}}


def _share(proposal: Proposal, words: Words, kind: Event, rate: str) -> dict[str, Any]:
    when = words.event(kind, title_of(proposal))
    of = words.detail(kind, "base", AMOUNT | {"label": "基数", "label_en": "Base"})
    return {"when": when, "amount": {"percentage": {"of": of, "rate": rate}}}


def _multiple(proposal: Proposal, words: Words, kind: Event, factor: str) -> dict[str, Any]:
    when = words.event(kind, title_of(proposal))
    of = words.detail(kind, "base", AMOUNT | {"label": "基数", "label_en": "Base"})
    return {"when": when, "amount": {"multiple": {"of": of, "factor": Decimal(factor)}}}
