"""Points and sanctions without the word for points: 漏1项-2, 推诿扣10, 表扬 +2, 记大过一次."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_SIGN = re.compile(r"(?:(?<![\dA-Za-z.])(?P<sign>[+-])|(?P<minus>倒扣|扣除?|减)|(?P<plus>加|奖))$")
_NAMED = re.compile("(?:[全满]勤|[月季年]度?|标兵|之星|优秀|冠军)奖$")
_DOUBLED = re.compile("(?:加倍|双倍|翻倍|翻番)[扣记加计]分|[扣记加计]分(?:加倍|翻倍|翻番|双倍)")
_ENTERED = re.compile("(?:警告|[小大]过|记过|通报批评)$")
_LIST = re.compile(r"(?P<sort>[扣减加]分)(?:标准|项目?|表)?(?:[(（][^()（）]*[)）])?[:：]")
_WHOLE = re.compile("(?:满分|总分|基础分|起评分|基准分|初始分|标准分)(?:为|是|:)?$")
_MOST = re.compile("(?:封顶|上限)(?:为|是|:)?$")
_SCALE = re.compile(r"(?<![(\d.])(\d{1,4})分制(?!度)")
_COLUMNS = {"minus", "plus", "points"}
_ENDS = re.compile(r"[ ]?(?:[,，;；。、|\t/）)(（并且另]|[ ]{2}|$)")
_POINTS = re.compile(
    r"积分|记分|计分|扣分|加分|评分|考评|考核|基础分|得分|分值|满分|[\d一二三四五六七八九十]分(?!钟)"
)


def shorthand(sentence: Sentence, columns: Iterable[str], taken: Taken) -> Iterator[Proposal]:
    """Yield bare figures that a sign or a verb makes points, where points are spoken of.

    `columns` is what each column of a table holds, when the sentence is a row.
    """
    about = f"{sentence.heading} {sentence.earlier} {sentence.narrow}"
    held = set(columns)
    fined = held & {"fine", "reward", "fee"} and not held & _COLUMNS
    if fined or not (_POINTS.search(about) or _COLUMNS & held):
        return
    for quantity in sentence.found.quantities:
        bare = quantity.unit == "number" and taken.free(quantity)
        told = _points(sentence, quantity) if bare else None
        if told is not None and _ENDS.match(sentence.narrow, quantity.end):
            taken.take(quantity)
            yield _told(sentence, quantity, *told)


def _points(sentence: Sentence, quantity: Quantity) -> tuple[Decimal, str] | None:
    """Return how many points a bare figure gives or takes, and of what type they are."""
    left, value = sentence.left_of(quantity), quantity.value
    if _MOST.search(left):
        return value, "cap"
    if _WHOLE.search(left):
        return value, "base"
    if not quantity.exact or _NAMED.search(left):
        return None
    if sign := _SIGN.search(left):
        return (-value if sign["minus"] or sign["sign"] == "-" else value), "change"
    listed = [*_LIST.finditer(sentence.earlier + sentence.narrow[: quantity.start])]
    if listed and re.search("[\u4e00-\u9fff]$", left):
        return (value if listed[-1]["sort"] == "加分" else -value), "change"
    return None


def scales(sentence: Sentence) -> Iterator[Proposal]:
    """Yield the full marks that a scale names: 12分制; in brackets it only explains a mark."""
    for match in _SCALE.finditer(sentence.narrow):
        part = sentence.part_at(match.start())
        params: dict[str, Plain | None] = {"points": Decimal(match[1]), "type": "base"}
        yield made(sentence, "score", (part.start, part.end), params, why="score-scale")


def doubled(sentence: Sentence) -> Iterator[Proposal]:
    """Yield that points count double: 一周内再犯，加倍扣分."""
    for match in _DOUBLED.finditer(sentence.narrow):
        part = sentence.part_at(match.start())
        params: dict[str, Plain | None] = {"multiple": Decimal(2), "type": "multiply"}
        yield made(sentence, "score", (part.start, part.end), params, why="score-doubled")


def sanctions(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield how many warnings or demerits are entered, as a suggestion: 记大过一次."""
    for quantity in sentence.found.quantities:
        entered = _ENTERED.search(sentence.left_of(quantity))
        if entered and quantity.unit == "time" and quantity.exact and taken.free(quantity):
            taken.take(quantity)
            params: dict[str, Plain | None] = {"type": "sanction", "times": quantity.value}
            where = part_span(sentence, quantity)
            yield made(
                sentence, "score", where, params, why="score-sanction", sure="low", optional=True
            )


def _told(sentence: Sentence, quantity: Quantity, points: Decimal, type_: str) -> Proposal:
    params: dict[str, Plain | None] = {"points": points, "type": type_}
    where = (sentence.part_at(quantity.start).start, quantity.end)
    return made(sentence, "score", where, params, why="score-shorthand", sure="medium")
