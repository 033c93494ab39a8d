"""A small regulation about handing over, adopted before the cast comes to work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.cases.actions import open_case
from shouwen.cases.models import Case
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.handover import actions, items
from shouwen.handover.items import Line
from shouwen.handover.models import Handover, Item
from shouwen.obligations.queries import OwedRow, owed_by
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)
NOW = datetime(2024, 3, 4, 10, tzinfo=CHINA)

TEXT = """---
regulation: shifts
title: 交接班制度
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, manager: 客服经理}
facts:
  desk_passed_on:
    label: 值班台交接
    label_en: Desk passed on
    details:
      outgoing: {type: member, label: 交班人, label_en: Outgoing}
      incoming: {type: member, label: 接班人, label_en: Incoming}
      follow_ups: {type: text, label: 跟进事项, label_en: Follow-ups}
      told: {type: yes_no, label: 已当面交代, label_en: Told in person}
      work_open: {type: number, label: 未完成的重要工作, label_en: Important work unfinished}
      outgoing_signed: {type: yes_no, label: 交班人签字, label_en: Signed by the outgoing}
      incoming_signed: {type: yes_no, label: 接班人签字, label_en: Signed by the incoming}
  key_moved:
    label: 钥匙进出
    label_en: Key in or out
    details:
      key: {type: text, label: 钥匙, label_en: Key}
      out: {type: number, label: 借出, label_en: Lent}
      back: {type: number, label: 归还, label_en: Returned}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 交接

### 1.1 重要工作没有完成的,不得交班

```rule
id: no-open-work
kind: roster
title: 重要工作未完不得交班
title_en: No handover with important work open
when: {fact: desk_passed_on}
only_if: {work_open: {at_most: 0}, told: true}
```

### 1.2 交接双方在记录上签字

```rule
id: record
kind: form
title: 交接班记录
title_en: Handover record
when: {fact: desk_passed_on}
fields: [outgoing, incoming, follow_ups]
signed: [outgoing_signed, incoming_signed]
```

### 1.6 钥匙登记

```rule
id: keys
kind: form
title: 钥匙登记
title_en: Key register
when: {fact: key_moved}
fields: [key]
optional: [out, back]
stocks: [{stock: keys_out, label: 在外钥匙, label_en: Keys out, item: key, in: out, out: back}]
```

### 1.3 投诉三个工作日内办结

```rule
id: settle
kind: deadline
title: 办结投诉
title_en: Settle the complaint
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 办结投诉
duty_en: Settle the complaint
within: 3 working days
met_by: {fact: case_resolved}
```

### 1.4 每周写小结

```rule
id: summary
kind: deadline
title: 写小结
title_en: Write the summary
when: {fact: conduct_checked}
owed_by: {detail: person}
duty: 写小结
duty_en: Write the summary
within: 2 working days
met_by: {fact: duty_done}
```

### 1.5 交接不清的,交班人负担五十元

```rule
id: unclear
kind: pay
title: 交接不清
title_en: Unclear handover
when: {fact: handover_objected, after_signing: true}
amount: {fixed: -50 yuan}
```
"""


@pytest.fixture(autouse=True)
def shifts(cast: Cast) -> Version:
    """Adopt the regulation, by 何经理."""
    version = regulations.adopt(text=TEXT, file_name="shifts.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    return version


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock that the pages read, on a Monday morning."""

    def put(to: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: to)

    put(NOW)
    return put


def complaint(handler: Member, number: int = 1, severity: str = "general") -> Case:
    """A customer complains, and the handler takes it."""
    at = NOW - timedelta(hours=1)
    return open_case(
        case_type="complaint", title=f"电梯 {number}", text="", severity=severity,
        channel="phone", at=at, recorded_at=at, actor=handler,
    ).case  # fmt: skip


def duty_of(member: Member, number: int = 1) -> OwedRow:
    """Open a duty that belongs to no matter."""
    said = Fact(
        kind="conduct_checked",
        about=f"check:{number}",
        happened_at=NOW,
        details={"person": member.username, "item": "a", "passed": True},
    )
    record_fact(said, actor=None, recorded_at=NOW)
    return next(row for row in owed_by(member) if row.about == f"check:{number}")


def drafted(cast: Cast, kind: str = "shift_handed_over") -> Handover:
    """小王 prepares to hand over to 张工."""
    return actions.begin(outgoing=cast.wang, incoming=cast.zhang, kind=kind, at=NOW)


def given(cast: Cast, kind: str = "shift_handed_over") -> Handover:
    """小王 has signed."""
    made = drafted(cast, kind)
    return actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))


def checked(
    cast: Cast, made: Handover, answer: str = Item.Answer.TAKEN, /, **details: Detail
) -> Handover:
    """张工 says the same to every item."""
    said = {one.key: _said(one, answer) for one in items.lines_of(made)}
    return actions.answer(
        handover=made,
        by=cast.zhang,
        answers=said,
        digest=made.digest,
        details=details,
    )


def _said(line: Line, answer: str) -> Line:
    return Line(sort=line.sort, ref=line.ref, text=line.text, answer=answer)


def taken(cast: Cast, made: Handover, minutes: int = 5, **details: Detail) -> Handover:
    """张工 checks every item and signs."""
    now = checked(cast, made, **details)
    at = NOW + timedelta(minutes=minutes)
    return actions.take(handover=now, sent=Sent.at_once(cast.zhang, at), digest=made.digest)


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    """Return a client of a member who reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client
