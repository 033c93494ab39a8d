"""An exchange, three seats, and a regulation about calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.calls import actions
from shouwen.calls.models import Call, Exchange
from shouwen.calls.words import CallEvent, Told
from shouwen.journal.models import FactRow
from shouwen.regulations import actions as regulations
from tests.cast import Cast

NOW = datetime(2024, 3, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HEARD = NOW + timedelta(hours=1)

TEXT = """---
regulation: calls
title: 接听规定
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长}
---

## 1 接听

### 1.1 放弃的来电须在三十分钟内回拨。

```rule
id: call-back
kind: deadline
title: 三十分钟内回拨
title_en: Call back within 30 minutes
when: {fact: call_abandoned}
owed_by: {post: team_leader}
duty: 回拨放弃的来电
duty_en: Call the abandoned caller back
within: 30 minutes
calendar: always
met_by: {fact: call_returned, result: reached}
```

### 1.2 三声内接听。

```rule
id: three-rings
kind: conduct
title: 三声内接听
title_en: Answer within three rings
when: {fact: call_answered}
measured: {rings: {at_most: 3}}
```
"""


@dataclass(frozen=True, slots=True)
class Floor:
    cast: Cast
    exchange: Exchange

    def tell(self, *events: CallEvent, now: datetime = HEARD) -> Call:
        actions.tell(exchange=self.exchange, events=events, now=now)
        return Call.objects.get(exchange=self.exchange, ref=events[0].call)


def told(kind: str, second: int, seat: str = "", *, call: str = "c1", key: str = "", **more):
    at = NOW + timedelta(seconds=second)
    return CallEvent(
        call=call, key=key or f"{kind}{second}{seat}", kind=Told(kind), at=at,
        received_at=HEARD, seat=seat, more=more,
    )  # fmt: skip


def kinds(call: Call) -> list[str]:
    """Return the kinds of facts that still hold of a call."""
    taken = FactRow.objects.filter(corrects__isnull=False).values("corrects")
    rows = FactRow.objects.filter(about=call.about, corrects__isnull=True).exclude(number__in=taken)
    return list(rows.order_by("number").values_list("kind", flat=True))


@pytest.fixture
def floor(cast: Cast) -> Floor:
    regulations.adopt(text=TEXT, file_name="calls.md", by=cast.he, at=NOW - timedelta(days=60))
    actions.add_exchange(key="hall")
    return Floor(cast, Exchange.objects.get())
