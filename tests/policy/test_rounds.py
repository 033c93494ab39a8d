"""A duty says where its round goes and which checklists belong to it."""

from __future__ import annotations

import pytest

from shouwen.policy.regulation_file import read_regulation

TEXT = """---
regulation: cleaning
title: 保洁制度
in_force: 2024-01-01
posts: {{cleaner: 保洁员}}
---

## 1 巡查

```rule
id: patrol
kind: duty
every: day
owed_by: {{post: cleaner}}
duty: 巡查
{more}
```

## 2 检查

```rule
id: areas
kind: conduct
items: [{{item: floor, text: 地面干净}}]
```
"""


def read(more):
    return read_regulation(TEXT.format(more=more), "cleaning.md")


def test_a_round_lists_its_places_and_its_checklists():
    found = read(
        "places: [{place: lobby, text: 大堂}, {place: car_park, text: 停车场}]\nchecks: areas"
    )

    rule = found.regulation.rules["patrol"]
    assert rule.listed()["places"] == ["大堂", "停车场"]
    assert rule.listed()["checks"] == ["areas"]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("checks: areaz", "areaz"),
        ("places: [{place: lobby, text: 大堂}, {place: lobby, text: 大堂}]", "lobby"),
        ("places: [{place: Big Hall, text: 大堂}]", "Big Hall"),
    ],
)
def test_a_round_that_cannot_be_walked_is_a_fault(more, what):
    found = read(more)

    assert any(what in str(fault) for fault in found.faults)
