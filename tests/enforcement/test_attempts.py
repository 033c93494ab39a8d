"""Access that was refused is kept on record; a leak lists who had asked for what leaked."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.looked import who_looked
from shouwen.enforcement.rebuild import check
from shouwen.journal.queries import facts_of_kind
from shouwen.ledger.queries import balance
from shouwen.obligations.queries import open_about
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.enforcement.test_pages import signed_in

TEXT = """---
regulation: secrets
title: 保密办法
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 查阅

```rule
id: see
kind: access
title: 查阅客户资料
title_en: See customer data
when: {fact: access_requested, subject_class: customer_data}
posts: [team_leader]
```

## 2 屡次越权

```rule
id: again
kind: pay
title: 越权罚款
title_en: Fine for repeated attempts
when: {fact: access_refused}
amount: {occurrence: {same: [person], per: month, amounts: [0 yuan, -50 yuan]}}
```

## 3 泄密

```rule
id: report
kind: deadline
title: 泄密报告
title_en: Report a leak
when: {fact: leak_found}
owed_by: {post: team_leader}
duty: 上报泄密
duty_en: Report the leak
within: 1 hour
met_by: {fact: leak_reported}
```
"""


@pytest.fixture
def secrets(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="secrets.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def look(cast: Cast, person: str, when: str, key: str | None = None):
    said = fact("access_requested", when, f"member:{person}", person=person,
                subject_class="customer_data", subject="名单", action="export")  # fmt: skip
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at, idempotency_key=key)


@pytest.mark.usefixtures("secrets")
def test_a_form_mended_and_refused_again_is_refused_by_its_clause(cast: Cast) -> None:
    look(cast, "wang", "2024-03-04 10:00", key="form:1")

    again = look(cast, "zhang", "2024-03-04 10:00", key="form:1")
    look(cast, "zhang", "2024-03-04 10:00", key="form:1")

    assert again.refused is not None
    assert [row.details["person"] for row in facts_of_kind("access_refused")] == ["wang", "zhang"]


@pytest.mark.usefixtures("secrets")
def test_a_refused_attempt_leaves_a_fact(cast: Cast) -> None:
    outcome = look(cast, "wang", "2024-03-04 10:00")

    assert outcome.refused is not None
    assert not facts_of_kind("access_requested")
    (attempt,) = facts_of_kind("access_refused")
    assert (attempt.details["rule"], attempt.details["asked"]) == ("see", "access_requested")
    assert attempt.details["subject"] == "名单"


@pytest.mark.usefixtures("secrets")
def test_an_attempt_that_is_sent_twice_is_one(cast: Cast) -> None:
    look(cast, "wang", "2024-03-04 10:00", key="once")
    look(cast, "wang", "2024-03-04 10:00", key="once")

    assert len(facts_of_kind("access_refused")) == 1


@pytest.mark.usefixtures("secrets")
def test_attempts_can_be_counted(cast: Cast) -> None:
    look(cast, "wang", "2024-03-04 10:00")
    look(cast, "wang", "2024-03-05 10:00")

    assert str(balance("member", "wang", "yuan")) == "-50.00 yuan"
    assert [str(difference) for difference in check()] == []


@pytest.mark.usefixtures("secrets")
def test_a_leak_is_reported_and_lists_who_had_asked(cast: Cast) -> None:
    look(cast, "li", "2024-03-04 10:00")
    look(cast, "wang", "2024-03-04 11:00")
    said = fact("leak_found", "2024-03-05 10:00", "leak:1", subject="名单")
    leak = record_fact(said, actor=cast.he, recorded_at=said.happened_at).row
    look(cast, "zhao", "2024-03-06 10:00")

    assert [(one.name, one.refused) for one in who_looked(leak)] == [
        ("小王", True),
        ("李班长", False),
    ]
    (owed,) = open_about("leak:1")
    assert owed.due_at == at("2024-03-05 11:00")
    page = signed_in(cast.he).get(f"/facts/{leak.number}/").text
    assert "李班长" in page


@pytest.mark.usefixtures("secrets")
def test_a_leak_that_names_nothing_lists_nobody(cast: Cast) -> None:
    look(cast, "li", "2024-03-04 10:00")
    said = fact("leak_found", "2024-03-05 10:00", "leak:1")

    leak = record_fact(said, actor=cast.he, recorded_at=said.happened_at).row

    assert who_looked(leak) == []
