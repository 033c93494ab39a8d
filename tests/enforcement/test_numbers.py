"""A register's running numbers: given as an entry is recorded, without a gap and never twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from shouwen.enforcement.actions import (
    complete_fact,
    correct_fact,
    decide_request,
    record_fact,
    recorded_together,
)
from shouwen.enforcement.outcome import Outcome
from shouwen.journal import lists
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast, come_to_work
from tests.enforcement.conftest import at, fact
from tests.floors import Race, race

__all__ = ["race"]

TEXT = """---
regulation: passes
title: 出门证制度
in_force: 2024-01-01
posts: {team_leader: 坐席班长, manager: 客服经理}
facts:
  pass_written:
    label: 开出门证
    label_en: Pass written
    details:
      goods: {type: text, label: 物品, label_en: Goods}
      number: {type: text, label: 编号, label_en: Number}
      receipt: {type: text, label: 回执号, label_en: Receipt}
  key_lent:
    label: 借出钥匙
    label_en: Key lent
    details:
      goods: {type: text, label: 物品, label_en: Goods}
      number: {type: text, label: 编号, label_en: Number}
  seal_used:
    label: 用印
    label_en: Seal used
    details:
      seal: {type: {one_of: {contract: 合同章, personnel: 人事章}}, label: 印章, label_en: Seal}
      number: {type: text, label: 编号, label_en: Number}
---

## 1 出门证

### 1.1 出门证连续编号

```rule
id: pass
kind: form
title: 出门证
title_en: Pass
when: {fact: pass_written}
fields: [goods]
numbering: {prefix: "P{year}-", digits: 3, per: year}
```

### 1.2 借出钥匙由班长签字

```rule
id: key
kind: form
title: 钥匙借用单
title_en: Key slip
when: {fact: key_lent}
fields: [goods]
numbering: {digits: 3}
signatures: [{post: manager}]
```

### 1.3 用印分别登记

```rule
id: contract-seal
kind: form
title: 合同章登记
title_en: Contract seal
when: {fact: seal_used, seal: contract}
fields: [seal]
numbering: {prefix: H, digits: 2}
```

```rule
id: personnel-seal
kind: form
title: 人事章登记
title_en: Personnel seal
when: {fact: seal_used, seal: personnel}
fields: [seal]
numbering: {prefix: R, digits: 2}
```
"""


@pytest.fixture
def passes(cast: Cast) -> Version:
    return adopted(cast)


def adopted(cast: Cast) -> Version:
    version = regulations.adopt(
        text=TEXT, file_name="passes.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(version, Version), [str(fault) for fault in version]
    return version


def write(who: Member, when: str = "2024-03-04 10:00", key: str | None = None) -> Outcome:
    said = fact("pass_written", when, f"pass:{key or when}", goods="梯子")
    return record_fact(said, actor=who, recorded_at=at("2024-12-31 18:00"), idempotency_key=key)


def numbers() -> list[str]:
    rows = lists.newest_of_kinds(["pass_written"])
    return sorted(str(row.details["number"]) for row in rows)


@pytest.mark.usefixtures("passes")
def test_each_entry_gets_the_next_number_in_the_order_of_recording(cast: Cast) -> None:
    given = [
        write(cast.li, when).row.details["number"]
        for when in ("2024-03-04 10:00", "2024-03-04 12:00", "2024-03-04 11:00")
    ]

    assert given == ["P2024-001", "P2024-002", "P2024-003"]


@pytest.mark.usefixtures("passes")
def test_an_entry_sent_twice_takes_one_number(cast: Cast) -> None:
    first, second = write(cast.li, key="once"), write(cast.li, key="once")

    assert (second.repeated, second.row.number) == (True, first.row.number)
    assert write(cast.li, "2024-03-05 10:00").row.details["number"] == "P2024-002"


@pytest.mark.usefixtures("passes")
def test_an_entry_that_is_taken_back_keeps_its_number(cast: Cast) -> None:
    first = write(cast.li).row
    write(cast.li, "2024-03-05 10:00")
    correct_fact(number=first.number, reason="写错", actor=cast.li, at=at("2024-12-31 18:00"))

    assert write(cast.li, "2024-03-06 10:00").row.details["number"] == "P2024-003"


@pytest.mark.usefixtures("passes")
def test_an_entry_that_is_completed_stands_under_its_own_number(cast: Cast) -> None:
    first = write(cast.li).row
    write(cast.li, "2024-03-05 10:00")

    whole = complete_fact(
        number=first.number, details={"receipt": "7"}, actor=cast.li, at=at("2024-12-31 18:00")
    )

    assert whole.row.details["number"] == "P2024-001"
    assert write(cast.li, "2024-03-06 10:00").row.details["number"] == "P2024-003"


@pytest.mark.usefixtures("passes")
def test_numbers_begin_anew_with_the_year(cast: Cast) -> None:
    write(cast.li)
    said = fact("pass_written", "2025-01-02 10:00", "pass:new", goods="梯子")

    new = record_fact(said, actor=cast.li, recorded_at=said.happened_at)

    assert new.row.details["number"] == "P2025-001"


@pytest.mark.usefixtures("passes")
def test_a_form_that_waits_for_signatures_gets_its_turn_when_it_is_signed(cast: Cast) -> None:
    asked = [
        record_fact(
            fact("key_lent", "2024-03-04 10:00", f"key:{n}", goods=n, person="wang"),
            actor=cast.li, recorded_at=at("2024-03-04 10:00"),
        ).held
        for n in "ab"
    ]  # fmt: skip

    given = [
        decide_request(request=one, member=cast.he, verdict="granted", at=at("2024-03-05 09:00"))
        for one in reversed(asked)
        if one is not None
    ]

    assert [done.row.details["number"] for done in given] == ["001", "002"]
    assert [done.row.details["goods"] for done in given] == ["b", "a"]


@pytest.mark.usefixtures("passes")
def test_a_register_with_a_condition_counts_its_own_entries_only(cast: Cast) -> None:
    given = [
        record_fact(
            fact("seal_used", f"2024-03-04 10:0{n}", f"seal:{n}", seal=seal),
            actor=cast.li, recorded_at=at("2024-03-05 10:00"),
        ).row.details["number"]
        for n, seal in enumerate(("contract", "personnel", "contract"))
    ]  # fmt: skip

    assert given == ["H01", "R01", "H02"]


def test_writers_at_once_leave_no_gap_and_no_double(race: Race) -> None:
    cast = come_to_work()
    adopted(cast)
    calls: list[Callable[[], Outcome]] = [
        partial(write, cast.li, f"2024-03-04 10:{n:02d}", f"at-once-{n}") for n in range(8)
    ]

    done = race(calls)

    assert [outcome for outcome in done if isinstance(outcome, Exception)] == []
    assert numbers() == [f"P2024-{n:03d}" for n in range(1, 9)]


@pytest.mark.usefixtures("passes")
def test_entries_recorded_together_are_numbered_one_after_the_other(cast: Cast) -> None:
    with recorded_together():
        for n in range(3):
            write(cast.li, f"2024-03-04 10:0{n}")

    assert numbers() == ["P2024-001", "P2024-002", "P2024-003"]
