"""Tables of scores, fines and time limits: a column's head says what its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from shouwen.policy.reading.extract.made import Plain, Taken, made
from shouwen.policy.reading.extract.sentences import FEWEST_GAPS, Sentence, gaps_of
from shouwen.policy.reading.proposals import Proposal, RuleKind
from shouwen.policy.reading.quantities import Quantity

_ROLES = {
    "minus": "扣分|减分|扣减|应扣",
    "plus": "加分|奖分",
    "weight": "权重|比重|占比",
    "points": "分值|标准分|满分|配分|分数|总分|记分",
    "fine": "罚款|扣款|罚金|处罚|罚",
    "reward": "奖励|奖金|奖",
    "fee": "收费|单价|价格|费用|金额|标准\\(元",
    "allowance": "补贴|津贴|补助",
    "goal": "目标值?$|指标值|达标值|达标线",
    "limit": "时限|时效|期限|完成时间|响应时间|办理时间|处理时间|SLA|"
    "(?:响应|回应|反馈|办结|办理|处理|处置|到场|到达|上门|修复|恢复|解决|答复|回复|送达|完成|交付|整改|升级|"
    "结案|关闭|回访|受理|派单|接单|转派|方案)(?:时间|时长)?$",
}
_ROLE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _ROLES.items()))
_ALONE = re.compile(r"^[\s+\-]*[\d一二三四五六七八九十两半.,~至%]+[^,，。;；]{0,6}$")
_LONGEST_HEAD = 12
_TIMED = {"second", "minute", "hour", "day", "working_day", "week", "month"}
_UNITS = {"minus": "point", "plus": "point", "points": "point", "weight": "percent"}
Roles = tuple[str, ...]


def cells_of(sentence: Sentence) -> list[tuple[int, int]]:
    """Return where the cells of a row stand in it; empty when it is no row."""
    text = sentence.text
    sign = "\t" if "\t" in text else "|"
    cuts = [(n, n + 1) for n, each in enumerate(text) if each == sign]
    if sign == "|" and len(cuts) < FEWEST_GAPS:
        cuts = gaps_of(text)
    edges = [(0, 0), *cuts, (len(text), len(text))]
    return [(a[1], b[0]) for a, b in pairwise(edges)] if cuts else []


def roles_of(sentence: Sentence) -> Roles:
    """Return what each column of a table's head row holds, or nothing when it is no head row."""
    cells = [sentence.narrow[a:b] for a, b in cells_of(sentence)]
    if any(len(each) > _LONGEST_HEAD for each in cells) or sentence.found.quantities:
        return ()
    roles = tuple(_role(each) for each in cells)
    return roles if any(roles) else ()


def _role(head: str) -> str:
    match = _ROLE.search(head.strip())
    return match.lastgroup or "" if match else ""


def of_row(sentence: Sentence, roles: Roles, taken: Taken) -> Iterator[Proposal]:
    """Yield what the bare figures of a row mean under their heads."""
    for (start, end), role in zip(cells_of(sentence), roles, strict=False):
        quantity = _figure(sentence, start, end) if role else None
        sign = sentence.narrow[start:end].strip()[:1]
        told = None if quantity is None else _told(role, quantity, sign)
        if quantity is not None and told is not None:
            taken.take(quantity)
            kind, params = told
            first = min((a for a, b in cells_of(sentence) if b > a), default=start)
            where = (first, end) if first < start else (start, end)
            yield made(sentence, kind, where, params, why=f"table-{role}")


def _figure(sentence: Sentence, start: int, end: int) -> Quantity | None:
    if not _ALONE.match(sentence.narrow[start:end].strip()):
        return None
    return next((q for q in sentence.found.quantities if start <= q.start < end), None)


def _told(
    role: str, quantity: Quantity, sign: str
) -> tuple[RuleKind, dict[str, Plain | None]] | None:
    value: Decimal = quantity.value
    if role == "limit":
        most = value if quantity.high is None else quantity.high
        params: dict[str, Plain | None] = {"amount": most, "unit": quantity.unit, "dir": "within"}
        return ("deadline", params) if quantity.unit in _TIMED else None
    if role in _UNITS or role == "goal":
        return _goal(quantity) if role == "goal" else _points(role, quantity, value)
    if quantity.unit not in {"number", "yuan"}:
        return None
    if quantity.unit == "number" and sign in {"+", "-"}:
        return "score", {"type": "change", "points": -value if sign == "-" else value}
    if quantity.ranged:
        return "pay", {"type": role, "min": quantity.low, "max": quantity.high}
    return "pay", {"type": role, "amount": value}


def _goal(quantity: Quantity) -> tuple[RuleKind, dict[str, Plain | None]] | None:
    sign = "<=" if quantity.low is None else ">="
    told: dict[str, Plain | None] = {"op": sign, "value": quantity.value / 100}
    return ("target", told) if quantity.unit == "percent" else None


def _points(
    role: str, quantity: Quantity, value: Decimal
) -> tuple[RuleKind, dict[str, Plain | None]] | None:
    if quantity.unit == "percent":
        return ("score", {"type": "weight", "percent": value}) if role == "weight" else None
    if quantity.unit not in {"number", "point"}:
        return None
    signed = -value if role == "minus" else value
    return "score", {"type": "change" if role in {"minus", "plus"} else "weight", "points": signed}
