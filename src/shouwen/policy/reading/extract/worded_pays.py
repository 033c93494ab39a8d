"""What is paid as words tell it, without a figure: in full, half, nothing, double, by a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import BAD, Plain, made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

PAID = re.compile(
    "工资|底薪|薪|绩效|奖金|提成|发放|支付|报酬|赔|罚|扣发|扣除|扣减|扣|货款|票款|"
    "退还|退款|(?<!早)退|手续费|违约金|滞纳金|保证金|押金|价|费|"
    "优惠|减免|津贴|补贴|收取|计收|收入|佣金|奖励|损失|承担|自担|加收|差额|赔款|计酬|金额|加提|返还|计发|折|结算|计提|提取|货值|保额|奖(?!项)"
    "|上浮|下浮"
)
_NOTHING = re.compile(
    "不发放|不予发放|不享受(?:当月|该月|当季)?(?:绩效|奖金|提成)|不发(?=绩效|奖金|"
    "工资|(?:[当本该][月周季年日])?[\u4e00-\u9fff]{0,3}(?:奖|补贴|津贴|绩效|工资|提成)|$|[,，。;])|不计发|全额扣(?:除|发)|无绩效|无奖金"
)
_WHOLE = re.compile(
    "(?:金额|价款|费用|损失|价值)全额|全额追回|全额承担|全额支付|全额发放|全额结算|照价赔偿|原价赔偿|全额赔偿|全额退(?:款|还|费)|全款退还|按价赔偿|如数赔偿"
)
_IN_FULL = re.compile(
    "(?:^|[,，:：]|提成|奖金|绩效|工资)(?P<whole>全额(?:发|发放|计发)?)(?=[,，;；。]|$)|发放?全额(?:基本|岗位|月度?)?(?:绩效|奖金|工资|提成)"
)
_WHOLLY = {"退": "refund", "承担": "liability"}
_SPLIT = re.compile(
    r"(\d{1,3})[:：](\d{1,3})(?=的?(?:比例)?(?:共同)?(?:承担|分担|分成|分配|分摊|分享))"
)
_HALVED = re.compile(
    "减半|折半|[发给拿扣计罚]一?半(?!天|日|年|个|月|小时)|各半(?:分摊|承担|负担)|对半(?:分摊|承担|负担)"
)
_EACH = re.compile("(?:每|一|1)(?:人?次|件|单|例|起|项)[,:]?$")
_END = re.compile("[,，;；。]|$")
_NEAR = 16
_TIMES = re.compile("双倍|加倍(?!努力|重视|珍惜|小心|[扣记加计]分)|翻倍(?![扣记加计]分)|翻番")


def unsaid(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return "fine" for a bare sum told for each time something bad happens: 迟到每次10元."""
    each = quantity.exact and _EACH.search(sentence.left_of(quantity))
    about = sentence.before_part(quantity)[-_NEAR:] + sentence.part_of(quantity)
    return "fine" if each and _END.match(sentence.rest(quantity)) and BAD.search(about) else None


def worded(sentence: Sentence) -> Iterator[Proposal]:
    """Yield what is paid in full, half, double or not at all."""
    about = sentence.heading + sentence.earlier + sentence.narrow
    tiered = re.search("发放|工资|绩效|奖金|提成|[\u4e00-\u9fff]奖(?!惩|罚|项)|挂钩", about)
    for match in _NOTHING.finditer(sentence.narrow):
        if tiered:
            params: dict[str, Plain | None] = {"type": "wage", "percent": Decimal(0)}
            yield _whole(sentence, match, params, "pay-nothing")
    for match in _WHOLE.finditer(sentence.narrow):
        type_ = next((told for sign, told in _WHOLLY.items() if sign in match[0]), "compensation")
        yield _whole(sentence, match, {"type": type_, "percent": Decimal(100)}, "pay-whole")
    for match in _IN_FULL.finditer(sentence.narrow):
        if tiered and "全额发放" not in match[0]:
            wages: dict[str, Plain | None] = {"type": "wage", "percent": Decimal(100)}
            yield _whole(sentence, match, wages, "pay-in-full")
    for match in _HALVED.finditer(sentence.narrow):
        if PAID.search(sentence.earlier + sentence.narrow):
            half: dict[str, Plain | None] = {"type": "wage", "percent": Decimal(50)}
            yield _whole(sentence, match, half, "pay-half")
    for match in _TIMES.finditer(sentence.narrow):
        if PAID.search(sentence.earlier + sentence.narrow):
            yield _whole(
                sentence, match, {"type": "multiply", "multiple": Decimal(2)}, "pay-double"
            )


def parts(sentence: Sentence) -> Iterator[Proposal]:
    """Yield the shares of a ratio: 责任人与部门按3:7承担."""
    for match in _SPLIT.finditer(sentence.narrow):
        sides = [Decimal(match[1]), Decimal(match[2])]
        for side in sides if sum(sides) else ():
            share = round(side * 100 / sum(sides), 2)
            params: dict[str, Plain | None] = {"type": "split", "percent": share}
            yield _whole(sentence, match, params, "pay-ratio")


def _whole(
    sentence: Sentence, match: re.Match[str], params: dict[str, Plain | None], why: str
) -> Proposal:
    part = sentence.part_at(match.start())
    return made(sentence, "pay", (part.start, part.end), params, why=why, sure="medium")
