"""Days and weeks: rules judged at their closings, settled and shown as longer periods are."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import record_fact
from shouwen.ledger import settling
from shouwen.ledger.models import Transfer
from shouwen.ledger.settling import State
from shouwen.pay import running
from shouwen.pay.months import Month
from shouwen.people import actions as people
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.api.conftest import program_of
from tests.enforcement.conftest import at, fact

RULES = """---
regulation: trips-by-day
title: 上门日结办法
industry: field-service
in_force: 2024-01-01
points:
  trip_points: 上门点数
facts:
  trip_done:
    label: 完成上门
    label_en: Trip finished
    details:
      person: {type: member, label: 工程师, label_en: Engineer}
      points: {type: number, label: 点数, label_en: Points}
---

## 1 上门

### 1.1 每次上门计点

```rule
id: trip
kind: score
title: 上门计点
title_en: Points for a trip
when: {fact: trip_done}
amount: {from_detail: points, unit: trip_points, sign: 1}
```

### 1.2 当日超过两点的部分,每点十元,日结

```rule
id: daily
kind: pay
title: 日结补贴
title_en: Allowance by the day
every: day
settled_in: day
figures:
  net: {label: 当日点数, label_en: Points of the day, moved: {unit: trip_points, per: day}}
amount: {per_unit: {of: net, above: 2, each: 10 yuan}}
```

### 1.3 本周超过五点的部分,每点三十元,周结

```rule
id: weekly
kind: pay
title: 周结补贴
title_en: Allowance by the week
every: week
settled_in: week
figures:
  net: {label: 本周点数, label_en: Points of the week, moved: {unit: trip_points, per: week}}
amount: {per_unit: {of: net, above: 5, each: 30 yuan}}
```
"""
# A week of two years: 2024 ends on its second day.
DAY, WEEK = "2024-12-31", "2025-W01"


@pytest.fixture(autouse=True)
def _worked(cast, record, clock):
    adopted = regulations.adopt(
        text=RULES, file_name="trips.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    people.grant(post=cast.posts["manager"], permission="ledger.settle")
    clock("2025-01-06 10:00")
    for day, points in (("2024-12-29", "9"), (DAY, "4"), ("2025-01-05", "3")):
        record("trip_done", f"{day} 10:00", person="zhang", points=points)
    record("day_closed", "2025-01-01 00:30", "member:zhang", person="zhang", period=DAY)
    record("week_closed", "2025-01-06 09:00", "member:zhang", person="zhang", period=WEEK)


def _paid() -> dict[str, int]:
    paid: dict[str, int] = {}
    for entry in Transfer.objects.filter(unit="yuan"):
        sign = 1 if entry.payee.key == "zhang" else -1
        paid[entry.settled_in] = paid.get(entry.settled_in, 0) + sign * entry.parts
    return paid


def test_each_closing_pays_by_its_own_days_and_nothing_of_the_week_before():
    assert _paid() == {DAY: 20_00, WEEK: 60_00}


def test_what_is_known_a_day_late_reckons_the_closed_day_and_week_anew(record, cast):
    late = fact("trip_done", "2024-12-31 16:00", person="zhang", points="1")
    record_fact(late, actor=cast.li, recorded_at=at("2025-01-06 10:00"))

    assert _paid() == {DAY: 30_00, WEEK: 90_00}


@pytest.mark.parametrize(
    ("name", "label", "net"),
    [(DAY, "2024年12月31日 周二", "20"), (WEEK, "2025年第1周（12月30日起）", "60")],
)
def test_it_is_settled_on_the_page_and_by_program(cast, client, page_of, name, label, net):
    page = f"/statement/periods/{name}/"
    assert label in page_of(cast.he, "/statement/periods/")
    assert label in page_of(cast.he, page)
    for step in ("calculated", "reviewed", "approved", "locked", "paid"):
        client.post(f"{page}settle/", {"idempotency_key": f"key-{step}", "to": step})
    assert settling.state_of(name) == State.PAID

    program = program_of(cast.he)
    assert program.get(f"/ledger/settlements/{name}").json()["state"] == "paid"
    members = program.get(f"/ledger/settlements/{name}/members").json()["items"]
    nets = {each["member"]: each["nets"] for each in members}
    assert nets["zhang"] == [{"unit": "yuan", "amount": net}]
    answer = client.post(f"{page}export/", {"form": "csv"})
    assert f"zhang,张工,元,{net}.00" in b"".join(answer).decode()


def test_a_locked_day_takes_no_more_and_leaves_the_difference_to_the_next(cast, client, page_of):
    page_of(cast.he, f"/statement/periods/{DAY}/")
    for step in ("calculated", "reviewed", "approved", "locked"):
        form = {"idempotency_key": f"key-{step}", "to": step}
        client.post(f"/statement/periods/{DAY}/settle/", form)
    seal = settling.seal_of(DAY)
    late = fact("trip_done", "2024-12-31 16:00", person="zhang", points="1")
    record_fact(late, actor=cast.li, recorded_at=at("2025-01-06 10:00"))

    assert settling.seal_of(DAY) == seal
    assert _paid() == {DAY: 20_00, "2025-01-01": 10_00, WEEK: 90_00}


def test_the_statement_names_the_day_and_the_week_and_counts_the_running_ones(cast, page_of):
    december = page_of(cast.zhang, "/statement/?month=2024-12")
    january = page_of(cast.zhang, "/statement/?month=2025-01")
    assert "2024年12月31日 周二" in december + january
    assert "2025年第1周（12月30日起）" in january
    outlooks = running.outlook_of(cast.zhang, Month(2025, 1), at("2025-01-05 20:00"))
    assert [(str(one.so_far), str(one.pays), one.clause_number) for one in outlooks] == [
        ("3", "10.00 yuan", "1.2"),
        ("7", "60.00 yuan", "1.3"),
    ]
