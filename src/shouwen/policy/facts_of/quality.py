"""The facts of quality: what a check came to by its score card, and an automatic finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import PERSON, choice, detail, fact

SCORED, FINDING_CONFIRMED = "quality_scored", "quality_finding_confirmed"
COACHING_GIVEN, COACHING_READ = "coaching_given", "coaching_acknowledged"
COACHING_FOLLOWED_UP = "coaching_followed_up"
CASE = detail("text", "事项编号", "Case number")
CONVERSATION = detail("text", "会话或来电", "Chat or call")

FACTS: Mapping[str, Any] = {
    SCORED: fact(
        "质检评分",
        "Quality scored",
        person=PERSON,
        card=detail("text", "评分卡", "Score card"),
        version=detail("number", "评分卡版本", "Version of the card"),
        points=detail("number", "得分", "Points"),
        zeroed=detail("yes_no", "否决项为零", "Zeroed by a critical item"),
        case=CASE,
        conversation=CONVERSATION,
        channel=detail("text", "渠道", "Channel"),
    ),
    FINDING_CONFIRMED: fact(
        "自动质检发现已确认",
        "Automatic finding confirmed",
        person=PERSON,
        finding=choice(
            "发现",
            "Finding",
            forbidden=("禁语", "forbidden words"),
            missing=("漏说", "words missing"),
            early=("次序颠倒", "said too early"),
            slow=("应答过慢", "slow answer"),
            unanswered=("未答复", "not answered"),
            repeated=("重复答复", "repeated answer"),
            private=("核身前透露个人信息", "personal data before identity was checked"),
        ),
        case=CASE,
        conversation=CONVERSATION,
        words=detail("text", "涉及用语", "Words"),
        seconds=detail("number", "秒数", "Seconds"),
        rule=detail("text", "规则", "Rule"),
        regulation=detail("text", "制度", "Regulation"),
    ),
    COACHING_GIVEN: fact(
        "已辅导",
        "Coaching given",
        person=PERSON,
        follow_up=detail("moment", "复查时间", "To come back to it at"),
        case=CASE,
    ),
    COACHING_READ: fact("辅导已确认", "Coaching acknowledged", person=PERSON),
    COACHING_FOLLOWED_UP: fact("辅导已复查", "Coaching followed up", person=PERSON),
}
