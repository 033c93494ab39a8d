"""Points: taken off, added, given; full marks, caps, weights, tiers, thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import Plain, Taken, each_of, made, part_span
from shouwen.policy.reading.extract.no_points import nothing
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.extract.standings import stands
from shouwen.policy.reading.extract.unsigned_points import said_for_each, unsigned
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_GAP = r"[^,;。]{0,14}$"
_VERB = re.compile(
    "(?P<base>满分|总分|基准分|基础分|起评分|基本分|初始分?|百分制|起始分?|标准分|考核基数)"
    "|(?P<cap>(?:最多|最高|上限|封顶|累计|合计)[^,]{0,6}(?:[扣加减奖得]|不超过)|"
    "[扣加减][^,]{0,4}(?:上限|封顶|不超过|最多|最高)|上限)"
    "|(?P<minus>倒扣|扣除|扣减|扣罚|扣发|扣|减去|减少|减|罚|降低?)"
    "|(?P<plus>加计|归还|返还|(?<!每)增加|另加|(?<!增)加|奖励|奖)"
    "|(?P<given>记|计|得|给|(?<!分)为|值(?!分))"
)
_RECORDED = re.compile("[记计]$")
_BASE = re.compile("^(?:作?为|的)(?:月度|季度|年度|考核)?(?:基数|基准|满分|基础分|底分)")
_TOTAL = re.compile("扣分(?:累计|合计|总计|达到?|已?满)(?:达到?|满)?$")
_BOUNDS = {"minus": {"满", "达到"}, "base": {"低于", "不足", "超过", "高于"}}
_REACHED = {"达到", "达", "满", "超过", "累计"}
_CARD = re.compile("[红黄]牌|罚单|[违整]\\w{1,3}单|警告")
_RUN_OUT = re.compile("[扣罚][完光满够]$")
_OFTEN = re.compile("每(?:周|月|季度?|年|天|日|半年)$")
_CASES = {"件", "起", "单", "例", "宗", "票", "项", "条"}
_FULL = re.compile("考核|考评|评分|评价|计分|分值|满分|总分|得分|扣分")
_SIGN = re.compile(r"(?<![\d分\-])(?P<sign>[+-])$")
_IS_OUTCOME = re.compile(
    "(?:视为|视同|视作|作为?|按|以|算作?|[记计]作?)(?:旷工|缺勤)$|(?:给予|予以|处以|并处)[^,]{0,6}$"
)
_MOST = {"最多", "最高", "至多", "不超过", "最高不超过", "最多不超过"}
_POINTED = re.compile("[扣加减得计][\\d.一二两三四五六七八九十半]+分")
_WEIGHT = re.compile("权重|比重|占比|占总分|占考核|占|所占")
_SCORE_WORD = re.compile("满分|基础分|考核|得分|总分|评分|绩效|考评|分值|权重|评估")
_WHOLE = 100
_WAGES = re.compile("工资|奖金|提成|承担|赔|罚|扣|费|款|发")
_ADDED = re.compile(r"[\d.]+%\+[\u4e00-\u9fff]")
_PARTS = re.compile("其中|分别|由.{2,40}(?:组成|构成)|包括")
_RANK = re.compile(
    "^(?:的)?(?:且[^,;扣罚奖]{0,8}者)?[,:]?(?:为|评为|定为|属于?|视为|是)?[^,;扣罚奖]{0,4}(?:优秀|"
    "(?<!评)优(?![先惠质化])|良好|良|中(?!心|国|午|层|途|止|的)|"
    "合格|及格|达标|一般|差(?!额|价|旅|错|评)|[ABCDabcd一二三四五]级|[ABCD]等|[一二三四五]星|不定[星级档等]|基本|待改进|"
    "不胜任)"
)
_SANCTION = re.compile(
    "停单|停派|停[讲课业]|减少派|限制派|停机|辞退|解除|开除|除名|劝退|调岗|待岗|停岗|停职|调整岗位|说明原因|书面说明|降级|"
    "降职|降薪|转岗|淘汰|取消|警告|"
    "通报|约谈|再培训|离岗培训|(?<!参加)(?<!接受)培训|停业|"
    "处分|记过|敬告|[小大]过|不得[参评晋]|不予|撤职|吊销|黑名单|终止|辞工|离职|下调|收回|撤销|清退|关停|退出|按旷工|"
    "按缺勤|处罚|注销|陪跑|带教|严肃处理|扣留|吊扣|暂停|复训|"
    "面谈|上报|书面检|检讨|口头(?:批评|指导|教育|提醒)|"
    "问责|追究|重新上岗|不合格|一票否决|下岗|整改|降一?[级档]|退回|免职|不再|"
    "旷工处理|自动离职|视为|调离|解聘|撤换|停用|停派|缩减|停运|停止派|冻结|取缔"
)


def scores(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield what a sentence says about points."""
    points = [each for each in sentence.found.quantities if each.unit in {"point", "dot"}]
    for quantity in points:
        left = sentence.left_of(quantity)
        proposal = (
            None
            if _RUN_OUT.search(left) or _TOTAL.search(left) or stands(sentence, quantity, left)
            else _change(sentence, quantity)
        )
        if proposal is not None:
            taken.take(quantity)
            yield proposal
    yield from nothing(sentence, taken)
    yield from _weights(sentence, taken)
    yield from _tiers(sentence, taken)


