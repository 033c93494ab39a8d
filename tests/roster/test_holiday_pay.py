"""Work on statutory holidays is paid by the rule for them; days off in exchange are ordinary."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.journal.models import FactRow
from shouwen.ledger.models import Transfer
from shouwen.regulations.holiday_table import holiday_table
from shouwen.roster.actions import plans, punches
from shouwen.roster.choices import Way
from shouwen.roster.days import is_off, split
from shouwen.roster.models import Shift
from tests.roster.conftest import CHINA, NOW, Floor, adopt

PAY = """---
regulation: holiday-pay
title: 节假日加班工资办法
in_force: 2024-01-01
---

## 1 法定节假日出勤每小时六十元，其他休息日每小时四十元。

```rule
id: statutory
kind: pay
title: 法定节假日工资
title_en: Pay on statutory holidays
when: {fact: shift_worked}
amount: {per_unit: {of: statutory_hours, each: 60 yuan}}
```

```rule
id: other-days-off
kind: pay
title: 其他休息日工资
title_en: Pay on other days off
when: {fact: shift_worked}
amount: {per_unit: {of: day_off_hours, each: 40 yuan}}
```
"""


@pytest.mark.once
def test_every_statutory_day_is_a_day_off_in_the_notices():
    table = holiday_table()
    listed = {day for days in table.statutory.values() for day in days}
    # Eleven days a year, thirteen since 2025; two holidays may fall on one day.
    assert all(len(days) in ({13} if year > 2024 else {10, 11})
               for year, days in table.statutory.items())  # fmt: skip
    known = [day for day in listed if day.year in table.years]
    assert [day for day in known if not is_off(day)] == []
    assert table.is_statutory(date(2007, 10, 1)) is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("begins", "statutory", "other"),
    [
        ((2026, 10, 1, 8), 8, 0),
        ((2026, 10, 3, 20), 4, 4),  # the day after is off in exchange
        ((2026, 9, 30, 22), 6, 0),
        ((2026, 9, 20, 8), 0, 0),  # a Sunday worked in exchange
        ((2026, 9, 13, 8), 0, 8),  # a Sunday
        ((2026, 9, 14, 8), 0, 0),
    ],
)
def test_midnight_parts_holidays_days_off_and_ordinary_days(
    begins: tuple[int, int, int, int], statutory: int, other: int
):
    first = datetime(*begins, tzinfo=CHINA)

    found = split(first, first + timedelta(hours=8))

    assert found.statutory == timedelta(hours=statutory)
    assert found.other_off == timedelta(hours=other)


def test_a_night_into_a_holiday_is_paid_by_the_hours_that_lie_in_it(floor: Floor):
    adopt(PAY, floor.cast)
    april = plans.begin_plan(
        team=floor.cast.desk, first=date(2024, 4, 1), last=date(2024, 4, 30), by=floor.cast.li,
        at=NOW,
    )  # fmt: skip
    # Before the day of Qingming, on a day off in exchange for it, on the Sunday worked for it.
    for day, kind in ((3, floor.night), (5, floor.early), (7, floor.early)):
        plans.put(
            plan=april, template=kind, day=date(2024, 4, day), member=floor.cast.wang,
            sent=floor.sent(),
        )  # fmt: skip
    plans.publish(plan=april, sent=floor.sent())
    for shift in Shift.objects.filter(plan=april).order_by("begins"):
        for way, at in ((Way.IN, shift.begins), (Way.OUT, shift.ends)):
            punches.punch(way=way, sent=floor.sent(floor.cast.wang, at))

    punches.judge_due(now=datetime(2024, 4, 9, 9, tzinfo=CHINA))

    told = FactRow.objects.filter(kind="shift_worked").order_by("number")
    hours = [(row.details["statutory_hours"], row.details["day_off_hours"]) for row in told]
    assert hours == [("6", "0"), ("0", "8"), ("0", "0")]
    paid = Transfer.objects.order_by("pk").values_list("rule_id", "parts")
    assert list(paid) == [("statutory", 36000), ("other-days-off", 32000)]
