"""What money is for, by the words beside it."""

from __future__ import annotations

import re

_TYPES = {
    "compensation": "免赔|赔偿|赔付|补偿|违约金|滞纳金|理赔|(?<!索)赔|支付双倍",
    "reward": "奖励|奖金|奖|嘉奖|激励|红包|返现",
    "commission": "提成|[加计]提|佣金|返佣|分成|抽成",
    "allowance": "补贴|津贴|补助|[餐饭话车房油电住交]补|话补|车补|加班费|工龄|全勤|慰问金|高温费|"
    "误餐",
    "withhold": "暂扣|扣压|缓发|扣留",
    "deduct": "扣减|扣除|扣款|扣发|扣绩效|扣工资|自付",
    "fine": "罚款|扣罚|处罚|罚|扣|处以|处(?![方理置长于室分])|负激励|乐捐|"
    "考核(?!系数|奖|工资|合格|结果)|缴纳罚金",
    "liability": "承担|负担|自理",
    "refund": "退还|退款|退费|返还|退回|(?<!早)退(?![房休职])",
    "base": "绩效工资基数|工资基数|奖金基数|基数|基准|绩效基数",
    "wage": "每分$|保底|结算|计酬|底薪|基本工资|岗位工资|工资|薪资|月薪|时薪|报酬|发放|发给|计发|"
    "薪酬|绩效|劳务费|计件",
    "fee": "收取|收费|缴纳|押金|保证金|手续费|[代加实预]收|收(?=[\\d每])|缴|费用|费|租金|"
    "服务费|定金|票价|价|优惠|减收",
    "cap": "报销|限额|标准为|定额|备用金|额度|住宿标准|不超过",
}
_TYPE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TYPES.items()))
# Words that another one nearby outdoes: 费, 工资 beside 罚 or 奖.
WEAK = {"fee", "wage", "cap", "base", "liability"}


def near(text: str) -> str | None:
    """Return what the last strong word of a text says that money is for, else the last weak one."""
    matches = list(_TYPE.finditer(text))
    found = [match.lastgroup for match in matches]
    if matches and matches[-1][0] == "奖金" and "deduct" in found:
        return "deduct"
    strong = [each for each in found if each not in WEAK]
    return (strong or found or [None])[-1]


def first(text: str) -> str | None:
    """Return what the first word of a text says that money is for."""
    match = _TYPE.search(text)
    return match.lastgroup if match else None
