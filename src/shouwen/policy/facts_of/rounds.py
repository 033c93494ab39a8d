"""The facts of rounds: what was looked at and how it was found, and what was sent back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import PERSON, REASON, choice, detail, fact

ROUND_CHECKED, SENT_BACK = "round_checked", "duty_sent_back"
OBLIGATION = detail("text", "应办事项", "Obligation")

FACTS: Mapping[str, Any] = {
    ROUND_CHECKED: fact(
        "巡查一项",
        "Looked at on a round",
        obligation=OBLIGATION,
        line=detail("text", "检查项或地点", "Item or place"),
        result=choice(
            "结果",
            "Result",
            ok=("正常", "in order"),
            finding=("有问题", "a finding"),
            not_applicable=("不适用", "not applicable"),
        ),
        note=detail("text", "说明", "Note"),
        scanned=detail("yes_no", "现场扫码", "Code scanned on the spot"),
    ),
    SENT_BACK: fact(
        "复核退回",
        "Sent back by the reviewer",
        obligation=OBLIGATION,
        person=PERSON,
        duty=detail("text", "应办内容", "Duty"),
        reason=REASON,
    ),
}
