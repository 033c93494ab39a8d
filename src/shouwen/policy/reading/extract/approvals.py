"""Who must agree, and from what sum or length on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity
from shouwen.policy.reading.quantities.units import CURRENCIES

_YES = (
    "审批|批准|核准|审核|同意|审定|签批|核批|批示|许可|审查|批复|审阅|允许|授权|核定|"
    "审签|初审|复审|终审|签字批准|签字同意|批|签字|签署|签认"
)
_WHO = r"(?P<by>[^,，。;；、:：的了\s]{0,3}?[^,，。;；:：了\s]{0,16}?)"
_POST = re.compile(
    "客服|经理|副理|助理|管家|行长|馆长|船长|机长|车长|司令|会长|股长|镇长|单位|办公室|办|"
    "厅|院|行|会|教练|主播|编辑|主编|监理|工程师|主管|组长|主任|总监|领导|负责人|"
    "班长|领班|店长|队长|厂长|校长|院长|站长|"
    "部长|处长|科长|局长|所长|园长|督导|专员|坐席|座席|前台|董事|总裁|总经办|总|部|处|科|室|"
    "委员会|中心|公司|财务|上级|本人|业主|客户|家长|主席|机构|部门|人事|局|组|人员|"
    "员|方|站|监护人|政府|专家|(?<!长)官|老师|医生|医师|药师|技师|护士长|同志|书记|理事会|当事人|委托人"
)
_POST_END = re.compile(f"(?:{_POST.pattern}|[核审查经承]\\w人|^C[A-Z]O)$")
_ASK = re.compile(
    rf"(?:未经|非经|未征得|未获得?|没有经过|不经|未得到|"
    rf"未取得)(?P<none>[^,，。;；:：]{{0,18}}?)(?:{_YES})"
    rf"|(?:须经|需经|应经|报经|必须经|经过|经由|经|报请|报由|报送|呈报|呈送|呈|报|提交|"
    rf"提请|交由|交|请示|应由|须由|需由|由|征得|征求|取得|得到|获得|送)"
    rf"{_WHO}的?(?:书面|签字|签署|联合|共同|复核|会签|初审|最终|统一|负责|研究|同时|口头|"
    rf"进行|再)*(?:{_YES})"
)
_BOTH = re.compile(
    r"(?:须|需|应)(?P<by>[\u4e00-\u9fff]{2,14}?(?:部|科|室|中心|办|局|总监|经理|主管|主任))"
    rf"(?:双|双方|联合|共同|一并|会同)(?:{_YES})"
)
_POWER = re.compile(
    r"(?P<by>(?!元)[\u4e00-\u9fff]{2,10}?)(?:有权|可以|可|具有|享有)(?:直接|先行|自行|当场|"
    r"酌情)?(?:作出|审批|批准|免收|减免|决定|核批|给予|审定|处理)?"
)
_POWER_OF = re.compile(r"(?P<by>[\u4e00-\u9fff]{0,10}?)(?:负责)?(?:审批|批准|核准|审定)(?=\d)")
_BARE = re.compile(
    rf"(?P<by>[\u4e00-\u9fff]{{0,6}}(?:经理|主管|主任|总监|组长|领导|校长|院长|站长|"
    rf"店长|队长|部长|科长|处长|厂长|所长|行长|馆长|护士长|班长|领班|负责人|园长|总裁|董事长|督导))(?:签字|"
    rf"书面)?(?:{_YES})"
)
_OF_PART = re.compile(
    rf"(?<=[上下内元天])(?P<by>[\u4e00-\u9fff]{{2,6}}(?:部|科|处|室|中心|办|局|公司))(?:签字|书面)?(?:{_YES})"
)
_AGREES = re.compile(
    r"(?:须|需|应|经|由|取得|征得|(?<![\u4e00-\u9fff]))"
    r"(?P<by>客户|顾客|用户|业主|车主|旅客|收件人|本人|家长)"
    r"(?:本人|书面)?(?:签字|签名)?(?:确认|同意|认可)后?(?:,?(?:方可|才能|方能|才可|可))"
)
_DECIDES = re.compile(
    r"由(?P<by>[\u4e00-\u9fff]{2,10}?)(?:现场|当场|直接)?(?:处理|处置|接待|决定)"
    r"(?=[,，][^,，]{0,12}(?:可|有权)(?:当场|直接|先行|酌情)?(?:减免|免收|赔付|决定|报销|补偿))"
)
# Leave is agreed to by whom it is asked of: 请假两天内的向部门负责人书面申请.
_ASKED_FOR = re.compile(
    r"向(?P<by>[^,，。;；:：]{2,14}?)(?:书面|当面|口头|提前)?(?:请示|申请|提出申请|请假)"
)
_LEAVE = re.compile("请假|事假|病假|休假|假期|年假")
_POWERFUL = (_DECIDES, _POWER, _POWER_OF)
_CUT = re.compile(
    "由|(?<![有\\u4e00])无|经(?!理)|报请?|得到|[获取征]得|以[上下内]|的|须|应当?|需|提交|送|呈|(?<!售)后(?!台|勤)|至|交(?![通警易管])"
)
_TIER = re.compile(
    r"(?:的|部分)?[,，:]?-*(?P<to>报请?|请示|由|走|须报|提交|"
    r"呈报)?(?P<by>[\u4e00-\u9fff]{2,12}?|C[A-Z]O)(?:可以?|即可)?(?P<does>直接|自行)?(?P<verb>决定|审议|审定|审批|审核|批准|核准|签批|"
    r"处理|处置|研究决定|申领|掌握|办理|复核|核价|定损|核赔|免收|垫付|赔付|批)?(?=[,，。;、\s]|$)"
)
_PAST_IT = re.compile(
    "(?:超出|超过|超限|高于此限)(?:的|者|部分|额度|权限|限额|此数|上述金额){0,2}[,，]?(?:须|需|应|则)?"
    "(?:上?报|由|交|请示|转)(?P<by>[\u4e00-\u9fff]{2,10})(?:处理|定夺)?(?=[,，。;；]|$)"
)
_HOLDER = re.compile(
    r"(?:^|[,，;])[ ]?(?P<by>[\u4e00-\u9fff、]{2,12})(?:\([^()]*\))?"
    r"[ ]?(?:-+|:|：|\t)[ ]?(?:[^:：\d;。]{0,14})$"
)
_BARE_HOLDER = re.compile("(?:^|[,，:：;、])(?P<by>[\u4e00-\u9fff]{2,10})$")
_HAS = re.compile("(?P<by>[\u4e00-\u9fff]{2,10}?)(?:拥有|享有|具有|有)$")
_RIGHT = re.compile("的?(?:[\u4e00-\u9fff]{2,4})?权(?!益|利)")
_POWERS = re.compile("权限|额度|授权|审批|批准|审核|核定|核准|签批")
_WITHOUT = ("未", "非经", "没有", "不经")
_FORBIDS = re.compile("不得|禁止|不能|严禁|不准|不许|方可|任何|不可|不允许|一律")
_LEADS = re.compile("经理|主管|主任|领导|负责人|长|总|上级|书记|理")
_CHAIN = 16
_GRANTED = re.compile("[,，:：(]?(?:单笔|每笔|单次|每次|每单|单件|限额?|金额|额度)(?:为|在)?")
_ENDS = re.compile("[,，;；。)）或]|$")
_NO_APPROVAL = re.compile(
    "(?:审核|审批|批准|审查)意见|审核(?:实施|规则|办法|标准|表|人员?|员|记录|流程|"
    "结果|要点|制度)|批准后?的|"
    "审批(?:表|单|流程|权限)|同意书|批办|签字(?:确认|认可|领取|领用|签收|为准|盖章|验收|"
    "交接|手续|画押)|批评|批次|批发|授权书|许可证|审核(?:资料|材料|无误)|批量|签字领|"
    "签字并|审查(?:资料|材料)"
)
_BOUND_UNITS = {
    "yuan",
    "day",
    "working_day",
    "hour",
    "month",
    "person",
    "percent",
    "minute",
    "time",
    "week",
    "thing",
}
_LENGTHS = {"yuan", "day", "working_day", "hour", "month"}
_SIGNS_OFF = re.compile(
    "客户|顾客|用户|旅客|患者|住户|宾客|双方|交接|接班|当班|经办|领用|乘客|参会|签收|自己"
)


def approvals(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the approvals that a sentence asks for."""
    last: tuple[int, str] | None = None
    for match, name in _asked(sentence):
        bounds = _bounds(sentence, match, taken)
        if last is not None and not bounds and _goes_on(sentence, last[0], match.start()):
            last = (match.end(), name)
            continue
        last = (match.end(), name)
        yield _told(sentence, match, _chain(sentence, match, name), bounds)
    if last is None:
        yield from _powers(sentence, taken)
    yield from _discounts(sentence, taken)
    yield from _tiers(sentence, taken)
    yield from _past_it(sentence)


