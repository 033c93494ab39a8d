"""What other programs ask of rosters: days of leave, why not a shift, parting a plan."""

from __future__ import annotations

from datetime import date, timedelta

from shouwen.roster.models import Plan
from tests.api.conftest import program_of
from tests.roster.conftest import FIRST, LAST, NOW, TEXT, Floor, adopt, colleague, signed_in

ANNUAL = """
### 1.7 每年年假五日。

```rule
id: annual
kind: roster
title: 年假
title_en: Annual leave
when: {fact: leave_requested, leave_type: annual}
leave: {tiers: [{}], allowance: {days: 5}}
```

### 1.8 夜班不由新人认领。

```rule
id: no-night
kind: roster
title: 不得认领晚班
title_en: Nights are not taken
when: {fact: shift_taken}
only_if: {shift: [early, late]}
```
"""


def test_a_program_reads_the_days_of_leave_with_their_clause(floor: Floor):
    adopt(TEXT.replace("2024-01-01", "2024-01-02") + ANNUAL, floor.cast)
    wang = program_of(floor.cast.wang, at=NOW)

    (balance,) = wang.get("/rosters/leave/balances?on=2024-06-01").json()["items"]

    assert (balance["leave_type"], balance["left"], balance["clause"]) == ("annual", 5, "1.7")


def test_a_program_reads_why_an_open_shift_may_not_be_taken(floor: Floor):
    adopt(TEXT.replace("2024-01-01", "2024-01-02") + ANNUAL, floor.cast)
    night, early = floor.put(None, FIRST, floor.night), floor.put(None, FIRST, floor.early)
    floor.put(floor.cast.wang, FIRST + timedelta(days=1), floor.early)
    draft = f"/rosters/shifts/{early.pk}/take"
    wang = program_of(floor.cast.wang, at=NOW)
    assert wang.get(draft).status_code == 404
    floor.publish()

    refused = wang.get(f"/rosters/shifts/{night.pk}/take").json()
    assert (refused["allowed"], refused["said"][0]["clause"]) == (False, "1.8")
    assert wang.get(draft).json()["allowed"]
    wang.send(draft)
    # By now somebody works it, and it is open no more.
    assert wang.get(draft).status_code == 404
    stranger = program_of(floor.cast.zhao, at=NOW)
    assert stranger.get(f"/rosters/shifts/{night.pk}/take").status_code == 404


def test_a_program_reads_what_clashes_with_an_open_shift(floor: Floor):
    sun = colleague(floor.cast, "sun", "小孙")
    shift = floor.put(None, FIRST, floor.early)
    floor.put(sun, FIRST, floor.early)
    floor.publish()

    said = program_of(sun, at=NOW).get(f"/rosters/shifts/{shift.pk}/take").json()

    assert not said["allowed"]
    assert "小孙" in said["why"]
    page = signed_in(sun).get(f"/roster/requests/?open={shift.pk}").text
    assert "小孙" in page


def test_a_program_parts_a_draft(floor: Floor):
    lead = program_of(floor.cast.li, at=NOW)
    middle = date(2024, 3, 18)

    made = lead.send(f"/rosters/plans/{floor.plan.pk}/split", {"day": str(middle)})

    assert made.status_code == 201
    assert (made.json()["first"], made.json()["last"]) == (str(middle), str(LAST))
    assert Plan.objects.get(pk=floor.plan.pk).last == middle - timedelta(days=1)
    again = lead.send(f"/rosters/plans/{floor.plan.pk}/split", {"day": str(FIRST)})
    assert again.status_code == 422
