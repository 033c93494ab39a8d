"""What recording one fact may cost, in statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.enforcement.actions import record_fact
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at, fact

TWO = """

### 1.4 一小时内联系客户

```rule
id: first-contact
kind: deadline
title: 首次联系
title_en: First contact
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 联系客户
duty_en: Contact the customer
within: 1 hour
met_by: {fact: case_replied}
```

## 2 奖惩
"""


@pytest.fixture
def two_deadlines(cast: Cast) -> Version:
    text = DESK.replace("\n## 2 奖惩\n", TWO)
    adopted = regulations.adopt(
        text=text, file_name="desk-rules.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def statements(said: Fact, cast: Cast, key: str | None) -> list[str]:
    """Return what recording the fact asks of the database, beside where transactions begin."""
    moment = said.happened_at
    with CaptureQueriesContext(
        connection,
    ) as asked:
        record_fact(said, actor=cast.wang, recorded_at=moment, idempotency_key=key)
    own = ("SAVEPOINT", "RELEASE", "BEGIN")
    return [each["sql"] for each in asked.captured_queries if not each["sql"].startswith(own)]


def opening(number: int) -> Fact:
    return fact(
        "case_opened", "2024-03-04 10:00", f"case:T-{number}",
        case_type="complaint", severity="major", handler="wang", channel="phone",
    )  # fmt: skip


@pytest.mark.usefixtures("two_deadlines")
def test_opening_a_case_with_two_deadlines_takes_at_most_twelve_statements(cast: Cast) -> None:
    record_fact(opening(1), actor=cast.wang, recorded_at=at("2024-03-04 10:00"))

    found = statements(opening(2), cast, "form-2")

    assert len(found) <= 12, found  # one of them looks its text up, one counts its lists
    # The fact, its index, duties, their notes: on PostgreSQL the first two in one round trip.
    assert sum(each.count("INSERT INTO ") for each in found) == 4


@pytest.mark.usefixtures("two_deadlines")
def test_a_fact_without_consequences_takes_at_most_six_statements(cast: Cast) -> None:
    record_fact(opening(1), actor=cast.wang, recorded_at=at("2024-03-04 10:00"))

    found = statements(fact("case_noted", "2024-03-04 10:30", "case:T-1"), cast, None)

    assert len(found) <= 6, found  # the same two
