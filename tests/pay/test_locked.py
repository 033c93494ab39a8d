"""No path into the house changes a locked month: what comes late stands in the next open one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from shouwen.calls import actions as calls
from shouwen.calls.importing import import_calls
from shouwen.calls.models import Call, Exchange
from shouwen.calls.words import CallEvent, Told
from shouwen.cases import importing
from shouwen.cases.models import Case
from shouwen.enforcement.actions import complete_fact, correct_fact, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.journal import verification
from shouwen.journal.models import FactRow
from shouwen.ledger import settling
from shouwen.ledger.models import Transfer
from shouwen.pay import actions
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.roster.actions import punches
from shouwen.roster.choices import Way
from tests.api.conftest import program_of
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

LOCK = ("calculated", "reviewed", "approved", "locked")
NOW = at("2024-04-03 09:00")
TEXT = """---
regulation: paid-for-all
title: 样样计酬办法
industry: property-services
in_force: 2024-01-01
facts:
  thanked:
    label: 受到感谢
    label_en: Thanked
    details:
      person: {type: member, label: 当事人, label_en: Person}
      signed: {type: yes_no, label: 已签字, label_en: Signed}
---

## 1 计酬

### 1.1 登记事项

```rule
id: opened
kind: pay
when: {fact: case_opened}
person: handler
amount: {fixed: 1 yuan}
```

### 1.2 打卡

```rule
id: came
kind: pay
when: {fact: clocked_in}
amount: {fixed: 2 yuan}
```

### 1.3 接听

```rule
id: answered
kind: pay
when: {fact: call_answered}
person: operator
amount: {fixed: 3 yuan}
```

### 1.4 感谢

```rule
id: thanked
kind: pay
when: {fact: thanked}
only_if: {signed: true}
amount: {fixed: 4 yuan}
```

### 1.5 每月

```rule
id: monthly
kind: pay
every: month
amount: {fixed: 5 yuan}
```
"""
MAPPING = """
source: paper-book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {fixed: repair}
  title: 主题
  channel: {fixed: phone}
  handler: {fixed: wang}
  customer: {name: 客户, phone: 电话}
  opened_at: 登记
