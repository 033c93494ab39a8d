"""Shifts, rest, leave, how many are on duty, what counts as late or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.duties import is_timed_duty
from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Clock, Quantity
from shouwen.policy.reading.quantities.rhythms import figure

_LEAVE = re.compile(
    "年假|年休假|婚假|产假|丧假|陪产假|护理假|探亲假|带薪假?|病假|事假|调休|工伤假|"
    "育儿假|哺乳假|休假"
)
_REST = re.compile(
    "班次?(?:之?间)?的?(?:最短|最少)?间隔|休息|轮休|[月周]休|单休|公休|午休|小休|用餐|就餐|休假|连休|间休"
)
_SHIFT = re.compile(
    "连续在线|(?<!非)工作时间|工作制|每班|每天工作|每日工作|日工作|上班|值班|工时|连续工作|连续驾驶|交接班(?!后|前)|"
    "在岗|当班|加班|班制|单班|[夜早中晚]班连续|连续[上值]?[夜早中晚]班"
)
_STAFF = re.compile(
    "配(?=[\\d一二两三四五六])|值班|在岗|当班|到岗|人员|配备|安排|排班|留守|岗位|每班|坐席|窗口|双人|人手|值守|应答|专人|服务台|前台|柜台|时段|保持|上岗|作业|维保|检修|上门|执勤|每次|每车|每组"
)
_LATE = re.compile("旷工|迟到|早退|缺勤|脱岗|离岗")
_DEFINED = re.compile(
    "(?:按|视为|视作|计为|记为|算|为|作|属|以)[^,]{0,4}(?:旷工|迟到|早退|缺勤|事假|脱岗|半天|全天|违纪|违规)"
)
_AWAY = re.compile("离岗|离席|离台|离开|顶岗|外出|小休|替班|停留")
_ELIGIBLE = re.compile("^(?:的)?,?[^,不]{0,10}(?:享受|享有|可享|可以?申请|方可|转正|有资格)")
_COVER = re.compile(
    "^(?:不间断|全天候|轮流|专人)?[^,]{0,6}(?:值班|值守|服务|在线|监控|巡逻|接听|"
    "受理|看护|保安|监视|响应|开通|营业|运行)"
)
_TIMES = {"hour", "minute", "day", "working_day", "week", "month", "year"}
_DAYS_OFF = re.compile("每周|每月|每年|月|周")
_OPEN = re.compile(
    "上班|工作|值班|班|营业|开放|服务|作息|午休|休息|夜|接待|受理|热线|时间|工时|早|"
    "晚|就餐|用餐|考勤|开门|配送|巡逻|在岗|放行|施工|装修"
)
_SEAT = re.compile("席位|坐席|座席|工位|在线坐席|服务窗口|窗口|岗位|哨位")
_ALL_DAY = re.compile("(?:每天|每日|全天|昼夜)$")
_CALL = re.compile("电话(?!回)|通话")
_ON_OFF = re.compile(
    r"[做上干工](?P<on>[一二三四五六\d])天?休息?(?P<off>[一二三四五六\d])(?!个?[小分])"
)
_INSIDE = {"内", "以内", "之内"}
_LEAVES = {"day", "working_day", "week", "month", "hour"}
_SEEN_AS = re.compile("(?:按|视为|视作|作)[病事]假$")
_OVER = re.compile("(?:超时|超出|逾时)[^,，]{0,4}$")
_PER = re.compile("每[天日周月](?:平均)?(?:不超过|不得超过|不多于|不少于|至少)?$")
_SERVED = re.compile("满[^,，;；]{1,6}年的?,?$")
_WHEN_PAID = re.compile(
    "(?:之间|期间|时段)?请假|(?:期间|时段)?(?:出勤|出险|出车|出警|作业|到场|上门|下单|接单|来电)(?:的|者)?[,，](?:每|另|再|加|补)"
)
_CLOSED = re.compile("(?:夜间|非工作时间|闭店|下班后?|休息时间)[(]?$")
_ASKED = re.compile("[)]?的?(?:留言|来电|咨询|消息|报修|投诉|进线|工单)")
_GONE = re.compile("不得|禁止|严禁|不准|扣|罚")


def rosters(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield what a sentence says about shifts, rest, leave and attendance."""
    for clock in sentence.found.clocks:
        if clock.until and _only_when(sentence, clock):
            taken.take(clock)
        elif clock.until and taken.free(clock) and not is_timed_duty(sentence, clock):
            taken.take(clock)
            forbidden = _GONE.search(sentence.part_of(clock)) is not None
            params: dict[str, Plain | None] = {
                "time": clock.printed,
                "type": "forbid" if forbidden else "shift",
            }
            yield made(sentence, "roster", part_span(sentence, clock), params, why="roster-clock")
    for quantity in sentence.found.quantities:
        if taken.free(quantity) and (type_ := _type_of(sentence, quantity)):
            taken.take(quantity)
            yield _told(sentence, quantity, type_)

    yield from _days_on(sentence)


