"""The facts of visitors at the front desk; who came never stands in a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import detail, fact

RECEPTIONIST = detail("member", "接待登记人", "Received by")
OPERATOR = detail("member", "接待人", "Served by")
NUMBER = detail("text", "排队号", "Waiting number")
COUNTER = detail("text", "窗口", "Counter")
WAITED = detail("number", "等待秒数", "Seconds waited")

FACTS: Mapping[str, Any] = {
    "visitor_arrived": fact(
        "客户来访", "Visitor arrived", number=NUMBER, receptionist=RECEPTIONIST
    ),
    "visitor_called": fact(
        "来访叫号",
        "Visitor called",
        number=NUMBER,
        receptionist=RECEPTIONIST,
        operator=OPERATOR,
        counter=COUNTER,
        seconds=WAITED,
    ),
    "visitor_served": fact(
        "来访接待完毕",
        "Visitor served",
        number=NUMBER,
        receptionist=RECEPTIONIST,
        operator=OPERATOR,
        seconds=detail("number", "接待秒数", "Seconds served"),
    ),
    "visitor_left": fact(
        "来访者离开",
        "Visitor left unserved",
        number=NUMBER,
        receptionist=RECEPTIONIST,
        operator=OPERATOR,
        called=detail("yes_no", "已叫号", "Had been called"),
        seconds=WAITED,
    ),
}
