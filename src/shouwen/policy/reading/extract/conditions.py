"""Figures that say when a rule holds rather than what it asks: 低于10件的, 满一年的, 半年内."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.made import Plain, Taken, made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_CASE = re.compile("(?:的|者|(?<!小)时|的话|之后|后|以上|以下|起|内)$")
_UNDONE = re.compile("(?:没有|未|仍|尚|不)[^,，]{1,10}(?:的|者|时)$")
_TIMED = {"second", "minute", "hour", "day", "working_day", "week", "month"}
_CALLED = re.compile("(?:客服|服务)?(?:热线|专线|电话)")
_STEP = re.compile("每[低高少超多差欠过]{1,2}$")
_MOST = 2


def with_conditions(
    sentence: Sentence, proposals: Iterable[Proposal], taken: Taken
) -> tuple[Proposal, ...]:
    """Return proposals with the figures that nobody took and that say when they hold.

    A figure belongs to the next proposal of its sentence, else to the one that holds it. A length
    after which something is still not done, and which says no rule's condition, is a time limit.
    """
    told = list(proposals)
    for quantity in sentence.found.quantities:
        if not taken.free(quantity) or not _is_case(sentence, quantity):
            continue
        place = _owner(sentence, told, quantity)
        if place is not None:
            taken.take(quantity)
            told[place] = replace(
                told[place], params={**told[place].params, **_as(told[place], quantity)}
            )
        else:
            told += _implied(sentence, quantity, taken)
    return tuple(told)


def _is_case(sentence: Sentence, quantity: Quantity) -> bool:
    part = sentence.part_of(quantity).rstrip(",，:： ")
    stepped = _STEP.search(sentence.left_of(quantity))
    if stepped or _CALLED.match(sentence.rest(quantity)):
        return False
    if quantity.unit == "nth":
        return quantity.said in {"次", "回", "名", "位", "名次", "等"}
    return not quantity.exact or bool(_CASE.search(part)) or quantity.unit == "time"


def _owner(sentence: Sentence, told: list[Proposal], quantity: Quantity) -> int | None:
    """Return which proposal a condition belongs to."""
    at = sentence.start + quantity.start
    after = [
        n
        for n, each in enumerate(told)
        if each.span.end > at and _open(each) and _fits(each, quantity)
    ]
    return min(after, key=lambda n: (told[n].span.end, told[n].optional), default=None)


def _fits(proposal: Proposal, quantity: Quantity) -> bool:
    """Say whether a figure may limit a rule; a number of times only limits sums and points."""
    counted = quantity.unit == "time" and quantity.exact
    return not counted or proposal.kind in {"score", "pay"}


def _open(proposal: Proposal) -> bool:
    return sum(name.startswith("if") and name.endswith("_unit") for name in proposal.params) < _MOST


def _as(proposal: Proposal, quantity: Quantity) -> dict[str, Plain]:
    """Return a condition as parameters: if_over, if_upto or if_amount with if_unit, then if2_…."""
    if (quantity.unit == "nth" and "nth" in proposal.params) or _said_again(proposal, quantity):
        return {}
    name = "if2" if "if_unit" in proposal.params else "if"
    ends = {"over": quantity.low, "upto": quantity.high}
    if quantity.exact:
        ends = {"amount": quantity.low}
    told: dict[str, Plain] = {f"{name}_{k}": v for k, v in ends.items() if v is not None}
    return {**told, f"{name}_unit": quantity.unit}


def _said_again(proposal: Proposal, quantity: Quantity) -> bool:
    """Say whether brackets only repeat a rule's own bound: 3天以内的（含3天）由主管批准."""
    bounds = tuple(proposal.params.get(name) for name in ("over", "upto", "unit"))
    return bounds == (quantity.low, quantity.high, quantity.unit)


def _implied(sentence: Sentence, quantity: Quantity, taken: Taken) -> Iterator[Proposal]:
    """Yield the limit that a sanctionless case implies: 20分钟没有到场的，致电说明."""
    part = sentence.part_of(quantity).rstrip(",，")
    if quantity.unit in _TIMED and _UNDONE.search(part):
        taken.take(quantity)
        params: dict[str, Plain | None] = {
            "amount": quantity.value,
            "unit": quantity.unit,
            "dir": "within",
        }
        where = (sentence.part_at(quantity.start).start, len(sentence.text))
        yield made(
            sentence, "deadline", where, params, why="deadline-implied", sure="low", optional=True
        )
