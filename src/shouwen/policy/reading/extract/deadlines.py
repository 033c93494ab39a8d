"""Within how long, how long ahead, by what time of day, not before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.named_limits import is_named_limit
from shouwen.policy.reading.extract.same_day import DONE, same_day
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Clock, Quantity

TIMED = {
    "second",
    "minute",
    "hour",
    "day",
    "working_day",
    "week",
    "month",
    "year",
    "ring",
    "quarter",
}
_NEXT_PART = 24
_WITHIN = {"内", "之内", "以内"}
_WINDOW = re.compile(
    "^(?:,)?(?:的|也未|扣|罚|处罚|处以|奖|记|按旷|累计|第[一二三四五六\\d]|免[罚责扣]|再次(?!上门|联系|回访|派|预约)|再犯|"
    "连续|重复|发生|出现|受到|被|"
    "达到?[\\d一二三四五]|有[\\d一二三四五]|[\\d一二三四五六七八九两]+次(?!上门|派|回访|联系|确认|核)|"
    "[\\d一二三四]+起|同一|不重复|多次|不得(?!少|低|超|迟|晚)|无(?!息|条件|偿|理由)|未发生|没有|因|的[,，]|"
    "的(?=扣|罚|按|记|不|"
    "视|由|迟|,)|未|不能[^,]{0,10}的|没有[^,]{0,10}的|免费(?!送|上门|配送|办理|更换|补)|包换|包退|"
    "质保)"
)
_STATE = re.compile(
    "(?:迟到|晚到|晚点|早退|旷工|假期|逾期|延误|超时|离岗|离职守|串岗|睡岗|缺勤|脱岗|请假|病假|事假|超期|拖延|滞后|"
    "延迟|工龄|入职满|工作满|任职|年龄|车龄|试用期|有效期|保质期|休假|每隔|"
    "间隔)[^,后]{0,4}$"
)
_TOLD = re.compile(
    "(?:提前|(?:班|课|会|岗|餐|车|[开上接交营就]业?)前)(?:至少|不少于|不迟于|最少)?$"
)
_DAY_PAST = re.compile("[将把对就从按]前$")  # 将前一天发现的问题提出
_AGO = re.compile("(?:提前|前|早于|预先|事先)(?:至少|不少于|不迟于|不低于|最少)?$")
_LIMITED = {
    "不超过",
    "不得超过",
    "不宜超过",
    "不能超过",
    "不应超过",
    "不可超过",
    "不超",
    "最长不超过",
    "最迟",
    "最长",
    "最晚",
    "不超出",
    "不得超出",
    "≤",
    "<=",
    "控制在",
    "不大于",
    "不多于",
    "不高于",
    "不得多于",
    "不长于",
    "不得迟于",
    "不迟于",
    "不晚于",
    "不得晚于",
    "限",
    "限于",
}
_NEVER_OVER = re.compile(
    "(?:不得|不能|不应|不可|不许)(?:(?:让|使|令)[^,，;。]{1,10}(?:超过|超)|超[过出][^,，;。]{0,4}(?:时间|时限))$"
)
_METER = re.compile("总数|之比|平均|率|均值|均不|占比|人均|指标|比例")
_STAY = re.compile(
    "连续|在线|离岗|离席|离台|离开|用餐|就餐|休息|上班|顶岗|值班|加班|工作|驾驶|通话|在岗|午休|"
    "会议|私人电话|接打|小休|外出|休假|请假|停留|占用|培训时间|停放|停车|试用"
)
_AT_ONCE = re.compile("立即|立刻|即时|当场|第一时间|即刻|马上|随即")
_REACHED = {"达到", "达", "超过", "超", "满", "多于"}
_LATER = re.compile(
    "^(?:后|之后|以后)(?:方可|才能|方能|才可|可|再|不得|开始|(?:由[^,，]{1,8})?(?:回访|复查|复检))"
    "|^,?(?:后|之后|以后)[^,]{0,10}?(?:方可|才能|方能|才可)"
)
_LONGER = re.compile(
    "(?:续[借租住订]|[再可]延)(?:长|期限?)?(?:为|至|到|不超过|至多|最多)?$|(?:延长|延期|顺延|放宽|展期|宽限)(?:期限)?(?:为|至多|不超过|最多|至|到)?$"
)
_FINISH = re.compile(
    "(?:必须|应当?|须)?(?:回应|接听|完成|修复|办结|回复|到场|到达|到位|处理完|处理|解决|答复|上门|送达|发货|反馈|恢复|响应|到账|"
    "完工|交付|退还|归还|移交|结清|拨付|兑付|寄出|揽收|派送|到货|出结果|出报告|发出|回电|审结|审核(?!通过|后|合格|不)|联系|检测|寄回|办好|办妥|处置|到[店仓站手]|见面|上[报架]|报[\u4e00-\u9fff]{0,5}(?:部|长|主管|经理|科|室|站|中心)|派车|派单|接单|出发|出车|出动|抵达|赶到|"
    "结案|闭环|出具|退款|付款|支付|开通|通水|通电)"
)
_GIVEN = re.compile("(?:限期|限时|限于|限|期限为?|[借租工]期为?|保管期(?:限)?为?)$")
_NO_LATER = re.compile("(?:不得?[晚迟]于|不得?超过|最[迟晚])[^,]{1,14}(?:后|起)的?(?:第)?$")
_BY_THEN = re.compile("(?:不得?[晚迟]于|最[迟晚](?:于|在)?|应?[于在])$")
_LATEST = re.compile("(?:不得?[晚迟]于|最[迟晚](?:于|在|不得?超过)?)$")
_SANCTIONED = re.compile(
    "的(?=扣|罚|归还|奖励?|视为|予以|给予|记\\d|加\\d)|重复(?!确认)|再次发生|不计|不予"
)
_OF_SORT = re.compile("(?<!此)(?:类|型)(?:件|工单|事项|诉求|投诉|业务)?$")
_AGAIN = re.compile("上门|派|回访|联系|确认|核")
_FIRST_OF = re.compile("[无不免为按均是]")  # 前三个月不定任务
_PRICED = re.compile("(?:费|租金?|房价|工资|薪)$")
_FOLLOWED_UP = re.compile(
    "(?:随访|回访|走访|联系|沟通|跟进|复查|检查|提醒|巡查)(?:客户|患者|业主)?各?$"
)
_FROM_DAY = re.compile("[TtＴ][+＋]$")
_ASKED = re.compile("(?<!前)提出?|申请|申诉")
_NTH_DONE = re.compile(f"(?:内|前|之前)?[^,，。;的]{{0,8}}(?:{DONE}|关怀|提醒)")
_DAY_BEFORE = re.compile(
    "(?:发[送放布]|汇总|提交|报送|统计|核对|上报|整理|公[布示]|检查|通报|总结|颁发|点评|分析|回顾|查[看阅]|登记|补录|结算|[上领移]交)前$"
)
_OVERDUE = re.compile("(?:超过?|超出|逾)[^,，]{0,8}(?:时限|期限|限期)$")
_COUNTS_WORK = re.compile("\\((?:均?[指为按])?工作日")
_LIMITS = re.compile(
    "时限|期限|限时|时效|(?:到场|到达|到位|到货|响应|办理|处理|完成|完工|送达|修复|答复|回复|上门|办结)时间"
)
_SINCE = re.compile("(?:之日|之时|次日|当日|日|后|时)起$|自[^,，]{2,14}起$")
_SOON = re.compile(
    "^(?!后|起|的|内|未|仍|没|不|无|[以之]|试用|休息|为|方可|才|再|至|到(?!达|场|位|岗)|或|者|算|视|按|计|扣|罚|就餐|用餐)"
    "[^,，。;；的(（]{2,9}(?=[,，。;；(（]|$)"
)
_CASE_TOLD = re.compile("^(?:之?前)?[^,，;；。]{0,8}(?:的|者)[,，]")
_CASE_AFTER = re.compile("[如若](?:在)?|超过|超出|逾期|每|入职|到期|满[^,，]{0,3}后$")
_DEED = re.compile(
    "^[^,，。;的]{0,4}(?:收回|回收|归还|办结|完成|回复|反馈|答复|送达|提交|解决|上报|报告|报送|通知|告知|"
    "整改|归档|移交|回访|公布|修复|退还|关闭|开启|停止|开放)(?![^,，]{0,6}(?:的|者)(?:[,，。]|$))"
)
_SPENT = re.compile("(?:时限|期限|时间|时长)(?:已|还)?(?:用|过|剩|达|超)[去完到]?$")
_NTH_DAY = re.compile("^(?:前|之前|以前)")
_FROM = re.compile("(?:并?[自从在于])?([^,，;。 ]{2,16}?)(?:之日起|之时起|之后|后|起)(?:的)?$")


def deadlines(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the deadlines that a sentence states."""
    for quantity in sentence.found.quantities:
        if _is_nth_day(sentence, quantity):
            taken.take(quantity)
            yield replace(_told(sentence, quantity, "within"), why="deadline-nth-day")
        elif quantity.unit in TIMED and taken.free(quantity):
            direction = _direction(sentence, quantity)
            if direction:
                taken.take(quantity)
                yield _told(sentence, quantity, direction)
    for clock in sentence.found.clocks:
        if taken.free(clock) and not clock.until and _is_latest(sentence, clock):
            taken.take(clock)
            yield _by_clock(sentence, clock)
    yield from _at_clock(sentence, taken)
    yield from same_day(sentence)
    yield from _at_once(sentence)


