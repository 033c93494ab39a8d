"""How something owed is done on its page: by a word, by a fact, by filling in its form."""

from __future__ import annotations

import pytest

from shouwen.obligations import queries as owed
from shouwen.people.models import Grant
from shouwen.regulations import actions as regulations
from shouwen.regulations import queries
from shouwen.regulations.models import Version
from shouwen.rounds.ways import finding_kinds, ways_of
from tests.rounds.conftest import ADOPTED, MORNING, signed_in
from tests.rounds.test_rounds import send

pytestmark = pytest.mark.django_db

TEXT = """---
regulation: log
title: 日志制度
in_force: 2024-01-01
posts: {agent: 客服专员}
points: {marks: 考核分}
facts:
  form_filled:
    details:
      lifts: {type: text, label: 电梯, label_en: Lifts}
      keys: {type: text, label: 钥匙, label_en: Keys}
  dirt_found:
    label: 发现不洁
    label_en: Dirt found
    details:
      place: {type: text, label: 位置, label_en: Place}
      person: {type: member, label: 责任人, label_en: Person}
  leak_seen:
    label: 发现漏水
    label_en: Leak seen
    details: {place: {type: text, label: 位置, label_en: Place}}
  gate_closed:
    label: 关门
    label_en: Gate closed
    details: {gate: {type: {one_of: {east: 东门, west: 西门}, one_of_en: {east: east, west: west}},
      label: 门, label_en: Gate}}
---

## 1

```rule
id: daily-log
kind: duty
every: day
owed_by: {post: agent}
duty: 填日志
met_by: {fact: form_filled, form: lift-log}
```

```rule
id: lift-log
kind: form
title: 电梯日志
title_en: Lift log
fields: [lifts]
```

## 2

```rule
id: gates
kind: duty
every: day
owed_by: {post: agent}
duty: 关东门或西门
met_by: [{fact: gate_closed, gate: east}, {fact: gate_closed, gate: west}, {fact: duty_done}]
```

## 3

```rule
id: clean-up
kind: deadline
when: {fact: dirt_found}
within: 1 hour
calendar: always
owed_by: {post: agent}
duty: 清理
met_by: {fact: duty_done}
```

```rule
id: marks-off
kind: score
when: {fact: dirt_found}
amount: {fixed: -1 marks}
```

```rule
id: stop-leak
kind: deadline
when: {fact: leak_seen}
within: 1 hour
calendar: always
owed_by: {post: agent}
duty: 止漏
met_by: {fact: duty_done}
```
"""


@pytest.fixture
def log(cast, clock):
    from datetime import timedelta

    from shouwen.enforcement.duties import open_duties

    version = regulations.adopt(text=TEXT, file_name="log.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    open_duties(now=MORNING, missed=timedelta(0))
    return queries.in_force_on(MORNING.date())


def ways(log, rule):
    return ways_of(log.rulebook.rule("log", rule), log.rulebook)


def test_a_form_is_asked_for_with_its_own_fields_only(cast, log):
    (way,) = ways(log, "daily-log")

    assert way.key == "form_filled:lift-log"
    assert set(way.kind.details) & {"lifts", "keys"} == {"lifts"}


def test_filling_in_the_form_does_the_duty(cast, log):
    (duty,) = owed.open_of_rule("log", "daily-log")
    address = f"/rounds/{duty.pk}/do/form_filled:lift-log/"
    client = signed_in(cast.wang)

    page = client.get(address).content.decode()
    send(client, address, **{"detail-lifts": "正常"})

    assert "电梯" in page
    assert owed.find(duty.pk).state == "met"


def test_where_either_of_two_will_do_it_is_asked_which(cast, log):
    by_hand, closing = ways(log, "gates")

    assert (by_hand.by_hand, closing.key, closing.fixed) == (True, "gate_closed", {})


def test_what_costs_points_is_found_only_by_whoever_records_any_fact(cast, log):
    rule = log.rulebook.rule("log", "gates")
    kinds = {
        may: {kind.kind for kind in finding_kinds(log, rule, may_move=may)} for may in (True, False)
    }

    assert kinds[True] - kinds[False] == {"dirt_found"}
    assert "leak_seen" in kinds[False]
    assert "gate_closed" not in kinds[True]


def test_to_others_that_finding_is_not_there(cast, log):
    Grant.objects.filter(permission="facts.record").delete()
    client = signed_in(cast.wang)

    send(client, "/rounds/findings/new/?kind=dirt_found", **{"detail-place": "大堂"})

    assert not owed.open_of_rule("log", "clean-up")


def test_a_fact_that_does_not_do_this_duty_is_not_offered(cast, log):
    (duty,) = owed.open_of_rule("log", "gates")

    assert signed_in(cast.wang).get(f"/rounds/{duty.pk}/do/leak_seen/").status_code == 404
