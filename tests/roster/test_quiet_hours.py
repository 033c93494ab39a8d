"""Mail about what is near or late wakes nobody: who is on duty is told at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from shouwen.enforcement import quiet
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.watch import watch_once
from shouwen.journal.models import OutboxMessage
from shouwen.obligations import queries as obligations
from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.roster import alarms
from tests.roster.conftest import FIRST, Floor, adopt, colleague
from tests.roster.test_alarms import TEXT as SEATS

TEXT = """---
regulation: answers
title: 答复时限
in_force: 2024-01-01
posts: {manager: 客服经理}
---

## 1 重大投诉八小时内办结，逾期报值班经理。

```rule
id: answer
kind: deadline
title: 八小时办结
title_en: Settle within eight hours
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 办结投诉
duty_en: Settle the complaint
within: 8 hours
met_by: {fact: case_resolved}
warn: "50 %"
escalate: [{at: "100 %", to: {post: manager}}]
```
"""
NIGHT, MORNING = (time(22), time(7)), time(7)


@pytest.fixture
def asleep(floor: Floor) -> Floor:
    """Return the desk at night: 孙浩 on the night shift, everybody else asleep."""
    adopt(TEXT, floor.cast)
    for post in floor.cast.posts.values():
        people.set_quiet_hours(post=post, quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    sun = colleague(floor.cast, "sunhao", "孙浩")
    Member.objects.filter(pk=sun.pk).update(email="sun@example.com")
    floor.put(sun, FIRST, floor.night)
    floor.publish()
    return floor


def at(floor: Floor, clock: str, *, days: int = 0) -> datetime:
    day = floor.plan.first + timedelta(days=days)
    return datetime.fromisoformat(f"{day} {clock}:00+08:00")


def opened(floor: Floor, when: datetime, about: str = "case:T-1") -> None:
    fact = Fact(
        kind="case_opened", about=about, happened_at=when, actor="wang",
        details={"case_type": "complaint", "severity": "major", "channel": "phone",
                 "handler": "wang"},
    )  # fmt: skip
    record_fact(fact, actor=floor.cast.wang, recorded_at=when)


def mailed() -> dict[str, datetime]:
    """Return when mail to each leaves."""
    found = OutboxMessage.objects.order_by("pk")
    return {row.recipient: row.next_attempt_at for row in found if row.next_attempt_at}


def test_the_owner_hears_in_the_morning_and_who_is_on_duty_at_once(asleep: Floor) -> None:
    opened(asleep, at(asleep, "19:00"))
    now = at(asleep, "23:05")

    watch_once(now=now)

    morning = at(asleep, "07:00", days=1)
    assert mailed() == {"wang@example.com": morning, "sun@example.com": now}
    told = OutboxMessage.objects.get(recipient="sun@example.com")
    assert "《答复时限》1" in told.subject
    assert "小王" in told.body
    # The desk shows it as before.
    assert [row.about for row in obligations.owed_by(asleep.cast.wang)] == ["case:T-1"]

    # At the lapse nobody of the post it is escalated to is on duty: that mail waits.
    OutboxMessage.objects.all().delete()
    watch_once(now=at(asleep, "03:01", days=1))
    assert mailed() == {"he@example.com": morning}


def test_whoever_is_on_duty_is_told_and_nobody_in_their_place(asleep: Floor) -> None:
    asleep.cast.wang.holdings.update(post=asleep.cast.posts["team_leader"])
    shift = asleep.put(asleep.cast.wang, FIRST + timedelta(days=1), asleep.night)
    type(shift).objects.filter(pk=shift.pk).update(state="published")
    now = at(asleep, "23:05", days=1)

    assert quiet.leaves_at(asleep.cast.wang, now) == now
    assert quiet.leaves_at(asleep.cast.li, now) == at(asleep, "07:00", days=2)
    (wang,) = quiet.told([asleep.cast.wang], now)
    assert (wang.leaves_at, wang.instead_of) == (now, ())
    # Among several it is told once, as its own.
    both = quiet.told([asleep.cast.li, asleep.cast.wang], now)
    assert [one.member.username for one in both] == ["li", "wang"]
    assert [one.instead_of for one in both] == [(), ()]


def test_of_what_is_kept_about_a_member_no_colleague_is_told(asleep: Floor) -> None:
    opened(asleep, at(asleep, "19:00"), about="member:wang")

    watch_once(now=at(asleep, "23:05"))

    assert list(mailed()) == ["wang@example.com"]


def test_who_holds_another_post_that_is_awake_is_told_at_once(asleep: Floor) -> None:
    awake = people.add_post(key="watch", name="值班长")
    people.appoint(member=asleep.cast.wang, post=awake, since=FIRST)
    now = at(asleep, "23:05")

    assert quiet.leaves_at(asleep.cast.wang, now) == now
    (only,) = quiet.told([asleep.cast.wang], now, post="agent")
    assert only.leaves_at == now


def test_the_lead_hears_of_too_few_when_the_night_is_over(asleep: Floor) -> None:
    adopt(SEATS, asleep.cast)
    now = at(asleep, "04:00", days=1)

    assert alarms.tell_leads(now=now) > 0

    # 孙浩 is there, but plans nobody's shifts.
    assert set(mailed().values()) == {at(asleep, "07:00", days=1)}
    assert "li@example.com" in mailed()
