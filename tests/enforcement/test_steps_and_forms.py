"""Workflows, forms and headcounts through the one door, as any other rule."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.why import explain
from shouwen.journal.queries import timeline
from shouwen.obligations.queries import history, open_about
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.rulings import Measure
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

TEXT = """---
regulation: storeroom
title: 库房办法
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, service_engineer: 服务工程师}
facts:
  form_filled:
    details:
      drawn: {type: number, label: 领用, label_en: Drawn}
      used: {type: number, label: 使用, label_en: Used}
      returned: {type: number, label: 退回, label_en: Returned}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 流程

```rule
id: handling
kind: workflow
title: 投诉处理
title_en: Handling a complaint
when: {fact: case_opened, case_type: complaint}
steps:
  - {step: forward, owed_by: handler, duty: 转出, within: 1 day, met_by: {fact: case_forwarded}}
  - {step: resolve, owed_by: handler, duty: 处理, within: 3 days, met_by: {fact: case_resolved},
     sign: [{post: team_leader}]}
```

## 2 台账

```rule
id: register
kind: form
title: 危险品台账
title_en: Register
fields: [drawn, used, returned]
balances: [{left: [drawn], right: [used, returned]}]
numbering: {prefix: "W-", digits: 3}
```

## 3 编制

```rule
id: headcount
kind: org
title: 编制
title_en: Headcount
posts:
  - {post: team_leader, headcount: {at_least: 2}}
  - {post: service_engineer, headcount: {at_least: 9}}
```
"""
COMPLAINT = {"case_type": "complaint", "handler": "wang"}


@pytest.fixture
def storeroom(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="storeroom.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def record(said: Fact, cast: Cast):
    return record_fact(said, actor=cast.wang, recorded_at=said.happened_at)


def states(about: str = "case:T-1") -> dict[str, str]:
    return {row.rule_id: row.state for row in history(about)}


@pytest.mark.usefixtures("storeroom")
def test_doing_one_step_meets_it_and_opens_the_next(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **COMPLAINT), cast)
    assert states() == {"handling.forward": "open"}

    record(fact("case_forwarded", "2024-03-04 11:00", **COMPLAINT), cast)

    assert states() == {"handling.forward": "met", "handling.resolve": "open"}


@pytest.mark.usefixtures("storeroom")
def test_a_signed_step_waits_and_is_then_met(cast: Cast) -> None:
    record(fact("case_forwarded", "2024-03-04 11:00", **COMPLAINT), cast)

    held = record(fact("case_resolved", "2024-03-05 11:00", **COMPLAINT), cast).held
    assert held is not None
    assert states() == {"handling.resolve": "open"}
    decide_request(request=held, member=cast.li, verdict="granted", at=at("2024-03-05 12:00"))

    assert states() == {"handling.resolve": "met"}


def test_a_steps_explanation_names_its_workflow(cast: Cast, storeroom: Version) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **COMPLAINT), cast)
    (owed,) = open_about("case:T-1")

    explanation = explain(owed, now=at("2024-03-04 12:00"))

    assert explanation.rule_title == "投诉处理"
    assert explanation.clause.number == "1"


def fill(cast: Cast, number: str, returned: int, when: str = "2024-03-04 10:00"):
    details: dict[str, Detail] = {"form": "register", "drawn": 500, "used": 320}
    said = fact("form_filled", when, "form:register", **details, number=number, returned=returned)
    return record(said, cast)


@pytest.mark.usefixtures("storeroom")
def test_a_form_that_does_not_balance_is_not_recorded(cast: Cast) -> None:
    outcome = fill(cast, "W-001", 150)

    assert outcome.refused is not None
    assert outcome.refused.reason == "form_unbalanced"
    assert not timeline("form:register")


@pytest.mark.usefixtures("storeroom")
def test_numbers_of_a_register_follow_what_was_recorded(cast: Cast) -> None:
    assert fill(cast, "W-001", 180).refused is None

    skipped = fill(cast, "W-003", 180, "2024-03-05 10:00").refused
    assert skipped is not None
    assert skipped.reason == "form_number_not_next"
    assert fill(cast, "W-002", 180, "2024-03-05 11:00").refused is None


@pytest.mark.usefixtures("storeroom")
def test_the_house_says_how_many_hold_a_post(cast: Cast) -> None:
    def findings(post: str) -> list[tuple[str, ...]]:
        counted = fact("headcount_counted", "2024-03-04 10:00", "post:x", post=post)
        return [one.findings for one in record(counted, cast).rulings if isinstance(one, Measure)]

    assert findings("team_leader") == [()]
    assert findings("service_engineer") == [("too_few",)]
