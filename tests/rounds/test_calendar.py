"""What each post owes this week and month: what is owed, and what the rhythms will bring."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.enforcement.duties import open_duties
from shouwen.regulations import queries as regulations
from shouwen.rounds import planned, subjects
from tests.rounds.conftest import CHINA, MORNING, signed_in

pytestmark = pytest.mark.django_db
TUESDAY = MORNING.date()


def plan(cast, view="week", day=TUESDAY, now=MORNING, posts=("agent",)):
    house = regulations.house_on(TUESDAY)
    owners = {cast.wang.pk} if posts == ("agent",) else set()
    return planned.plan(view=view, day=day, owners=owners, posts=posts, house=house, now=now)


def told(found):
    return {
        str(day.date): [(entry.title, entry.state) for entry in day.entries]
        for day in found.days
        if day.entries
    }


def test_a_week_shows_what_is_owed_and_what_is_to_come(cast, patrol):
    found = told(plan(cast))

    assert found["2024-03-05"] == [("巡查大堂和停车场", "open")]
    assert found["2024-03-06"] == [("巡查大堂和停车场", "planned")]
    assert found["2024-03-08"] == [("巡查大堂和停车场", "planned"), ("交周报", "open")]
    assert "2024-03-04" not in found


def test_a_month_has_whole_weeks_and_every_week_its_report(cast, patrol):
    found = plan(cast, "month")

    assert (found.first, found.last) == (date(2024, 2, 26), date(2024, 3, 31))
    reports = [e.due_at for day in found.days for e in day.entries if e.title == "交周报"]
    assert reports == [datetime(2024, 3, d, tzinfo=CHINA) for d in (9, 16, 23, 30)]


def test_what_has_begun_is_never_planned_besides(cast, patrol):
    later = MORNING + timedelta(days=1)
    open_duties(now=later, missed=timedelta(0))

    found = told(plan(cast, now=later))

    assert found["2024-03-06"] == [("巡查大堂和停车场", "open")]


def test_another_post_has_another_calendar(cast, patrol):
    assert told(plan(cast, posts=("service_engineer",))) == {}


def test_everybody_sees_their_own_and_leaders_those_below_them(cast, patrol):
    of = {
        one.username: {s.key for s in (*found.members, *found.posts)}
        for one in (cast.wang, cast.li, cast.he)
        if (found := subjects.subjects_of(one, TUESDAY))
    }

    assert of["wang"] == {"post:agent"}
    assert of["li"] == {"member:wang", "post:agent", "post:team_leader"}
    assert {"member:zhang", "member:wang", "post:manager"} <= of["he"]


def test_whose_calendar_is_not_ones_to_see_is_not_there(cast, patrol):
    client = signed_in(cast.wang)

    assert client.get("/rounds/calendar/?of=member:li").status_code == 404
    assert client.get("/rounds/calendar/?of=post:team_leader").status_code == 404
    assert client.get("/rounds/calendar/?view=year").status_code == 404
    assert client.get("/rounds/calendar/?day=9999-01-01").status_code == 404
    assert signed_in(cast.li).get("/rounds/calendar/?of=member:wang").status_code == 200


def test_the_calendar_of_a_post_shows_what_its_only_holder_was_given(cast, patrol):
    page = signed_in(cast.he).get("/rounds/calendar/?of=post:agent").content.decode()

    assert "巡查大堂和停车场" in page


def test_what_a_colleague_was_given_is_not_in_ones_own_calendar(cast, patrol):
    from shouwen.people import actions as people

    new = people.add_member(key="new", name="新来的", email="new@example.com")
    people.appoint(member=new, post=cast.posts["agent"], team=cast.desk, since=TUESDAY)

    found = told(
        planned.plan(
            view="week", day=TUESDAY, owners={new.pk}, posts={"agent"},
            house=regulations.house_on(TUESDAY), now=MORNING,
        )
    )  # fmt: skip

    assert "2024-03-05" not in found
    assert found["2024-03-06"] == [("巡查大堂和停车场", "planned")]