def _change(sentence: Sentence, quantity: Quantity) -> Proposal | None:
    left = re.split("[;。]", sentence.left_of(quantity))[-1]
    verb, sign = _last(left), _SIGN.search(left)
    plain = _of_sign(sentence, quantity, sign["sign"]) if sign else None
    if plain := plain or _without_verb(sentence, quantity, verb):
        return plain
    if verb is None and quantity.exact and said_for_each(sentence, quantity, left):
        return unsigned(sentence, quantity)
    if verb is None or (quantity.unit == "dot" and verb.lastgroup not in {"minus", "plus"}):
        return None
    kind = verb.lastgroup or ""
    if quantity.before in _BOUNDS.get(kind, ()):
        return None
    points, type_ = _signed(sentence, quantity, kind)
    if type_ == "":
        return None
    start = sentence.part_at(quantity.start).start
    where = (start, max(quantity.end, start))
    params: dict[str, Plain | None] = {
        "points": points,
        "type": type_,
        "per": each_of(left, "扣加减奖罚记"),
    }
    if quantity.ranged:
        params |= {"max": quantity.high if points >= 0 else -(quantity.high or 0)}
    return made(sentence, "score", where, params, why=f"score-{type_}-{kind}")


def _of_sign(sentence: Sentence, quantity: Quantity, sign: str) -> Proposal:
    """Return points that a sign before them takes or gives: 晚到-1分."""
    points = -quantity.value if sign == "-" else quantity.value
    params: dict[str, Plain | None] = {"points": points, "type": "change"}
    where = part_span(sentence, quantity)
    return made(sentence, "score", where, params, why="score-sign")


def _without_verb(
    sentence: Sentence, quantity: Quantity, verb: re.Match[str] | None
) -> Proposal | None:
    """Return full marks told after a figure (100分为基数), or a cap without a verb (最高6分)."""
    type_ = ""
    if _BASE.match(sentence.rest(quantity)) and quantity.exact:
        type_ = "base"
    elif verb is None and quantity.before in _MOST:
        type_ = "cap" if _POINTED.search(sentence.before_part(quantity)) else ""
    elif verb is None and quantity.exact and _in_brackets(sentence, quantity):
        type_ = "weight"
    params: dict[str, Plain | None] = {"points": quantity.value, "type": type_}
    where = part_span(sentence, quantity)
    return made(sentence, "score", where, params, why=f"score-{type_}") if type_ else None


