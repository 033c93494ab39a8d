"""Trends count in the database: by week or month, by line, with the checks behind each point."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.enforcement import actions as enforcement
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, charts, trends
from shouwen.quality.charts import Value
from shouwen.quality.models import Item, LineMark
from tests.api.conftest import program_of
from tests.enforcement.conftest import at
from tests.quality.conftest import LINES, UNIFORM, a_case, a_sample, marks
from tests.quality.test_appeal import LATER
from tests.quality.test_check import sent
from tests.quality.test_pages import cost, desk_of, page

TODAY = date(2024, 3, 20)
POINT = LINES[1].key


@pytest.fixture
def checked(drawn, cast, monkeypatch):
    """Return two checks of 小王 of the week of 4 March: 60 and 100 points."""
    monkeypatch.setattr(timezone, "now", lambda: at("2024-03-20 10:00"))
    actions.send_check(item=drawn, marks=marks(uniform="0"), sent=sent(drawn))
    a_case(cast.wang, when=at("2024-03-05 10:00"))
    more = Item.objects.get(sample=a_sample(drawn.sample.plan, cast), case__pk__gt=drawn.case_id)
    actions.send_check(item=more, marks=marks(), sent=sent(more))
    return drawn


def asked(**more):
    said = {"by": "month", "since": None, "until": None, "card": None, "line": "", "people": None}
    return trends.asked(**{**said, **more}, today=TODAY)


def test_a_month_stands_with_its_mean_and_empty_ones_without(checked):
    found = trends.points(asked())

    assert len(found) == 12
    assert (found[-1].since, found[-1].until) == (date(2024, 3, 1), TODAY)
    assert (found[-1].checks, found[-1].mean, found[-1].short) == (2, 80, 0)
    assert {(one.checks, one.mean) for one in found[:-1]} == {(0, None)}


def test_a_line_of_a_week_is_counted_by_itself(checked):
    card = checked.sample.version.card

    found = trends.points(asked(by="week", card=card, line=UNIFORM))

    weeks = [one for one in found if one.checks]
    assert [(one.since, one.checks, one.mean, one.short) for one in weeks] == [
        (date(2024, 3, 4), 2, 50, 1)
    ]


def test_lines_that_fall_short_most_often_come_first(checked):
    found = trends.lines(asked())

    assert [(one.key, one.short, one.checks) for one in found][:1] == [(UNIFORM, 1, 2)]
    assert len(found) == len(LINES)


def test_behind_a_line_stand_the_checks_that_fell_short(checked):
    whole = asked(card=checked.sample.version.card, line=UNIFORM)

    behind = trends.behind(whole.within(date(2024, 3, 1)))

    assert [one.row.pk for one in behind] == [checked.pk]
    assert whole.within(date(2024, 3, 2)) is None


def test_people_who_are_not_asked_about_do_not_count(checked, cast):
    assert [one.checks for one in trends.points(asked(people=[cast.zhang.pk]))][-1] == 0


def test_a_time_that_ends_before_it_begins_is_refused_and_a_long_one_cut(checked):
    with pytest.raises(RefusedError):
        asked(since=TODAY + timedelta(days=1))

    assert len(trends.points(asked(since=date(1990, 1, 1)))) == trends.MOST


def test_a_line_taken_back_counts_as_earned_from_then_on(checked, cast):
    number = Item.objects.get(pk=checked.pk).fact_id
    assert number is not None
    enforcement.correct_fact(number=number, reason="看错人", actor=cast.he, at=LATER)

    assert not LineMark.objects.filter(key=UNIFORM, earned__lt=1).exists()
    assert trends.points(asked())[-1].mean == 100


def test_the_person_the_lead_and_the_manager_see_a_trend_and_nobody_else(checked, cast):
    seen = {who: page(getattr(cast, who), "person_trend", "wang").status_code
            for who in ("wang", "li", "he", "zhang")}  # fmt: skip

    assert seen == {"wang": 200, "li": 200, "he": 200, "zhang": 404}
    assert page(cast.wang, "trends").status_code == 403


def test_a_point_leads_to_the_findings_behind_it(checked, cast):
    said = {"card": checked.sample.version.card.key, "line": UNIFORM, "by": "month"}
    text = page(cast.li, "trends", **said, at="2024-03-01").content.decode()

    assert "at=2024-03-01#behind" in text
    assert f'id="check-{checked.pk}"' in text
    assert page(cast.li, "trends", since="2024-03-05", until="2024-03-01").status_code == 422


def test_a_trend_costs_as_much_for_many_as_for_few(checked, cast):
    client = desk_of(cast.li)
    address = "/quality/trends/?at=2024-03-01"
    few = cost(client, address)
    for day in range(1, 5):
        a_case(cast.wang, when=at(f"2024-03-0{day} 15:00"))
    for item in Item.objects.filter(sample=a_sample(checked.sample.plan, cast)):
        actions.send_check(item=item, marks=marks(point="0"), sent=sent(item))

    assert cost(client, address) <= few
    with CaptureQueriesContext(connection) as made:
        trends.points(asked())
        trends.lines(asked())
    assert len(made) == 3


def test_a_program_reads_points_lines_and_the_checks_behind(checked, cast):
    li = program_of(cast.li)
    said = f"since=2024-03-01&card={checked.sample.version.card.key}&line={UNIFORM}"

    points = li.get(f"/quality/trends?{said}").json()["items"]
    lines = li.get("/quality/trends/lines?person=wang").json()["items"]
    behind = li.get(f"/quality/trends/checks?{said}").json()["items"]

    assert [(one["checks"], one["mean"], one["short"]) for one in points] == [(2, 50, 1)]
    assert lines[0]["key"] == UNIFORM
    assert [one["id"] for one in behind] == [checked.pk]
    assert program_of(cast.wang).get("/quality/trends").status_code in {403, 404}


def test_a_gap_parts_a_line_and_equal_values_are_drawn_level():
    values = [Value(value=n) for n in (80.0, 80.0, None, 90.0)]

    chart = charts.chart_of([("chart-main", values)], ["a", "b", "c", "d"], step=10)

    line = chart.lines[0]
    assert (len(line.dots), len(line.runs)) == (3, 1)
    assert line.dots[0].y == line.dots[1].y > line.dots[2].y
    assert [name for _y, name in chart.levels] == ["80", "85", "90"]
