"""Every list that leaves the house as a file asks the rules of access first, and is on record."""

from __future__ import annotations

import pytest

from shouwen.journal import lists
from shouwen.regulations import actions as regulations
from tests.cast import Cast
from tests.registers.conftest import ADOPTED, signed_in

LISTS = {
    "matter": "/cases/export.csv?state=",
    "quality_check": "/knowledge/checks/table/",
}
SECRETS = """---
regulation: secrets
title: 保密制度
in_force: 2024-01-01
posts: {manager: 客服经理}
---

## 1 导出须经理

```rule
id: export
kind: access
title: 导出
title_en: Export
when: {fact: access_requested, action: export}
posts: [manager]
```
"""
every = pytest.mark.parametrize("sort", LISTS)


def adopt(cast: Cast, text: str) -> None:
    found = regulations.adopt(text=text, file_name="s.md", by=cast.he, at=ADOPTED)
    assert not isinstance(found, tuple), found


@every
def test_a_list_that_is_handed_out_is_on_record(cast, sort):
    answer = signed_in(cast.he).get(LISTS[sort])

    (noted,) = lists.newest_of_kinds(["access_requested"])
    assert answer.streaming
    assert (noted.details["action"], noted.details["subject_class"]) == ("export", sort)


@every
def test_a_list_that_a_regulation_forbids_stays_in_the_house(cast, sort):
    adopt(cast, SECRETS)

    answer = signed_in(cast.li).get(LISTS[sort], follow=True)

    assert not answer.streaming
    assert "《保密制度》1" in answer.text
    assert signed_in(cast.he).get(LISTS[sort]).streaming
