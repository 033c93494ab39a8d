"""Measures with a limit: 接通率不低于95%, 平均等待时间不超过30秒."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.made import SUPERVISED, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_METRIC = re.compile(
    r"([\u4e00-\u9fffA-Za-z、]{0,12}(?:率|占比|比例|比重|满意度|准确度|达成|覆盖|时长|"
    r"时间|周期|数量|量|值|得分|评分|均分|成绩|指数|水平|数|度|通话|速度|温度|湿度|"
    r"误差|里程|资料|外呼|浓度))"
)
_AVERAGE = re.compile("平均|均值|人均|月均|日均")
_CONDITION = re.compile(
    "^(?:的|者|时|部分)|^[,，]?(?:[^,，]{0,12}的?[,，])?[^,，。;]{0,12}(?:扣|罚|奖励|加\\d|"
    "不得分|取消|辞退|得\\d)"
)
_KPI = re.compile("考核|指标|业务量|KPI|目标|标准|绩效|质量|服务水平|量化|要求")
_MEASURED = re.compile("考核项目|考核指标|业务量|指标|考核内容|量化|KPI|任务量|目标")
_PHYSICAL = frozenset(
    [
        "米",
        "公里",
        "平方米",
        "厘米",
        "毫米",
        "cm",
        "mm",
        "km",
        "m",
        "℃",
        "度",
        "摄氏度",
        "分贝",
        "dB",
        "公斤",
        "千克",
        "克",
        "斤",
        "吨",
        "升",
        "毫升",
        "欧姆",
        "伏特",
        "兆帕",
    ]
)
_FAR = re.compile("(不少于|不低于|不得低于|不得少于|不超过|不高于|不得超过|至少)[^,，]{1,8}的$")
_NORMS = frozenset(
    {
        "不少于",
        "不得少于",
        "不能少于",
        "不应少于",
        "不低于",
        "不得低于",
        "至少",
        "不超过",
        "不得超过",
        "不应超过",
        "不能超过",
        "不多于",
        "不得多于",
        "最多",
        "至多",
    }
)
_SEAT = re.compile("席位|坐席|座席|工位|窗口|岗|人")
_LETTERS = {"字", "个字", "句"}
_HOLDS = re.compile("可(?:以)?(?:同时)?(?:接通|接入|容纳|受理|存放|承载|处理|容)$")
_WHOLLY = re.compile(
    "(?:回访|覆盖|登记|录入|达标|合格|执行|完成|参加|参训|到位|签订|持证|检验|接听|响应)"
)
_CASE_GOES_ON = re.compile("[、和或及且][^,，;。]{0,14}的(?:[,，;。]|$)")
_SHARE_NEXT = re.compile(r"[,，:：](?:按)?[\d.]+[%％]?(?:发放?)?(?:[;；。]|$)")
_EACH_NEXT = re.compile("[,，:：]每(?:单|票|件|人|次|户|台|班|份)[加扣奖减补罚]")
_GRADED = re.compile("(?:提成|佣金|奖金|工资|绩效)[^,，;；。]{0,6}[:：]")
_UP_TO_THERE = re.compile("[但且]?(?:不足|未满|不满|不到|低于)[^,，;。]{1,10}的")
_THEN = re.compile(
    "(?:的|者)(?:[,，。;]|$|部分|[扣罚赔补奖减退打按予给由须应不视为需可计得发处降停取责评列翻双加全])"
)
_PAID_FOR = re.compile("(?:的?部分)?[无不]?(?:提成|计提|提(?![前供出交高])|奖|发|系数|扣|罚|返)")
_PAYS_ON = re.compile(
    r"[,，:：](?:当月|月度|季度)?(?:奖金|绩效|工资|提成)?(?:(?:发放?|计发|兑现|全额|按)[\d.]+[%％]|全额|不发)"
)
_RATED = re.compile(
    r"[,，:：]?(?:(?:系数)?(?:为|按|是)?\d+\.\d+|[^,，;；。]{0,8}系数(?:为|按|是)?\d[\d.]*)(?:[,，;；。]|$)"
)
_ONCE_REACHED = {"达", "达到", "满", "超过", "高于"}
_REWARDED = re.compile("(?:以上)?[,，](?:另外?|再|加|当月)?(?:奖|提成|计提|返)")
_FACTOR = re.compile("系数[^,，]{0,4}$")
_GAINS = re.compile(r"(?:\([^()]{1,6}\))?得[\d.]+分")
_WORKED = re.compile("工作|工时|上班|加班|出勤")
_FEE_RATE = re.compile("[费利税]率(?:为|按|是|:)?$")
_KEEPS = re.compile("(?:保持|维持|控制|稳定)在$|(?:应|须|要)(?:达到?|在)$")
_TALKED = re.compile("(?:通时|工时|学时|时长)$")
_AIM = re.compile("目标(?:值|分)?(?:为|是|:)?$")
_SIGNS = {(True, True): ">=", (True, False): ">", (False, True): "<=", (False, False): "<"}
_TIMED = {"second", "minute", "hour", "day", "working_day", "week"}
_COUNTED = {"thing", "number", "time", "person", "yuan", "multiple", "dot", "ordinal", "point"}


def targets(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield what a sentence wants reached or not exceeded."""
    for quantity in sentence.found.quantities:
        if taken.free(quantity) and _is_target(sentence, quantity):
            taken.take(quantity)
            _take_inside(sentence, quantity, taken)
            yield from _each_end(sentence, quantity)


