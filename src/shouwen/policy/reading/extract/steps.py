"""Figures of a step of work: how long one waits, and how large a thing is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_WAIT = re.compile(
    "(?:等候|等待|稍等|再等|等|静候|停顿|保持|持续|放置|静置|浸泡|通风|放气|预热|冷却|煮沸|消毒|晾干)"
    "(?:至少|不少于|约|满)?$"
)
_FOUND = re.compile("(?:及以上|以上|起)?(?:发现|出现|发生|违[规反]|再犯|再次|不合格|未)")
_MOMENT = re.compile(
    "(?:(?:店|业|班|门|餐|馆|园|场|岗)[前后]|上午|下午|中午|早上?|晚上?|夜间)(?:各)?$"
)
_ENDS = re.compile("[,，;；。、]|$")
_TIMED = {"second", "minute", "hour"}
_SIDES = re.compile(
    r"(\d+(?:\.\d+)?)[ ]?(?:cm|mm|m|厘米|毫米|米)?[ ]?[×xX*][ ]?(\d+(?:\.\d+)?)"
    r"(?:[ ]?(?:cm|mm|m|厘米|毫米|米)?[ ]?[×xX*][ ]?(\d+(?:\.\d+)?))?"
)
_SIDE = re.compile("(?P<side>长|宽|高|深|厚|直径)(?:度)?(?:为|是)?$")
_NAMES = {"长": "length", "宽": "width", "高": "height", "深": "depth", "厚": "thickness"}


def steps(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the waits and measurements that a sentence gives, as suggestions."""
    yield from _sizes(sentence, taken)
    for quantity in sentence.found.quantities:
        left = sentence.left_of(quantity).removesuffix(quantity.before)
        if not taken.free(quantity):
            continue
        if quantity.unit in {"time", "nth"} and (told := _counted(sentence, quantity, left)):
            taken.take(quantity)
            yield _suggested(sentence, quantity, told)
        elif quantity.unit in _TIMED and _WAIT.search(left):
            taken.take(quantity)
            yield _told(sentence, quantity, {"amount": quantity.value, "unit": quantity.unit})
        elif (side := _SIDE.search(left)) and quantity.exact:
            taken.take(quantity)
            yield _told(sentence, quantity, {_NAMES.get(side["side"], "width"): quantity.value})


def _counted(sentence: Sentence, quantity: Quantity, left: str) -> dict[str, Plain | None]:
    """Return which time something is done, or how often at a time of the day."""
    rest = sentence.rest(quantity)
    if quantity.unit == "nth" and quantity.said == "次" and _FOUND.match(rest):
        return {"every": "event", "nth": quantity.value}
    if quantity.unit == "time" and quantity.exact and _MOMENT.search(left) and _ENDS.match(rest):
        return {"every": "day", "times": quantity.value}
    return {}


def _suggested(sentence: Sentence, quantity: Quantity, params: dict[str, Plain | None]) -> Proposal:
    return made(
        sentence, "duty", part_span(sentence, quantity), params,
        why="duty-counted", sure="low", optional=True,
    )  # fmt: skip


def _sizes(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    for match in _SIDES.finditer(sentence.narrow):
        inside = (q for q in sentence.found.quantities if match.start() <= q.start < match.end())
        taken.take(*inside)
        names = ("width", "length", "height")
        sides = zip(names, match.groups(), strict=True)
        params: dict[str, Plain | None] = {name: Decimal(side) for name, side in sides if side}
        yield made(
            sentence, "conduct", match.span(), {"modality": "must", **params},
            why="conduct-size", sure="medium", optional=True,
        )  # fmt: skip


def _told(sentence: Sentence, quantity: Quantity, params: dict[str, Plain | None]) -> Proposal:
    told = {"modality": "must", **params}
    where = part_span(sentence, quantity)
    return made(
        sentence, "conduct", where, told, why="conduct-figure", sure="medium", optional=True
    )