def _only_when(sentence: Sentence, clock: Clock) -> bool:
    """Say whether hours tell when something else holds: 夜间（22:00-8:00）留言次日答复."""
    after = sentence.rest(clock)
    asked = _CLOSED.search(sentence.left_of(clock)) and _ASKED.match(after)
    return bool(asked or _WHEN_PAID.match(after))


def _days_on(sentence: Sentence) -> Iterator[Proposal]:
    """Yield the free days after days of work: 做六休一."""
    for match in _ON_OFF.finditer(sentence.narrow):
        params: dict[str, Plain | None] = {
            "amount": figure(match["off"]),
            "unit": "day",
            "type": "rest",
            "after": figure(match["on"]),
        }
        yield made(sentence, "roster", match.span(), params, why="roster-days-on")


def _type_of(sentence: Sentence, quantity: Quantity) -> str:
    left, rest = sentence.left_of(quantity), sentence.rest(quantity)
    near = left[-14:]
    if quantity.unit == "person" or (quantity.unit == "thing" and _SEAT.match(rest)):
        low = quantity.high is None and bool(quantity.before or quantity.after)
        staffed = quantity.unit == "thing" or _STAFF.search(sentence.narrow)
        case = re.match("[^,，;。]{0,4}(?:时|的|后)(?:[,，应须需可增另]|$)", rest)
        return "min_staff" if low and staffed and not case else ""
    conditional = re.match("(?:的|者)(?:[,，。;]|$)", rest) and not quantity.exact
    if quantity.unit not in _TIMES or (
        conditional and not _attendance(sentence, quantity) and not _ELIGIBLE.match(rest)
    ):
        return ""
    if _attendance(sentence, quantity):
        return "attendance_def"
    if _covers(quantity, left, rest):
        return "coverage"
    if _entitles(quantity, near, rest):
        return "eligibility"
    before = sentence.before_part(quantity)[-16:]
    served = _SERVED.search(left) and _LEAVE.search(sentence.earlier) and quantity.unit == "day"
    return "leave_quota" if served else _of_leave(quantity, near, rest, before)


def _entitles(quantity: Quantity, near: str, rest: str) -> bool:
    """Say whether something is open to whoever has served so long."""
    longer = quantity.high is None and quantity.after not in _INSIDE
    return longer and "间隔" not in near and bool(_ELIGIBLE.match(rest))


def _covers(quantity: Quantity, left: str, rest: str) -> bool:
    """Say whether something goes on day and night."""
    whole = quantity.value == 24 and quantity.exact  # noqa: PLR2004
    return whole and bool(_COVER.match(rest) or _ALL_DAY.search(left))


def _attendance(sentence: Sentence, quantity: Quantity) -> bool:
    later = (each.start for each in sentence.found.quantities if each.start > quantity.end)
    rest = sentence.narrow[quantity.end : min(later, default=len(sentence.narrow))]
    defined = _DEFINED.search(rest)
    late = _LATE.search(sentence.narrow)
    return (
        bool(defined and late)
        and quantity.unit in {"minute", "hour", "day"}
        and not (_DEFINED.search(sentence.left_of(quantity)))
    )


def _of_leave(quantity: Quantity, near: str, rest: str, before: str) -> str:
    if _OVER.search(near) or re.search("提前|前$", near[-3:]) or quantity.after in {"内", "之内"}:
        return ""
    if re.match("[^,，;；、]{0,3}(?:[扣罚]|不发)", rest) or _SEEN_AS.search(near):
        return ""
    if _AWAY.search(near + before) and quantity.low is None:
        return "max"
    if _LEAVE.search(near) or re.match(
        "(?:的)?(?:带薪)?(?:年|婚|产|丧|病|事|护理|调休|哺乳|育儿|陪产|探亲)", rest
    ):
        return "leave_quota" if quantity.unit in _LEAVES else ""
    if _rests(near, rest, before):
        return "rest"
    return _worked(quantity, near, before)


def _rests(near: str, rest: str, before: str) -> bool:
    """Say whether a length is rest: 休息1小时, 1小时午休, 轮休，每月三天."""
    own = _REST.search(near) or re.match("(?:的)?(?:休息|轮休|午休|用餐)", rest)
    return bool(own or (re.search("每(?:[周月年]度?|次)$", near) and _REST.search(before)))


def _worked(quantity: Quantity, near: str, before: str) -> str:
    if near.endswith("内"):
        return ""
    if _CALL.search(near) and quantity.low is None and not quantity.after:
        return "call"
    if _SHIFT.search(near) or (_PER.search(near) and _SHIFT.search(before)):
        return "max" if quantity.low is None else "shift"
    return ""


def _told(sentence: Sentence, quantity: Quantity, type_: str) -> Proposal:
    params: dict[str, Plain | None] = {
        "amount": quantity.value,
        "unit": "person" if quantity.unit == "thing" else quantity.unit,
        "type": "max" if type_ == "call" else type_,
    }
    return made(
        sentence,
        "roster",
        part_span(sentence, quantity),
        params,
        why=f"roster-{type_}",
        optional=type_ == "call",
    )
