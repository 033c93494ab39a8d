"""An open chat of the small department, and a regulation about answering in it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.chat import actions, saying
from shouwen.chat.actions import Visitor
from shouwen.chat.choices import Side
from shouwen.chat.models import ChatDoor, Conversation, Message
from shouwen.chat.saying import Words
from shouwen.journal.models import FactRow
from shouwen.people.models import Member
from shouwen.portal import keys
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.seats import actions as seats
from tests.cast import Cast
from tests.portal.conftest import open_portal

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday
NIGHT = NOW.replace(hour=22)

TEXT = """---
regulation: chats
title: 在线客服规定
industry: property-services
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长}
working_hours:
  mon-fri: ["08:30-18:00"]
---

## 1 在线

### 1.1 客户进线后三十秒内首次回复。

```rule
id: first-answer
kind: deadline
catalogue: 0.2-01
title: 三十秒内首次回复
title_en: First answer within 30 seconds
when: {fact: chat_assigned}
owed_by: {detail: operator}
duty: 首次回复客户
duty_en: Give the first answer
within: 30 seconds
calendar: always
met_by: {fact: chat_answered}
```

### 1.2 客户再次留言后一分钟内回复。

```rule
id: next-answer
kind: deadline
catalogue: 0.2-02
title: 一分钟内回复
title_en: Answer within one minute
when: {fact: chat_customer_waits}
owed_by: {detail: operator}
duty: 回复客户
duty_en: Answer the customer
within: 1 minute
calendar: always
met_by: {fact: chat_replied}
```

### 1.3 客户十分钟没有回应的，结束会话。

```rule
id: silent-customer
kind: deadline
catalogue: 0.2-03
title: 十分钟无回应结束会话
title_en: Close after ten silent minutes
when: {fact: chat_customer_silent}
owed_by: {detail: operator}
duty: 客户十分钟没有回应的，结束会话
duty_en: Close the conversation after ten silent minutes
within: 10 minutes
calendar: always
met_by: [{fact: chat_customer_waits}, {fact: chat_closed}]
```
"""


@dataclass
class Chat:
    """A department whose chat is open, with short ways to write in it."""

    cast: Cast
    keys: itertools.count[int] = field(default_factory=itertools.count)
    token: str = ""

    def open(self, text: str = "水管漏了", *, now: datetime = NOW, **more: object) -> Conversation:
        visitor = Visitor(name="陈先生", **more)  # type: ignore[arg-type]
        self.token = actions.open_conversation(visitor=visitor, text=text, key="k", now=now)
        return Conversation.objects.get(token_digest=keys.of_link(self.token))

    def ready(self, *members: Member, now: datetime = NOW) -> None:
        for member in members:
            seats.enter(member=member, state="ready", now=now)

    def customer(self, one: Conversation, text: str, *, after: int = 0, key: str = "") -> Message:
        words = Words(side=Side.CUSTOMER, key=key or f"c{next(self.keys)}", text=text)
        return self._say(one, words, after)

    def answer(self, one: Conversation, text: str, *, after: int = 0, by: Member | None = None):
        author = by or self.cast.wang
        key = f"o{next(self.keys)}"
        return self._say(one, Words(side=Side.OPERATOR, key=key, text=text, author=author), after)

    def _say(self, one: Conversation, words: Words, after: int) -> Message:
        one.refresh_from_db()
        return saying.say(
            conversation=one, words=words, now=NOW + timedelta(seconds=after)
        )  # fmt: skip


def kinds(one: Conversation) -> list[str]:
    """Return the kinds of facts of a conversation, in their order."""
    rows = FactRow.objects.filter(about=one.about).order_by("number")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def chat(cast: Cast) -> Chat:
    open_portal(cast)
    adopted = regulations.adopt(
        text=TEXT, file_name="chats.md", by=cast.he, at=NOW - timedelta(days=60)
    )
    assert isinstance(adopted, Version), adopted
    ChatDoor.objects.create(pk=1, is_on=True)
    return Chat(cast)
