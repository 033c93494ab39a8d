"""A small regulation about meetings, notices and reports, adopted before the cast comes to work."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.enforcement import actions as enforcement
from shouwen.obligations.models import ObligationRow
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)
MONDAY = datetime(2024, 3, 4, 9, tzinfo=CHINA)

TEXT = """---
regulation: papers
title: 会议与报告制度
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, manager: 客服经理}
facts:
  weekly_held:
    label: 周例会纪要归档
    label_en: Minutes of the weekly meeting filed
    details:
      which:
        type: {one_of: {team: 班组, house: 部门}, one_of_en: {team: team, house: house}}
        label: 例会
        label_en: Meeting
      held_on: {type: text, label: 日期, label_en: Date}
      place: {type: text, label: 地点, label_en: Place}
      attendance: {type: text, label: 到会情况, label_en: Attendance}
      decisions: {type: text, label: 决定事项, label_en: Decisions}
      recorder: {type: member, label: 记录人, label_en: Recorder}
  weekly_missed:
    label: 缺席例会
    label_en: Weekly meeting missed
    details:
      which:
        type: {one_of: {team: 班组, house: 部门}, one_of_en: {team: team, house: house}}
        label: 例会
        label_en: Meeting
      person: {type: member, label: 缺席人, label_en: Absentee}
  month_told:
    label: 月度总结上报
    label_en: Monthly summary sent
    details:
      period: {type: text, label: 期间, label_en: Period}
      summary: {type: text, label: 工作总结, label_en: Summary of the work}
      problems: {type: text, label: 存在问题, label_en: Problems}
---

## 1 例会

### 1.1 每周开班组例会

```rule
id: weekly
kind: duty
title: 每周例会
title_en: Weekly meeting
every: week
owed_by: {post: team_leader}
duty: 召开班组例会
duty_en: Hold the team's meeting
met_by: {fact: weekly_held, which: team}
```

### 1.2 纪要写全

```rule
id: weekly-sheet
kind: form
title: 例会纪要
title_en: Minutes of the weekly meeting
when: {fact: weekly_held}
fields: [held_on, decisions]
incomplete: refuse
```

### 1.3 无故缺席说明原因

```rule
id: explain-absence
kind: deadline
title: 缺席说明
title_en: Explain the absence
when: {fact: weekly_missed}
owed_by: {detail: person}
duty: 说明缺席原因
duty_en: Explain the absence
within: 1 day
met_by: {fact: case_noted}
```

### 1.4 决议三日内落实

```rule
id: resolved
kind: deadline
title: 落实决议
title_en: Carry out what was resolved
when: {fact: resolution_taken}
owed_by: {detail: person}
duty: 落实会议决议
duty_en: Carry out the resolution
within: 3 days
met_by: {fact: resolution_done}
```

## 2 通知

### 2.1 一天内阅知

```rule
id: read-it
kind: duty
title: 阅知通知
title_en: Read the notice
each: {fact: notice_issued, must_confirm: true}
owed_by: {each: {post: agent}}
duty: 阅读通知并确认
duty_en: Read the notice and confirm it
within: 1 day
met_by: {fact: notice_read}
```

## 3 计划与总结

### 3.1 每周五前交周计划，由经理审阅

```rule
id: week-plan
kind: duty
title: 周计划
title_en: Weekly plan
every: week
by: {weekday: 5}
owed_by: {post: team_leader}
duty: 提交下周工作计划
duty_en: Hand in next week's plan
review: {by: {post: manager}, within: 1 day, duty: 审阅周计划, duty_en: Check the weekly plan}
```

### 3.2 每月五日前报上月总结

```rule
id: month-report
kind: duty
title: 月度总结
title_en: Monthly summary
every: month
by: {day: 5}
owed_by: {post: team_leader}
duty: 上报上月工作总结
duty_en: Send the summary of last month
met_by: {fact: month_told}
```
"""


@pytest.fixture
def papers(cast: Cast) -> Version:
    """Adopt the regulation, by 何经理."""
    return adopted(cast)


def adopted(cast: Cast, text: str = TEXT) -> Version:
    """Adopt a text."""
    version = regulations.adopt(text=text, file_name="papers.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    return version


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let every page read a Monday morning from the wall."""
    set_clock(monkeypatch, MONDAY)
    return MONDAY


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Put the clock to a moment."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def begun(rule: str, period: str, at: datetime, of: str = "papers") -> ObligationRow:
    """Let a period begin, and return what it brings."""
    fact = Fact(
        kind="period_began",
        about=f"duty:{of}:{rule}:{period}",
        happened_at=at,
        details={"regulation": of, "rule": rule, "period": period},
    )
    outcome = enforcement.record_fact(fact, actor=None, recorded_at=at)
    return outcome.opened[0]


def recorded(kind: str, about: str, by: Member, at: datetime, **details: Detail) -> None:
    """Record a fact of somebody's work."""
    fact = Fact(kind=kind, about=about, happened_at=at, details=details, actor=by.username)
    enforcement.record_fact(fact, actor=by, recorded_at=at)


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    """Return a client of a member who reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    client.cookies["django_language"] = language
    return client


def key() -> str:
    """Return the key of one form."""
    return uuid.uuid4().hex


def meeting_form(cast: Cast, **changes: object) -> dict[str, object]:
    """Return the form that calls a meeting as the browser sends it."""
    return {
        "idempotency_key": key(),
        "title": "第十周班组例会",
        "belongs": "",
        "begins_at": "2024-03-04T10:00",
        "place": "一号会议室",
        "chair": cast.li.username,
        "recorder": cast.li.username,
        "agenda": "上周情况\n本周安排",
        "called": [cast.wang.username],
        **changes,
    }
