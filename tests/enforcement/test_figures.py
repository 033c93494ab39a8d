"""Figures of a period are worked out from the ledger and the journal as they stood before."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.ledger.queries import balance
from shouwen.policy.facts import Detail
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

PERIODS = """---
regulation: periods
title: 期间办法
in_force: 2024-01-01
posts: {service_engineer: 服务工程师, agent: 客服专员}
points: {service_points: 服务点数, demerits: 扣分}
facts:
  trip_finished:
    label: 出差完成
    label_en: Trip finished
    details:
      person: {type: member, label: 人员, label_en: Person}
      coefficient: {type: number, label: 工作系数, label_en: Coefficient}
  accident:
    label: 安全事故
    label_en: Safety accident
    details:
      person: {type: member, label: 人员, label_en: Person}
  cleared:
    label: 清零
    label_en: Cleared
    details:
      person: {type: member, label: 人员, label_en: Person}
  demerit:
    label: 扣分事项
    label_en: Demerit
    details:
      person: {type: member, label: 人员, label_en: Person}
      points: {type: number, label: 分值, label_en: Points}
---

## 1 服务点数

### 1.1 出差

```rule
id: trip
kind: score
title: 出差计点
title_en: Points of a trip
when: {fact: trip_finished}
amount: {from_detail: coefficient, unit: service_points}
```

### 1.2 事故

```rule
id: accident
kind: score
title: 事故扣点
title_en: Points lost by an accident
when: {fact: accident}
amount: {fixed: -2 service_points}
```

### 1.3 月度绩效

```rule
id: monthly-pay
kind: pay
title: 月度绩效
title_en: Monthly pay
every: month
figures:
  net: {label: 净点数, label_en: Net points, moved: {unit: service_points, rules: [trip, accident]}}
amount: {per_unit: {of: net, above: 17, each: 270 yuan}}
```

### 1.4 全勤出差

```rule
id: busy-month
kind: pay
title: 出差奖
title_en: Award for trips
every: month
figures:
  trips: {label: 次数, label_en: Trips, counted: {of: {fact: trip_finished}}}
  work: {label: 系数合计, label_en: Work, summed: {of: {fact: trip_finished}, detail: coefficient}}
only_if: {trips: {at_least: 3}}
amount: {multiple: {of: work, factor: 10}}
```

### 1.5 季度排名

```rule
id: best-of-the-quarter
kind: pay
title: 季度排名奖
title_en: Prize of the quarter
every: quarter
figures:
  place:
    label: 名次
    label_en: Place
    rank: {of: {moved: {unit: service_points, per: quarter}}, among: [service_engineer, agent]}
  busiest:
    label: 出差名次
    label_en: Place by trips
    rank:
      of: {counted: {of: {fact: trip_finished}, per: quarter}}
      among: [service_engineer, agent]
only_if: {busiest: {at_most: 2}}
amount:
  bands:
    of: place
    table: [{from: 1, to: 1, amount: 1500 yuan}, {from: 2, to: 3, amount: 1000 yuan}]
paid_in: {months: [2, 5, 8, 11]}
```

## 2 扣分

### 2.1 扣分

```rule
id: demerit
kind: score
title: 扣分
title_en: Demerit
when: {fact: demerit}
amount: {from_detail: points, unit: demerits, sign: -1}
```

### 2.2 余分过低

```rule
id: low-balance
kind: duty
title: 余分过低
title_en: Low balance
each: {fact: month_closed}
figures:
  left: {label: 余分, label_en: Points left,
         moved: {unit: demerits, per: month, start: 10, floor: 0, restart: cleared}}
only_if: {left: {at_most: 5}}
owed_by: {superior_of: person}
duty: 口头警告
duty_en: Warn
within: 3 days
```

### 2.3 连续三个月

