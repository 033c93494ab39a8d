"""Money: fines, rewards, allowances, wages, commissions, fees, compensation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.made import Plain, Taken, each_of, made
from shouwen.policy.reading.extract.pay_types import WEAK, first, near
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.extract.worded_pays import PAID, parts, unsaid, worded
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity
from shouwen.policy.reading.quantities.units import CURRENCIES

_BOUND_ON = re.compile(
    "的|者|[,，]?[但且至到]?(?:不低于|不足|低于|不高于|高于|不超过|超过|达到|不到)"
)
_SANCTION_OF = re.compile(
    "的(?:罚款|处罚|经济处罚|违约金|滞纳金|赔偿|补偿|奖励|提成|佣金|绩效|奖金|费用|手续费)"
)
_SUM_OF = re.compile(
    "(?:津贴|补贴|补助|奖金|底薪|工资|[餐话车房油]补|押金|保证金|[全满]勤奖?|(?:[月季年]度?|标兵|之星|优秀|冠军|服务|业绩|质量|安全|岗位)奖)"
    "(?:为|是|:|每人|每月|每班)?$"
)
_WAGE_BEFORE = re.compile("(?:底薪|工资|津贴|补贴|全勤)[^。;]*[,，]")
_NAMED_SUMS = re.compile("(?:津贴|补贴|补助|[餐话车房]补)(?:标准)?[:为][^;。元]*$")
_LIST_OF_SUMS = re.compile(
    r"[罚扣奖补][^,，;。:：()（）]{0,6}[(（][^()（）。]{0,6}元[^()（）。]{0,6}[)）][^。元]*$"
)
_NAMED_SUM = re.compile("[\u4e00-\u9fff]$")
_GOAL = re.compile("率|占比|满意度|比例|人数|合格|不低于|不少于|达标")
_CONDITION = re.compile(
    "^(?:的|者|时)[,，]|^[^,，]{1,10}的[,，]"
    "|^(?:的|\\([^()]*\\))?(?:部分|损失|订单|以上的?(?:订单|损失|合同|采购|项目|费用)|业务|合同|采购|支出|费用支出)"
)
_CAPS = {"不超过", "不得超过", "最高", "最多", "最高不超过", "上限", "不高于", "至多", "封顶"}
_AT_LEAST = {"最低", "最少", "至少", "不低于", "最低不低于"}
_AT_MOST = {"封顶", "为限", "为上限"}
_STEP = re.compile("(?:前|后|末)$|每(?:再|下|提|降)?[低高少超升降增减差欠多][^,扣罚奖]{0,4}$")
_RANK_GAP = 16
_NEAR, _FAR = 16, 60
_BY = re.compile("[×x*]$")
_APPLIED = re.compile("(?:按|[×x*])$")
_SHARES = re.compile("(?:提成|佣金|返点|奖金|工资|绩效)[^,，;；]{0,6}[:：]")
_DIVIDED = re.compile("(?:除以|÷)$")
_RATE = re.compile(r"系数(?:为|是|按|降为|调为|:|(?:分别|依次)(?:为|是|按)?[\d.、/]*)?$")
_RATES = re.compile(r"系数(?:[^,，;；。]{0,6}[:：]|(?:为|按)?\d)")
_BEYOND = re.compile(r"(?:以上|以下|及以上|及以下|\d\+|\d-\d+)为?$")
_END = re.compile("[,，;；。]|$")
_OF_SUM = re.compile(r"^(?:的|部分)*[,，]?(?:提成|按|计提|提取|提|返)[\d.]+(?:%|‰)")
_OF_LENGTH = re.compile(
    r"^(?:的|者)?(?:[\d.]+|[一二两三四五六七八九十]+)个?(?:工作日|[天日]|小时|分钟)内?"
)
_FEE_RATE = re.compile("(?<![收缴交])[费利税]率(?:为|按|是|:)?$")
_RATES_OF_FEES = re.compile("(?<![收缴交])[费利税]率[^。]*$")
_ON_DAYS = re.compile(
    "(?:平时|平日|工作日|周末|双休日?|休息日|法定(?:节?假日)?|节假?日|春节)(?:加班)?(?:为|按|是|:)?$"
)
_SPARED = re.compile("(?:的|者)?[,，]?不[奖罚扣][不未]?[奖罚扣]?")
_EACH_SUM = re.compile("每(?:销售|消费|充值|完成|增加|减少|增|减|满|超过?|达到?)[^,，;；]{0,4}$")
_FINED = re.compile("罚款?$")
_FINES_ALL = re.compile("(?:罚|扣)(?!分)[\u4e00-\u9fff]{2,8}(?:\\d+、[\u4e00-\u9fff]{2,8})*$")
_TURNOVER = re.compile("(?:业绩|销售额|营业额|流水|回款额?|产值|利润|销量)(?:在|为|达|达到)?$")
_IN_FULL = re.compile("(?:的|者)?[,，]?(?:发放?)?全额")
_REACHED = {"达到", "达", "超过", "满"}
_EARNS = re.compile("(?:的|者)?[,，]?(?:另|再|可|则|给予)?(?:奖励?|提成|补助?|罚款?|扣)")
_FEES = re.compile("费(?:用|标准)?[:：]")
_GETS = re.compile("即?可?(?:减|送|返|赠|免|享|升级)")
_LARGE = 100  # bare figures from here on are money, not points
_LEAST = 20  # a named bare figure from here on is money
_SUM_ENDS = re.compile(r"[,，;；。、()+]|/[月班人次天日]|$")
_MOVED = re.compile("(?:[上下]调|[上下]浮|降低|提高)$")
_WORTH = re.compile(
    "(?:(?<![罚赔补奖扣])金额|索赔金额|价值|货值|单价|总价|合同额|标的|损失)(?:在|为|达|达到)?$"
)
_OF_WAGES = re.compile("(?:的)?(?:日|基本|岗位|绩效|全额|全部|平均)?(?:工资|薪)")
_FOR_EACH = re.compile(
    "/(?:每)?([次人单件天日月周班晚票户]|小时|分钟|季度?|年)(?![\u4e00-\u9fff]?[0-9])"
)
_HANDED = re.compile("(?:(?<!开|出|首)发|付|赔|罚|奖|补|扣|退)[^,]{0,4}$")
_PAID_OUT = re.compile("(?:(?<![开出首])发|兑现|拿)$")
_PAID_TIMES = re.compile(r"按[\d.]+倍、[^,，;]{1,6}$")
_TOPPED_UP = re.compile("^(?:的|者)?[,，]?(?:由公司)?(?:补足|补齐|补到|补差)")
_MORE = re.compile("多于|数额较大|以上的订单")
_NTH = {"首次": 1, "第一次": 1, "初次": 1, "第二次": 2, "再次": 2, "第三次": 3, "第四次": 4}
_NTH_TOLD = re.compile("|".join(_NTH))


def pays(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield what a sentence says is paid, fined, rewarded or withheld."""
    for quantity in sentence.found.quantities:
        if not taken.free(quantity):
            continue
        proposal = _fee_rate(sentence, quantity) or _money(sentence, quantity)
        proposal = (
            proposal
            or _overtime(sentence, quantity)
            or _graded(sentence, quantity)
            or _share(sentence, quantity)
        )
        proposal = proposal or _days_of_wages(sentence, quantity) or _rate(sentence, quantity)
        proposal = proposal or _divided(sentence, quantity)
        if proposal is not None:
            taken.take(quantity)
            yield proposal
    yield from worded(sentence)
    yield from parts(sentence)


