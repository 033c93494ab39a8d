from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.people.refusals import RefusedError
from shouwen.quality import plans, signals
from shouwen.quality.models import Item, Sample
from tests.enforcement.conftest import at
from tests.knowledge.conftest import adopt
from tests.quality.conftest import a_card, a_case, a_plan, a_sample

SHARES = """---
regulation: check-shares
title: 抽检办法
industry: property-services
in_force: 2024-01-01
facts:
  looked_over:
    label: 抽检
    label_en: Looked over
---

## 1 比例

### 1.1 每月抽检不少于一半

```rule
id: half
kind: target
title: 抽检一半
metric: {share: {of: {fact: case_resolved}, having: {fact: looked_over}}}
every: month
at_least: 50 %
```
"""


def test_a_share_is_the_clauses_own_on_the_day_of_drawing(cast):
    adopt(SHARES, cast.he)
    for _ in range(5):
        a_case(cast.wang)
    part = plans.PlannedPart(name="每月", rule="check-shares/half")

    sample = a_sample(a_plan(a_card(cast.he), cast, part), cast)

    assert (sample.population, sample.items.count()) == (5, 3)
    assert sample.parts[0]["share"] == "50"


def test_a_plan_whose_clause_is_not_in_force_is_refused(cast):
    with pytest.raises(RefusedError):
        a_plan(a_card(cast.he), cast, plans.PlannedPart(name="每月", rule="check-shares/half"))


def test_a_part_that_draws_nothing_is_refused(cast):
    with pytest.raises(RefusedError):
        a_plan(a_card(cast.he), cast, plans.PlannedPart(name="空"))


def test_the_same_seed_draws_the_same(cast):
    from shouwen.quality import drawing

    for _ in range(6):
        a_case(cast.wang)
    plan = a_plan(a_card(cast.he), cast, plans.PlannedPart(name="三通", at_least=3))
    first = a_sample(plan, cast)
    again = Sample.objects.get(pk=first.pk)
    again.pk = None
    again.state = "drawing"
    again.save(force_insert=True)

    drawing.work(again)

    assert drawn(again) == drawn(first)


def drawn(sample) -> list[tuple[int, int | None]]:
    return list(Item.objects.filter(sample=sample).order_by("case").values_list("case", "checker"))


def test_long_waits_and_short_handling_are_drawn_from_the_times_on_record(cast):
    quick = a_case(cast.wang)
    parts = (
        plans.PlannedPart(name="久等", at_least=5, silence_from=30),
        plans.PlannedPart(name="很快", at_least=5, minutes_up_to=30),
    )

    sample = a_sample(a_plan(a_card(cast.he), cast, *parts), cast)

    assert [(one.case, one.parts) for one in sample.items.all()] == [(quick, ["很快"])]


def test_who_settles_at_once_far_more_often_than_the_others_stands_out(cast):
    from shouwen.cases import actions as cases
    from shouwen.quality import contacts

    for number in range(12):
        a_case(cast.zhang)
        opened = at("2024-03-04 11:00") + timedelta(minutes=number)
        made = cases.open_case(
            case_type="complaint", title="问", at=opened, recorded_at=opened, actor=cast.wang
        ).case
        cases.resolve(case=made, resolution="好", actor=cast.wang, at=opened)
    since = contacts.midnight(at("2024-03-01 00:00").date())

    kinds = {
        one.key: one for one in signals.kinds(since, at("2024-03-06 00:00"), minutes=1, seconds=10)
    }

    assert [key for key, _name, _one in kinds["at_once"].marked] == ["wang"]
    assert kinds["again"].marked == ()