"""


@dataclass(frozen=True, slots=True)
class House:
    """A house whose March is locked; two facts of it were recorded in time."""

    cast: Cast
    folder: Path
    stands: int
    unsaid: int


def _thanked(cast: Cast, day: int, *, signed: bool | None = True) -> int:
    one = fact("thanked", f"2024-03-{day:02} 10:00", "member:wang", person="wang", signed=signed)
    return record_fact(one, actor=cast.he, recorded_at=one.happened_at).row.number


@pytest.fixture
def house(cast: Cast, tmp_path: Path, clock) -> House:
    clock("2024-04-03 09:00")
    found = regulations.adopt(text=TEXT, file_name="paid-for-all.md", by=cast.he,
                              at=at("2023-12-20 09:00"))  # fmt: skip
    assert isinstance(found, Version), [str(fault) for fault in found]
    stands, unsaid = _thanked(cast, 5), _thanked(cast, 6, signed=None)
    for step in LOCK:
        sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
        actions.settle(name="2024-03", to=actions.step_named(step), sent=sent)
    return House(cast, tmp_path, stands, unsaid)


def _by_program(house: House) -> None:
    late = {"kind": "thanked", "about": "member:wang", "happened_at": "2024-03-20T10:00:00+08:00",
            "details": {"person": "wang", "signed": True}}  # fmt: skip
    answer = program_of(house.cast.he).send("/facts", late, Idempotency_Key="late-1")
    assert answer.status_code < 300, answer.content


def _by_hand(house: House) -> None:
    one = fact("month_closed", "2024-03-31 23:00", "member:wang", person="wang", period="2024-03")
    record_fact(one, actor=house.cast.he, recorded_at=NOW)


def _case_book(house: House) -> None:
    path = house.folder / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["序号", "主题", "客户", "电话", "登记"],
             ["1", "漏水", "刘女士", "13812345678", "2024/03/09 10:00"]]
        )  # fmt: skip
    mapping = importing.read_mapping(MAPPING)
    importing.import_cases(
        path=path, mapping=mapping, mapping_text=MAPPING, actor=house.cast.he, clock=lambda: NOW
    )
    assert Case.objects.count() == 1


def _punches(house: House) -> None:
    rows = [(house.cast.wang, at("2024-03-12 08:30"), str(Way.IN))]
    done, faults = punches.import_punches(rows=rows, sent=Sent.at_once(house.cast.he, NOW))
    assert (done, faults) == (1, [])


def _events() -> list[CallEvent]:
    told = [
        (Told.ARRIVED, "10:00", ""),
        (Told.ANSWERED, "10:01", "wang"),
        (Told.ENDED, "10:05", ""),
    ]
    return [
        CallEvent(call="c1", key=str(kind), kind=kind, at=at(f"2024-03-13 {when}"),
                  received_at=NOW, seat=seat, more={})
        for kind, when, seat in told
    ]  # fmt: skip


def _exchange() -> Exchange:
    calls.add_exchange(key="hall")
    return Exchange.objects.get()


def _calls_told_late(house: House) -> None:
    calls.tell(exchange=_exchange(), events=_events(), now=NOW)


def _taken_back(house: House) -> None:
    correct_fact(number=house.stands, reason="记错了", actor=house.cast.he, at=NOW)


def _completed(house: House) -> None:
    complete_fact(number=house.unsaid, details={"signed": True}, actor=house.cast.he, at=NOW)


PATHS: tuple[Callable[[House], None], ...] = (
    _by_program, _by_hand, _case_book, _punches, _calls_told_late, _taken_back, _completed,
)  # fmt: skip


def _march() -> list[dict[str, object]]:
    return [dict(row) for row in Transfer.objects.filter(period="2024-03").order_by("pk").values()]


@pytest.mark.parametrize("path", PATHS)
def test_whatever_way_it_comes_it_is_a_line_of_the_next_open_month(house, path):
    before, seal = _march(), settling.seal_of("2024-03")

    path(house)

    (late,) = Transfer.objects.exclude(period="2024-03")
    assert late.period == "2024-04"
    assert late.late_for == ("" if path is _taken_back else "2024-03"), "taken back in April"
    assert (_march(), settling.seal_of("2024-03")) == (before, seal)
    assert actions.broken_seals() == []


def test_past_calls_are_kept_and_move_nothing(house):
    before, entries = _march(), Transfer.objects.count()

    assert import_calls(exchange=_exchange(), calls=[_events()]) == 1

    assert Call.objects.count() == 1
    assert (_march(), Transfer.objects.count()) == (before, entries)


def test_a_restored_backup_of_older_facts_does_not_pass_for_what_was_locked(house):
    """Somebody puts rows of an older copy, from before the fact was signed, over those of March."""
    Transfer.objects.filter(fact_id=house.stands).delete()
    FactRow.objects.filter(number=house.stands).update(details={"person": "wang"})

    assert actions.broken_seals() == ["2024-03"]
    assert [one.number for one in verification.verify()] == [house.stands]


def test_a_month_is_closed_once_for_each_member(cast, house):
    _by_hand(house)
    program = program_of(cast.he)
    again = {
        "kind": "month_closed",
        "about": "member:wang",
        "details": {"person": "wang", "period": "2024-03"},
    }
    other = {**again, "about": "member:li", "details": {"person": "li", "period": "2024-03"}}

    refused = program.send("/facts", again, Idempotency_Key="twice")

    assert refused.status_code == 422, refused.content
    assert "2024-03" in refused.json()["detail"]
    assert program.send("/facts", other, Idempotency_Key="other").status_code < 300
    (closing,) = journal.facts_of_kind("month_closed", details={"person": "wang"})
    correct_fact(number=closing.number, reason="记错了", actor=cast.he, at=NOW)
    _by_hand(house)
    assert len(journal.facts_of_kind("month_closed", details={"person": "wang"})) == 1


def test_a_pool_is_closed_once_too(cast, house):
    one = fact("month_closed", "2024-03-31 23:00", "team:a", period="2024-03")
    record_fact(one, actor=cast.he, recorded_at=NOW)
    other = fact("month_closed", "2024-03-31 23:00", "team:b", period="2024-03")
    record_fact(other, actor=cast.he, recorded_at=NOW)
    with pytest.raises(RefusedError):
        record_fact(fact("month_closed", "2024-04-01 09:00", "team:a", period="2024-03"),
                    actor=cast.he, recorded_at=NOW)  # fmt: skip