def _goes_on(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether what stands between two approvals makes them one chain."""
    counted = any(start <= each.start < end for each in sentence.found.quantities)
    gap = sentence.narrow[start:end]
    return not counted and not re.search("[;。]", gap) and len(gap) < _CHAIN


def _free_of_figures(sentence: Sentence, match: re.Match[str], name: str) -> str:
    """Return a name without the end of a figure that runs into it: 1-3天|区域经理批."""
    start = next((match.start(key) for key, told in match.groupdict().items() if told), 0)
    last = start + len(name)
    ends = [q.end for q in sentence.found.quantities if q.unit in _LENGTHS and start < q.end < last]
    return name[max(ends) - start :] if ends else name


def _asked(sentence: Sentence) -> Iterator[tuple[re.Match[str], str]]:
    at = 0
    while (match := _next(sentence.narrow, at)) is not None:
        at = match.end()
        named = match.groupdict()
        name = _free_of_figures(sentence, match, named.get("none") or named.get("by") or "")
        name = _CUT.split(name)[-1].strip()
        if match.re is not _AGREES and _NO_APPROVAL.match(sentence.narrow, _verb_at(match)):
            continue
        if match.re is _AGREES:
            yield match, match["by"]
            continue
        if match[0].endswith(("签字", "签署", "签认")) and not _LEADS.search(name):
            continue
        if match[0].endswith(("签字", "签署", "签认", "批")) and _SIGNS_OFF.search(name):
            continue
        if match[0].startswith(_WITHOUT) or _POST.search(name):
            yield match, name


def _verb_at(match: re.Match[str]) -> int:
    verbs = [each.start() for each in re.finditer(_YES, match[0])]
    return match.start() + (verbs[-1] if verbs else 0)


def _next(text: str, at: int) -> re.Match[str] | None:
    found = [
        each
        for shape in (_AGREES, _ASK, _BOTH, _BARE, _OF_PART, _ASKED_FOR)
        if (each := shape.search(text, at))
        if shape is not _ASKED_FOR or _LEAVE.search(text)
    ]
    return min(found, key=lambda each: (each.start(), -each.end())) if found else None


def _chain(sentence: Sentence, match: re.Match[str], name: str) -> str:
    """Return all who are named up to the end of the sentence's chain of approvals."""
    names = [name]
    for other in _BARE.finditer(sentence.narrow, match.end()):
        if not _goes_on(sentence, match.end(), other.start()):
            break
        names.append(_CUT.split(other["by"])[-1])
    return "、".join(dict.fromkeys(each for each in names if each))


def _bounds(sentence: Sentence, match: re.Match[str], taken: Taken) -> dict[str, Plain | None]:
    """Return from what figure on and up to what figure the approval is asked."""
    close = [
        each
        for each in sentence.found.quantities
        if each.unit in _BOUND_UNITS and taken.free(each) and _bounds_it(sentence, each, match)
    ]
    close = close or _granted(sentence, match, taken)
    if not close:
        return {}
    nearest = close[-1]
    taken.take(nearest)
    return {
        "over": nearest.low if not nearest.exact else None,
        "upto": nearest.high if not nearest.exact else nearest.value,
        **_unit(nearest),
    }


def _granted(sentence: Sentence, match: re.Match[str], taken: Taken) -> list[Quantity]:
    """Return the bound that follows whose power it is: 店长授权，单笔500元内."""
    rest = sentence.narrow[match.end() :]
    said = _GRANTED.match(rest) if match[0].endswith(("授权", "批准", "审批")) else None
    return [
        each
        for each in sentence.found.quantities
        if said and each.unit == "yuan" and each.start == match.end() + said.end()
        if not each.exact and taken.free(each) and _ENDS.match(sentence.rest(each))
    ][:1]


def _unit(quantity: Quantity) -> dict[str, Plain | None]:
    """Return what a bound counts, with its currency where it is not the yuan."""
    return {"unit": quantity.unit, "currency": CURRENCIES.get(quantity.said)}


def _bounds_it(sentence: Sentence, quantity: Quantity, match: re.Match[str]) -> bool:
    if quantity.start >= match.start() + len(match[0]):
        return False
    between = sentence.narrow[quantity.end : match.start()]
    if re.search("[;。]|扣|罚|奖励", between) or between.count(",") + between.count("，") > 1:
        return False
    if quantity.exact:
        left = sentence.left_of(quantity)
        days = quantity.unit in {"day", "working_day"} and not left.endswith("提前")
        return days and "假" in left
    if re.search("提前|前$|后$", sentence.left_of(quantity)[-3:]) or _of_deed(quantity, sentence):
        return False
    return not re.search("批准|审批|同意|审核", between)


def _of_deed(quantity: Quantity, sentence: Sentence) -> bool:
    """Say whether a length is how soon, not how much: 3日内报经理批准."""
    timed = quantity.unit in {"day", "working_day", "hour", "minute", "week", "month"}
    away = re.search(
        "(?<!度)假|出差|外出|加班|离岗|停|延期|试用|旷工|缺勤|超期|借用|借",
        sentence.earlier[-20:] + sentence.narrow[: quantity.end] + sentence.heading[-20:],
    )
    return timed and not away


def _tiers(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the rows of a ladder of powers that name a sum and a post only: 500元以内店长."""
    about = sentence.heading[-60:] + sentence.earlier + sentence.narrow
    granted = _POWERS.search(sentence.earlier + sentence.narrow)
    for quantity in sentence.found.quantities:
        money = quantity.unit == "yuan" and not quantity.exact and taken.free(quantity)
        match = _TIER.match(sentence.rest(quantity)) if money else None
        holder = _HOLDER.search(sentence.narrow, 0, quantity.start) if money else None
        post = holder and _POST_END.search(holder["by"])
        if money and granted and not post and _ENDS.match(sentence.rest(quantity)):
            holder = _BARE_HOLDER.search(sentence.narrow, 0, quantity.start)
        if money and _RIGHT.match(sentence.rest(quantity)):
            holder = _HAS.search(sentence.narrow, 0, quantity.start)
            about += "权限"
        if holder and _POST_END.search(holder["by"]) and _POWERS.search(about):
            taken.take(quantity)
            params = {"by": holder["by"], "over": quantity.low, "upto": quantity.high}
            where = (holder.start("by"), quantity.end)
            told = {**params, **_unit(quantity)}
            yield made(sentence, "approval", where, told, why="approval-holder", sure="medium")
        elif not money:
            yield from _up_to(sentence, quantity, taken)
        elif (
            match
            and _POST_END.search(match["by"])
            and (match["to"] or match["verb"] or _POWERS.search(about))
        ):
            taken.take(quantity)
            where = (quantity.start, quantity.end + match.end())
            params = {"by": match["by"], "over": quantity.low, "upto": quantity.high}
            params |= _unit(quantity)
            yield made(sentence, "approval", where, params, why="approval-tier", sure="medium")


def _past_it(sentence: Sentence) -> Iterator[Proposal]:
    """Yield who decides past the bound told before: 500元内店长定，超出报片区经理."""
    for match in _PAST_IT.finditer(sentence.narrow):
        sums = [q for q in sentence.found.quantities if q.unit == "yuan" and q.end <= match.start()]
        bound = sums[-1].high if sums else None
        about = sentence.earlier + sentence.narrow[: match.start()]
        if _POST_END.search(match["by"]) and (bound is not None or _POWERS.search(about)):
            told: dict[str, Plain | None] = {"by": match["by"], "over": bound}
            told |= _unit(sums[-1]) if bound is not None else {}
            yield made(sentence, "approval", match.span(), told, why="approval-past", sure="medium")


def _up_to(sentence: Sentence, quantity: Quantity, taken: Taken) -> Iterator[Proposal]:
    """Yield how much a post may grant where its power is a bare sum: 免单权限：主管2千元."""
    if quantity.unit != "yuan" or not quantity.exact or not taken.free(quantity):
        return
    holder = _BARE_HOLDER.search(sentence.narrow, 0, quantity.start)
    powers = re.search("(?:权限|额度|授权)[^;。]*$", sentence.narrow[: quantity.start])
    if powers and holder and _POST_END.search(holder["by"]):
        taken.take(quantity)
        where = (holder.start("by"), quantity.end)
        params = {"by": holder["by"], "upto": quantity.value, **_unit(quantity)}
        yield made(sentence, "approval", where, params, why="approval-bare", sure="medium")


def _powers(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    match = next((m for each in _POWERFUL if (m := each.search(sentence.narrow))), None)
    name = "" if match is None else match["by"] or _above(sentence)
    if match is None or not _POST.search(name):
        return
    sums = [q for q in sentence.found.quantities if q.unit == "yuan" and not q.exact]
    for quantity in filter(taken.free, sums):
        taken.take(quantity)
        bounds: dict[str, Plain | None] = {"over": quantity.low, "upto": quantity.high}
        yield _told(sentence, match, name, {**bounds, **_unit(quantity)}, quantity.end)
        yield from _next_powers(sentence, quantity.end, taken)
        return
    free = re.search("免收|减免", sentence.narrow)
    if free:
        yield _told(sentence, match, name, {}, free.end())


def _next_powers(sentence: Sentence, at: int, taken: Taken) -> Iterator[Proposal]:
    """Yield the powers that the parts after a first one tell alike: …，经理可减免50元至500元."""
    for quantity in sentence.found.quantities:
        part = sentence.part_at(quantity.start)
        match = _POWER.match(sentence.narrow, part.start, part.end)
        summed = quantity.unit == "yuan" and not quantity.exact and taken.free(quantity)
        if part.start >= at and match and summed and _POST_END.search(match["by"]):
            taken.take(quantity)
            bounds: dict[str, Plain | None] = {"over": quantity.low, "upto": quantity.high}
            yield _told(sentence, match, match["by"], {**bounds, **_unit(quantity)}, quantity.end)


def _discounts(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield who may grant a discount: 前台主管有权给予9折."""
    for quantity in sentence.found.quantities:
        match = _POWER.search(sentence.part_of(quantity)) if quantity.said == "折" else None
        if match and taken.free(quantity) and _POST_END.search(match["by"]):
            taken.take(quantity)
            where = part_span(sentence, quantity)
            yield made(sentence, "approval", where, {"by": match["by"]}, why="approval-discount")


def _above(sentence: Sentence) -> str:
    """Return the post under whose heading a sentence stands."""
    names = [each for each in sentence.heading.split() if _POST_END.search(each)]
    return names[-1] if names and len(names[-1]) < _CHAIN else ""


def _told(
    sentence: Sentence,
    match: re.Match[str],
    name: str,
    bounds: dict[str, Plain | None],
    end: int = 0,
) -> Proposal:
    part = sentence.part_at(match.start())
    where = (part.start, max(part.end, match.end(), end))
    event = match[0].startswith(_WITHOUT) and not _FORBIDS.search(sentence.narrow)
    return made(
        sentence, "approval", where, {"by": name, **bounds}, why="approval-asked", optional=event
    )
