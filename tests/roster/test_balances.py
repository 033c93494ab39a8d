"""Days of leave: what is left is shown before asking and at signing, and held to by the judge."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.approvals import queries as approvals
from shouwen.enforcement.actions import decide_request
from shouwen.people.refusals import RefusedError
from shouwen.roster.actions import leaves
from shouwen.roster.balances import Balance, balances_of
from shouwen.roster.models import Leave
from tests.roster.conftest import CHINA, NOW, TEXT, Floor, adopt, floor, signed_in

__all__ = ["floor"]
ANNUAL = """
### 1.7 每年年假五日；上年未休的最多结转三日。

```rule
id: annual
kind: roster
title: 年假
title_en: Annual leave
when: {fact: leave_requested, leave_type: annual}
leave:
  tiers: [{}]
  allowance: {days: 5, withdrawn_by: {fact: leave_withdrawn, leave_type: annual}}
```

```rule
id: rest-swap
kind: roster
title: 调休
title_en: Rest days
when: {fact: leave_requested, leave_type: rest_swap}
leave:
  tiers: [{}]
  allowance: {granted_by: {fact: leave_granted, leave_type: rest_swap}, per: month}
```
"""
DAY = date(2024, 3, 11)


@pytest.fixture
def ruled(floor: Floor) -> Floor:
    """Return the desk under a regulation that grants days of leave."""
    head = TEXT.replace("regulation: shifts", "regulation: leave-days").partition("### 1.1")[0]
    adopt(head + ANNUAL, floor.cast)
    return floor


def asked(floor: Floor, first: date, length: int, *, token: str) -> Leave:
    """小王 asks for annual leave."""
    begins = datetime.combine(first, datetime.min.time(), CHINA)
    leave = leaves.asked(
        person=floor.cast.wang, by=floor.cast.wang, leave_type="annual", begins=begins,
        ends=begins + timedelta(days=length), reason="", at=NOW,
    )  # fmt: skip
    return leaves.ask(leave=leave, sent=floor.sent(floor.cast.wang, token=token))


def signed(floor: Floor, leave: Leave) -> None:
    """Sign at every level until the leave is in effect."""
    for by in (floor.cast.li, floor.cast.he):
        request = approvals.find(leave.request or 0)
        if request is not None and request.state == "waiting":
            decide_request(request=request, member=by, verdict="granted", comment="", at=NOW)


def annual(floor: Floor, at: datetime = NOW) -> Balance:
    """Return what 小王 has of annual leave."""
    (found,) = [b for b in balances_of(floor.cast.wang, at, now=NOW) if b.leave_type == "annual"]
    return found


def test_a_balance_says_what_is_granted_taken_waiting_and_left(ruled: Floor):
    signed(ruled, asked(ruled, DAY, 2, token="one"))
    asked(ruled, DAY + timedelta(days=7), 1, token="two")

    found = annual(ruled)

    days = [found.granted, found.taken, found.waiting, found.left, found.free]
    assert [int(each) for each in days] == [5, 2, 1, 3, 2]
    assert (found.period, found.number) == ("2024", "1.7")
    assert annual(ruled, NOW + timedelta(days=366)).left == 5


def test_leave_beyond_what_is_left_is_refused_and_what_is_withdrawn_comes_back(ruled: Floor):
    made = asked(ruled, DAY, 4, token="one")
    signed(ruled, made)
    with pytest.raises(RefusedError, match=r"1\.7.*余 1 天，本次 2 天"):
        asked(ruled, DAY + timedelta(days=7), 2, token="two")

    leaves.withdraw(leave=made, sent=ruled.sent(ruled.cast.wang, token="back"))

    assert annual(ruled).left == 5
    assert asked(ruled, DAY + timedelta(days=7), 2, token="three").state == "held"


def test_days_nobody_was_granted_are_none(ruled: Floor):
    found = {b.leave_type: b.left for b in balances_of(ruled.cast.wang, NOW, now=NOW)}

    assert found == {"annual": 5, "rest_swap": 0}


def test_without_an_allowance_there_is_no_balance(floor: Floor):
    assert balances_of(floor.cast.wang, NOW, now=NOW) == []
    assert "balances" not in signed_in(floor.cast.wang).get("/roster/leave/").text


def test_the_balance_and_the_coverage_stand_on_the_form_and_beside_the_signature(ruled: Floor):
    ruled.put(ruled.cast.wang, DAY, ruled.night)
    ruled.publish()
    page = signed_in(ruled.cast.wang).get("/roster/leave/").text
    assert "年假" in page
    assert 'id="balances"' in page
    made = asked(ruled, DAY, 1, token="one")

    page = signed_in(ruled.cast.li).get(f"/signoff/{made.request}/").text

    assert "<b>剩余 5 天</b> <small>扣除待批后 4 天" in page
    assert "在岗 0 人，至少 1 人" in page
    assert "调休" not in page
