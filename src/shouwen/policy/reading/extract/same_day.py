"""What is done on the very day or the next, without a figure: 当日办结, 次日答复."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import Plain, made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import find

_SAME_DAY = re.compile(
    "(?P<same>当日|当天|当晚|当班|同日)|(?P<next>次日|翌日|第二天|第二日|隔天|"
    "次个?工作日|[下次]一?个?工作日)"
)
DONE = (
    "办结|完成|处理|上报|回复|反馈|答复|送达|提交|解决|结清|入账|登记|报告|报送|通知|"
    "告知|录入|汇总|发出|归还|退回|缴存|存入|上缴|上交|清运|整改|归档|"
    "交|报|送|清|结(?![束果])|转|派|审|补|办|退|存|缴|发(?![现生])|还|回访|联系|处置|落实|公布|销毁|开具|"
    "修复|下发|传递|移交|核对|整理|更新|签字|签收|清理|关闭|安排|受理|上门|问候|致电|电话|跟进|恢复|"
    "到达|到场|到账|回电|响应|支付|付款|开通|补货|拨打|上传|给出|作出|出具|提供|补齐|补单|备齐|打款|交接|复核|复查|派发|做好|清除|见面|核实|沟通|交办|查清|约谈|结案|停用|注销|冻结"
)
_DO = re.compile(
    f"^(?:内|之内|以内|[上下]班前|前|之前|营业结束前|收市前|班内)?(?:[^,，。;的]{{0,8}}?)(?:{DONE})(?![^,，。;]{{0,2}}(?:率|数|量|比例|发现))"
)
_DO_LATER = re.compile(f"[,，][^。;]{{0,16}}?(?:{DONE})")
_ATTRIBUTE = re.compile(
    "^(?:的|扣|罚|班|人员|员|[^,]{1,6}的|时间|值班|当班|营业(?!结束)|销售|上班(?!前)|工资|起|使用|航班|发生|情况|所|"
    "已|迟到|旷工|出现|有|补休|调休|轮休|休息)"
)
_WHAT_OF_DAY = re.compile("(?:汇总|统计|整理|核对|总结|分析|通报|点评)(?:当[日天班]|次日)$")
_SAID_AGAIN = re.compile("(?:款项?|[营收货票]款|营业额|现金|单据|工单|账目?|事|工作)(?:当日|当天)")
_ASIDE = re.compile(r"^\([^()]*\)")


def same_day(sentence: Sentence) -> Iterator[Proposal]:
    """Yield what is done on the day of an event or on the next: 当日办结, 次个工作日入账."""
    spoken = [(each.start, each.end) for each in sentence.found.clocks]
    for match in _SAME_DAY.finditer(sentence.narrow):
        rest = sentence.narrow[match.end() : sentence.part_at(match.start()).end]
        rest = _ASIDE.sub("", rest)
        if any(a <= match.start() < b for a, b in spoken) or _ATTRIBUTE.match(rest):
            continue
        if _WHAT_OF_DAY.search(sentence.narrow[: match.end()]) or _SAID_AGAIN.match(rest):
            continue
        done = _DO.match(rest) or _later_in(sentence, match.end(), rest)
        if done is None or find(done[0]).quantities:
            continue
        part = sentence.part_at(match.start())
        amount = Decimal(1 if match["next"] else 0)
        unit = "working_day" if "工作日" in match[0] else "day"
        params: dict[str, Plain | None] = {"amount": amount, "unit": unit, "dir": "within"}
        yield made(sentence, "deadline", (part.start, part.end), params, why="deadline-day")


def _later_in(sentence: Sentence, at: int, rest: str) -> re.Match[str] | None:
    """Return what is done where a comma stands after the day: 应在签收的当日，按权限答复."""
    named = rest.strip(",，") == "" and sentence.narrow[:at].endswith(
        ("的当日", "的次日", "的当天")
    )
    return _DO_LATER.match(sentence.narrow, at) if named else None
