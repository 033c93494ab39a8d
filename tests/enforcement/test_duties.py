"""Duties in full through the one door: several times a day, each holder, checks and reviews."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.rebuild import check
from shouwen.journal.queries import timeline, verify
from shouwen.obligations.queries import history, open_about
from shouwen.policy.facts import Detail
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.enforcement.test_pages import signed_in

TEXT = """---
regulation: rounds
title: 巡查办法
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, manager: 客服经理}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 巡查

```rule
id: round
kind: duty
title: 巡查
title_en: Round
every: day
at: ["10:00", "15:00"]
owed_by: {each: {post: team_leader}}
duty: 巡查
duty_en: Walk the round
evidence: {photo: 2}
review: {by: {post: manager}, within: 4 hours}
```

## 2 检查

```rule
id: count
kind: duty
title: 清点
title_en: Count
every: day
owed_by: {post: agent}
duty: 清点钥匙
duty_en: Count the keys
```

```rule
id: check
kind: duty
title: 检查
title_en: Check
follows: count
by: {time: "17:00"}
owed_by: {post: manager}
duty: 当日检查
duty_en: Check on the same day
```
"""
MORNING = "duty:rounds:round:2024-03-04T10.00"
COUNT = "duty:rounds:count:2024-03-04"


@pytest.fixture
def rounds(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="rounds.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def done(member, about, when, **details: Detail):
    said = fact("duty_done", when, about, **details)
    return record_fact(said, actor=member, recorded_at=said.happened_at)


def owned(about):
    return {(o.rule_id, o.owner_key): o.state for o in history(about)}


@pytest.mark.usefixtures("rounds", "cast")
def test_each_time_of_day_is_opened_when_it_begins() -> None:
    opened = open_duties(now=at("2024-03-04 00:10"))
    later = open_duties(now=at("2024-03-04 10:10"))

    assert MORNING in opened
    assert later == ["duty:rounds:round:2024-03-04T15.00"]


@pytest.mark.usefixtures("rounds")
def test_each_holder_owes_the_round_and_does_their_own(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))

    lacking = done(cast.li, MORNING, "2024-03-04 09:00", photos=1)
    assert [one.missing for one in lacking.unmet] == [()]
    done(cast.li, MORNING, "2024-03-04 09:10", photos=2)

    assert owned(MORNING) == {
        ("round", "li"): "met",
        ("round", "zhao"): "open",
        ("round.review", "he"): "open",
    }


@pytest.mark.usefixtures("rounds")
def test_what_was_done_opens_the_check_of_it_until_its_own_time(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))

    done(cast.wang, COUNT, "2024-03-04 09:00")

    (check_owed,) = open_about(COUNT)
    assert (check_owed.rule_id, check_owed.owner) == ("check", cast.he)
    assert check_owed.due_at == at("2024-03-04 17:00")
    done(cast.he, COUNT, "2024-03-04 16:00")
    assert not open_about(COUNT)


@pytest.mark.usefixtures("rounds")
def test_the_fact_that_a_duty_was_met_follows_from_what_met_it(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))

    row = done(cast.wang, COUNT, "2024-03-04 09:00").row

    (told,) = [one for one in timeline(COUNT) if one.kind == "obligation_met"]
    assert told.derived_from == row.number
    assert (told.details["owner"], told.details["done_by"], told.details["late"]) == (
        "wang",
        "wang",
        False,
    )


@pytest.mark.usefixtures("rounds")
def test_taking_back_what_was_done_takes_back_what_followed(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    row = done(cast.wang, COUNT, "2024-03-04 09:00").row

    correct_fact(number=row.number, reason="记错了", actor=cast.wang, at=at("2024-03-04 11:00"))

    assert owned(COUNT)["check", "he"] == "withdrawn"


@pytest.mark.usefixtures("rounds")
def test_all_of_it_can_be_worked_out_again(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    done(cast.li, MORNING, "2024-03-04 09:10", photos=2)
    done(cast.wang, COUNT, "2024-03-04 09:20")
    done(cast.he, COUNT, "2024-03-04 16:00")

    assert [str(difference) for difference in check()] == []
    assert verify() == []


@pytest.mark.usefixtures("rounds", "cast")
def test_a_day_that_is_over_is_not_opened_anew() -> None:
    opened = open_duties(now=at("2024-03-04 09:00"))

    assert not [about for about in opened if "2024-03-01" in about]


@pytest.mark.usefixtures("rounds")
def test_the_page_asks_for_as_many_photographs_as_are_needed(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    mine = next(o for o in open_about(MORNING) if o.owner == cast.li)
    client = signed_in(cast.li)

    page = client.get(f"/why/obligation/{mine.pk}/").text
    assert 'name="photos"' in page
    client.post(f"/obligations/{mine.pk}/done/", {"evidence": "走廊", "photos": "1"})
    assert owned(MORNING)["round", "li"] == "open"
    client.post(f"/obligations/{mine.pk}/done/", {"evidence": "走廊", "photos": "2"})

    assert owned(MORNING)["round", "li"] == "met"
