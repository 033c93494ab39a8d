"""Signing in, handing over and leaving look at the same shift that the calendar shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwen.access import actions as access
from shouwen.access import sign_in
from shouwen.enforcement.actions import record_fact
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.roster.actions import punches
from shouwen.roster.choices import Way
from tests.roster.conftest import Floor, adopt, colleague, signed_in

TEXT = """---
regulation: signing-in
title: 系统登录制度
in_force: 2024-01-01
---

## 1 只在本人班次内登录，前后宽限十五分钟。

```rule
id: own-shift
kind: access
title: 本人班次内登录
title_en: Within one's own shift
when: {fact: access_requested, subject_class: desk_system, action: log_in}
own_shift: {grace: 15 minutes}
```

## 2 接班人到岗才能离开。

```rule
id: relieved
kind: roster
title: 接班人到岗才能离开
title_en: Stay until relieved
when: {fact: clocked_out}
only_if: {relieved: true}
```
"""
DAY = date(2024, 3, 11)


@pytest.fixture
def ruled(floor: Floor) -> Floor:
    """Return the desk under a rule for signing in, and one for leaving."""
    adopt(TEXT, floor.cast)
    access.tie(record="sign_in", level="", field="", words=["desk_system"])
    return floor


def test_signing_in_follows_the_roster_with_what_changed_since(ruled: Floor):
    shift = ruled.put(ruled.cast.wang, DAY)
    wang = ruled.cast.wang
    ruled.publish()

    assert sign_in.check(wang, shift.begins - timedelta(minutes=10)).allowed
    before = sign_in.check(wang, shift.begins - timedelta(minutes=20))
    assert not before.allowed
    assert "《系统登录制度》1" in before.sentence
    assert not sign_in.check(wang, shift.begins - timedelta(days=2)).allowed

    type(shift).objects.filter(pk=shift.pk).update(member=ruled.cast.li, state="swapped")
    assert sign_in.check(ruled.cast.li, shift.begins).allowed
    # Nobody planned a shift for 小王 any more: that is said and keeps nobody out.
    assert "班次" in sign_in.check(wang, shift.begins).sentence


def test_who_is_next_takes_over_and_may_let_the_other_go(ruled: Floor, clock):
    sun = colleague(ruled.cast, "sunhao", "孙浩")
    shift = ruled.put(ruled.cast.wang, DAY)
    ruled.put(sun, DAY, ruled.late)
    ruled.publish()
    access.tie(record="sign_in", level="", field="", words=[])
    clock(shift.ends - timedelta(minutes=10))
    page = signed_in(ruled.cast.wang).get("/handover/begin/").text
    assert '<option value="sunhao" selected>' in page
    assert "/handover/begin/" in signed_in(ruled.cast.wang).get("/roster/").text

    assert punches.is_relieved(shift) is False
    sent = ruled.sent(ruled.cast.wang, shift.ends)
    with pytest.raises(RefusedError, match="系统登录制度》2"):
        punches.punch(way=Way.OUT, sent=sent)
    signed = Fact(
        kind="shift_handed_over", about="member:wang", happened_at=shift.ends,
        details={"person": "wang", "incoming": "sunhao", "outgoing_signed": True,
                 "incoming_signed": True, "recorded": True},
        actor="sunhao",
    )  # fmt: skip
    record_fact(signed, actor=sun, recorded_at=shift.ends)

    _made, outcome = punches.punch(way=Way.OUT, sent=sent)

    assert outcome is not None
    assert outcome.fact is not None
