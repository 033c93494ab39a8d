"""What has to be signed beforehand is refused, and asked for; refusals and points are counted."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.rebuild import check
from shouwen.journal.queries import facts_of_kind
from shouwen.ledger.queries import balance
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

TEXT = """---
regulation: outings
title: 外勤办法
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长}
points: {demerits: 扣分}
---

## 1 外出

```rule
id: leave-the-desk
kind: approval
title: 外出
title_en: Going out
before: {fact: stand_in_requested}
tiers: [{post: team_leader}]
unless_signed: refuse
```

## 2 加班

```rule
id: overtime
kind: roster
title: 加班
title_en: Overtime
when: {fact: overtime_requested}
overtime: {at_most: 3}
```

## 3 超限

```rule
id: too-much
kind: score
title: 超限申请
title_en: Asked for too much
when: {fact: attempt_refused, rule: overtime}
amount: {occurrence: {same: [person], per: month, amounts: [-1 demerits, -2 demerits]}}
```

## 4 屡扣

```rule
id: again
kind: pay
title: 屡次扣分
title_en: Points lost again
when: {fact: points_moved, unit: demerits}
amount: {occurrence: {same: [person], per: month, amounts: [0 yuan, -30 yuan]}}
```
"""


@pytest.fixture(autouse=True)
def outings(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="outings.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def go_out(cast: Cast, *, asking: bool):
    said = fact("stand_in_requested", "2024-03-04 10:00", "member:wang", person="wang")
    return record_fact(said, actor=cast.wang, recorded_at=said.happened_at, asking=asking)


def work_late(cast: Cast, when: str, hours: int):
    said = fact("overtime_requested", when, "member:wang", person="wang", hours=hours)
    return record_fact(said, actor=cast.wang, recorded_at=said.happened_at)


def test_what_was_not_signed_beforehand_is_refused(cast: Cast) -> None:
    outcome = go_out(cast, asking=False)

    assert outcome.refused is not None
    assert outcome.refused.reason == "not_signed_before"
    assert not facts_of_kind("stand_in_requested")
    assert not facts_of_kind("approval_requested")


def test_asked_for_it_waits_and_is_recorded_once_signed(cast: Cast) -> None:
    held = go_out(cast, asking=True).held
    assert held is not None

    decide_request(request=held, member=cast.li, verdict="granted", at=at("2024-03-04 11:00"))

    assert len(facts_of_kind("stand_in_requested")) == 1
    assert [str(difference) for difference in check()] == []


def test_a_refusal_counts_where_a_rule_says_so_and_so_do_moved_points(cast: Cast) -> None:
    for day in ("04", "05"):
        assert work_late(cast, f"2024-03-{day} 10:00", 4).refused is not None
    work_late(cast, "2024-03-06 10:00", 3)

    assert [row.details["rule"] for row in facts_of_kind("attempt_refused")] == ["overtime"] * 2
    assert str(balance("member", "wang", "demerits")) == "-3 demerits"
    assert str(balance("member", "wang", "yuan")) == "-30.00 yuan"
    assert [str(difference) for difference in check()] == []


def test_a_refusal_that_no_rule_waits_for_leaves_nothing(cast: Cast) -> None:
    go_out(cast, asking=False)

    assert not facts_of_kind("attempt_refused")