def limits(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield how many times or things a sentence allows at most or asks at least, as suggestions."""
    for quantity in sentence.found.quantities:
        if taken.free(quantity) and _is_limit(sentence, quantity):
            taken.take(quantity)
            yield replace(_told(sentence, quantity), optional=True, sure="low")


def _each_end(sentence: Sentence, quantity: Quantity) -> Iterator[Proposal]:
    """Yield a measure, both ends of a range apart: 每分钟120至140字."""
    if quantity.ranged:
        yield _told(sentence, replace(quantity, high=None))
        yield _told(sentence, replace(quantity, low=None))
    else:
        yield _told(sentence, quantity)


def _is_limit(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a figure limits times or things: 换班不超过三次, 不少于8个品种."""
    if _conditional(sentence, quantity):
        return False
    if quantity.unit in {"time", "thing"} and quantity.before in _NORMS:
        return not _SEAT.match(sentence.rest(quantity))
    return quantity.unit in {"thing", "person"} and bool(_HOLDS.search(sentence.left_of(quantity)))


def _of_seats(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a figure is how many seats are kept, which belongs to the roster."""
    kept = quantity.low_in and quantity.high is None and quantity.unit == "thing"
    return kept and bool(_SEAT.match(sentence.rest(quantity)))


def _is_pace(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a figure is how much is done in a unit of time: 每分钟80字."""
    told = quantity.start - len(quantity.before)
    return quantity.said in _LETTERS and any(
        each.every in {"minute", "hour"} and told - 1 <= each.end <= quantity.start
        for each in sentence.found.rhythms
    )


def _is_target(sentence: Sentence, quantity: Quantity) -> bool:
    left = sentence.left_of(quantity)
    if "每" in left[-6:] and quantity.unit in {"percent", "pp", "dot"}:
        return False
    if _FACTOR.search(left) or _conditional(sentence, quantity) or _of_seats(sentence, quantity):
        return False
    if quantity.unit == "percent":
        return _of_percent(sentence, quantity, left)
    if _is_pace(sentence, quantity):
        return True
    if quantity.unit in _TIMED:
        worked = _WORKED.search(sentence.before_part(quantity)[-12:] + left)
        return bool(_AVERAGE.search(left) and not worked) or _long_talk(sentence, quantity, left)
    return quantity.unit in _COUNTED and _counted(sentence, quantity, left)


def _conditional(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a figure says when a sanction falls, and not what is wanted."""
    rest = sentence.rest(quantity)
    if _CASE_GOES_ON.match(rest) or _UP_TO_THERE.match(rest) or _GAINS.match(rest):
        return True
    paid = (quantity.ranged or quantity.after) and _PAID_FOR.match(rest)
    rewarded = quantity.before in _ONCE_REACHED and _REWARDED.match(rest)
    above = sentence.earlier + sentence.narrow[: quantity.start]
    graded = _EACH_NEXT.match(rest) or (_SHARE_NEXT.match(rest) and _GRADED.search(above))
    if not quantity.exact and (paid or rewarded or graded or _PAYS_ON.match(rest)):
        return True
    strict = not quantity.exact and not (quantity.low_in and quantity.high_in)
    if _RATED.match(rest):
        return True
    if _THEN.match(rest):
        return True
    if strict and quantity.before in {"低于", "不足", "未达到", "未达", "达不到", "少于", "不到"}:
        return True
    return strict and bool(_CONDITION.match(rest))


def _of_percent(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    named = _METRIC.search(left) or _METRIC.search(sentence.before_part(quantity)[-20:])
    if re.search("分别|依次|[前后末]$", left) or _FEE_RATE.search(left):
        return False
    if quantity.exact:
        whole = quantity.value == 100 and _WHOLLY.match(sentence.rest(quantity))  # noqa: PLR2004
        return bool(whole or re.search(r"(?:率|度|占比|比例)[^,]{0,6}$", left) or _FAR.search(left))
    return bool(named) or bool(quantity.before)


def _long_talk(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    bounded = quantity.high is None and bool(quantity.before)
    if (
        quantity.low is not None
        and not quantity.exact
        and _TALKED.search(left.removesuffix(quantity.before))
    ):
        return True
    return bounded and bool(re.search("时长|时间", left)) and bool(_KPI.search(sentence.heading))


def _counted(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    if quantity.exact and _AIM.search(left):
        return True
    bounded = not quantity.exact and bool(quantity.before or _KEEPS.search(left))
    if not bounded or quantity.ranged:
        return False
    if quantity.unit == "point":
        return bool(re.search("满意度|成绩|评分|得分|均分|分数", left)) and quantity.high is None
    if quantity.unit == "person":
        return False
    if any(each.start < quantity.start for each in sentence.found.rhythms):
        before = sentence.narrow[: sentence.found.rhythms[0].start]
        measure = re.search("(?:量|率|指标)$", before)
        watched = SUPERVISED.search(left.removesuffix(quantity.before))
        return bool(measure or (_MEASURED.search(sentence.heading) and not watched))
    named = bool(_METRIC.search(left)) or quantity.said in _PHYSICAL
    named = named or bool(_AIM.search(left.removesuffix(quantity.before)))
    return named or (quantity.high is None and bool(_KPI.search(sentence.heading)))


def _take_inside(sentence: Sentence, quantity: Quantity, taken: Taken) -> None:
    """Take the other figures of a measure's name: 20秒内接起的来电占比."""
    part = sentence.part_at(quantity.start)
    for other in sentence.found.quantities:
        named = not (quantity.exact and other.after == "内")
        if named and part.start <= other.start < quantity.start and quantity.unit == "percent":
            taken.take(other)


def _sides(sentence: Sentence, quantity: Quantity) -> tuple[bool, bool]:
    """Say whether the figure is a lower limit, and whether it counts itself."""
    far = _FAR.search(sentence.left_of(quantity)) if quantity.exact else None
    if far:
        return far[1] not in {"不超过", "不高于", "不得超过"}, True
    if _HOLDS.search(sentence.left_of(quantity)):
        return False, True
    lower = quantity.low is not None
    return lower, quantity.low_in if lower else quantity.high_in


def _told(sentence: Sentence, quantity: Quantity) -> Proposal:
    lower, inside = _sides(sentence, quantity)
    value = quantity.value / 100 if quantity.unit == "percent" else quantity.value
    metric = _METRIC.search(sentence.left_of(quantity)) or _METRIC.search(
        sentence.before_part(quantity)
    )
    params = {
        "op": _SIGNS[lower, inside],
        "value": value,
        "unit": None if quantity.unit == "percent" else quantity.unit,
        "metric": metric[1] if metric else None,
    }
    return made(sentence, "target", part_span(sentence, quantity), params, why="target-limit")