def _money(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    fined = quantity.unit == "number" and _is_fine(sentence, quantity)
    if quantity.unit != "yuan" and not fined:
        return None
    type_ = _type_of(sentence, quantity) or _cap(sentence, quantity)
    type_ = type_ or (_listed_as(sentence, quantity) if fined else None)
    if _TOPPED_UP.match(sentence.rest(quantity)):
        return _told(sentence, quantity, {"type": "base", "min": quantity.value}, "pay-least")
    if quantity.before in _AT_LEAST and not sentence.left_of(quantity).removesuffix(
        quantity.before
    ):
        least = PAID.search(sentence.before_part(quantity)[-_NEAR:])
        type_ = near(sentence.before_part(quantity)) or "fee"
        return (
            _told(sentence, quantity, {"type": type_, "min": quantity.low}, "pay-least")
            if least
            else None
        )
    short = not quantity.exact and quantity.low is None and not quantity.high_in
    if type_ is None or short or _is_condition(sentence, quantity):
        return None
    most = not quantity.exact and quantity.low is None
    capped = type_ == "cap" or (most and (quantity.before or quantity.after == "为上限"))
    params: dict[str, Plain | None] = {"type": "cap" if capped else type_}
    if quantity.ranged:
        params |= {"min": quantity.low, "max": quantity.high}
    elif capped:
        params |= {"amount": quantity.value, "max": quantity.value}
    elif not quantity.exact and quantity.after:
        params |= {"max" if quantity.low is None else "min": quantity.value}
    else:
        params |= {"amount": quantity.value}
    return _told(sentence, quantity, params, "pay-money")


def _is_fine(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a bare figure is a sum that somebody is fined: 罚30, 扣经理2000、组长1000."""
    left = sentence.left_of(quantity)
    large = quantity.exact and quantity.value >= _LARGE and _FINES_ALL.search(left)
    return bool(large or _FINED.search(left) or _is_sum(sentence, quantity, left))


def _is_sum(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    """Say whether a bare figure is a sum that is named: 全勤奖300, 夜班津贴：大夜60、小夜40."""
    if not quantity.exact or not _SUM_ENDS.match(sentence.rest(quantity)):
        return False
    if left.endswith("加") and _WAGE_BEFORE.search(sentence.narrow[: quantity.start]):
        return quantity.value >= _LEAST
    named = bool(_NAMED_SUM.search(left))
    if named and _listed_as(sentence, quantity):
        return True
    named = named and bool(_NAMED_SUMS.search(sentence.narrow[: quantity.start]))
    return quantity.value >= _LEAST and bool(named or _SUM_OF.search(left))


def _listed_as(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return what the bare sums of a list are for: 处罚（元/次）：脱岗100，睡岗50."""
    above = f"{sentence.heading[-40:]};{sentence.earlier}{sentence.narrow[: quantity.start]}"
    listed = _LIST_OF_SUMS.search(above)
    return near(listed[0].partition("(")[0].partition("（")[0]) if listed else None


def _cap(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return "cap" for a limit in a sentence that speaks of money all along: 3元封顶."""
    limit = quantity.after in _AT_MOST or (quantity.low is None and quantity.before in _CAPS)
    about = sentence.heading[-30:] + sentence.narrow
    return "cap" if limit and (PAID.search(about) or "标准" in about) else None


def _is_condition(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a sum only tells when something else holds: 金额500元以上的，须 …."""
    right = sentence.rest(quantity)
    left = sentence.left_of(quantity)
    own = near(left)
    unbound = left.removesuffix(quantity.before).rstrip()
    if not quantity.exact and _is_measured(quantity, own, unbound, right):
        return True
    if quantity.before.startswith("满") and _GETS.match(right):
        return True
    aside = unbound.endswith("(") and right.startswith(")")
    if not quantity.exact and (aside or _OF_SUM.match(right) or _OF_LENGTH.match(right)):
        return True
    if _EACH_SUM.search(left) and re.match("[奖扣罚提返加计送]", right):
        return True
    if quantity.exact or own in {"fine", "reward", "deduct", "allowance"}:
        return own is None and bool(re.match("(?:的|时)[,，]", right))
    return bool(re.match("(?:的|者|时|请示)", right)) or bool(_CONDITION.match(right))


def _is_measured(quantity: Quantity, own: str | None, unbound: str, right: str) -> bool:
    """Say whether a sum is what something comes to: 业绩3万元以内, 达到2万元以上奖励200元."""
    reached = quantity.before in _REACHED and _EARNS.match(right)
    worth = own in {None, "fee"} and _WORTH.search(unbound)
    return bool(reached or worth or _TURNOVER.search(unbound))


def _share(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    moved = quantity.unit == "pp" and _MOVED.search(sentence.left_of(quantity))
    if quantity.unit not in {"percent", "multiple"} and not moved:
        return None
    part = sentence.part_of(quantity)
    bound = _BOUND_ON.match(sentence.rest(quantity))
    only_bounds = not quantity.exact and bound and not _fined_up_to(sentence, quantity)
    if only_bounds or _STEP.search(sentence.left_of(quantity)):
        return None
    if _SPARED.match(sentence.rest(quantity)) or _IN_FULL.match(sentence.rest(quantity)):
        return None
    applied = _APPLIED.search(sentence.left_of(quantity))
    listed = _SHARES.search(sentence.before_part(quantity))
    far = _FAR if applied or listed else _NEAR
    around = part if PAID.search(part) else f"{sentence.before_part(quantity)[-far:]}{part}"
    if re.match("例如|比如|如", sentence.narrow) or applied:
        around = f"{sentence.earlier[-40:]}{around}"
    if quantity.after in _AT_MOST:
        quantity = replace(quantity, low=quantity.high)
    handed = (_HANDED if quantity.unit == "multiple" else _PAID_OUT).search(
        sentence.left_of(quantity)
    )
    handed = handed or (_PAID_TIMES.search(sentence.left_of(quantity)))
    if not (PAID.search(around) or handed) or _goal(sentence, quantity, part):
        return None
    paid_out = quantity.unit == "percent" and handed
    type_ = "wage" if paid_out else _type_of(sentence, quantity) or "wage"
    name = "multiple" if quantity.unit == "multiple" else "percent"
    if quantity.ranged:
        params: dict[str, Plain | None] = {"min": quantity.low, "max": quantity.high}
        return _told(sentence, quantity, {"type": type_, **params}, f"pay-{name}")
    return _told(sentence, quantity, {"type": type_, name: quantity.value}, f"pay-{name}")


def _fined_up_to(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a bounded share is what is paid: 10%～30%的罚款, 2倍以下的罚款."""
    upto = quantity.ranged or (quantity.low is None and bool(quantity.after))
    return upto and bool(_SANCTION_OF.match(sentence.rest(quantity)))


def _overtime(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return by what overtime is multiplied on certain days: 加班：平时1.5倍，周末2倍."""
    about = sentence.heading[-20:] + sentence.earlier + sentence.narrow
    named = _ON_DAYS.search(sentence.left_of(quantity)) and "加班" in about
    if quantity.unit != "multiple" or not (named and quantity.exact):
        return None
    return _told(sentence, quantity, {"type": "wage", "multiple": quantity.value}, "pay-overtime")


def _fee_rate(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return what share a fee takes: 保价费率千分之三；易碎品千分之五."""
    left = sentence.left_of(quantity)
    before = sentence.earlier + sentence.narrow[: quantity.start]
    listed = _END.match(sentence.rest(quantity)) and _RATES_OF_FEES.search(before)
    named = _FEE_RATE.search(left) or (listed and re.search("[\u4e00-\u9fff]$", left))
    if quantity.unit != "percent" or not (quantity.exact and named):
        return None
    return _told(sentence, quantity, {"type": "fee", "percent": quantity.value}, "pay-fee-rate")


def _graded(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return the share paid at a step of a ladder: 奖金：得分≥95，120%；＜80，0."""
    nothing = quantity.unit == "number" and quantity.value == 0
    alone = not sentence.left_of(quantity) and _END.match(sentence.rest(quantity))
    about = _SHARES.findall(sentence.earlier + sentence.before_part(quantity))
    if not (alone and about and quantity.exact and (nothing or quantity.unit == "percent")):
        return None
    params: dict[str, Plain | None] = {"type": near(about[-1]) or "wage"}
    return _told(sentence, quantity, params | {"percent": quantity.value}, "pay-graded")


def _rate(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return by what wages are multiplied: 得分95以上：系数1.1."""
    about = sentence.heading[-60:] + sentence.earlier + sentence.narrow
    left = sentence.left_of(quantity)
    alone = (not left or _BEYOND.search(left)) and _END.match(sentence.rest(quantity))
    listed = alone and _RATES.search(sentence.earlier + sentence.before_part(quantity))
    times = _BY.search(left) and PAID.search(left)
    named = listed or times or _RATE.search(left)
    if quantity.unit != "number" or not (named and quantity.exact):
        return None
    if not re.search(r"奖金|绩效|工资|提成|发放|KPI|系数\d", about):
        return None
    return _told(sentence, quantity, {"type": "wage", "multiple": quantity.value}, "pay-rate")


def _divided(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return by what a sum is divided, as a suggestion: 日工资按月工资除以21.75天."""
    if not _DIVIDED.search(sentence.left_of(quantity)) or not quantity.exact:
        return None
    params: dict[str, Plain | None] = {"type": "formula", "divisor": quantity.value}
    return replace(_told(sentence, quantity, params, "pay-formula"), sure="low", optional=True)


def _days_of_wages(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    """Return what is taken off in wages of so many days: 旷工一天扣三天工资."""
    left = sentence.left_of(quantity)
    if quantity.unit != "day" or not _OF_WAGES.match(sentence.rest(quantity)):
        return None
    taken_off = re.search("扣[^,，]{0,6}$", left)
    params: dict[str, Plain | None] = {"type": "deduct", "multiple": quantity.value}
    return _told(sentence, quantity, params, "pay-days") if taken_off else None


def _goal(sentence: Sentence, quantity: Quantity, part: str) -> bool:
    """Say whether a percentage is what is to be reached rather than what is paid."""
    left = sentence.left_of(quantity)
    if _fined_up_to(sentence, quantity):
        return False
    if re.search("率[^,扣罚奖按]{0,12}$", left):
        return True
    if quantity.exact and re.search(
        "[扣罚奖]|按|提成|发放|支付", left + sentence.right_of(quantity)
    ):
        return bool(re.search("率(?:达到?|为|≥|>=)?$|占比$", left))
    if re.search("赔|违约金|滞纳金|罚|手续费", part) or (quantity.exact and "费" in part):
        return False
    between = quantity.ranged and re.search("承担|扣|罚|赔|提", left)
    return bool(_GOAL.search(left)) or not (quantity.exact or between)


def _told(
    sentence: Sentence, quantity: Quantity, params: dict[str, Plain | None], why: str
) -> Proposal:
    part = sentence.part_at(quantity.start)
    left = sentence.left_of(quantity)
    nth = _NTH_TOLD.findall(sentence.narrow[max(0, quantity.start - 14) : quantity.start])
    params |= {
        "per": each_of(left, "扣罚奖处") or _for_each(sentence, quantity),
        "nth": _NTH[nth[-1]] if nth else None,
    }
    params |= _rank(sentence, quantity)
    params |= {"currency": CURRENCIES.get(quantity.said)}
    end = max(quantity.end, min(part.end, quantity.end + 6))
    return made(sentence, "pay", (part.start, end), params, why=why)


def _for_each(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return what a sum is paid for each of, told behind it: 30元/小时."""
    told = _FOR_EACH.match(sentence.rest(quantity))
    return told[1] if told else None


def _rank(sentence: Sentence, quantity: Quantity) -> dict[str, Plain | None]:
    """Return from which time or rank to which a sum is meant: 第一至第三名每人1500元."""
    before = [
        each
        for each in sentence.found.quantities
        if each.unit == "nth" and quantity.start - _RANK_GAP < each.end <= quantity.start
    ]
    if not before or before[-1].said not in {"名", "次", "位", "回", "名次", "档", "级"}:
        return {}
    last = before[-1]
    return {"nth": last.low, "nth_to": last.high if last.ranged else None}


def _type_of(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return what a sum is for: by the word just before, just after, or above it."""
    found = near(sentence.left_of(quantity))
    if found is None or found in WEAK:
        found = first(sentence.rest(quantity)[:6].partition("+")[0]) or found
    if found is None and quantity.ranged:
        found = near(sentence.before_part(quantity)[-24:])
    if found is None and (quantity.exact or quantity.ranged):
        found = near(sentence.before_part(quantity)[-24:])
        found = found or ("fee" if _FEES.search(sentence.before_part(quantity)) else None)
        found = (
            found or unsaid(sentence, quantity) or near(sentence.earlier) or near(sentence.heading)
        )
    return found
