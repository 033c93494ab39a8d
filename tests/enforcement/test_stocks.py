"""A stock runs from entry to entry: nothing is taken that is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shouwen.enforcement.actions import complete_fact, correct_fact, record_fact, recorded_together
from shouwen.enforcement.models import StockItem, StockMove
from shouwen.enforcement.outcome import Outcome
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.floors import Race, race

__all__ = ["race"]

WITHOUT = """---
regulation: stores
title: 库房制度
in_force: 2024-01-01
facts:
  goods_bought:
    label: 入库
    label_en: Goods bought
    details:
      goods: {type: text, label: 品名, label_en: Goods}
      quantity: {type: number, label: 数量, label_en: Quantity}
      place: {type: text, label: 存放处, label_en: Place}
  goods_taken:
    label: 领用
    label_en: Goods taken
    details:
      goods: {type: text, label: 品名, label_en: Goods}
      quantity: {type: number, label: 数量, label_en: Quantity}
      place: {type: text, label: 存放处, label_en: Place}
  key_lent:
    label: 借出钥匙
    label_en: Key lent
    details:
      key: {type: text, label: 钥匙, label_en: Key}
  key_returned:
    label: 还钥匙
    label_en: Key returned
    details:
      key: {type: text, label: 钥匙, label_en: Key}
  drinks_entered:
    label: 酒水明细
    label_en: Drinks entered
    details:
      drink: {type: text, label: 品名, label_en: Drink}
      opening: {type: number, label: 期初, label_en: Opening}
      received: {type: number, label: 入库, label_en: Received}
      issued: {type: number, label: 出库, label_en: Issued}
---

## 1 库房

### 1.1 入库

```rule
id: bought
kind: form
title: 入库单
title_en: Goods received
when: {fact: goods_bought}
fields: [goods, quantity, place]
STOCK_IN
```

### 1.2 领用不得超过库存

```rule
id: taken
kind: form
title: 领用单
title_en: Goods taken
when: {fact: goods_taken}
fields: [goods, quantity, place]
STOCK_OUT
```

### 1.3 钥匙借出未还不得再借

```rule
id: lent
kind: form
title: 借钥匙
title_en: Keys lent
when: {fact: key_lent}
fields: [key]
stocks: [{stock: keys_out, label: 借出, label_en: Lent, item: key, in: 1, at_most: 1}]
```

```rule
id: back
kind: form
title: 还钥匙
title_en: Keys returned
when: {fact: key_returned}
fields: [key]
stocks: [{stock: keys_out, label: 借出, label_en: Lent, item: key, out: 1}]
```

### 1.4 酒水明细逐笔相接

