"""What values are called: by the front matter's `names:`, in descriptions, steps and on pages."""

from __future__ import annotations

from shouwen.policy.regulation_file import read_regulation, write_regulation
from shouwen.policy.vocabulary import BASE

HEAD = """---
regulation: small-example
title: 示例办法
in_force: 2026-04-01
posts:
  cs_officer: 客服专员
points:
  shop_points: 店铺积分
names:
  subject_class:
    customer_data: {label: 客户资料, label_en: Customer data}
---
"""
BODY = """
## 第一条 保密

```rule
id: secret
kind: access
title: 保密
when: {fact: access_requested, subject_class: [customer_data, other], action: disclose}
forbidden: true
```

```rule
id: manners
kind: conduct
title: 举止
items:
  - {item: stands_up, text: 起身迎接, text_en: Stands up}
```
"""


def read(head=HEAD):
    return read_regulation(head + BODY, "small.md")


def words():
    regulation = read().regulation
    assert regulation is not None
    return regulation.words


def test_a_value_is_called_by_the_name_the_front_matter_gives_it():
    said = words().value_of("access_requested", "subject_class", "customer_data")

    assert said == ("客户资料", "Customer data")


def test_a_name_holds_only_in_the_detail_it_was_given_for():
    assert words().value_of("case_opened", "reason", "customer_data") == ("customer_data",) * 2


def test_items_points_and_posts_need_no_further_name():
    found = words()

    assert found.value_of("conduct_checked", "item", "stands_up") == ("起身迎接", "Stands up")
    assert found.value_of("points_moved", "unit", "shop_points") == ("店铺积分", "shop points")
    assert found.value_of("headcount_counted", "post", "cs_officer")[0] == "客服专员"


def test_pages_show_a_value_by_the_same_name():
    term = words().facts.shown("access_requested", "subject_class")

    assert term is not None
    assert term.value_labels("customer_data") == ("客户资料", "Customer data")


def test_two_regulations_of_one_house_bring_their_names_together():
    both = BASE.extended({}, {"shift": {"day": ("白班", "Day shift")}}).extended(
        {}, {"shift": {"late": ("晚班", "Late shift")}}
    )

    assert set(both.values["shift"]) == {"day", "late"}


def test_a_file_with_names_is_written_back_unchanged():
    regulation = read().regulation
    assert regulation is not None

    assert write_regulation(regulation) == HEAD + BODY
