"""Keys keep the order of the text in every database: figures are worked out from those above."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.figured import Figured
from shouwen.regulations import actions, queries
from shouwen.regulations.models import RuleRow, Version
from tests.cast import Cast
from tests.enforcement.conftest import at

# A database that sorts keys by length or letter turns these round.
TEXT = """---
regulation: orderly
title: 有序制度
in_force: 2024-01-01
industry: call-centre
facts:
  sold:
    label: 成交
    label_en: Sold
    details:
      person: {type: member, label: 当事人, label_en: Person}
      zeal: {type: number, label: 热心, label_en: Zeal}
      an: {type: number, label: 安, label_en: An}
---

## 1 提成

```rule
id: commission
kind: pay
title: 提成
title_en: Commission
when: {fact: sold}
figures:
  twofold: {label: 两倍, label_en: Twofold, product: [zeal, 2]}
  sum: {label: 合计, label_en: Sum, sum: [twofold, an]}
amount: {from_detail: sum}
```
"""


@pytest.fixture
def version(cast: Cast) -> Version:
    found = actions.adopt(text=TEXT, file_name="orderly.md", by=cast.he, at=at("2023-12-20 09:00"))
    assert isinstance(found, Version), found
    return found


def figured(rule: Rule) -> Figured:
    """Return a rule that works figures out."""
    assert isinstance(rule, Figured)
    return rule


def orders(version: Version) -> tuple[list[str], list[str]]:
    """Return the figures of the rule and the details of the fact, as they come back."""
    row = RuleRow.objects.get(version=version)
    front = Version.objects.get(pk=version.pk).front
    return list(row.definition["figures"]), list(front["facts"]["sold"]["details"])


def test_what_was_adopted_comes_back_in_the_order_of_its_text(version: Version) -> None:
    assert orders(version) == (["twofold", "sum"], ["person", "zeal", "an"])
    (rule,) = queries.rules_of([version])
    assert list(figured(rule).figures) == ["twofold", "sum"]


def test_what_a_database_sorted_is_brought_back_into_order(version: Version) -> None:
    before = MigrationExecutor(connection).loader.project_state(
        ("regulations", "0001_adopted_texts")
    )
    rows, versions = (before.apps.get_model("regulations", n) for n in ("RuleRow", "Version"))
    for row in rows.objects.all():
        kept = json.loads(row.definition)
        kept["figures"] = dict(sorted(kept["figures"].items()))
        rows.objects.filter(pk=row.pk).update(definition=dict(sorted(kept.items())))
    for one in versions.objects.all():
        front = json.loads(one.front)
        details = front["facts"]["sold"]["details"]
        front["facts"]["sold"]["details"] = dict(sorted(details.items()))
        versions.objects.filter(pk=one.pk).update(front=front)
    assert orders(version)[0] == ["sum", "twofold"]

    migration = import_module("shouwen.regulations.migrations.0002_keys_keep_their_order")
    migration.bring_back(before.apps, None)

    assert orders(version) == (["twofold", "sum"], ["person", "zeal", "an"])
    (rule,) = queries.rules_of([version])
    assert list(figured(rule).figures) == ["twofold", "sum"]