```rule
id: drinks
kind: form
title: 酒水明细
title_en: Drinks
when: {fact: drinks_entered}
fields: [drink, opening, received, issued]
stocks:
  - {stock: drinks, label: 酒水, item: drink, in: received, out: issued, opening: opening}
```
"""
IN = "stocks: [{stock: on_hand, label: 库存, label_en: On hand, item: goods, in: quantity}]"
OUT = "stocks: [{stock: on_hand, label: 库存, label_en: On hand, item: goods, out: quantity}]"
TEXT = WITHOUT.replace("STOCK_IN", IN).replace("STOCK_OUT", OUT)
NOW = at("2024-12-31 18:00")


def adopt(cast: Cast, text: str = TEXT, when: str = "2023-12-20 09:00") -> None:
    version = regulations.adopt(text=text, file_name="stores.md", by=cast.he, at=at(when))
    assert isinstance(version, Version), [str(fault) for fault in version]


@pytest.fixture
def stores(cast: Cast) -> None:
    adopt(cast)


def say(who: Member, kind: str, key: str = "", **details: Any) -> Outcome:
    said = fact(kind, "2024-03-04 10:00", f"stores:{key or kind}", **details)
    return record_fact(said, actor=who, recorded_at=NOW, idempotency_key=key or None)


def bought(who: Member, quantity: int, goods: str = "酒精", key: str = "") -> Outcome:
    return say(who, "goods_bought", key, goods=goods, quantity=quantity, place="库房")


def taken(who: Member, quantity: int | str, goods: str = "酒精", key: str = "") -> Outcome:
    return say(who, "goods_taken", key, goods=goods, quantity=quantity, place="库房")


def refused(outcome: Outcome) -> str:
    return outcome.refused.reason if outcome.refused else ""


def levels() -> dict[str, str]:
    return dict(StockItem.objects.values_list("key", "level"))


@pytest.mark.usefixtures("stores")
def test_what_is_taken_comes_off_what_was_bought_item_by_item(cast: Cast) -> None:
    bought(cast.li, 10)
    bought(cast.li, 4, "稀料")

    assert [refused(taken(cast.wang, 6)), refused(taken(cast.wang, "4.5"))] == ["", "stock_short"]
    assert refused(taken(cast.wang, 5, "稀料")) == "stock_short"
    assert levels() == {"酒精": "4", "稀料": "4"}


@pytest.mark.usefixtures("stores")
def test_an_incomplete_entry_cannot_take_more_than_there_is(cast: Cast) -> None:
    bought(cast.li, 3)

    assert refused(say(cast.wang, "goods_taken", goods="酒精", quantity=4)) == "stock_short"
    part = say(cast.wang, "goods_taken", goods="酒精", quantity=3)
    assert levels() == {"酒精": "0"}

    complete_fact(number=part.row.number, details={"place": "二楼"}, actor=cast.wang, at=NOW)

    assert levels() == {"酒精": "0"}


@pytest.mark.usefixtures("stores")
def test_a_counter_entry_gives_back_what_was_taken(cast: Cast) -> None:
    bought(cast.li, 10)
    entry = taken(cast.wang, 6).row.number

    correct_fact(number=entry, reason="写错了", actor=cast.li, at=NOW)

    assert levels() == {"酒精": "10"}
    assert refused(taken(cast.wang, 10)) == ""


@pytest.mark.usefixtures("stores")
def test_a_purchase_that_was_used_up_cannot_be_taken_back(cast: Cast) -> None:
    purchase = bought(cast.li, 10).row.number
    taken(cast.wang, 6)

    with pytest.raises(RefusedError, match="-6"):
        correct_fact(number=purchase, reason="写错了", actor=cast.li, at=NOW)

    assert levels() == {"酒精": "4"}


@pytest.mark.usefixtures("stores")
def test_a_key_that_is_out_is_not_lent_again(cast: Cast) -> None:
    steps = ["key_lent", "key_lent", "key_returned", "key_returned", "key_lent"]
    found = [
        refused(
            record_fact(
                fact(kind, "2024-03-04 10:00", "stores:key", key="3-101"),
                actor=cast.wang,
                recorded_at=NOW,
            )
        )
        for kind in steps
    ]

    assert found == ["", "stock_over", "", "stock_short", ""]


@pytest.mark.usefixtures("stores")
def test_each_entry_begins_with_what_the_last_one_left(cast: Cast) -> None:
    def entered(opening: int, received: int, issued: int, drink: str = "啤酒") -> Outcome:
        return say(
            cast.li, "drinks_entered",
            drink=drink, opening=opening, received=received, issued=issued,
        )  # fmt: skip

    first = entered(100, 20, 30)
    assert refused(entered(89, 0, 1)) == "stock_opening_differs"
    second = entered(90, 0, 10)
    with pytest.raises(RefusedError, match=str(second.row.number)):
        correct_fact(number=first.row.number, reason="写错了", actor=cast.li, at=NOW)

    correct_fact(number=second.row.number, reason="写错了", actor=cast.li, at=NOW)
    correct_fact(number=first.row.number, reason="写错了", actor=cast.li, at=NOW)

    assert levels() == {"啤酒": ""}
    assert refused(entered(50, 0, 51)) == "stock_short"
    assert refused(entered(50, 0, 50)) == ""


def test_a_rule_that_is_new_knows_what_was_entered_before(cast: Cast) -> None:
    adopt(cast, WITHOUT.replace("STOCK_IN", "").replace("STOCK_OUT", ""))
    bought(cast.li, 10)
    mistaken = bought(cast.li, 5)
    correct_fact(number=mistaken.row.number, reason="写错了", actor=cast.li, at=NOW)
    adopt(cast, TEXT.replace("2024-01-01", "2024-02-01"), "2024-01-05 09:00")

    assert refused(taken(cast.wang, 11)) == "stock_short"
    assert refused(taken(cast.wang, 8)) == ""
    assert levels() == {"酒精": "2"}


@pytest.mark.usefixtures("stores")
def test_entries_recorded_together_see_each_other(cast: Cast) -> None:
    with recorded_together():
        bought(cast.li, 2)
        found = [refused(taken(cast.wang, 1)) for _ in range(2)]

    assert found == ["", ""]
    assert levels() == {"酒精": "0"}


@pytest.mark.usefixtures("stores")
def test_writers_at_once_never_take_more_than_there_is(race: Race, cast: Cast) -> None:
    bought(cast.li, 5)
    calls: list[Callable[[], Outcome]] = [
        partial(taken, cast.wang, 1, key=f"race-{number}") for number in range(8)
    ]

    done = race(calls)

    assert sorted(refused(outcome) for outcome in done) == [""] * 5 + ["stock_short"] * 3
    assert levels() == {"酒精": "0"}
    assert [move.level for move in StockMove.objects.order_by("pk")] == list("543210")
