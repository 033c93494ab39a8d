"""A settlement that takes more from somebody than the regulation allows waits for a signature."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import decide_request
from shouwen.enforcement.sent import Sent
from shouwen.ledger import settling
from shouwen.ledger.settling import State
from shouwen.pay import actions, fines
from shouwen.people import actions as people
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.enforcement.conftest import at

pytestmark = pytest.mark.usefixtures("rules")
LIMIT = """---
regulation: fine-limit
title: 罚款限额规定
industry: property-services
in_force: 2024-01-01
posts: {team_leader: 坐席班长, manager: 客服经理}
---

## 1 限额

### 1.1 罚款超过月工资百分之二十的,由经理批准

```rule
id: limit
kind: approval
title: 罚款超限审批
before: {fact: settlement_approved, largest_share: {more_than: 20}}
tiers: [{post: manager}]
```
"""


@pytest.fixture
def limit(cast):
    adopted = regulations.adopt(
        text=LIMIT, file_name="fine-limit.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    people.grant(post=cast.posts["team_leader"], permission="ledger.settle")


@pytest.fixture
def fined(record, limit):
    """小王 loses 300 yuan in March, and her lead 600."""
    for day in ("04", "11"):
        record("rule_broken", f"2024-03-{day} 10:00", person="wang", which="甲")


def _wages(record, wang, li):
    for person, amount in (("wang", wang), ("li", li)):
        record("wage_set", "2024-01-02 10:00", f"member:{person}", person=person, amount=amount)


def _settle(cast, step, at_="2024-04-02 10:00"):
    sent = Sent.at_once(cast.li, at(at_))
    return actions.settle(name="2024-03", to=actions.step_named(step), sent=sent)


def _to_approval(cast):
    _settle(cast, "calculated")
    _settle(cast, "reviewed")
    return _settle(cast, "approved")


def test_a_fine_above_the_share_waits_for_who_is_named_with_the_reason(cast, fined, record):
    _wages(record, "1499", "6000")

    outcome = _to_approval(cast)

    assert settling.state_of("2024-03") == State.REVIEWED
    asked = outcome.held
    assert asked.tiers == [["post:manager"]]
    assert asked.proposed["details"]["largest_share"] == "20.01"
    decide_request(
        request=asked, member=cast.he, verdict="granted", at=at("2024-04-02 11:00"),
        comment="同意",
    )  # fmt: skip
    assert settling.state_of("2024-03") == State.APPROVED


def test_exactly_the_share_is_allowed(cast, fined, record):
    _wages(record, "1500", "6000")
    assert _to_approval(cast).held is None
    assert settling.state_of("2024-03") == State.APPROVED


def test_what_a_period_takes_is_listed_beside_the_wage(cast, fined, record):
    record("wage_set", "2024-01-02 10:00", "member:wang", person="wang", amount="1000")
    record("wage_set", "2024-02-02 10:00", "member:wang", person="wang", amount="2000")
    record("wage_set", "2024-04-01 10:00", "member:wang", person="wang", amount="9000")

    li, wang = fines.of_period("2024-03")

    assert (li.key, str(li.taken.value), li.share) == ("li", "600", None)
    assert (wang.key, str(wang.taken.value), str(wang.share)) == ("wang", "300", "15.00")
    said = fines.details_of("2024-03")
    assert (said["largest_fine"], said["most_fined"]) == ("600", "li")
    assert "largest_share" not in said
    assert fines.details_of("2024-02") == {"largest_fine": "0", "largest_share": "0"}


def test_the_page_of_the_settlement_shows_who_loses_most(cast, fined, clock, page_of):
    clock("2024-04-02 10:00")
    page = page_of(cast.he, "/statement/periods/2024-03/")
    assert "罚款最多的人" in page
    assert "工资未登记" in page