def _in_brackets(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether points stand in brackets behind what they are the marks of: 按时签收(10分)."""
    text = sentence.narrow
    alone = text[: quantity.start].endswith("(") and text[quantity.end :].startswith(")")
    about = sentence.heading + sentence.earlier + text
    return quantity.unit == "point" and alone and bool(_FULL.search(about))


def _signed(sentence: Sentence, quantity: Quantity, kind: str) -> tuple[Decimal, str]:
    value = quantity.value
    if kind in {"base", "cap"}:
        return value, kind
    if quantity.before in {"最多", "最高", "至多", "不超过"} and kind in {"minus", "plus"}:
        return value, "cap"
    if kind == "minus":
        return -value, "change"
    if kind == "plus":
        return value, "change"
    if quantity.before in {"低于", "不足", "高于", "超过", "达到", "不低于", "达"} or not (
        quantity.exact or (quantity.ranged and _RECORDED.search(sentence.left_of(quantity)))
    ):
        return value, ""
    docked = "扣分" in sentence.heading or "扣分" in sentence.narrow
    type_ = "weight" if "其中" in sentence.narrow else "change"
    return (-value if docked and "得" not in sentence.left_of(quantity)[-2:] else value), type_


def _last(left: str) -> re.Match[str] | None:
    """Return the last verb of points close before a figure."""
    window = left[-16:]
    verb = None
    for match in _VERB.finditer(window):
        if verb is None or match.lastgroup != "given" or re.search("[,;]", window[verb.end() :]):
            verb = match
    if verb is None:
        return None
    between = window[verb.end() :]
    if verb.lastgroup == "given" and len(between) > 2:  # noqa: PLR2004
        return None
    return None if re.search("[,;]", between) else verb


def _weights(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    scored = _SCORE_WORD.search(sentence.narrow + sentence.heading)
    weighed = _WEIGHT.search(sentence.narrow)
    for quantity in sentence.found.quantities:
        if (
            quantity.unit == "percent"
            and scored
            and quantity.exact
            and ((weighed and _weighs(sentence, quantity)) or _is_part(sentence, quantity))
        ):
            taken.take(quantity)
            yield made(
                sentence,
                "score",
                (quantity.start, quantity.end),
                {"percent": quantity.value, "type": "weight"},
                why="score-weight",
            )
        elif (
            quantity.unit == "point"
            and quantity.exact
            and (_PARTS.search(sentence.narrow) or _is_part(sentence, quantity))
            and taken.free(quantity)
        ):
            taken.take(quantity)
            yield made(
                sentence,
                "score",
                part_span(sentence, quantity),
                {"points": quantity.value, "type": "weight"},
                why="score-share",
            )


def _is_part(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a share is a part of the whole: 由接通（40%）…构成, 服务40%、专业60%."""
    shares = [q.value for q in sentence.found.quantities if q.unit == quantity.unit and q.exact]
    summed = len(shares) > 1 and sum(shares) == _WHOLE
    if summed and (_ADDED.search(sentence.narrow) or not _WAGES.search(sentence.narrow)):
        return True
    closed = sentence.left_of(quantity).endswith("(") and sentence.rest(quantity).startswith(")")
    return closed and bool(_PARTS.search(sentence.narrow))


def _weighs(sentence: Sentence, quantity: Quantity) -> bool:
    left = sentence.narrow[max(0, quantity.start - 24) : quantity.start]
    return bool(_WEIGHT.search(left)) and not re.search("工资|奖金|提成|扣|罚|应达到?", left[-8:])


def _tiers(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    for quantity in sentence.found.quantities:
        if not taken.free(quantity) or not _grades(sentence, quantity):
            continue
        ends = (each.start for each in sentence.found.quantities if each.start > quantity.end)
        rest = sentence.narrow[quantity.end : min(ends, default=len(sentence.narrow))]
        if _RANK.match(rest):
            taken.take(quantity)
            yield _at(sentence, quantity, "tier", "score-rank")
        elif _falls(sentence, quantity, rest):
            taken.take(quantity)
            yield _at(sentence, quantity, "threshold", "score-below")


def _falls(sentence: Sentence, quantity: Quantity, rest: str) -> bool:
    """Say whether a sanction without a figure of its own falls below or above these points."""
    match = _SANCTION.search(rest)
    if match and match[0] == "不予" and rest.startswith("发", match.end()):
        return False
    figured = match is not None and match[0] == "下调" and match.end() == len(rest.rstrip())
    counted = _counted(sentence, quantity) and not _summed(sentence, quantity)
    counted = counted and not re.search("[扣记]满", sentence.part_of(quantity))
    counted = counted and not _TOTAL.search(sentence.left_of(quantity))
    run_out = _RUN_OUT.search(sentence.left_of(quantity))
    total = _TOTAL.search(sentence.left_of(quantity))
    if quantity.exact and not (run_out or total or _beyond(sentence, quantity)):
        return False
    return match is not None and not figured and not counted


def _summed(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a share is what several come to: 扣罚累计超过合同价5%的."""
    part = sentence.part_of(quantity)
    return quantity.unit == "percent" and "累计" in part and "连续" not in part


def _beyond(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a share is passed whose measure stands between: 超过合同价5%的."""
    left = sentence.left_of(quantity)
    return quantity.unit == "percent" and bool(re.search("超过[^,，]{1,6}$", left))


def _grades(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a figure may part ranks: points, or a rate that somebody falls short of."""
    if quantity.unit == "percent":
        short = not quantity.exact and bool(quantity.before)
        short = short or _beyond(sentence, quantity)
        return short and bool(re.match("的|者", sentence.rest(quantity)))
    return quantity.unit == "point"


def _counted(sentence: Sentence, quantity: Quantity) -> bool:
    return bool(re.search("连续|累计|[0-9一二两三四五]次", sentence.part_of(quantity)))


def _at(sentence: Sentence, quantity: Quantity, type_: str, why: str) -> Proposal:
    where = part_span(sentence, quantity)
    name = "percent" if quantity.unit == "percent" else "points"
    params: dict[str, Plain | None] = {name: quantity.value, "type": type_}
    return made(sentence, "score", where, params, why=why, sure="medium")


def thresholds(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield counts that bring a sanction without a figure: 累计3次的，取消评优."""
    for quantity in sentence.found.quantities:
        often = quantity.exact and _OFTEN.search(sentence.left_of(quantity))
        if often or not taken.free(quantity) or not _counts(sentence, quantity):
            continue
        rest = re.split("[;。]", sentence.rest(quantity))[0]
        rest = _until_next(sentence, quantity, rest)
        match = _SANCTION.search(rest)
        if match is None or quantity.after == "内" or _figured(sentence, quantity, rest, match):
            continue
        taken.take(quantity)
        yield made(
            sentence,
            "score",
            (sentence.part_at(quantity.start).start, quantity.end + match.end()),
            {"count": quantity.value, "type": "threshold", "consequence": match[0]},
            why="score-threshold",
        )


def _figured(sentence: Sentence, quantity: Quantity, rest: str, match: re.Match[str]) -> bool:
    """Say whether the sanction has a figure of its own, and is a fine or a deduction then."""
    far = quantity.end + match.end() + 8
    return bool(re.search("扣|罚(?!$)|记(?![小大]?过)|倍", rest[: match.start()])) or any(
        each.unit in {"yuan", "point", "percent", "multiple"} and quantity.end <= each.start < far
        for each in sentence.found.quantities
        if match[0] in {"处罚", "处分"}
    )


def _until_next(sentence: Sentence, quantity: Quantity, rest: str) -> str:
    """Cut what follows at the next count of the same ladder."""
    for other in sentence.found.quantities:
        between = sentence.narrow[quantity.end : other.start]
        alike = _ladder(other) == _ladder(quantity) and _counts(sentence, other)
        if other.start > quantity.end and alike and not re.search("或|、", between):
            return between
    return rest


def _ladder(quantity: Quantity) -> str:
    return "time" if quantity.unit == "nth" else quantity.unit


def _counts(sentence: Sentence, quantity: Quantity) -> bool:
    left = sentence.left_of(quantity)[-10:]
    if _IS_OUTCOME.search(left):
        return False
    if quantity.unit == "nth":
        return quantity.said in {"次", "回"}
    if quantity.unit == "time":
        return (
            bool(
                re.search(
                    "考核$|考试$|测试$|旷工$|迟到$|早退$|缺勤$|迟到者$|累计|达|超过|满|连续|发生|出现|有(?!权)|收到|被|不足|共|内$|全年$|年度$|季度$|^$|[当每本][月年周季]度?$",
                    left,
                )
            )
            or bool(quantity.after)
            or not quantity.exact
            or bool(re.match("的|者", sentence.rest(quantity)))
        )
    counted = quantity.unit in {
        "month",
        "day",
        "quarter",
        "year",
        "week",
        "working_day",
        "thing",
        "term",
    }
    if quantity.unit == "thing" and _CARD.match(sentence.rest(quantity)):
        return quantity.exact or quantity.low is not None
    if quantity.unit == "thing" and quantity.before in _REACHED:
        return quantity.said in _CASES
    return counted and bool(
        re.search(
            "(?:连续|累计|旷工|缺勤|超[时期]|逾期)[^,扣罚0-9一二三四五六七八九十]{0,6}$", left
        )
    )
