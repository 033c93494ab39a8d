"""What is asked for under roster and access rules is refused, held or recorded at the one door."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal.queries import timeline
from shouwen.ledger.queries import statement
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

SHIFTS = """---
regulation: shifts
title: 排班制度
industry: call-centre
in_force: 2024-01-01
posts: {manager: 客服经理, agent: 客服专员}
---

## 第一条

换班每人每月最多一次，经理签字；迟到罚款；客户资料须核实身份。

```rule
id: swaps
kind: roster
title: 换班
title_en: Swaps
when: {fact: shift_swap_requested}
swap: {quota: {at_most: 1}}
signed_by: [{post: manager}]
```

```rule
id: lateness
kind: roster
title: 迟到
title_en: Lateness
when: {fact: clocked_in}
attendance: {of: late, classes: [{class: late, name: 迟到, name_en: Late, more_than: 0}]}
```

```rule
id: late-fine
kind: pay
title: 迟到罚款
title_en: Fine for lateness
when: {fact: attendance_classed, class: late}
amount: {fixed: -10 yuan}
```

```rule
id: customer-data
kind: access
title: 客户资料
title_en: Customer data
when: {fact: access_requested, subject_class: customer_data}
identity: true
```
"""
SWAP: dict[str, Any] = {
    "person": "li",
    "partner": "zhao",
    "person_agrees": True,
    "partner_agrees": True,
    "period": "2024-03",
}


@pytest.fixture(autouse=True)
def shifts(cast: Cast) -> None:
    adopted = regulations.adopt(
        text=SHIFTS, file_name="shifts.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), adopted


def record(cast: Cast, kind: str, moment: str, **details: Any) -> Outcome:
    said = fact(kind, moment, about="member:li", **details)
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at)


def test_a_signed_swap_is_recorded_and_uses_up_the_quota_of_its_month(cast: Cast) -> None:
    asked = record(cast, "shift_swap_requested", "2024-03-04 10:00", **SWAP)
    assert asked.held is not None
    signed: dict[str, Any] = {"member": cast.he, "verdict": "granted", "at": at("2024-03-04 11:00")}
    decide_request(request=asked.held, **signed)

    again = record(cast, "shift_swap_requested", "2024-03-05 10:00", **SWAP)
    next_month = {**SWAP, "period": "2024-04"}
    later = record(cast, "shift_swap_requested", "2024-03-05 10:00", **next_month)

    assert again.refused is not None
    assert again.refused.reason == "quota_full"
    assert "李班长" in refusal_text(again.refused)
    assert later.held is not None


def test_coming_late_costs_what_the_other_rule_says(cast: Cast) -> None:
    record(cast, "clocked_in", "2024-03-04 08:35", person="li", shift_begins="2024-03-04T08:30")

    (line,) = statement(cast.li, "2024-03")

    assert str(line.amount) == "-10.00 yuan"


def test_nothing_is_shown_before_the_identity_was_verified(cast: Cast) -> None:
    asked = {"person": "li", "subject_class": "customer_data", "identity_verified": False}

    refused = record(cast, "access_requested", "2024-03-04 10:00", **asked)
    shown = record(
        cast, "access_requested", "2024-03-04 10:05", **{**asked, "identity_verified": True}
    )

    assert (refused.refused is not None, refused.fact) == (True, None)
    assert shown.fact is not None
    kept = [row.kind for row in timeline("member:li")]
    assert kept == ["access_refused", "access_requested"]
