"""Points told without a word that gives or takes them: 每次2分, 2分/人次."""

from __future__ import annotations

import re

from shouwen.policy.reading.extract.made import BAD, Plain, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_EACH = re.compile(
    "(?:一|每|1)(?:人?次|件|起|例|处|天|个|张|份|项|条|单|户|通|篇|人)[,:]?$|/次$|每再?[差低少超缺迟晚多][^,;]{1,8}$"
)
_ENDS = re.compile("[,，;；。、]|$")
_SIGNED = re.compile("(?P<sign>[扣加])(?:信用|服务|考核|绩效|诚信|行为|个人|月度)?[积记]?分")
_PER_TIME = re.compile("/(?:每)?(?:人次|次|件|起|例|项|人|单|票|天)")
_PER_PERSON = re.compile("/(?:每)?人?次")
_EARNED = re.compile("积分|计件|奖|表扬|感谢|锦旗|好评|加分|得分")


def said_for_each(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    """Say whether points are told for each time: 每次2分, 2分/人次."""
    rest = sentence.rest(quantity)
    led_in = _SIGNED.search(sentence.heading[-60:]) and _ENDS.match(rest)
    return bool(_EACH.search(left) or _PER_TIME.match(rest) or led_in)


def unsigned(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return points whose sign stands above them: 扣分：迟到一次0.5分."""
    about = sentence.heading + sentence.earlier + sentence.narrow
    signs = [match["sign"] for match in _SIGNED.finditer(about)]
    bad = BAD.search(
        sentence.earlier[-20:] + sentence.before_part(quantity) + sentence.part_of(quantity)
    ) or _only_for_breaches(sentence, quantity)
    if quantity.unit != "point" or not (signs or bad):
        return None
    points = quantity.value if signs and signs[-1] == "加" else -quantity.value
    params: dict[str, Plain | None] = {"points": points, "type": "change"}
    where = part_span(sentence, quantity)
    return made(sentence, "score", where, params, why="score-unsaid", sure="medium")


def _only_for_breaches(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether points told for each time can only be taken off: 闲聊的，2分/人次."""
    each = _PER_PERSON.match(sentence.rest(quantity))
    about = sentence.heading[-60:] + sentence.earlier + sentence.narrow
    return bool(each) and not _EARNED.search(about)
