"""Joint signatures, signatures in person, approvals that stand, and steps that join."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.approvals.actions import NotYourTurnError
from shouwen.enforcement.actions import correct_fact, decide_request, record_fact
from shouwen.enforcement.lines import tier_lines
from shouwen.enforcement.rebuild import check
from shouwen.enforcement.watch import watch_once
from shouwen.journal.queries import timeline
from shouwen.obligations.queries import history
from shouwen.people import actions as people
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

TEXT = """---
regulation: spending
title: 开支办法
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, service_engineer: 服务工程师, manager: 客服经理}
facts:
  money_spent:
    label: 开支
    label_en: Money spent
    details: {amount: {type: money, label: 金额, label_en: Amount}}
  plan_changed:
    label: 变更方案
    label_en: Plan changed
    details: {plan: {type: text, label: 方案, label_en: Plan}}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 开支

```rule
id: spending
kind: approval
title: 开支审批
title_en: Spending
before: {fact: money_spent}
tiers:
  - {all_of: [{post: team_leader}, {post: service_engineer}]}
  - {post: manager, only: {amount: {more_than: 500}}, in_person: true}
```

## 2 方案

```rule
id: plan
kind: approval
title: 方案审批
title_en: Plan
before: {fact: plan_changed}
tiers: [{post: team_leader}]
again_on: [plan]
expires: 1 day
silence: consents
```

## 3 维修

```rule
id: repair
kind: workflow
title: 维修
title_en: Repair
when: {fact: case_opened, case_type: repair}
steps:
  - {step: inspect, owed_by: handler, duty: 查看, duty_en: Inspect, met_by: {fact: case_noted}}
  - {step: price, after: start, owed_by: handler, duty: 报价, duty_en: Price,
     met_by: {fact: case_replied}}
  - {step: fix, after: {all: [inspect, price]}, owed_by: handler, duty: 修理, duty_en: Repair,
     within: 1 day, met_by: {fact: case_resolved}}
```
"""
REPAIR = {"case_type": "repair", "handler": "zhang"}


@pytest.fixture
def spending(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="spending.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def record(said, member):
    return record_fact(said, actor=member, recorded_at=said.happened_at)


def spend(cast, amount):
    return record(fact("money_spent", "2024-03-04 10:00", "case:S-1", amount=amount), cast.wang)


def sign(request, member, when="2024-03-04 11:00", **given):
    return decide_request(request=request, member=member, verdict="granted", at=at(when), **given)


@pytest.mark.usefixtures("spending")
def test_both_sign_in_any_order_and_the_manager_in_person(cast: Cast) -> None:
    people.substitute(
        member=cast.he, substitute=cast.zhao, since=date(2024, 3, 1), until=date(2024, 3, 31)
    )
    held = spend(cast, "600").held
    assert held is not None
    together, in_person = tier_lines(held)
    assert together.startswith("坐席班长")
    assert together.endswith("服务工程师")
    assert in_person.startswith("客服经理")

    assert sign(held, cast.zhang).held is not None
    assert sign(held, cast.li).fact is None
    with pytest.raises(NotYourTurnError):
        sign(held, cast.zhao, acting_for=cast.he)
    granted = sign(held, cast.he)

    assert granted.row.kind == "money_spent"


@pytest.mark.usefixtures("spending")
def test_a_small_amount_needs_fewer_tiers(cast: Cast) -> None:
    held = spend(cast, "500").held
    assert held is not None

    sign(held, cast.li)

    assert sign(held, cast.zhang).row.kind == "money_spent"


def change(cast, plan, when):
    return record(fact("plan_changed", when, "case:P-1", plan=plan), cast.wang)


@pytest.mark.usefixtures("spending")
def test_what_was_signed_stands_until_it_changes(cast: Cast) -> None:
    first = change(cast, "a", "2024-03-04 10:00").held
    assert first is not None
    sign(first, cast.li)

    assert change(cast, "a", "2024-03-05 10:00").fact is not None
    assert change(cast, "b", "2024-03-05 11:00").held is not None
    assert [str(difference) for difference in check()] == []


@pytest.mark.usefixtures("spending")
def test_what_was_taken_back_has_to_be_signed_again(cast: Cast) -> None:
    first = change(cast, "a", "2024-03-04 10:00").held
    assert first is not None
    row = sign(first, cast.li).row
    correct_fact(number=row.number, reason="撤回", actor=cast.wang, at=at("2024-03-04 12:00"))

    assert change(cast, "a", "2024-03-05 10:00").held is not None


@pytest.mark.usefixtures("spending")
def test_silence_records_what_nobody_answered(cast: Cast) -> None:
    change(cast, "a", "2024-03-04 10:00")

    watch_once(now=at("2024-03-06 00:01"))

    assert [row.kind for row in timeline("case:P-1")] == [
        "approval_requested",
        "approval_granted",
        "plan_changed",
    ]


def states():
    return {row.rule_id: row.state for row in history("case:T-1")}


@pytest.mark.usefixtures("spending")
@pytest.mark.parametrize("order", [("case_noted", "case_replied"), ("case_replied", "case_noted")])
def test_a_step_opens_once_all_it_follows_are_done(cast: Cast, order) -> None:
    record(fact("case_opened", "2024-03-04 09:00", **REPAIR), cast.wang)
    record(fact(order[0], "2024-03-04 10:00", **REPAIR), cast.wang)
    assert "repair.fix" not in states()

    record(fact(order[1], "2024-03-04 11:00", **REPAIR), cast.wang)

    assert states()["repair.fix"] == "open"
    assert [str(difference) for difference in check()] == []


@pytest.mark.usefixtures("spending")
def test_what_was_done_before_it_began_again_does_not_count(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 09:00", **REPAIR), cast.wang)
    record(fact("case_noted", "2024-03-04 10:00", **REPAIR), cast.wang)
    record(fact("case_opened", "2024-03-05 09:00", **REPAIR), cast.wang)

    record(fact("case_replied", "2024-03-05 10:00", **REPAIR), cast.wang)

    assert "repair.fix" not in states()
