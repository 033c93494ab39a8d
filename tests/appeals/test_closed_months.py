"""An appeal won after the month was paid: the next open month holds the difference, no more."""

from __future__ import annotations

import pytest

from shouwen.appeals.models import Appeal, State
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.ledger import settling
from shouwen.pay import actions as pay
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.enforcement.conftest import at, fact
from tests.pay.test_running import POINTS

LOCK = ("calculated", "reviewed", "approved", "locked")
FAULTS = """
### 1.3 客户投诉属实的,扣二点

```rule
id: complaint
kind: score
title: 投诉扣点
when: {fact: complaint_confirmed}
amount: {fixed: -2 service_points}
```
"""
KIND = """  complaint_confirmed:
    label: 投诉属实
    label_en: Complaint confirmed
    details:
      person: {type: member, label: 工程师, label_en: Engineer}
"""


@pytest.fixture
def points(cast):
    text = POINTS.replace("  month_closed:\n", f"{KIND}  month_closed:\n") + FAULTS
    adopted = regulations.adopt(
        text=text, file_name="service-points.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]


def _record(cast, kind, when, **details):
    one = fact(kind, when, "member:zhang", person="zhang", **details)
    return record_fact(one, actor=cast.zhao, recorded_at=one.happened_at)


@pytest.fixture
def march(cast, points):
    """Twenty points, two lost by a complaint: 270 yuan paid, and the month is locked."""
    _record(cast, "trip_done", "2024-03-04 10:00", points="20")
    complaint = _record(cast, "complaint_confirmed", "2024-03-11 10:00")
    _record(cast, "month_closed", "2024-03-31 18:00", period="2024-03")
    for step in LOCK:
        sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
        pay.settle(name="2024-03", to=pay.step_named(step), sent=sent)
    return complaint.row.number


def _nets(period):
    return settling.nets_of(period, ["zhang"])


def _won(cast, question, number):
    appeal = question(cast.zhang, number, "2024-04-09 10:00")
    decide_request(
        request=appeal.request, member=cast.he, verdict="granted", comment="客户撤诉",
        at=at("2024-04-10 10:00"),
    )  # fmt: skip
    assert Appeal.objects.get().state == State.UPHELD


def test_the_next_open_month_pays_what_the_points_were_worth(cast, march, question):
    locked = settling.seal_of("2024-03")
    assert _nets("2024-03") == {("zhang", "service_points"): 180000, ("zhang", "yuan"): 27000}

    _won(cast, question, march)

    assert settling.seal_of("2024-03") == locked
    assert pay.broken_seals() == []
    # Two points, and 20 - 17 of them at 270 yuan instead of 18 - 17.
    assert _nets("2024-04") == {("zhang", "service_points"): 20000, ("zhang", "yuan"): 54000}


def test_a_closing_that_comes_out_the_same_stays(cast, points, question):
    complaint = _record(cast, "complaint_confirmed", "2024-03-11 10:00").row.number
    closing = _record(cast, "month_closed", "2024-03-31 18:00", period="2024-03").row

    _won(cast, question, complaint)

    assert not closing.corrections.exists()
    assert _nets("2024-04") == {("zhang", "service_points"): 20000}
