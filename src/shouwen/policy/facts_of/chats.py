"""The facts of conversations with customers who write, by whatever window they do.

Words never stand in a fact: what was written is content, kept as long as the privacy notice says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import REASON, choice, detail, fact

OPERATOR = detail("member", "客服", "Operator")
TOPIC = detail("text", "咨询主题", "Topic")
IN_HOURS = detail("yes_no", "在服务时间内", "Within service hours")
WAITED = detail("number", "等待秒数", "Seconds waited")
SOURCE = choice(
    "来源",
    "Source",
    web=("网站", "website"),
    wechat=("微信公众号", "WeChat official account"),
    wecom=("企业微信客服", "WeCom customer service"),
)

FACTS: Mapping[str, Any] = {
    "chat_opened": fact(
        "客户发起会话", "Chat opened", source=SOURCE, topic=TOPIC, in_hours=IN_HOURS
    ),
    "chat_assigned": fact(
        "会话分配给客服", "Chat assigned", operator=OPERATOR, reason=REASON, in_hours=IN_HOURS
    ),
    "chat_answered": fact(
        "首次回复会话", "Chat first answered", operator=OPERATOR, seconds=WAITED, in_hours=IN_HOURS
    ),
    "chat_customer_waits": fact(
        "客户等待回复", "Chat: the customer waits for an answer", operator=OPERATOR
    ),
    "chat_replied": fact("回复会话", "Chat replied to", operator=OPERATOR, seconds=WAITED),
    "chat_customer_silent": fact(
        "等待客户回应", "Chat: the customer was answered and may go on", operator=OPERATOR
    ),
    "chat_idle": fact("客户未再回应", "Chat idle", operator=OPERATOR),
    "chat_handed_over": fact(
        "转接会话",
        "Chat handed over",
        operator=OPERATOR,
        to_operator=detail("member", "转给", "Handed to"),
        reason=REASON,
    ),
    "chat_left_as_case": fact(
        "会话转为事项", "Chat became a matter", number=detail("text", "事项编号", "Matter")
    ),
    "chat_closed": fact(
        "会话结束",
        "Chat closed",
        operator=OPERATOR,
        closed_by=choice(
            "结束方",
            "Closed by",
            operator=("客服", "the operator"),
            customer=("客户", "the customer"),
            rule=("规则", "a rule"),
        ),
        answered=detail("yes_no", "已回复", "Answered"),
        seconds=detail("number", "会话秒数", "Seconds it lasted"),
    ),
    "chat_rated": fact(
        "客户评价会话",
        "Chat rated",
        operator=OPERATOR,
        stars=detail("number", "星数", "Stars"),
        satisfied=detail("yes_no", "满意", "Satisfied"),
    ),
}