```rule
id: three-low-months
kind: duty
title: 连续三个月余分过低
title_en: Three low months
each: {fact: month_closed}
figures:
  row:
    label: 连续月数
    label_en: Months in a row
    in_a_row: {of: {moved: {unit: demerits, start: 10, floor: 0}}, is: {at_most: 5}, up_to: 3}
only_if: {row: {at_least: 3}}
owed_by: {superior_of: person}
duty: 从严处理
duty_en: Act severely
within: 3 days
```
"""


@pytest.fixture
def periods(cast: Cast) -> Version:
    """Adopt a regulation about months."""
    adopted = regulations.adopt(
        text=PERIODS, file_name="periods.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def record(cast: Cast, kind: str, when: str, *, about: str = "case:T-1", **details: Detail):
    said = fact(kind, when, about=about, **details)
    return record_fact(said, actor=cast.he, recorded_at=said.happened_at)


def pay_of(outcome) -> dict[str, str]:
    return {row.rule_id: str(row.parts / 100) for row in outcome.moved if row.unit == "yuan"}


@pytest.mark.usefixtures("periods")
def test_a_months_net_points_are_taken_from_the_ledger_when_the_month_is_closed(cast: Cast):
    record(cast, "trip_finished", "2024-02-29 23:00", person="zhang", coefficient="5")
    record(cast, "trip_finished", "2024-03-01 00:30", person="zhang", coefficient="20")
    record(cast, "trip_finished", "2024-03-31 23:30", person="zhang", coefficient="2")
    record(cast, "trip_finished", "2024-03-10 10:00", person="wang", coefficient="9")
    record(cast, "accident", "2024-03-20 10:00", person="zhang")
    record(cast, "trip_finished", "2024-04-01 09:00", person="zhang", coefficient="7")

    closed = record(
        cast, "month_closed", "2024-04-02 09:00", about="member:zhang", period="2024-03"
    )

    assert pay_of(closed) == {"monthly-pay": "810.0"}


@pytest.mark.usefixtures("periods")
def test_what_was_corrected_does_not_count(cast: Cast):
    record(cast, "trip_finished", "2024-03-01 10:00", person="zhang", coefficient="20")
    accident = record(cast, "accident", "2024-03-20 10:00", person="zhang")
    correct_fact(
        number=accident.row.number, reason="误报", actor=cast.he, at=at("2024-03-21 10:00")
    )

    closed = record(cast, "month_closed", "2024-03-31 18:00", about="member:zhang")

    assert pay_of(closed) == {"monthly-pay": "810.0"}


@pytest.mark.usefixtures("periods")
def test_earlier_facts_are_counted_and_added_up(cast: Cast):
    for day, who in (("03-01", "zhang"), ("03-05", "zhang"), ("03-06", "wang"), ("03-07", "zhang")):
        record(cast, "trip_finished", f"2024-{day} 10:00", person=who, coefficient="1.5")

    zhang = record(cast, "month_closed", "2024-03-31 18:00", about="member:zhang")
    wang = record(cast, "month_closed", "2024-03-31 18:00", about="member:wang")

    assert pay_of(zhang) == {"busy-month": "45.0"}
    assert pay_of(wang) == {}


@pytest.mark.usefixtures("periods")
def test_a_balance_begins_anew_each_month_and_has_a_floor(cast: Cast):
    record(cast, "demerit", "2024-02-10 10:00", person="wang", points="9")
    record(cast, "demerit", "2024-03-10 10:00", person="wang", points="4")
    march = record(cast, "month_closed", "2024-03-31 18:00", about="member:wang", person="wang")
    record(cast, "demerit", "2024-04-10 10:00", person="wang", points="8")
    record(cast, "demerit", "2024-04-11 10:00", person="wang", points="8")
    april = record(cast, "month_closed", "2024-04-30 18:00", about="member:wang", person="wang")

    assert [row.duty for row in march.opened] == []
    assert [row.duty for row in april.opened] == ["口头警告"]
    assert "不低于" not in str(march.opened)
    assert balance("member", "wang", "demerits").parts == -29 * 10_000


@pytest.mark.usefixtures("periods")
def test_a_balance_may_begin_anew_after_a_fact(cast: Cast):
    record(cast, "demerit", "2024-03-10 10:00", person="wang", points="9")
    record(cast, "cleared", "2024-03-11 10:00", person="wang")
    record(cast, "cleared", "2024-03-13 10:00", person="zhang")
    record(cast, "demerit", "2024-03-12 10:00", person="wang", points="4")
    march = record(cast, "month_closed", "2024-03-31 18:00", about="member:wang", person="wang")

    assert [row.duty for row in march.opened] == []


@pytest.mark.usefixtures("periods")
def test_a_fact_that_lacks_its_number_leaves_the_sum_open(cast: Cast):
    for _ in range(3):
        record(cast, "trip_finished", "2024-03-05 10:00", person="zhang")

    closed = record(cast, "month_closed", "2024-03-31 18:00", about="member:zhang")

    assert pay_of(closed) == {}
    assert {tuple(question.missing) for question in closed.asked} == {("recorded:work",)}


@pytest.mark.usefixtures("periods")
def test_each_figure_is_one_query(cast: Cast):
    for day in range(1, 20):
        record(cast, "trip_finished", f"2024-03-{day:02d} 10:00", person="zhang", coefficient="1.5")

    with CaptureQueriesContext(connection) as few:
        record(cast, "month_closed", "2024-03-31 18:00", about="member:zhang", person="zhang")
    asked = [q["sql"] for q in few if "SUM(" in q["sql"].upper() or "journal_factkey" in q["sql"]]

    assert len([sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]) <= 6


@pytest.mark.usefixtures("periods")
def test_a_place_is_found_among_all_holders_of_the_posts(cast: Cast):
    record(cast, "trip_finished", "2024-01-10 10:00", person="zhang", coefficient="5")
    record(cast, "trip_finished", "2024-02-10 10:00", person="wang", coefficient="3")
    record(cast, "trip_finished", "2024-02-11 10:00", person="wang", coefficient="3")
    record(cast, "accident", "2024-03-10 10:00", person="wang")

    closed = {
        who: record(
            cast, "quarter_closed", "2024-04-02 09:00", about=f"member:{who}", period="2024-Q1"
        )
        for who in ("zhang", "wang", "zhao")
    }

    assert pay_of(closed["zhang"]) == {"best-of-the-quarter": "1500.0"}
    assert pay_of(closed["wang"]) == {"best-of-the-quarter": "1000.0"}
    assert pay_of(closed["zhao"]) == {}
    assert [q.missing for q in closed["zhao"].asked] == [["standings:place", "standings:busiest"]]


@pytest.mark.usefixtures("periods")
def test_a_row_of_months_is_broken_by_one_that_is_well(cast: Cast):
    closed = []
    for month, points in (("02", "6"), ("03", "5"), ("04", "9"), ("05", "4.5"), ("06", "5")):
        record(cast, "demerit", f"2024-{month}-10 10:00", person="wang", points=points)
        said = record(
            cast, "month_closed", f"2024-{month}-28 18:00", about="member:wang", person="wang"
        )
        closed.append("从严处理" in [row.duty for row in said.opened])

    assert closed == [False, False, True, False, False]


@pytest.fixture
def claims(cast: Cast) -> Version:
    """Adopt a regulation about claims that are collected month by month."""
    text = Path(__file__).parents[1] / "policy/period_files/claims.md"
    adopted = regulations.adopt(
        text=text.read_text(encoding="utf-8"),
        file_name="claims.md",
        by=cast.he,
        at=at("2023-12-20 09:00"),
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


@pytest.mark.usefixtures("claims")
def test_what_is_over_the_limit_is_carried_over_three_months(cast: Cast):
    loss = {"person": "zhang", "loss": "12000", "own": "10", "all": "30"}
    record(cast, "loss_shared", "2024-03-05 10:00", **loss)
    again = record(cast, "loss_shared", "2024-03-06 10:00", **loss)
    paid = []
    for month, bonus in (("03", "5000"), ("04", "2400"), ("05", "5000")):
        closed = record(
            cast, "month_closed", f"2024-{month}-28 18:00", about="member:zhang", bonus=bonus
        )
        paid.append(pay_of(closed)["collect"])
        if month == "03":
            correct_fact(
                number=again.row.number, reason="重复", actor=cast.he, at=at("2024-04-01 10:00")
            )
    last = record(cast, "month_closed", "2024-06-28 18:00", about="member:zhang", bonus="5000")

    assert paid == ["2500.0", "1200.0", "300.0"]
    assert pay_of(last) == {}
    assert balance("member", "zhang", "yuan").parts == -400_000
    assert balance("member", "zhang", "claims").parts == -4_000 * 10_000


@pytest.mark.usefixtures("periods")
def test_a_prize_belongs_to_its_month_of_payment_and_is_taken_back_there(cast: Cast):
    record(cast, "trip_finished", "2024-01-10 10:00", person="zhang", coefficient="5")
    closed = record(
        cast, "quarter_closed", "2024-04-02 09:00", about="member:zhang", period="2024-Q1"
    )
    at_first = balance("member", "zhang", "yuan", "2024-05").parts
    correct_fact(number=closed.row.number, reason="重算", actor=cast.he, at=at("2024-04-03 10:00"))

    assert at_first == 150_000
    assert balance("member", "zhang", "yuan", "2024-05").parts == 0
    assert balance("member", "zhang", "yuan", "2024-04").parts == 0