def warnings(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield at what share of a time limit somebody is told, as a suggestion: 时限用到80%时提醒."""
    for quantity in sentence.found.quantities:
        spent = _unbound(sentence.left_of(quantity), quantity)
        if quantity.unit == "percent" and _SPENT.search(spent):
            taken.take(quantity)
            params: dict[str, Plain | None] = {"percent": quantity.value, "dir": "within"}
            yield made(
                sentence,
                "deadline",
                part_span(sentence, quantity),
                params,
                why="deadline-warning",
                sure="low",
                optional=True,
            )


def _unbound(left: str, quantity: Quantity) -> str:
    return left.removesuffix(quantity.before).rstrip() if quantity.before else left


def _is_nth_day(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether something is done on or by a day counted from an event: 不迟于第三日."""
    if quantity.unit != "nth" or quantity.said not in {"天", "日"} or not quantity.exact:
        return False
    left = sentence.left_of(quantity).removesuffix("第")
    counted = not left or left.endswith(("后", "、"))
    done = counted and _NTH_DONE.match(sentence.rest(quantity))
    return bool(_BY_THEN.search(left) or done)


def _direction(sentence: Sentence, quantity: Quantity) -> str:
    left, right = sentence.left_of(quantity), sentence.rest(quantity)
    if _TOLD.search(left):
        return "ahead"
    other = (
        _STATE.search(left)
        or _PRICED.search(left)
        or _METER.search(sentence.part_of(quantity))
        or left.endswith("每")
    )
    return "" if other else _way(sentence, quantity, left, right)


def _way(sentence: Sentence, quantity: Quantity, left: str, right: str) -> str:
    if _LONGER.search(left) or _FROM_DAY.search(left):
        return "extension" if _LONGER.search(left) else "within"
    if _OVERDUE.search(left) or _DAY_BEFORE.search(left) or _DAY_PAST.search(left):
        return ""
    if _AGO.search(left) or (
        not quantity.after and _NTH_DAY.match(right) and not _LATER.match(right)
    ):
        dated = re.search("每月|每年|次月|发薪|月$", left)
        far = quantity.high is None and sentence.part_of(quantity).rstrip(",").endswith("的")
        far = far or bool(_FIRST_OF.match(right) and left.endswith("前"))
        return "" if dated or far or "免费" in right[:6] else "ahead"
    if quantity.after in _WITHIN:
        return "" if _window(sentence, quantity) or left.endswith(("(", "第")) else "within"
    after = re.search("可以?[在于]?$", left) and right.startswith("后")
    if (after or _LATER.match(right)) and quantity.exact:
        return "not_before"
    return _limited(sentence, quantity, left)


def _window(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a length only frames a count: 一个月内收到两次投诉的."""
    part = sentence.part_at(quantity.start)
    counted = any(
        (each.unit in {"time", "nth"} or each.before in _REACHED)
        and quantity.end <= each.start < part.end
        and not _AGAIN.match(sentence.rest(each))
        and not _ASKED.search(sentence.narrow[quantity.end : each.start])
        and not _FOLLOWED_UP.search(sentence.narrow[quantity.end : each.start])
        for each in sentence.found.quantities
    )
    told = sentence.narrow[quantity.end : part.end].rstrip(",")
    sort = sentence.left_of(quantity).endswith("的")
    if (
        not told
        and not sort
        and any(
            each.after in _WITHIN and each.unit == "hour" and quantity.unit != "hour"
            for each in sentence.found.quantities
            if part.end <= each.start < part.end + _NEXT_PART
        )
    ):
        return True
    if (
        _SANCTIONED.search(told)
        or told.endswith("的")
        or (told.endswith("者") and re.search("未|没有|不", told))
    ):
        return True
    return counted or bool(_WINDOW.match(sentence.rest(quantity)))


def _limited(sentence: Sentence, quantity: Quantity, left: str) -> str:
    if quantity.before in _LIMITED and re.search("延期|延长|展期", sentence.before_part(quantity)):
        return "extension"
    bounded = quantity.before in _LIMITED or _NEVER_OVER.search(left)
    if bounded and not _STAY.search(left + sentence.before_part(quantity)[-10:]):
        ended = re.match("(?:的|者)", sentence.rest(quantity))
        return "" if ended else "within"
    if quantity.exact and (
        _shared(sentence, quantity)
        or _SINCE.search(left)
        or (left.endswith("后") and _done_then(sentence, quantity, left))
        or _FINISH.match(sentence.rest(quantity))
        or _GIVEN.search(left)
        or _NO_LATER.search(left)
        or _listed(sentence, quantity)
    ):
        return "within"
    return ""


def _done_then(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    """Say whether something is done a bare length after an event: 接令后10分钟出车."""
    rest = sentence.rest(quantity)
    soon = quantity.unit in {"minute", "hour", "day", "working_day"} and _SOON.match(rest)
    return bool(_DEED.match(rest) or (soon and not _CASE_AFTER.search(left)))


def _shared(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether the next length of the list carries its "内": 市区30分钟、郊区60分钟内到达."""
    part = sentence.part_at(quantity.start)
    alike = TIMED if sentence.rest(quantity).startswith("或") else {quantity.unit}
    return sentence.rest(quantity).startswith(("、", "或")) and any(
        each.unit in alike and (each.after in _WITHIN or _FINISH.match(sentence.rest(each)))
        for each in sentence.found.quantities
        if quantity.end <= each.start < part.end
    )


def _listed(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a bare length stands in a list of time limits: 时限：咨询类1个工作日."""
    ends = re.match("[,，。;、()\\s]|$", sentence.rest(quantity))
    if ends and is_named_limit(sentence, quantity):
        return True
    if ends and _OF_SORT.search(sentence.left_of(quantity)):
        return True
    above = sentence.before_part(quantity) + sentence.heading[-40:] + sentence.left_of(quantity)
    above += sentence.earlier + sentence.node.heading
    return bool(ends and _LIMITS.search(above)) and not _STATE.search(sentence.left_of(quantity))


def _told(sentence: Sentence, quantity: Quantity, direction: str) -> Proposal:
    amount = quantity.high if quantity.high is not None else quantity.value
    start = _FROM.search(sentence.left_of(quantity))
    params: dict[str, Plain | None] = {
        "amount": amount,
        "unit": quantity.unit,
        "dir": direction,
        "from": start[1] if start else None,
    }
    if quantity.unit == "day" and _COUNTS_WORK.match(sentence.rest(quantity)):
        params |= {"unit": "working_day"}
    if quantity.unit == "nth":
        params |= {"unit": "day"}
    if quantity.unit == "quarter":
        params |= {"amount": amount * 3, "unit": "month"}
    return made(
        sentence, "deadline", part_span(sentence, quantity), params, why=f"deadline-{direction}"
    )


def _is_latest(sentence: Sentence, clock: Clock) -> bool:
    """Say whether a time of day is the last one: 18:00前, 最迟18:00."""
    if _CASE_TOLD.match(sentence.rest(clock)):
        return False
    return clock.after == "前" or bool(_LATEST.search(sentence.left_of(clock)))


def _by_clock(sentence: Sentence, clock: Clock) -> Proposal:
    params: dict[str, Plain | None] = {"time": clock.time, "dir": "by_time"}
    if clock.day is not None:
        params |= {"amount": Decimal(clock.day), "unit": "day"}
    return made(sentence, "deadline", part_span(sentence, clock), params, why="deadline-clock")


def _at_clock(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield at what time of a named day something is done: 当日十七点传达."""
    for clock in sentence.found.clocks:
        if taken.free(clock) and not clock.until and clock.day is not None:
            taken.take(clock)
            yield replace(_by_clock(sentence, clock), sure="low", optional=True)


def _at_once(sentence: Sentence) -> Iterator[Proposal]:
    match = _AT_ONCE.search(sentence.narrow)
    if match:
        part = sentence.part_at(match.start())
        params: dict[str, Plain | None] = {
            "amount": Decimal(0),
            "unit": "immediate",
            "dir": "within",
        }
        yield made(
            sentence,
            "deadline",
            (part.start, part.end),
            params,
            why="deadline-at-once",
            sure="low",
            optional=True,
        )
